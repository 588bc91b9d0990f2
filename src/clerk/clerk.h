/* SPDX-License-Identifier: Apache-2.0 */

/* The clerk minds what happens by itself: ideas that pass gates or run out of time, and
 * webhooks that are told. One process an instance, with a store of its own and no port.
 *
 * It keeps nothing that is not in the store. Which rooms there are to mind it asks for; for
 * each it is a listener like a worker; what it finds due it has the store do, which judges
 * again. So it may be killed at any time, and any number of clerks may mind one room: what
 * one has done, the others find done. */
#ifndef CLERK_CLERK_H
#define CLERK_CLERK_H

#include "base/clock.h"
#include "base/counters.h"
#include "service/identity.h"

#include <stdint.h>

#define CLERK_LOOK_MS  500   /* How often it looks for rooms to mind. */
#define CLERK_TOUR_MS  60000 /* And for all of them once more. */
#define CLERK_PULSE_MS 5000  /* What no message told of, it finds by then. */

struct clerk_options {
    const char *address; /* Of the store; as in redis_uri.h. */
    uint32_t ack_replicas;
    const char *space;
    const struct identity *identity;        /* Kept. */
    const char *webhook_allow, *webhook_ca; /* See post.h; may be NULL. */
    struct clock *clock;                    /* Kept. */
    struct counters *counters;              /* Kept. */
    struct clerk_counters *told;            /* Kept: what it does, for the operator. */
    void *loop;                             /* uv_loop_t */
};

struct clerk;

struct clerk *clerk_new(const struct clerk_options *options);
/* Ends what is under way, then frees it and calls `closed`. */
void clerk_close(struct clerk *clerk, void (*closed)(void *context), void *context);

#endif
