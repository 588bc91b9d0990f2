/* SPDX-License-Identifier: Apache-2.0 */

#include "base/id.h"

#include <string.h>

static const char id_chars[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
/* Nothing that looks like something else: no 0 O 1 I L. */
static const char code_chars[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

#define CODE_ALPHABET (sizeof code_chars - 1)

static bool is_of_ids(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool id_read(const char *text, size_t len, struct id *out)
{
    if (len == 0 || len > ID_BYTES_MAX)
        return false;
    for (size_t i = 0; i < len; i++)
        if (!is_of_ids(text[i]))
            return false;

    *out = (struct id){0};
    memcpy(out->text, text, len);
    return true;
}

bool id_same(const struct id *a, const struct id *b)
{
    return strcmp(a->text, b->text) == 0;
}

struct id id_from_random(const uint8_t random[ID_RANDOM_BYTES])
{
    struct id id = {0};

    for (size_t i = 0; i < ID_RANDOM_BYTES; i++)
        id.text[i] = id_chars[random[i] % 32];
    return id;
}

bool code_read(const char *text, size_t len, struct code *out)
{
    struct code code = {0};
    size_t used = 0;

    for (size_t i = 0; i < len; i++) {
        char c = text[i];

        if (c == ' ' || c == '-')
            continue;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (used == CODE_CHARS || c == '\0' || !strchr(code_chars, c))
            return false;
        code.text[used++] = c;
    }
    if (used != CODE_CHARS)
        return false;
    *out = code;
    return true;
}

bool code_from_random(const uint8_t *random, size_t len, struct code *out)
{
    const unsigned unbiased = 256 - 256 % CODE_ALPHABET;
    struct code code = {0};
    size_t used = 0;

    for (size_t i = 0; i < len && used < CODE_CHARS; i++)
        if (random[i] < unbiased)
            code.text[used++] = code_chars[random[i] % CODE_ALPHABET];
    if (used < CODE_CHARS)
        return false;
    *out = code;
    return true;
}
