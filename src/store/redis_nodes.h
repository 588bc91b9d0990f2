/* SPDX-License-Identifier: Apache-2.0 */

/* The store's masters, one or many, as if they were one: a call goes to the node that has
 * its slot, a room is watched where it lives, and both follow when slots or masters move.
 *
 *     call ──slot──> node ──> link (and one more for writing, if it waits for copies)
 *     room ──slot──> node ──> bus
 *
 * Who has which slot is what a redis_finder found last, corrected by what nodes say:
 *
 *     MOVED     the slot is there for good: sent there, and the finder hurries
 *     ASK       its move is under way: sent there once, behind ASKING
 *     TRYAGAIN, CLUSTERDOWN   sent again a little later
 *
 * A node that has lost its last slot is left, and what it did not answer is sent to those
 * who have the slots now. A call that no node has answered within STORE_WAIT_MS fails with
 * ERR_STORE_DOWN. */
#ifndef STORE_REDIS_NODES_H
#define STORE_REDIS_NODES_H

#include "store/promise.h"
#include "store/redis_bus.h"
#include "store/redis_call.h"
#include "store/redis_uri.h"

struct redis_nodes_options {
    void *loop;                  /* uv_loop_t */
    const struct redis_uri *uri; /* Kept. */
    struct clock *clock;
    struct counters *counters;
    uint32_t
        copies; /* How many replicas must have what a call wrote before it is answered. */
    void (*changed)(void *context, bool is_up);
    void (*message)(void *context, const struct id *room, const char *bytes, size_t len);
    void (*doubt)(void *context); /* Messages of rooms watched may have been missed. */
    void *context;
};

struct redis_nodes;

struct redis_nodes *redis_nodes_new(const struct redis_nodes_options *options);
/* Each slot has a node, and each of these is up. */
bool redis_nodes_are_up(const struct redis_nodes *nodes);
/* Of the worst. */
struct store_promise redis_nodes_promise(const struct redis_nodes *nodes);
void redis_nodes_call(struct redis_nodes *nodes, struct redis_call *call);
/* As those of redis_bus.h. */
void redis_nodes_watch(struct redis_nodes *nodes, const struct id *room,
                       struct redis_bus_wait *wait);
void redis_nodes_unwatch(struct redis_nodes *nodes, const struct id *room);
/* From now on nothing waits for a node that is down. */
void redis_nodes_drain(struct redis_nodes *nodes);
/* No call may be left, and nobody may wait. `closed` comes when the memory is free. */
void redis_nodes_close(struct redis_nodes *nodes, void (*closed)(void *context),
                       void *context);

#endif
