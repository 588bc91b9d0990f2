/* SPDX-License-Identifier: Apache-2.0 */

#include "net/words.h"

#include "base/mem.h"

#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

/* What the server itself says, and what the page of a board says with a script as without.
 */
static const char *const prefixes[] = {"plain.", "board."};

struct word {
    char *key, *text;
    UT_hash_handle hh;
};

struct locale {
    struct words words; /* First: handed out. */
    struct word *table;
    struct strbuf text; /* The value being read. */
};

static const char *get(const struct words *words, const char *key)
{
    const struct locale *locale = (const struct locale *)(const void *)words;
    const struct word *word;

    HASH_FIND_STR(locale->table, key, word);
    return word ? word->text : NULL;
}

static void keep(struct locale *locale, const char *key)
{
    struct word *word;

    HASH_FIND_STR(locale->table, key, word);
    if (word)
        return;
    word = mem_zero(sizeof *word);
    word->key = mem_text(key);
    word->text = mem_text(locale->text.text);
    HASH_ADD_KEYPTR(hh, locale->table, word->key, strlen(word->key), word);
}

static signed char on_part(struct lejp_ctx *ctx, char reason)
{
    struct locale *locale = ctx->user;

    if (reason == LEJPCB_VAL_STR_START)
        locale->text.len = 0;
    if (reason != LEJPCB_VAL_STR_CHUNK && reason != LEJPCB_VAL_STR_END)
        return 0;
    strbuf_add(&locale->text, ctx->buf, ctx->npos);
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (reason == LEJPCB_VAL_STR_END &&
            strncmp(ctx->path, prefixes[i], strlen(prefixes[i])) == 0)
            keep(locale, ctx->path);
    return 0;
}

struct locale *locale_read(const char *json, size_t len)
{
    struct locale *locale = mem_zero(sizeof *locale);
    struct lejp_ctx *ctx = mem_zero(sizeof *ctx);
    int left;

    locale->words.get = get;
    lejp_construct(ctx, on_part, locale, NULL, 0);
    left = lejp_parse(ctx, (const unsigned char *)json, (int)len);
    lejp_destruct(ctx);
    free(ctx);
    strbuf_done(&locale->text);
    if (left < 0) {
        locale_free(locale);
        return NULL;
    }
    return locale;
}

const struct words *locale_words(const struct locale *locale)
{
    return &locale->words;
}

void locale_free(struct locale *locale)
{
    struct word *word, *next;

    if (!locale)
        return;
    HASH_ITER(hh, locale->table, word, next)
    {
        HASH_DEL(locale->table, word); /* NOLINT: the analyser loses uthash's next */
        free(word->key);
        free(word->text);
        free(word);
    }
    free(locale);
}
