/* SPDX-License-Identifier: Apache-2.0 */

/* What is published on one node about the rooms that somebody here watches: a connection of
 * its own, subscribed to {R}:bus of each, and subscribed again whenever it was lost. The
 * channels are those of shards, which a single Redis has as well.
 *
 * Messages published while it was away, or while a room changed nodes, are gone; `doubt`
 * says so as soon as every subscription is back. A bus without an address is for rooms
 * whose node is not known yet. */
#ifndef STORE_REDIS_BUS_H
#define STORE_REDIS_BUS_H

#include "base/clock.h"
#include "base/err.h"
#include "base/id.h"
#include "base/list.h"
#include "store/redis_address.h"

/* Someone who waits until a room is watched. */
struct redis_bus_wait {
    void (*done)(struct redis_bus_wait *wait, enum err err);
    uint64_t deadline_ms; /* The bus's own. */
    struct list link;
};

struct redis_bus_options {
    void *loop;                          /* uv_loop_t */
    const struct redis_address *address; /* Kept. NULL: nowhere. */
    const struct redis_login *login;     /* Kept. */
    struct clock *clock;
    void (*message)(void *context, const struct id *room, const char *bytes, size_t len);
    void (*doubt)(void *context);
    /* Redis says that a room is not here, or not any more. */
    void (*stray)(void *context);
    void *context;
};

struct redis_bus;

struct redis_bus *redis_bus_new(const struct redis_bus_options *options);
/* OK once the subscription stands, ERR_STORE_DOWN after STORE_WAIT_MS; the room is watched
 * as soon as possible in either case. `done` is not called from within. */
void redis_bus_watch(struct redis_bus *bus, const struct id *room,
                     struct redis_bus_wait *wait);
void redis_bus_unwatch(struct redis_bus *bus, const struct id *room);
/* Gives each room, with those who wait, to the bus that `home` says is its own by now. One
 * that stays although Redis said that it is not here is tried again. */
void redis_bus_hand_over(struct redis_bus *bus,
                         struct redis_bus *(*home)(void *context, const struct id *room),
                         void *context);
/* Fails all who wait. */
void redis_bus_drain(struct redis_bus *bus);
/* Nobody may wait here. `closed` comes when the memory is free. */
void redis_bus_close(struct redis_bus *bus, void (*closed)(void *context), void *context);

#endif
