/* SPDX-License-Identifier: Apache-2.0 */

/* What is published about the rooms that somebody here watches: a connection of its own,
 * subscribed to {R}:bus of each, and subscribed again whenever it was lost.
 *
 * Messages published while it was away are gone; `doubt` says so as soon as every
 * subscription is back. */
#ifndef STORE_REDIS_BUS_H
#define STORE_REDIS_BUS_H

#include "base/clock.h"
#include "base/err.h"
#include "base/id.h"
#include "base/list.h"
#include "store/redis_uri.h"

/* Someone who waits until a room is watched. */
struct redis_bus_wait {
    void (*done)(struct redis_bus_wait *wait, enum err err);
    uint64_t deadline_ms; /* The bus's own. */
    struct list link;
};

struct redis_bus_options {
    void *loop; /* uv_loop_t */
    const struct redis_uri *uri;
    struct clock *clock;
    void (*message)(void *context, const struct id *room, const char *bytes, size_t len);
    void (*doubt)(void *context);
    void *context;
};

struct redis_bus;

struct redis_bus *redis_bus_new(const struct redis_bus_options *options);
/* OK once the subscription stands, ERR_STORE_DOWN after STORE_WAIT_MS; the room is watched
 * as soon as possible in either case. `done` is not called from within. */
void redis_bus_watch(struct redis_bus *bus, const struct id *room,
                     struct redis_bus_wait *wait);
void redis_bus_unwatch(struct redis_bus *bus, const struct id *room);
/* Fails all who wait. */
void redis_bus_drain(struct redis_bus *bus);
/* Nobody may wait. `closed` comes when the memory is free. */
void redis_bus_close(struct redis_bus *bus, void (*closed)(void *context), void *context);

#endif
