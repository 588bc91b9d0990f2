/* SPDX-License-Identifier: Apache-2.0 */

#include "store/packet.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LENGTH_DIGITS_MAX 7
#define NUMBER_DIGITS_MAX 19 /* All of which fit into 64 bits. */

void packet_add(struct strbuf *out, const void *bytes, size_t len)
{
    strbuf_printf(out, "%zu:", len);
    strbuf_add(out, bytes, len);
    strbuf_add(out, ",", 1);
}

void packet_add_text(struct strbuf *out, const char *text)
{
    packet_add(out, text, strlen(text));
}

void packet_add_number(struct strbuf *out, uint64_t number)
{
    char text[24];
    int len = snprintf(text, sizeof text, "%" PRIu64, number);

    packet_add(out, text, (size_t)len);
}

bool packet_number(struct packet text, uint64_t *out)
{
    uint64_t value = 0;

    if (text.len == 0 || text.len > NUMBER_DIGITS_MAX)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(text.at[i] - '0');
    }
    *out = value;
    return true;
}

bool packet_next(struct packet *rest, struct packet *out)
{
    size_t digits = 0;
    uint64_t len;

    while (digits < rest->len && digits <= LENGTH_DIGITS_MAX && rest->at[digits] != ':')
        digits++;
    if (digits >= rest->len || digits > LENGTH_DIGITS_MAX ||
        !packet_number((struct packet){rest->at, digits}, &len))
        return false;

    size_t head = digits + 1;
    if (rest->len - head < len + 1 || rest->at[head + len] != ',')
        return false;
    *out = (struct packet){rest->at + head, (size_t)len};
    *rest = (struct packet){rest->at + head + len + 1, rest->len - head - (size_t)len - 1};
    return true;
}

bool packet_next_number(struct packet *rest, uint64_t *out)
{
    struct packet text;

    return packet_next(rest, &text) && packet_number(text, out);
}

bool packet_next_u32(struct packet *rest, uint32_t *out)
{
    uint64_t number;

    if (!packet_next_number(rest, &number) || number > UINT32_MAX)
        return false;
    *out = (uint32_t)number;
    return true;
}

bool packet_next_bool(struct packet *rest, bool *out)
{
    uint32_t number;

    if (!packet_next_u32(rest, &number) || number > 1)
        return false;
    *out = number == 1;
    return true;
}

bool packet_next_id(struct packet *rest, struct id *out)
{
    struct packet text;

    return packet_next(rest, &text) && id_read(text.at, text.len, out);
}

bool packet_next_word(struct packet *rest, char word[WORD_BYTES_MAX])
{
    struct packet text;

    return packet_next(rest, &text) && packet_text(text, word, WORD_BYTES_MAX);
}

bool packet_is(struct packet text, const char *word)
{
    return text.len == strlen(word) && memcmp(text.at, word, text.len) == 0;
}

bool packet_next_part(struct packet *rest, struct packet *out)
{
    const char *blank = rest->len ? memchr(rest->at, ' ', rest->len) : NULL;
    size_t len = blank ? (size_t)(blank - rest->at) : rest->len;

    *out = (struct packet){rest->at, len};
    rest->at += blank ? len + 1 : len;
    rest->len -= blank ? len + 1 : len;
    return len > 0;
}

bool packet_text(struct packet text, char *out, size_t size)
{
    if (text.len >= size || (text.len > 0 && memchr(text.at, '\0', text.len)))
        return false;
    if (text.len > 0)
        memcpy(out, text.at, text.len);
    out[text.len] = '\0';
    return true;
}
