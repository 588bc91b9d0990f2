/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/heard.h"

#include "base/buf.h"

#include <stdint.h>
#include <string.h>

#define PLACES 256 /* For texts heard lately: a text has one place it can be in. */

struct heard {
    struct buf *text;
    json_t *json;
};

/* FNV-1a over some of it: texts differ early or late. */
static size_t place_of(const char *text, size_t len)
{
    uint32_t hash = 2166136261u ^ (uint32_t)len;
    size_t step = len / 64 + 1;

    for (size_t i = 0; i < len; i += step)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    return hash % PLACES;
}

json_t *heard_read(const char *text, size_t len)
{
    static struct heard heard[PLACES];
    struct heard *at = &heard[place_of(text, len)];

    if (at->text && at->text->len == len && memcmp(at->text->text, text, len) == 0)
        return at->json;
    if (at->text)
        buf_unref(at->text);
    json_decref(at->json);
    at->text = buf_new(text, len);
    at->json = json_loadb(text, len, 0, NULL);
    return at->json;
}
