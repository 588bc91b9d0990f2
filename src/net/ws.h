/* SPDX-License-Identifier: Apache-2.0 */

/* The WebSocket half of a connection: messages in, ready-made frames out.
 *
 * There is one writer, ws_flush. It gives libwebsockets whole frames as raw bytes
 * (LWS_WRITE_RAW), which sends what fits and owns the tail; until that tail is gone, and
 * after a Close in either direction, nothing else is written. tests/integration/
 * net_frames.c pins this, for the library does not promise it. */
#ifndef NET_WS_H
#define NET_WS_H

#include "net/conn.h"

/* These are called from libwebsockets' callbacks; nonzero ends the connection. */
int ws_confirm(struct conn *conn); /* A handshake arrived: refuse it, or let it be. */
int ws_open(struct conn *conn);
int ws_receive(struct conn *conn, const char *piece, size_t len);
void ws_pong(struct conn *conn);
int ws_writeable(struct conn *conn);

/* Negative: kill it. */
int ws_flush(struct conn *conn);
void ws_overdue(struct conn *conn);
/* Says Close with this status, now. */
void ws_hang_up(struct conn *conn, uint16_t status);

#endif
