/* SPDX-License-Identifier: Apache-2.0 */

#include "clerk/clerk.h"

#include "base/mem.h"
#include "clerk/charge.h"

#include <stdlib.h>

/* Rooms that were told of in the same moment as the last one we heard of, or while a clock
 * went a little back, are asked for again. */
#define LOOK_BACK_MS 2000

/* ---- What the store tells unasked -----------------------------------------------------
 */

static void on_fact(void *context, const struct id *room, const struct fact *fact)
{
    struct charge *charge = charge_find(context, room);

    if (charge && (fact->about == FACT_BOARD || fact->about == FACT_BOARD_REMOVED ||
                   fact->about == FACT_ROOM_DELETED || fact->epoch != charge->epoch))
        charge_refresh(charge);
    if (charge)
        charge_poke(charge);
}

static void on_board(void *context, const struct id *room, uint64_t epoch,
                     const struct id *board, uint64_t rev)
{
    struct charge *charge = charge_find(context, room);

    (void)epoch;
    for (size_t i = 0; charge && i < BOARDS_PER_ROOM_MAX; i++)
        if (id_same(&charge->keepers[i].board.id, board))
            keeper_hear(&charge->keepers[i], rev);
    if (charge)
        charge_poke(charge);
}

static void on_doubt(void *context)
{
    struct clerk *clerk = context;
    struct charge *charge, *next;

    clerk->from_ms = 0;
    HASH_ITER(hh, clerk->charges, charge, next)
    charge_refresh(charge);
}

/* Votes are none of its business. */
static void on_tally(void *context, const struct id *room, uint64_t epoch,
                     const struct id *question, const struct tally *tally)
{
    (void)context;
    (void)room;
    (void)epoch;
    (void)question;
    (void)tally;
}

static void on_people(void *context, const struct id *room, uint64_t worker, uint32_t n)
{
    (void)context;
    (void)room;
    (void)worker;
    (void)n;
}

static void on_state(void *context, struct store_state state)
{
    (void)context;
    (void)state;
}

/* ---- Looking for rooms ----------------------------------------------------------------
 */

static void look_later(struct clerk *clerk, uint64_t ms)
{
    clerk->clock->after(clerk->clock, &clerk->look, ms);
}

/* It lives, and what it has to do. */
static void tell_state(const struct clerk *clerk)
{
    struct clerk_counters *told = clerk->options.told;
    const struct charge *charge, *next;
    uint64_t waiting = 0;

    HASH_ITER(hh, clerk->charges, charge, next)
    waiting += charge_waiting(charge);
    count_set(&told->rooms, HASH_COUNT(clerk->charges));
    count_set(&told->waiting, waiting);
    count_set(&told->seen_ms, clerk->clock->mono_ms(clerk->clock));
}

static void looked(struct store_request *io, enum err err, const void *result)
{
    struct clerk *clerk = io->owner;
    const struct duty_list *list = result;

    clerk->is_looking = false;
    if (clerk->is_closing)
        return;
    if (!err)
        tell_state(clerk);
    for (size_t i = 0; !err && i < list->n; i++) {
        charge_take(clerk, &list->duties[i]);
        clerk->from_ms = list->duties[i].at_ms;
    }
    look_later(clerk, !err && list->n == DUTIES_READ_MAX ? 0 : CLERK_LOOK_MS);
}

static void look(struct clock_timer *timer)
{
    struct clerk *clerk = timer->owner;
    uint64_t now = clerk->clock->mono_ms(clerk->clock);

    if (now >= clerk->tour_ms) {
        clerk->tour_ms = now + CLERK_TOUR_MS;
        clerk->from_ms = 0;
    }
    clerk->is_looking = true;
    store_duties(clerk->store, &clerk->looking,
                 clerk->from_ms > LOOK_BACK_MS ? clerk->from_ms - LOOK_BACK_MS : 0);
}

static void pulse(struct clock_timer *timer)
{
    struct clerk *clerk = timer->owner;
    struct charge *charge, *next;

    HASH_ITER(hh, clerk->charges, charge, next)
    charge_pulse(charge);
    clerk->clock->after(clerk->clock, &clerk->pulse, CLERK_PULSE_MS);
}

/* For those who look at the room; the clerk hears of the board. */
static void on_news(void *context, const struct id *room, uint64_t epoch,
                    const struct entry_id *entry)
{
    (void)context;
    (void)room;
    (void)epoch;
    (void)entry;
}

/* ---- Its own life ---------------------------------------------------------------------
 */

struct clerk *clerk_new(const struct clerk_options *options)
{
    struct clerk *clerk = mem_zero(sizeof *clerk);

    clerk->options = *options;
    clerk->clock = options->clock;
    clerk->events = (struct store_events){clerk,    on_fact,  on_tally, on_people, on_doubt,
                                          on_state, on_board, on_news,  NULL};
    clerk->looking = (struct store_request){.done = looked, .owner = clerk};
    clerk->look = (struct clock_timer){.fire = look, .owner = clerk};
    clerk->pulse = (struct clock_timer){.fire = pulse, .owner = clerk};
    clerk->store = store_new(&(struct store_options){
        .address = options->address,
        .ack_replicas = options->ack_replicas,
        .space = options->space,
        .events = &clerk->events,
        .clock = options->clock,
        .counters = options->counters,
        .loop = options->loop,
    });
    clerk->post = post_new(&(struct post_options){
        .loop = options->loop,
        .clock = options->clock,
        .allow = options->webhook_allow,
        .ca = options->webhook_ca,
    });
    look_later(clerk, 0);
    clerk->clock->after(clerk->clock, &clerk->pulse, CLERK_PULSE_MS);
    sweeper_start(&clerk->sweeper, clerk);
    return clerk;
}

static void store_closed(void *context)
{
    struct clerk *clerk = context;
    struct charge *charge, *next;
    void (*closed)(void *) = clerk->closed;
    void *closed_context = clerk->context;

    HASH_ITER(hh, clerk->charges, charge, next)
    charge_free(charge);
    free(clerk);
    closed(closed_context);
}

void clerk_close(struct clerk *clerk, void (*closed)(void *context), void *context)
{
    clerk->is_closing = true;
    clerk->closed = closed;
    clerk->context = context;
    clerk->clock->cancel(clerk->clock, &clerk->look);
    clerk->clock->cancel(clerk->clock, &clerk->pulse);
    sweeper_stop(&clerk->sweeper);
    post_free(clerk->post); /* What is on its way is claimed again by the next. */
    store_close(clerk->store, store_closed, clerk);
}
