/* SPDX-License-Identifier: Apache-2.0 */

/* What a file says of itself in its first bytes: which kind of picture it is, and how large
 * it would be. Nothing is decoded, so that what would not fit is never begun. */
#ifndef PRESS_HEAD_H
#define PRESS_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum picture_kind { PICTURE_JPEG, PICTURE_PNG, PICTURE_GIF, PICTURE_WEBP, PICTURE_KINDS };

struct picture_head {
    enum picture_kind kind;
    uint32_t width, height;
};

/* Is it one of these, there to its end, and small enough to be decoded? Whatever the file
 * is called. */
bool picture_head_read(const uint8_t *bytes, size_t len, struct picture_head *out);

/* At most IMAGE_PIXELS_MAX in all, and IMAGE_SIDE_MAX on a side. */
bool picture_fits(uint64_t width, uint64_t height);

#endif
