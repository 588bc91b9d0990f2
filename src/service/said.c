/* SPDX-License-Identifier: Apache-2.0 */

#include "service/said.h"

#include "base/lexicon.h"
#include "base/term.h"

#include <string.h>

#define STEMS_MAX (TERM_CHARS_MAX / 2 + 1) /* Of one word: a letter and what parts it. */

/* By which lists of words know it. */
static void add_stems(struct service *service, const char *text, struct strbuf *out)
{
    struct word words[STEMS_MAX];
    size_t n = lexicon_read(service_lexicon(service), text, strlen(text), words, STEMS_MAX);

    for (size_t i = 0; i < n; i++)
        strbuf_printf(out, "%s%s", i ? "_" : "", words[i].stem);
}

static void add_key(struct service *service, const char *key, const char *text,
                    struct strbuf *keys)
{
    struct strbuf stems = {0};

    add_stems(service, text, &stems);
    strbuf_puts(keys, keys->len ? "," : "");
    strbuf_puts(keys, key);
    if (stems.len > 0 && strcmp(stems.text, key) != 0)
        strbuf_printf(keys, "=%s", stems.text);
    strbuf_done(&stems);
}

/* The store reads it, too (functions/terms.lua): nothing is escaped that need not be. */
static void add_text(struct strbuf *out, const char *text)
{
    strbuf_puts(out, "\"");
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            strbuf_puts(out, "\\");
        strbuf_add(out, text, 1);
    }
    strbuf_puts(out, "\"");
}

struct buf *said_of(struct service *service, const struct ballot *ballot)
{
    char known[TERMS_EACH_MAX][TERM_KEY_BYTES_MAX + 1];
    struct strbuf keys = {0}, texts = {0};
    const char *text = ballot->words->text;
    size_t n_known = 0;

    for (uint32_t i = 0; i < ballot->n; i++, text += strlen(text) + 1) {
        bool is_again = false;

        if (!term_key(text, strlen(text), known[n_known])) {
            strbuf_done(&keys);
            strbuf_done(&texts);
            return NULL;
        }
        for (size_t k = 0; k < n_known; k++)
            is_again |= strcmp(known[k], known[n_known]) == 0;
        if (is_again)
            continue;
        add_key(service, known[n_known], text, &keys);
        strbuf_puts(&texts, n_known ? "," : "");
        add_text(&texts, text);
        n_known++;
    }
    strbuf_puts(&keys, " {\"words\":[");
    strbuf_add(&keys, texts.text, texts.len);
    strbuf_puts(&keys, "]}");
    strbuf_done(&texts);
    return strbuf_take(&keys);
}

size_t said_read(const char *ballot, struct strbuf *out)
{
    const char *at = strchr(ballot, '[');
    size_t n = 0;

    while (at && (at = strchr(at, '"')) != NULL) {
        for (at++; *at && *at != '"'; at++) {
            if (*at == '\\' && at[1])
                at++;
            strbuf_add(out, at, 1);
        }
        strbuf_add(out, "", 1);
        n++;
        at = *at ? at + 1 : NULL;
    }
    return n;
}
