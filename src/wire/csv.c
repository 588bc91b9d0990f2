/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/csv.h"

#include <string.h>

/* After any apostrophes. */
static bool is_formula(const char *text, size_t len)
{
    size_t at = 0;

    while (at < len && text[at] == '\'')
        at++;
    return at < len && text[at] && strchr("=+-@\t\r", text[at]) != NULL;
}

void csv_write(struct strbuf *out, const char *text, size_t len)
{
    bool is_plain = true;

    for (size_t i = 0; i < len && is_plain; i++)
        is_plain = !text[i] || !strchr("\",;\t\r\n", text[i]);
    if (is_plain) {
        strbuf_puts(out, is_formula(text, len) ? "'" : "");
        strbuf_add(out, text, len);
        return;
    }
    strbuf_puts(out, is_formula(text, len) ? "\"'" : "\"");
    while (len) {
        const char *quote = memchr(text, '"', len);
        size_t piece = quote ? (size_t)(quote - text) + 1 : len;

        strbuf_add(out, text, piece);
        strbuf_puts(out, quote ? "\"" : "");
        text += piece;
        len -= piece;
    }
    strbuf_puts(out, "\"");
}

/* ---- Reading ------------------------------------------------------------------------- */

static char separator_of(const char *at, const char *end)
{
    bool quoted = false;

    for (; at < end && (quoted || (*at != '\n' && *at != '\r')); at++) {
        if (*at == '"')
            quoted = !quoted;
        else if (!quoted && (*at == ',' || *at == ';' || *at == '\t'))
            return *at;
    }
    return ',';
}

void csv_begin(struct csv *csv, const char *text, size_t len)
{
    *csv = (struct csv){.at = text, .end = text + len};
    if (len >= strlen(CSV_MARK) && memcmp(text, CSV_MARK, strlen(CSV_MARK)) == 0)
        csv->at += strlen(CSV_MARK);
    csv->separator = separator_of(csv->at, csv->end);
}

static bool ends_cell(const struct csv *csv)
{
    return csv->at == csv->end || *csv->at == csv->separator || *csv->at == '\n' ||
           *csv->at == '\r';
}

/* Behind the opening quote; false when it has no end, or the cell goes on behind it. */
static bool read_quoted(struct csv *csv)
{
    for (;;) {
        size_t left = (size_t)(csv->end - csv->at);
        const char *quote = left ? memchr(csv->at, '"', left) : NULL;

        if (!quote)
            return false;
        strbuf_add(&csv->text, csv->at, (size_t)(quote - csv->at));
        csv->at = quote + 1;
        if (csv->at == csv->end || *csv->at != '"')
            return ends_cell(csv);
        strbuf_puts(&csv->text, "\"");
        csv->at++;
    }
}

static bool read_cell(struct csv *csv)
{
    if (csv->n_cells == CSV_CELLS_MAX)
        return false;
    csv->starts[csv->n_cells++] = csv->text.len;
    if (csv->at < csv->end && *csv->at == '"') {
        csv->at++;
        if (!read_quoted(csv))
            return false;
    } else {
        const char *from = csv->at;

        while (!ends_cell(csv))
            csv->at++;
        strbuf_add(&csv->text, from, (size_t)(csv->at - from));
    }
    csv->starts[csv->n_cells] = csv->text.len;
    return true;
}

/* At the end of a row: over its CR, LF or both. */
static void skip_line_end(struct csv *csv)
{
    if (csv->at < csv->end && *csv->at == '\r')
        csv->at++;
    if (csv->at < csv->end && *csv->at == '\n')
        csv->at++;
}

static bool read_row(struct csv *csv)
{
    csv->n_cells = 0;
    csv->text.len = 0;
    csv->row++;
    while (read_cell(csv)) {
        if (csv->at == csv->end || *csv->at != csv->separator) {
            skip_line_end(csv);
            return csv->text.len == 0 || !memchr(csv->text.text, '\0', csv->text.len);
        }
        csv->at++;
    }
    return false;
}

enum csv_result csv_next(struct csv *csv)
{
    while (csv->at < csv->end) {
        if (!read_row(csv)) {
            csv->at = csv->end;
            return CSV_BROKEN;
        }
        if (csv->text.len > 0)
            return CSV_ROW;
    }
    return CSV_END;
}

const char *csv_cell(const struct csv *csv, size_t i, size_t *len)
{
    const char *text;

    *len = 0;
    if (i >= csv->n_cells || csv->starts[i] == csv->starts[i + 1])
        return "";
    text = csv->text.text + csv->starts[i];
    *len = csv->starts[i + 1] - csv->starts[i];
    if (*text == '\'' && is_formula(text, *len)) {
        text++;
        (*len)--;
    }
    return text;
}

void csv_done(struct csv *csv)
{
    strbuf_done(&csv->text);
}
