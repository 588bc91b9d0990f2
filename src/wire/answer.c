/* SPDX-License-Identifier: Apache-2.0 */

/* Answers to commands: what was asked for, or why not. */
#include "wire/event.h"

#include <inttypes.h>
#include <string.h>

void answer_begin(struct strbuf *out, const uint32_t *re)
{
    strbuf_puts(out, "{");
    if (re) {
        strbuf_puts(out, "\"re\":");
        strbuf_number(out, *re);
        strbuf_puts(out, ",");
    }
    strbuf_puts(out, "\"ok\":");
}

void answer_end(struct strbuf *out)
{
    strbuf_puts(out, "}");
}

static void add_word(struct strbuf *out, const char *key, const char *word)
{
    if (!word || !word[0])
        return;
    strbuf_printf(out, ",\"%s\":", key);
    json_text(out, word, strlen(word));
}

static void add_detail(struct strbuf *out, const struct error_detail *detail)
{
    add_word(out, "field", detail->field);
    add_word(out, "limit", detail->limit);
    add_word(out, "nearest", detail->nearest);
    add_word(out, "into", detail->into);
    if (detail->has_n)
        strbuf_printf(out, ",\"n\":%" PRIu32, detail->n);
    if (detail->has_good)
        strbuf_puts(out, detail->good ? ",\"good\":true" : ",\"good\":false");
    if (detail->has_on)
        strbuf_puts(out, detail->on ? ",\"on\":true" : ",\"on\":false");
    if (detail->ballot) {
        strbuf_puts(out, ",\"ballot\":");
        strbuf_add(out, detail->ballot, detail->ballot_len);
    }
    if (detail->round)
        strbuf_printf(out, ",\"round\":%" PRIu32, detail->round);
    if (detail->page)
        strbuf_printf(out, ",\"page\":%" PRIu32, detail->page);
    if (detail->again_ms)
        strbuf_printf(out, ",\"again_ms\":%" PRIu64, detail->again_ms);
    if (detail->record) {
        strbuf_puts(out, ",\"record\":");
        strbuf_add(out, detail->record->text, detail->record->len);
    }
}

void answer_error(struct strbuf *out, bool is_socket, const uint32_t *re, enum err err,
                  const struct error_detail *detail)
{
    strbuf_puts(out, "{");
    if (re)
        strbuf_printf(out, "\"re\":%" PRIu32 ",", *re);
    else if (is_socket)
        strbuf_puts(out, "\"re\":null,");
    strbuf_printf(out, "\"err\":{\"code\":\"%s\",\"text\":\"%s\"", err_code(err),
                  err_text(err));
    add_detail(out, detail);
    strbuf_puts(out, "}}");
}
