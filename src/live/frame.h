/* SPDX-License-Identifier: Apache-2.0 */

/* Ready-made WebSocket text messages (RFC 6455, section 5.2), server to client.
 *
 * A message longer than FRAGMENT_BYTES is cut into fragments of that size, so that
 * whatever is written ends where a frame ends and a ping may stand between. */
#ifndef LIVE_FRAME_H
#define LIVE_FRAME_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

#define FRAGMENT_BYTES       8192
#define FRAME_HEADER_MIN     2
#define FRAME_HEADER_MAX     4
#define FRAGMENT_WHOLE_BYTES (FRAGMENT_BYTES + FRAME_HEADER_MAX)

/* The message `json` as frames; `json` is emptied. */
struct buf *frame_text(struct strbuf *json);

/* The payload of a message made by frame_text, for replies over HTTP and tests. Appends to
 * `out`. */
void frame_payload(const struct buf *frames, struct strbuf *out);

/* One message on its way into a bounded write. Starts as {0}. */
struct outgoing {
    struct buf *frames; /* Owned; NULL: nothing under way. */
    size_t at;
};

/* A window that a gather fills. */
struct window {
    char *out;
    size_t used, cap; /* cap >= FRAGMENT_WHOLE_BYTES */
};

/* Copies as many whole frames as fit. False when some are left: then `outgoing` holds them
 * and outgoing_continue must come before anything else. `frames` is borrowed. */
bool outgoing_start(struct outgoing *outgoing, struct buf *frames, struct window *window);
bool outgoing_continue(struct outgoing *outgoing, struct window *window);
void outgoing_done(struct outgoing *outgoing);

#endif
