/* SPDX-License-Identifier: Apache-2.0 */

/* The bytes of one connection, with or without TLS. Nothing blocks, and nobody's
 * certificate is looked at: the server is on this machine. */
#ifndef BENCH_LINE_H
#define BENCH_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct ssl_st;
struct ssl_ctx_st;

struct line {
    int fd;             /* -1: none. */
    struct ssl_st *tls; /* NULL: plain. */
};

/* What the TLS of all lines shares. */
struct ssl_ctx_st *line_tls_new(void);
void line_tls_free(struct ssl_ctx_st *shared);

/* From here on the line speaks TLS. */
void line_secure(struct line *line, struct ssl_ctx_st *shared);
/* False when it failed. `*is_done`: else it goes on when there is something to read. */
bool line_shake_hands(struct line *line, bool *is_done);

/* All of `len` or nothing that is of use. */
bool line_send(struct line *line, const void *bytes, size_t len);
/* As recv: 0 at the end, -1 with errno; EAGAIN when there is nothing. */
ssize_t line_recv(struct line *line, void *bytes, size_t cap);
void line_close(struct line *line);

#endif
