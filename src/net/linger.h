/* SPDX-License-Identifier: Apache-2.0 */

/* Answered connections on their way out.
 *
 * A socket that is closed with unread bytes in it sends a reset, and a reset may
 * overtake the answer before it (RFC 9112, section 9.6). So an answered connection is
 * half-closed, read for a short while and thrown away, then closed. It is the
 * duplicate of a descriptor of libwebsockets, which has none of this under libuv; below
 * TLS it sees only records that nobody will decipher. */
#ifndef NET_LINGER_H
#define NET_LINGER_H

#include "net/wheel.h"

#include <uv.h>

#define LINGER_MS        2000
#define LINGER_BYTES_MAX 65536

struct lingers {
    uv_loop_t *loop;
    struct wheel wheel;
    struct list all;
    size_t n;
};

void lingers_init(struct lingers *lingers, uv_loop_t *loop, struct clock *clock);
/* Closes all at once; the loop must run once more. */
void lingers_done(struct lingers *lingers);
/* Takes the descriptor. */
void linger_start(struct lingers *lingers, int fd);

#endif
