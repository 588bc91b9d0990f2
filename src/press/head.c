/* SPDX-License-Identifier: Apache-2.0 */

#include "press/head.h"

#include "base/limits.h"

#include <string.h>

static uint32_t big(const uint8_t *at, size_t n)
{
    uint32_t number = 0;

    for (size_t i = 0; i < n; i++)
        number = number << 8 | at[i];
    return number;
}

static uint32_t little(const uint8_t *at, size_t n)
{
    uint32_t number = 0;

    for (size_t i = n; i-- > 0;)
        number = number << 8 | at[i];
    return number;
}

static bool begins(const uint8_t *bytes, size_t len, const char *magic, size_t n)
{
    return len >= n && memcmp(bytes, magic, n) == 0;
}

/* ---- JPEG: segments, until one that begins a frame -------------------------------------
 */

static bool is_frame(uint8_t marker)
{
    /* SOF0 to SOF15, but for the tables and the extension among them. */
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 &&
           marker != 0xCC;
}

static bool stands_alone(uint8_t marker)
{
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
}

static bool read_jpeg(const uint8_t *bytes, size_t len, struct picture_head *out)
{
    size_t at = 2;

    while (at + 4 <= len && bytes[at] == 0xFF) {
        uint8_t marker = bytes[at + 1];

        if (marker == 0xFF || stands_alone(marker)) { /* Filling, or nothing follows. */
            at += marker == 0xFF ? 1 : 2;
            continue;
        }
        if (marker == 0xDA || marker == 0xD9)
            return false; /* Data, or the end, before a frame. */
        if (is_frame(marker)) {
            if (at + 9 > len)
                return false;
            out->height = big(bytes + at + 5, 2);
            out->width = big(bytes + at + 7, 2);
            /* Decoders make do with half a picture; one that sent it would not know. */
            return memmem(bytes + at, len - at, "\xFF\xD9", 2) != NULL;
        }
        at += 2 + (size_t)big(bytes + at + 2, 2);
    }
    return false;
}

/* ---- The others: in fixed places --------------------------------------------------------
 */

static bool read_png(const uint8_t *bytes, size_t len, struct picture_head *out)
{
    if (len < 24 || memcmp(bytes + 12, "IHDR", 4) != 0)
        return false;
    out->width = big(bytes + 16, 4);
    out->height = big(bytes + 20, 4);
    return memmem(bytes + 24, len - 24, "IEND", 4) != NULL;
}

static bool read_gif(const uint8_t *bytes, size_t len, struct picture_head *out)
{
    if (len < 10)
        return false;
    out->width = little(bytes + 6, 2);
    out->height = little(bytes + 8, 2);
    return true;
}

static bool read_webp(const uint8_t *bytes, size_t len, struct picture_head *out)
{
    if (len < 30 || little(bytes + 4, 4) > len - 8)
        return false;
    if (memcmp(bytes + 12, "VP8X", 4) == 0) {
        out->width = little(bytes + 24, 3) + 1;
        out->height = little(bytes + 27, 3) + 1;
    } else if (memcmp(bytes + 12, "VP8L", 4) == 0 && bytes[20] == 0x2F) {
        uint32_t sizes = little(bytes + 21, 4);

        out->width = (sizes & 0x3FFF) + 1;
        out->height = (sizes >> 14 & 0x3FFF) + 1;
    } else if (memcmp(bytes + 12, "VP8 ", 4) == 0 &&
               memcmp(bytes + 23, "\x9D\x01\x2A", 3) == 0) {
        out->width = little(bytes + 26, 2) & 0x3FFF;
        out->height = little(bytes + 28, 2) & 0x3FFF;
    } else {
        return false;
    }
    return true;
}

/* ---- Which ------------------------------------------------------------------------------
 */

static bool is_webp(const uint8_t *bytes, size_t len)
{
    return begins(bytes, len, "RIFF", 4) && len >= 12 && memcmp(bytes + 8, "WEBP", 4) == 0;
}

static bool kind_of(const uint8_t *bytes, size_t len, enum picture_kind *out)
{
    static const struct {
        const char *magic;
        size_t n;
        enum picture_kind kind;
    } magics[] = {
        {"\xFF\xD8\xFF", 3, PICTURE_JPEG},
        {"\x89PNG\r\n\x1A\n", 8, PICTURE_PNG},
        {"GIF87a", 6, PICTURE_GIF},
        {"GIF89a", 6, PICTURE_GIF},
    };

    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (begins(bytes, len, magics[i].magic, magics[i].n)) {
            *out = magics[i].kind;
            return true;
        }
    *out = PICTURE_WEBP;
    return is_webp(bytes, len);
}

bool picture_fits(uint64_t width, uint64_t height)
{
    return width > 0 && height > 0 && width <= IMAGE_SIDE_MAX && height <= IMAGE_SIDE_MAX &&
           width * height <= IMAGE_PIXELS_MAX;
}

bool picture_head_read(const uint8_t *bytes, size_t len, struct picture_head *out)
{
    static bool (*const readers[PICTURE_KINDS])(const uint8_t *bytes, size_t len,
                                                struct picture_head *out) = {
        [PICTURE_JPEG] = read_jpeg,
        [PICTURE_PNG] = read_png,
        [PICTURE_GIF] = read_gif,
        [PICTURE_WEBP] = read_webp,
    };

    *out = (struct picture_head){0};
    return kind_of(bytes, len, &out->kind) && readers[out->kind](bytes, len, out) &&
           picture_fits(out->width, out->height);
}
