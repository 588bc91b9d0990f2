/* SPDX-License-Identifier: Apache-2.0 */

/* A command on its way and who waits for the answer. It belongs to the caller, and to
 * whoever carries it until `done`.
 *
 * Calls may overtake each other, on their way to another node or around one that is to be
 * tried again. That is harmless: everything in the store may be repeated, a creation has
 * its id, a move its version and a ballot its n, so an older one that comes late changes
 * nothing. */
#ifndef STORE_REDIS_CALL_H
#define STORE_REDIS_CALL_H

#include "base/counters.h"
#include "base/err.h"
#include "base/list.h"
#include "store/redis_command.h"

#include <hiredis/hiredis.h>
#include <stdbool.h>
#include <stdint.h>

struct redis_call {
    struct redis_command command; /* Freed before `done`. */
    /* `reply` is NULL with errors, and never an error itself. Not called from within a
     * call. */
    void (*done)(struct redis_call *call, enum err err, const redisReply *reply);
    void *owner;
    /* From here on: of those who carry it. */
    uint64_t deadline_ms;
    uint64_t again_ms;  /* While parked: when it is sent again. */
    unsigned n_bounces; /* Times a node said: not here, or not now. */
    bool asking;        /* Goes behind an ASKING, to a node that is taking over its slot. */
    bool skips;         /* The next answer is that to ASKING. */
    redisReply *reply;  /* Good, but not yet with as many replicas as it takes. */
    struct list link;
};

/* Takes it out of its list and answers it. */
void redis_call_finish(struct redis_call *call, struct counters *counters, enum err err,
                       const redisReply *reply);
/* Whoever gets it next knows nothing of the answer that came. */
void redis_call_forget_reply(struct redis_call *call);

/* What an error of Redis asks for. */
enum redis_remedy {
    REMEDY_NONE,      /* It is the answer: ERR_STORE_FULL or ERR_INTERNAL. */
    REMEDY_RECONNECT, /* The next connection may be better. */
    REMEDY_REROUTE    /* This call alone: elsewhere, or later. */
};
enum redis_remedy redis_reply_remedy(const redisReply *reply);
/* OK for anything but an error. ERR_STORE_FULL, ERR_STORE_DOWN where there is a remedy,
 * ERR_INTERNAL. */
enum err redis_reply_err(const redisReply *reply);

#endif
