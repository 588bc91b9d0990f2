/* SPDX-License-Identifier: Apache-2.0 */

/* The link to Redis that calls go over: connects again and again, and carries calls
 * across the gaps.
 *
 *     DOWN ──back-off──> OPENING ──> SETTING_UP (AUTH, SELECT, libraries) ──> UP
 *       ^                   │            │                                    │
 *       └───────────────────┴── lost ────┴────────────────────────────────────┘
 *
 * A call belongs to the caller, and to the link until `done`. While the link is down
 * calls wait. When it is lost, the outcome of those on their way is unknown; they go out
 * again, in their order, on the next one: everything in the store may be repeated. A call
 * that is not answered within STORE_WAIT_MS fails with ERR_STORE_DOWN, and a connection
 * that leaves one unanswered for so long is given up. */
#ifndef STORE_REDIS_LINK_H
#define STORE_REDIS_LINK_H

#include "base/clock.h"
#include "base/counters.h"
#include "base/err.h"
#include "base/list.h"
#include "store/redis_command.h"
#include "store/redis_uri.h"

#include <hiredis/hiredis.h>
#include <stdbool.h>
#include <stdint.h>

struct redis_call {
    struct redis_command command; /* Freed by the link before `done`. */
    /* `reply` is NULL with errors, and never an error itself. Not called from within a
     * call. */
    void (*done)(struct redis_call *call, enum err err, const redisReply *reply);
    void *owner;
    uint64_t deadline_ms; /* The link's own. */
    struct list link;
};

struct redis_link_options {
    void *loop; /* uv_loop_t */
    const struct redis_uri *uri;
    struct clock *clock;
    struct counters *counters;
    void (*changed)(void *context, bool is_up);
    void *context;
};

struct redis_link;

struct redis_link *redis_link_new(const struct redis_link_options *options);
bool redis_link_is_up(const struct redis_link *link);
void redis_link_call(struct redis_link *link, struct redis_call *call);
/* From now on nothing waits for a link that is down. */
void redis_link_drain(struct redis_link *link);
/* No call may be left. `closed` comes when the memory is free. */
void redis_link_close(struct redis_link *link, void (*closed)(void *context),
                      void *context);

/* OK for anything but an error. ERR_STORE_FULL, ERR_STORE_DOWN (try the next connection),
 * ERR_INTERNAL. */
enum err redis_reply_err(const redisReply *reply);
/* How long to wait before the next try: grows with `tries`, and is jittered. */
uint64_t redis_back_off_ms(struct clock *clock, unsigned tries);

#endif
