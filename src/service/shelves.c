/* SPDX-License-Identifier: Apache-2.0 */

#include "service/shelves.h"

#include "service/heal.h"
#include "service/internal.h"

static void ask(struct shelf_keeper *keeper);

static struct clock *clock_of(const struct shelf_keeper *keeper)
{
    return keeper->watch->service->clock;
}

/* The first news of a while is asked for at once, then not too often. */
static void ask_soon(struct shelf_keeper *keeper)
{
    uint64_t now = clock_of(keeper)->mono_ms(clock_of(keeper));
    uint64_t due = keeper->asked_ms + SHELF_ASK_MS;

    if (!keeper->busy && !keeper->pause.armed)
        clock_of(keeper)->after(clock_of(keeper), &keeper->pause,
                                now < due ? due - now : 0);
}

static void tell_waiters(struct shelf_keeper *keeper, enum err err)
{
    struct list waiters;

    list_init(&waiters);
    list_splice(&waiters, &keeper->waiters);
    while (!list_is_empty(&waiters)) {
        struct shelf_wait *wait = container_of(waiters.next, struct shelf_wait, link);

        list_remove(&wait->link);
        wait->done(wait, err);
    }
}

static void came(struct store_request *io, enum err err, const void *result)
{
    struct shelf_keeper *keeper = io->owner;
    struct watch *watch = keeper->watch;
    const struct idea_list *list = result;
    struct mirror_board *board = mirror_board(&watch->mirror, &keeper->board);

    keeper->busy = false;
    if (!board) {
        keeper->board = (struct id){0}; /* It went meanwhile. */
        err = ERR_NOT_FOUND;
    }
    if (err) {
        tell_waiters(keeper, err);
        return; /* The pulse comes again. */
    }
    if (keeper->is_void) {
        ask(keeper);
        return;
    }
    struct shelf *shelf = &board->shelf;
    bool went_back = list->rev < shelf->rev;
    bool is_news = list->rev > shelf->rev;

    if (went_back) {
        heal_went_back(watch);
        tell_waiters(keeper, ERR_STORE_DOWN);
        return;
    }
    for (size_t i = 0; i < list->n; i++)
        shelf_put(shelf, &list->ideas[i]);
    shelf->rev = list->n == BOARD_CARDS_MAX ? list->ideas[list->n - 1].rev : list->rev;
    if (shelf->rev < list->rev) {
        ask(keeper);
        return;
    }
    board->is_loaded = true;
    if (is_news) /* Perhaps of nothing but what staff should look at. */
        mirror_touch(&watch->mirror);
    tell_waiters(keeper, OK);
    if (keeper->heard > shelf->rev)
        ask_soon(keeper);
}

static void ask(struct shelf_keeper *keeper)
{
    struct watch *watch = keeper->watch;
    const struct mirror_board *board = mirror_board(&watch->mirror, &keeper->board);

    if (keeper->busy)
        return;
    if (!board || watch->service->is_leaving) {
        tell_waiters(keeper, board ? ERR_GOING_AWAY : ERR_NOT_FOUND);
        return;
    }
    keeper->busy = true;
    keeper->is_void = false;
    keeper->asked_ms = clock_of(keeper)->mono_ms(clock_of(keeper));
    keeper->io.done = came;
    keeper->io.owner = keeper;
    store_ideas_changed(watch->service->store, &keeper->io, &watch->id, &keeper->board,
                        board->shelf.rev);
}

static void pause_over(struct clock_timer *timer)
{
    ask(timer->owner);
}

/* ---- From outside ----------------------------------------------------------------------
 */

void shelves_init(struct watch *watch)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++) {
        struct shelf_keeper *keeper = &watch->shelves[i];

        *keeper = (struct shelf_keeper){.watch = watch};
        keeper->pause = (struct clock_timer){.fire = pause_over, .owner = keeper};
        list_init(&keeper->waiters);
    }
}

void shelves_done(struct watch *watch)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        watch->service->clock->cancel(watch->service->clock, &watch->shelves[i].pause);
}

bool shelves_are_idle(const struct watch *watch)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        if (watch->shelves[i].busy || watch->shelves[i].is_merging ||
            !list_is_empty(&watch->shelves[i].waiters))
            return false;
    return true;
}

static struct shelf_keeper *keeper_of(struct watch *watch, const struct id *board)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        if (id_same(&watch->shelves[i].board, board))
            return &watch->shelves[i];
    return NULL;
}

static struct shelf_keeper *new_keeper(struct watch *watch, const struct id *board)
{
    const struct id none = {0};
    struct shelf_keeper *keeper = keeper_of(watch, &none);

    if (keeper) {
        keeper->board = *board;
        keeper->heard = 0;
    }
    return keeper;
}

void shelves_load(struct watch *watch, const struct id *board, struct shelf_wait *wait)
{
    const struct mirror_board *mirrored = mirror_board(&watch->mirror, board);
    struct shelf_keeper *keeper = keeper_of(watch, board);

    list_init(&wait->link);
    if (mirrored && mirrored->is_loaded &&
        (!keeper || keeper->heard <= mirrored->shelf.rev)) {
        wait->done(wait, OK);
        return;
    }
    if (!keeper && mirrored)
        keeper = new_keeper(watch, board);
    if (!keeper) {
        wait->done(wait, ERR_NOT_FOUND);
        return;
    }
    list_append(&keeper->waiters, &wait->link);
    ask(keeper);
}

void shelves_hear(struct watch *watch, const struct id *board, uint64_t rev)
{
    struct shelf_keeper *keeper = keeper_of(watch, board);

    if (!keeper || rev <= keeper->heard)
        return;
    keeper->heard = rev;
    ask_soon(keeper);
}

static void merged(struct store_request *io, enum err err, const void *result)
{
    struct shelf_keeper *keeper = io->owner;

    (void)err; /* The pulse comes again. */
    (void)result;
    keeper->is_merging = false;
}

/* Somebody may have died while merging ideas, and they take no support until that is done.
 * Whoever is alive and at it does not mind help. */
static void finish_merge(struct shelf_keeper *keeper)
{
    struct watch *watch = keeper->watch;
    const struct mirror_board *board = mirror_board(&watch->mirror, &keeper->board);
    const struct idea *idea = board ? shelf_busy(&board->shelf) : NULL;

    if (!idea || keeper->is_merging || watch->service->is_leaving)
        return;
    const struct idea_place place = {watch->id, keeper->board, idea->id};

    keeper->is_merging = true;
    keeper->merge_io.done = merged;
    keeper->merge_io.owner = keeper;
    store_merge_finish(watch->service->store, &keeper->merge_io, &place,
                       board_half_life_s(board->board.rules.kind));
}

void shelves_heal(struct watch *watch)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++) {
        if (id_is_none(&watch->shelves[i].board))
            continue;
        ask(&watch->shelves[i]);
        finish_merge(&watch->shelves[i]);
    }
}

void shelves_forget(struct watch *watch, const struct id *board)
{
    struct shelf_keeper *keeper = keeper_of(watch, board);
    struct mirror_board *mirrored = mirror_board(&watch->mirror, board);

    if (mirrored)
        mirror_forget_ideas(mirrored);
    if (!keeper)
        return;
    keeper->heard = 0;
    keeper->is_void = keeper->busy;
    if (!keeper->busy)
        keeper->board = (struct id){0};
}
