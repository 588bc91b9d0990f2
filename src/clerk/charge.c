/* SPDX-License-Identifier: Apache-2.0 */

#include "clerk/charge.h"

#include "base/log.h"
#include "base/mem.h"
#include "wire/record.h"

#include <stdlib.h>
#include <string.h>

static void load(struct charge *charge);

static bool is_idle(const struct charge *charge)
{
    return !charge->is_busy && charge->n_asked == 0;
}

void charge_free(struct charge *charge)
{
    struct clerk *clerk = charge->clerk;

    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        keeper_drop(&charge->keepers[i]);
    for (size_t i = 0; i < HOOKS_PER_ROOM_MAX; i++)
        courier_done(&charge->couriers[i]);
    carrier_drop(&charge->carrier);
    clerk->clock->cancel(clerk->clock, &charge->retry);
    HASH_DEL(clerk->charges, charge);
    free(charge);
}

static void let_go_if_idle(struct charge *charge)
{
    if (!charge->is_gone || charge->clerk->is_closing || !is_idle(charge))
        return;
    if (charge->is_watched)
        store_unwatch(charge->clerk->store, &charge->duty.room);
    charge_free(charge);
}

void charge_answered(struct charge *charge)
{
    charge->n_asked--;
    let_go_if_idle(charge);
}

/* ---- Boards ---------------------------------------------------------------------------
 */

static struct keeper *keeper_of(struct charge *charge, const struct id *board)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        if (charge->keepers[i].is_used && id_same(&charge->keepers[i].board.id, board))
            return &charge->keepers[i];
    return NULL;
}

/* One that is dropped is taken again only once it has its answers. */
static struct keeper *free_keeper(struct charge *charge)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        if (!charge->keepers[i].is_used && keeper_is_idle(&charge->keepers[i]))
            return &charge->keepers[i];
    return NULL;
}

/* False for a board that gates say nothing of. */
static bool board_of(const struct board_record *record, struct board *out)
{
    *out = (struct board){
        .id = record->id,
        .phase = record->phase,
        .version = record->version,
        .closes_ms = record->closes_ms,
        .place = record->place,
    };
    return record->phase != PHASE_DRAFT &&
           board_definition_read(record->def, &out->rules) == OK && out->rules.gates.n > 0;
}

static void take_board(struct charge *charge, const struct board *board)
{
    struct keeper *keeper = keeper_of(charge, &board->id);

    if (!keeper)
        keeper = free_keeper(charge);
    if (keeper)
        keeper_take(keeper, board);
    else
        charge->again = true;
}

static const struct board_record *record_of(const struct room_image *image,
                                            const struct id *board)
{
    for (size_t i = 0; i < image->n_boards; i++)
        if (id_same(&image->boards[i].id, board))
            return &image->boards[i];
    return NULL;
}

static void take_image(struct charge *charge, const struct room_image *image)
{
    bool went_back = charge->epoch && charge->epoch != image->room.room.epoch;
    struct board board;

    charge->epoch = image->room.room.epoch;
    charge->code = image->room.room.code;
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++) {
        struct keeper *keeper = &charge->keepers[i];
        const struct board_record *record =
            keeper->is_used ? record_of(image, &keeper->board.id) : NULL;

        if (keeper->is_used && (!record || !board_of(record, &board)))
            keeper_drop(keeper);
        else if (keeper->is_used && went_back)
            keeper_forget(keeper);
    }
    for (size_t i = 0; i < image->n_boards; i++)
        if (board_of(&image->boards[i], &board))
            take_board(charge, &board);
}

/* ---- Webhooks -------------------------------------------------------------------------
 */

static const struct hook *listed(const struct hook_list *list, const struct id *hook)
{
    for (size_t i = 0; i < list->n; i++)
        if (id_same(&list->hooks[i].hook.id, hook))
            return &list->hooks[i].hook;
    return NULL;
}

static struct courier *courier_of(struct charge *charge, const struct id *hook)
{
    struct courier *free_one = NULL;

    for (size_t i = 0; i < HOOKS_PER_ROOM_MAX; i++) {
        struct courier *courier = &charge->couriers[i];

        if (courier->is_used && id_same(&courier->hook.id, hook))
            return courier;
        if (!courier->is_used && !courier->is_busy)
            free_one = courier;
    }
    return free_one;
}

static void take_hooks(struct charge *charge, const struct hook_list *list)
{
    for (size_t i = 0; i < HOOKS_PER_ROOM_MAX; i++)
        if (charge->couriers[i].is_used && !listed(list, &charge->couriers[i].hook.id))
            courier_drop(&charge->couriers[i]);
    for (size_t i = 0; i < list->n; i++) {
        struct courier *courier = courier_of(charge, &list->hooks[i].hook.id);

        if (courier)
            courier_take(courier, &list->hooks[i].hook);
        else
            charge->again = true; /* One that was dropped has its answer still to come. */
    }
}

void charge_poke(struct charge *charge)
{
    for (size_t i = 0; i < HOOKS_PER_ROOM_MAX; i++)
        if (charge->couriers[i].is_used)
            courier_poke(&charge->couriers[i]);
    carrier_poke(&charge->carrier);
}

size_t charge_waiting(const struct charge *charge)
{
    size_t n = 0;

    for (size_t i = 0; i < HOOKS_PER_ROOM_MAX; i++)
        n += charge->couriers[i].is_used && charge->couriers[i].has_message;
    return n;
}

/* ---- The room -------------------------------------------------------------------------
 */

static void again(struct charge *charge)
{
    charge->clerk->clock->after(charge->clerk->clock, &charge->retry, CHARGE_AGAIN_MS);
}

static void dropped(struct store_request *io, enum err err, const void *result)
{
    struct charge *charge = io->owner;

    (void)err; /* Should it still be listed, it is found gone once more. */
    (void)result;
    charge->is_busy = false;
    let_go_if_idle(charge);
}

static void let_go(struct charge *charge)
{
    log_info("clerk.leaves", "room=%s", charge->duty.room.text);
    charge->is_gone = true;
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        keeper_drop(&charge->keepers[i]);
    for (size_t i = 0; i < HOOKS_PER_ROOM_MAX; i++)
        courier_drop(&charge->couriers[i]);
    carrier_drop(&charge->carrier);
    charge->is_busy = true;
    charge->io.done = dropped;
    store_duty_drop(charge->clerk->store, &charge->io, &charge->duty);
}

/* What was asked for is there, or could not be had. */
static void refreshed(struct charge *charge, enum err err)
{
    bool is_again = charge->again;

    charge->is_busy = charge->again = false;
    if (is_again)
        load(charge);
    else if (err)
        again(charge);
}

static void hooks_came(struct store_request *io, enum err err, const void *result)
{
    struct charge *charge = io->owner;

    if (charge->clerk->is_closing) {
        charge->is_busy = false;
        return;
    }
    if (!err)
        take_hooks(charge, result);
    refreshed(charge, err);
}

static void loaded(struct store_request *io, enum err err, const void *result)
{
    struct charge *charge = io->owner;

    if (charge->clerk->is_closing) {
        charge->is_busy = false;
    } else if (err == ERR_NOT_FOUND) {
        let_go(charge);
    } else if (err) {
        refreshed(charge, err);
    } else {
        take_image(charge, result);
        charge->io.done = hooks_came;
        store_hooks_list(charge->clerk->store, &charge->io, &charge->duty.room);
    }
}

static void load(struct charge *charge)
{
    charge->is_busy = true;
    charge->again = false;
    charge->io.done = loaded;
    store_room_load(charge->clerk->store, &charge->io, &charge->duty.room);
}

static void watched(struct store_request *io, enum err err, const void *result)
{
    struct charge *charge = io->owner;

    (void)result;
    charge->is_busy = false;
    if (charge->clerk->is_closing)
        return;
    charge->is_watched = !err;
    if (err)
        again(charge);
    else
        load(charge);
}

/* Listened to first, then loaded: nothing falls between. */
void charge_refresh(struct charge *charge)
{
    if (charge->is_gone || charge->clerk->is_closing)
        return;
    if (charge->is_busy) {
        charge->again = true;
        return;
    }
    if (charge->is_watched) {
        load(charge);
        return;
    }
    charge->is_busy = true;
    charge->io.done = watched;
    store_watch(charge->clerk->store, &charge->io, &charge->duty.room);
}

static void retry(struct clock_timer *timer)
{
    charge_refresh(timer->owner);
}

void charge_pulse(struct charge *charge)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        keeper_ask(&charge->keepers[i]);
    charge_poke(charge);
}

struct charge *charge_find(struct clerk *clerk, const struct id *room)
{
    struct charge *charge;

    HASH_FIND_STR(clerk->charges, room->text, charge);
    return charge;
}

void charge_take(struct clerk *clerk, const struct duty *duty)
{
    struct charge *charge = charge_find(clerk, &duty->room);

    if (charge && charge->duty.at_ms == duty->at_ms)
        return;
    if (!charge) {
        charge = mem_zero(sizeof *charge);
        charge->clerk = clerk;
        charge->io.owner = charge;
        charge->retry = (struct clock_timer){.fire = retry, .owner = charge};
        for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
            keeper_init(&charge->keepers[i], charge);
        for (size_t i = 0; i < HOOKS_PER_ROOM_MAX; i++)
            courier_init(&charge->couriers[i], charge);
        carrier_init(&charge->carrier, charge);
        charge->duty = *duty;
        HASH_ADD_KEYPTR(hh, clerk->charges, charge->duty.room.text,
                        strlen(charge->duty.room.text), charge);
        log_info("clerk.minds", "room=%s", duty->room.text);
    }
    charge->duty.at_ms = duty->at_ms;
    charge_refresh(charge);
}
