/* SPDX-License-Identifier: Apache-2.0 */

/* Compressing a page costs more than everything else about it, and most of a page never
 * changes: so its fixed pieces are compressed once, when they are read, and joined with
 * what is made for one visitor. Each piece is a run of whole DEFLATE blocks that refers
 * to nothing before it (RFC 1951), which is what makes joining them lawful. */
#ifndef NET_GZIP_H
#define NET_GZIP_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

struct piece {
    struct buf *text;
    struct buf *deflated;
    uint32_t crc;
};

/* Keeps no part of `text`. */
struct piece piece_make(const char *text, size_t len);
void piece_done(struct piece *piece);

/* One answer under construction, into `out`. */
struct gzip {
    struct strbuf *out;
    uint32_t crc, len;
};

struct gzip gzip_begin(struct strbuf *out);
void gzip_piece(struct gzip *gzip, const struct piece *piece);
void gzip_text(struct gzip *gzip, const char *text, size_t len);
void gzip_end(struct gzip *gzip);

#endif
