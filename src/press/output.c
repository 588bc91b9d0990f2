/* SPDX-License-Identifier: Apache-2.0 */

/* What press_run writes: "<jpeg or png> <width> <height> <length> <length of the small
 * one>\n" and the two pictures behind it. */
#include "press/press.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>

#define LINE_BYTES_MAX 64

bool press_output_read(const char *bytes, size_t len, struct pressed *out)
{
    const char *end = memchr(bytes, '\n', len < LINE_BYTES_MAX ? len : LINE_BYTES_MAX);
    char line[LINE_BYTES_MAX + 1] = {0}, kind[5] = {0};
    size_t head;

    *out = (struct pressed){0};
    if (!end)
        return false;
    head = (size_t)(end - bytes);
    memcpy(line, bytes, head);
    /* Written by a process that hostile bytes went through: believed only in range. */
    if (sscanf(line, "%4s %5u %5u %8zu %8zu", kind, &out->width, &out->height,
               &out->full_len, &out->small_len) != 5 ||
        out->width == 0 || out->width > IMAGE_SHOWN_SIDE || out->height == 0 ||
        out->height > IMAGE_SHOWN_SIDE || out->full_len == 0 ||
        out->full_len > IMAGE_BYTES_MAX || out->small_len == 0 ||
        out->small_len > IMAGE_BYTES_MAX ||
        len != head + 1 + out->full_len + out->small_len)
        return false;
    out->is_png = strcmp(kind, "png") == 0;
    out->full = end + 1;
    out->small = out->full + out->full_len;
    return out->is_png || strcmp(kind, "jpeg") == 0;
}
