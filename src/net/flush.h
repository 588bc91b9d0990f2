/* SPDX-License-Identifier: Apache-2.0 */

/* Who has something to be written to, and writing it: once a loop turn, answers before
 * fan-out, at most FLUSH_PER_TURN_MAX connections before the loop looks at the
 * network again.
 *
 * All of it hangs on one idle handle. While anything is owed the handle is active, which
 * keeps the loop from waiting in its poll; whatever wakes connections, reads, Redis or
 * timers, the next turn writes once for all of it. No descriptor is re-armed. */
#ifndef NET_FLUSH_H
#define NET_FLUSH_H

#include "base/limits.h"
#include "base/list.h"

#include <stdbool.h>
#include <uv.h>

struct conn;

#define FLUSH_PRE  16 /* LWS_PRE */
#define PING_BYTES 3

struct flush {
    uv_idle_t turn;
    bool is_open;
    struct list urgent, fanout;
    /* Everybody's scratch: a ping and what the session owes. */
    unsigned char scratch[FLUSH_PRE + PING_BYTES + WRITE_BYTES_MAX];
};

void flush_open(struct flush *flush, uv_loop_t *loop);
/* The loop must run once more. Safe twice. */
void flush_close(struct flush *flush);
/* Has the connection written to on the next turn. An urgent one is never made less so. */
void flush_mark(struct flush *flush, struct conn *conn, bool urgent);

#endif
