/* SPDX-License-Identifier: Apache-2.0 */

#include "service/stems.h"

#include "base/lexicon.h"
#include "base/mem.h"
#include "wire/record.h"

#include <stdlib.h>
#include <string.h>

/* A stem a line; an empty line behind the last, so that no two texts make one phrase. */
static void add_stems(struct service *service, const char *text, struct strbuf *out)
{
    size_t len = strlen(text), max = len / 2 + 1; /* A letter and what parts it. */
    struct word *words = mem_zero(max * sizeof *words);
    size_t n = lexicon_read(service_lexicon(service), text, len, words, max);

    for (size_t i = 0; i < n; i++)
        strbuf_printf(out, "%s\n", words[i].stem);
    strbuf_puts(out, "\n");
    free(words);
}

static bool is_looked_at(const struct request *request)
{
    return !policy_may(request->actor->role, RIGHT_CHECK);
}

struct buf *folded_text(const struct request *request, const char *text)
{
    struct strbuf out = {0};

    if (!is_looked_at(request))
        return NULL;
    add_stems(request->service, text, &out);
    return strbuf_take(&out);
}

struct folded folded_of(const struct request *request, const struct buf *json)
{
    struct folded folded = {NULL, NULL};
    struct written_texts texts;
    struct strbuf words = {0};

    if (!is_looked_at(request) || written_texts_read(json, &texts))
        return folded;
    add_stems(request->service, texts.title, &words);
    add_stems(request->service, texts.text, &words);
    folded.words = strbuf_take(&words);
    folded.name = folded_text(request, texts.name);
    return folded;
}

struct buf *folded_row(struct service *service, const struct buf *json)
{
    struct written_texts texts;
    struct strbuf out = {0};

    if (written_texts_read(json, &texts))
        return NULL;
    add_stems(service, texts.title, &out);
    add_stems(service, texts.text, &out);
    add_stems(service, texts.name, &out);
    return strbuf_take(&out);
}

void folded_done(struct folded *folded)
{
    buf_unref(folded->words);
    buf_unref(folded->name);
}

struct buf *entry_stems(struct service *service, const char *word)
{
    struct word words[LISTED_STEMS_MAX + 1];
    size_t n = lexicon_read(service_lexicon(service), word, strlen(word), words,
                            LISTED_STEMS_MAX + 1);
    struct strbuf out = {0};

    if (n == 0 || n > LISTED_STEMS_MAX)
        return NULL;
    for (size_t i = 0; i < n; i++)
        strbuf_printf(&out, "%s%s", i ? " " : "", words[i].stem);
    return strbuf_take(&out);
}
