/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/event.h"

#include <string.h>

/* What stands for a character in a string of JSON, NULL for itself. U+2028 and U+2029 end a
 * line in old JavaScript; they are looked for apart, being three bytes each. */
static const char *escape_of(unsigned char c, char scratch[7])
{
    static const char hex[] = "0123456789abcdef";

    if (c == '"')
        return "\\\"";
    if (c == '\\')
        return "\\\\";
    if (c >= ' ' && c != '<' && c != '>' && c != '&')
        return NULL;
    memcpy(scratch, "\\u00", 4);
    scratch[4] = hex[c >> 4];
    scratch[5] = hex[c & 15];
    scratch[6] = '\0';
    return scratch;
}

static bool is_line_separator(const char *at, size_t left)
{
    return left >= 3 && memcmp(at, "\xe2\x80", 2) == 0 &&
           ((unsigned char)at[2] == 0xa8 || (unsigned char)at[2] == 0xa9);
}

/* Copies the inside of a string, or whole JSON, whose own quotes and backslashes stay. */
static void copy_escaped(struct strbuf *out, const char *text, size_t len, bool is_json)
{
    size_t clean_from = 0;

    for (size_t i = 0; i < len; i++) {
        char scratch[7];
        const char *escape = escape_of((unsigned char)text[i], scratch);
        size_t step = 1;

        if (is_json && (text[i] == '"' || text[i] == '\\' || (unsigned char)text[i] < ' '))
            continue;
        if (is_line_separator(text + i, len - i)) {
            escape = (unsigned char)text[i + 2] == 0xa8 ? "\\u2028" : "\\u2029";
            step = 3;
        }
        if (!escape)
            continue;
        strbuf_add(out, text + clean_from, i - clean_from);
        strbuf_puts(out, escape);
        clean_from = i + step;
        i += step - 1;
    }
    strbuf_add(out, text + clean_from, len - clean_from);
}

void json_text(struct strbuf *out, const char *text, size_t len)
{
    strbuf_add(out, "\"", 1);
    copy_escaped(out, text, len, false);
    strbuf_add(out, "\"", 1);
}

void json_for_script(struct strbuf *out, const char *json, size_t len)
{
    copy_escaped(out, json, len, true);
}
