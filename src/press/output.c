/* SPDX-License-Identifier: Apache-2.0 */

/* What press_run writes: "<jpeg or png> <width> <height> <length> <length of the small
 * one>\n" and the two pictures behind it. */
#include "press/press.h"

#include "base/limits.h"

#include <string.h>

#define LINE_BYTES_MAX 64

/* A number of at most `most`, and what ends it. */
static bool next_number(const char **at, char end, size_t most, size_t *out)
{
    *out = 0;
    while (**at >= '0' && **at <= '9' && *out <= most)
        *out = *out * 10 + (size_t)(*(*at)++ - '0');
    return *out > 0 && *out <= most && *(*at)++ == end;
}

bool press_output_read(const char *bytes, size_t len, struct pressed *out)
{
    const char *end = memchr(bytes, '\n', len < LINE_BYTES_MAX ? len : LINE_BYTES_MAX);
    const char *at = bytes;
    size_t width, height;

    *out = (struct pressed){0};
    if (!end || len < 5)
        return false;
    out->is_png = memcmp(bytes, "png ", 4) == 0;
    if (!out->is_png && memcmp(bytes, "jpeg ", 5) != 0)
        return false;
    at += out->is_png ? 4 : 5;
    /* Written by a process that hostile bytes went through: believed only in range. */
    if (!next_number(&at, ' ', IMAGE_SHOWN_SIDE, &width) ||
        !next_number(&at, ' ', IMAGE_SHOWN_SIDE, &height) ||
        !next_number(&at, ' ', IMAGE_BYTES_MAX, &out->full_len) ||
        !next_number(&at, '\n', IMAGE_BYTES_MAX, &out->small_len) ||
        len != (size_t)(at - bytes) + out->full_len + out->small_len)
        return false;
    out->width = (uint32_t)width;
    out->height = (uint32_t)height;
    out->full = at;
    out->small = at + out->full_len;
    return true;
}
