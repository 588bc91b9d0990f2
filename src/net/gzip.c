/* SPDX-License-Identifier: Apache-2.0 */

#define ZLIB_CONST
#include "net/gzip.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <zlib.h>

#define RAW_WINDOW_BITS (-15)
#define PIECE_LEVEL     9 /* Once in the life of a worker. */
#define VISITOR_LEVEL   5 /* Two kilobytes or so, for each visit. */

/* Appends `text` as whole blocks that end on a byte. */
static void deflate_onto(struct strbuf *out, const char *text, size_t len, int level)
{
    z_stream stream = {.next_in = (const Bytef *)text, .avail_in = (uInt)len};
    size_t cap;
    Bytef *bytes;

    int status =
        deflateInit2(&stream, level, Z_DEFLATED, RAW_WINDOW_BITS, 8, Z_DEFAULT_STRATEGY);
    assert(status == Z_OK);                       /* Fails only without memory. */
    cap = deflateBound(&stream, (uLong)len) + 16; /* The flush adds a few bytes. */
    bytes = mem_alloc(cap);
    stream.next_out = bytes;
    stream.avail_out = (uInt)cap;
    status = deflate(&stream, Z_FULL_FLUSH);
    assert(status == Z_OK && stream.avail_in == 0 && stream.avail_out > 0);
    strbuf_add(out, bytes, cap - stream.avail_out);
    (void)deflateEnd(
        &stream); /* Says Z_DATA_ERROR: the stream was never finished, on purpose. */
    free(bytes);
}

static uint32_t crc_of(const char *text, size_t len)
{
    return (uint32_t)crc32(0, (const Bytef *)text, (uInt)len);
}

struct piece piece_make(const char *text, size_t len)
{
    struct strbuf deflated = {0};

    if (len)
        deflate_onto(&deflated, text, len, PIECE_LEVEL);
    return (struct piece){.text = buf_new(text, len),
                          .deflated = strbuf_take(&deflated),
                          .crc = crc_of(text, len)};
}

void piece_done(struct piece *piece)
{
    buf_unref(piece->text);
    buf_unref(piece->deflated);
    *piece = (struct piece){0};
}

static void count(struct gzip *gzip, uint32_t crc, size_t len)
{
    gzip->crc = (uint32_t)crc32_combine(gzip->crc, crc, (z_off_t)len);
    gzip->len += (uint32_t)len;
}

struct gzip gzip_begin(struct strbuf *out)
{
    static const unsigned char header[10] = {0x1f, 0x8b, Z_DEFLATED, 0, 0,
                                             0,    0,    0,          0, 0xff};

    strbuf_add(out, header, sizeof header);
    return (struct gzip){.out = out, .crc = (uint32_t)crc32(0, NULL, 0)};
}

void gzip_piece(struct gzip *gzip, const struct piece *piece)
{
    strbuf_add(gzip->out, piece->deflated->text, piece->deflated->len);
    count(gzip, piece->crc, piece->text->len);
}

void gzip_text(struct gzip *gzip, const char *text, size_t len)
{
    if (!len)
        return;
    deflate_onto(gzip->out, text, len, VISITOR_LEVEL);
    count(gzip, crc_of(text, len), len);
}

void gzip_end(struct gzip *gzip)
{
    static const unsigned char last_block[2] = {0x03,
                                                0x00}; /* Final, fixed codes, empty. */
    unsigned char tail[8];

    for (unsigned i = 0; i < 4; i++) {
        tail[i] = (unsigned char)(gzip->crc >> (8 * i));
        tail[4 + i] = (unsigned char)(gzip->len >> (8 * i));
    }
    strbuf_add(gzip->out, last_block, sizeof last_block);
    strbuf_add(gzip->out, tail, sizeof tail);
}
