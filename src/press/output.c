/* SPDX-License-Identifier: Apache-2.0 */

/* What press_run writes: "<jpeg or png> <width> <height> <length> <length of the small one>
 * <pages> <length of the title> <length of the text>\n", and behind it the two pictures,
 * the title and the text. The last three numbers are 0 where it was no page. */
#include "press/press.h"

#include "base/limits.h"

#include <string.h>

/* A number from `least` to `most`, and what ends it. */
static bool next_number(const char **at, char end, size_t least, size_t most, size_t *out)
{
    bool is_number = **at >= '0' && **at <= '9';

    *out = 0;
    while (**at >= '0' && **at <= '9' && *out <= most)
        *out = *out * 10 + (size_t)(*(*at)++ - '0');
    return is_number && *out >= least && *out <= most && *(*at)++ == end;
}

bool press_output_read(const char *bytes, size_t len, struct pressed *out)
{
    const char *end = memchr(bytes, '\n', len < PRESS_LINE_MAX ? len : PRESS_LINE_MAX);
    const char *at = bytes;
    size_t width, height, n_pages;

    *out = (struct pressed){0};
    if (!end || len < 5)
        return false;
    out->is_png = memcmp(bytes, "png ", 4) == 0;
    if (!out->is_png && memcmp(bytes, "jpeg ", 5) != 0)
        return false;
    at += out->is_png ? 4 : 5;
    /* Written by a process that hostile bytes went through: believed only in range. */
    if (!next_number(&at, ' ', 1, SLIDE_SIDE, &width) ||
        !next_number(&at, ' ', 1, SLIDE_SIDE, &height) ||
        !next_number(&at, ' ', 1, IMAGE_BYTES_MAX, &out->full_len) ||
        !next_number(&at, ' ', 1, IMAGE_BYTES_MAX, &out->small_len) ||
        !next_number(&at, ' ', 0, PRESS_PAGES_TOLD, &n_pages) ||
        !next_number(&at, ' ', 0, PRESS_TITLE_BYTES, &out->title_len) ||
        !next_number(&at, '\n', 0, PRESS_TEXT_BYTES, &out->text_len) ||
        len != (size_t)(at - bytes) + out->full_len + out->small_len + out->title_len +
                   out->text_len)
        return false;
    out->width = (uint32_t)width;
    out->height = (uint32_t)height;
    out->n_pages = (uint32_t)n_pages;
    out->full = at;
    out->small = at + out->full_len;
    out->title = out->small + out->small_len;
    out->text = out->title + out->title_len;
    return true;
}
