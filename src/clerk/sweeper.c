/* SPDX-License-Identifier: Apache-2.0 */

#include "clerk/sweeper.h"

#include "clerk/charge.h"
#include "store/store_rehearsals.h"

#define SWEEP_MS 5000 /* How often it looks; all that is due goes one after the other. */

static void look_after(struct sweeper *sweeper, uint64_t ms)
{
    struct clerk *clerk = sweeper->clerk;

    if (!clerk->is_closing)
        clerk->clock->after(clerk->clock, &sweeper->pause, ms);
}

static struct store_request *
ask(struct sweeper *sweeper, void (*done)(struct store_request *, enum err, const void *))
{
    sweeper->io = (struct store_request){.done = done, .owner = sweeper};
    return &sweeper->io;
}

static void dropped(struct store_request *io, enum err err, const void *result)
{
    (void)result;
    look_after(io->owner, err ? SWEEP_MS : 0);
}

/* Deleting goes on where it was cut short, so the room leaves the list last. */
static void deleted(struct store_request *io, enum err err, const void *result)
{
    struct sweeper *sweeper = io->owner;

    (void)result;
    if (err || sweeper->clerk->is_closing)
        look_after(sweeper, SWEEP_MS);
    else
        store_rehearsal_drop(sweeper->clerk->store, ask(sweeper, dropped), &sweeper->room);
}

static void found(struct store_request *io, enum err err, const void *result)
{
    struct sweeper *sweeper = io->owner;
    const struct id *room = result;

    if (err || !room || sweeper->clerk->is_closing) {
        look_after(sweeper, SWEEP_MS);
        return;
    }
    sweeper->room = *room;
    store_room_delete(sweeper->clerk->store, ask(sweeper, deleted), &sweeper->room);
}

static void look(struct clock_timer *timer)
{
    struct sweeper *sweeper = timer->owner;

    store_rehearsal_due(sweeper->clerk->store, ask(sweeper, found));
}

void sweeper_start(struct sweeper *sweeper, struct clerk *clerk)
{
    *sweeper = (struct sweeper){.clerk = clerk};
    sweeper->pause = (struct clock_timer){.fire = look, .owner = sweeper};
    look_after(sweeper, SWEEP_MS);
}

void sweeper_stop(struct sweeper *sweeper)
{
    sweeper->clerk->clock->cancel(sweeper->clerk->clock, &sweeper->pause);
}
