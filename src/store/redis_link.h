/* SPDX-License-Identifier: Apache-2.0 */

/* The link to one Redis that calls go over: connects again and again, and carries calls
 * across the gaps.
 *
 *     DOWN ──back-off──> OPENING ──> SETTING_UP (redis_setup.h) ──> UP
 *       ^                   │            │                           │
 *       └───────────────────┴── lost ────┴───────────────────────────┘
 *
 * While the link is down calls wait. When it is lost, the outcome of those on their way is
 * unknown; they go out again, in their order, on the next one: everything in the store may
 * be repeated. A call that is not answered by its deadline fails with ERR_STORE_DOWN, and a
 * connection that leaves one unanswered for so long is given up.
 *
 * A link that waits for copies has a WAIT on its way whenever a call is. WAIT stands still
 * until enough replicas have what this connection wrote, so one covers whatever was
 * answered before it, and such a link is for nothing but writing. Redis remembers for each
 * connection how far it has to wait, at any command: so a call sent again over another
 * connection, which changes nothing there any more, is waited for like the first. */
#ifndef STORE_REDIS_LINK_H
#define STORE_REDIS_LINK_H

#include "base/clock.h"
#include "base/counters.h"
#include "store/promise.h"
#include "store/redis_address.h"
#include "store/redis_call.h"

struct redis_link_options {
    void *loop;                          /* uv_loop_t */
    const struct redis_address *address; /* Kept. */
    const struct redis_login *login;     /* Kept. */
    struct clock *clock;
    struct counters *counters;
    uint32_t copies; /* How many replicas must have it, too. 0: the link does not wait. */
    void (*changed)(void *context, bool is_up);
    /* Redis said: not here, or not now. The call is the hook's. */
    void (*bounced)(void *context, struct redis_call *call, const char *why);
    void *context;
};

struct redis_link;

struct redis_link *redis_link_new(const struct redis_link_options *options);
bool redis_link_is_up(const struct redis_link *link);
/* As it was when the link came up last. */
enum store_keeps redis_link_keeps(const struct redis_link *link);
/* Its deadline is set. */
void redis_link_call(struct redis_link *link, struct redis_call *call);
/* Hands back, to the end of `out`, calls that were not sent and do not belong here any
 * more.
 */
void redis_link_take_back(struct redis_link *link,
                          bool (*stays)(void *context, const struct redis_call *call),
                          void *context, struct list *out);
/* From now on nothing waits for a link that is down. */
void redis_link_drain(struct redis_link *link);
/* Hands back all calls to the end of `out`: the outcome of those sent is unknown. `closed`
 * comes when the memory is free. */
void redis_link_close(struct redis_link *link, struct list *out,
                      void (*closed)(void *context), void *context);

/* How long to wait before the next try: grows with `tries`, and is jittered. */
uint64_t redis_back_off_ms(struct clock *clock, unsigned tries);

#endif
