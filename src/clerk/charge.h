/* SPDX-License-Identifier: Apache-2.0 */

/* A room that the clerk minds: its boards that have gates and its webhooks, kept as the
 * store has them. */
#ifndef CLERK_CHARGE_H
#define CLERK_CHARGE_H

#include "clerk/carrier.h"
#include "clerk/clerk.h"
#include "clerk/courier.h"
#include "clerk/keeper.h"
#include "clerk/sweeper.h"
#include "store/store_gates.h"

#include <uthash.h>

#define CHARGE_AGAIN_MS 2000 /* After the store could not say what the room is. */

struct clerk {
    struct clerk_options options;
    struct clock *clock;
    struct store *store;
    struct post *post;
    struct store_events events;
    struct charge *charges; /* uthash */
    struct store_request looking;
    struct clock_timer look, pulse;
    struct sweeper sweeper;
    uint64_t from_ms, tour_ms;
    bool is_looking, is_closing;
    void (*closed)(void *context);
    void *context;
};

struct charge {
    UT_hash_handle hh; /* In clerk->charges, by duty.room. */
    struct clerk *clerk;
    struct duty duty;
    uint64_t epoch;
    struct code code;
    struct store_request io; /* watch, load, drop: one at a time */
    bool is_busy, is_watched;
    bool again; /* Load once more when io comes back. */
    bool is_gone;
    size_t n_asked; /* By keepers, couriers and the carrier. */
    struct clock_timer retry;
    struct keeper keepers[BOARDS_PER_ROOM_MAX];
    struct courier couriers[HOOKS_PER_ROOM_MAX];
    struct carrier carrier;
};

/* A room that the store told of; one that is minded already is looked at anew if it was
 * told of again. */
void charge_take(struct clerk *clerk, const struct duty *duty);
struct charge *charge_find(struct clerk *clerk, const struct id *room);
/* The room is not as we know it. */
void charge_refresh(struct charge *charge);
/* Looks at everything once more. */
void charge_pulse(struct charge *charge);
/* Something happened that webhooks may be told of. */
void charge_poke(struct charge *charge);
/* A request of a keeper, a courier or the carrier came back; the charge may be gone
 * afterwards. */
void charge_answered(struct charge *charge);
/* Webhooks that have something which they were not told yet. */
size_t charge_waiting(const struct charge *charge);
/* Nothing may be under way. */
void charge_free(struct charge *charge);

#endif
