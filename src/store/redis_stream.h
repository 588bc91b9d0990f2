/* SPDX-License-Identifier: Apache-2.0 */

/* One connection to Redis on the loop: bytes out, replies in.
 *
 * hiredis reads the replies; the socket is libuv's, so that a name is looked up
 * without waiting, and a refused or reset connection is always told. What is written
 * during a turn of the loop leaves in one piece before the loop sleeps. */
#ifndef STORE_REDIS_STREAM_H
#define STORE_REDIS_STREAM_H

#include "base/buf.h"
#include "store/redis_address.h"

#include <hiredis/hiredis.h>
#include <uv.h>

struct redis_stream;

struct redis_stream_events {
    void *context;
    void (*opened)(void *context);
    void (*reply)(void *context, redisReply *reply); /* To be freed by who hears it. */
    /* The connection is of no use any more; what is left to do is redis_stream_drop. */
    void (*lost)(void *context, const char *why);
    /* Its handles are closed: the last call, once for each stream. */
    void (*gone)(void *context);
};

/* `events` and `address` are kept. No event comes from within a call. */
struct redis_stream *redis_stream_open(uv_loop_t *loop, const struct redis_address *address,
                                       const struct redis_stream_events *events);
/* Where to append what is to be sent. */
struct strbuf *redis_stream_out(struct redis_stream *stream);
/* No event but `gone` after this. */
void redis_stream_drop(struct redis_stream *stream);

#endif
