/* SPDX-License-Identifier: Apache-2.0 */

/* The inherited listening socket. The supervisor owns it, and with it the connections
 * queued on it, so it is never closed here. */
#ifndef NET_ACCEPT_H
#define NET_ACCEPT_H

#include "base/clock.h"

#include <stdbool.h>
#include <uv.h>

#define ACCEPTS_PER_TURN_MAX 64
#define ACCEPT_REST_MS       100 /* After the system had no descriptor left. */
#define DESCRIPTORS_SPARED   64  /* For everything that is not a connection. */

/* What the kernel may hold for a connection: enough to keep it busy, and little enough that
 * a slow one is told what is new and not what was. */
#define SEND_BYTES      65536
#define UNSENT_BYTES    32768
/* For a whole page, so that its answer is one write and the connection is done. */
#define WIDE_SEND_BYTES 212992

struct server;

struct acceptor {
    struct server *server;
    uv_poll_t poll;
    struct clock_timer rest;
    bool is_open;
};

/* False, logged, when the socket cannot be watched. */
bool acceptor_open(struct acceptor *acceptor, struct server *server);
/* No more connections. The loop must run once more. Safe twice. */
void acceptor_close(struct acceptor *acceptor);
/* The kernel may hold more than UNSENT_BYTES for it. */
void accepted_widen(int fd);
/* How many connections the process has descriptors for. */
size_t connections_max(void);

#endif
