/* SPDX-License-Identifier: Apache-2.0 */

#include "service/indexes.h"

#include "service/internal.h"
#include "wire/record.h"

#include <string.h>

static void read_on(struct index_keeper *keeper);

static struct clock *clock_of(const struct index_keeper *keeper)
{
    return keeper->watch->service->clock;
}

static void tell_waiters(struct index_keeper *keeper, enum err err)
{
    struct list waiters;

    clock_of(keeper)->cancel(clock_of(keeper), &keeper->patience);
    list_init(&waiters);
    list_splice(&waiters, &keeper->waiters);
    while (!list_is_empty(&waiters)) {
        struct shelf_wait *wait = container_of(waiters.next, struct shelf_wait, link);

        list_remove(&wait->link);
        wait->done(wait, err);
    }
}

/* It goes on being read, for the next who asks. */
static void waited_enough(struct clock_timer *timer)
{
    struct index_keeper *keeper = timer->owner;
    const struct mirror_board *board = mirror_board(&keeper->watch->mirror, &keeper->board);

    tell_waiters(keeper, board && board->shelf.index ? OK : ERR_NOT_FOUND);
}

static void index_words(struct shelf *shelf, const struct id *id, const struct buf *words)
{
    struct idea_texts texts = {0};
    const struct shelf_idea *idea = shelf_find(shelf, id);

    if (!idea || (words && idea_texts_read(words, &texts)))
        return;
    word_index_put(shelf->index, idea->place,
                   &(struct index_text){texts.title, texts.text, strlen(texts.title),
                                        strlen(texts.text)});
}

static void came(struct store_request *io, enum err err, const void *result)
{
    struct index_keeper *keeper = io->owner;
    const struct words_list *list = result;
    struct mirror_board *board = mirror_board(&keeper->watch->mirror, &keeper->board);

    keeper->busy = false;
    if (!board || !board->shelf.index) {
        keeper->board = (struct id){0}; /* It went meanwhile, or was emptied. */
        tell_waiters(keeper, board ? ERR_STORE_DOWN : ERR_NOT_FOUND);
        return;
    }
    for (size_t i = 0; i < keeper->n; i++) {
        if (err || i >= list->n)
            shelf_read_again(&board->shelf, &keeper->asked[i]);
        else
            index_words(&board->shelf, &keeper->asked[i], list->words[i]);
    }
    if (err)
        tell_waiters(keeper, err);
    else
        read_on(keeper);
}

static void read_on(struct index_keeper *keeper)
{
    struct watch *watch = keeper->watch;
    struct mirror_board *board = mirror_board(&watch->mirror, &keeper->board);

    if (watch->service->is_leaving) {
        tell_waiters(keeper, ERR_GOING_AWAY);
        return;
    }
    keeper->n = shelf_take_unread(&board->shelf, keeper->asked, WORDS_READ_MAX);
    if (keeper->n == 0) {
        keeper->board = (struct id){0};
        tell_waiters(keeper, OK);
        return;
    }
    keeper->busy = true;
    keeper->io.done = came;
    keeper->io.owner = keeper;
    store_words_read(watch->service->store, &keeper->io, &watch->id, &keeper->board,
                     keeper->asked, keeper->n);
}

/* ---- From outside ----------------------------------------------------------------------
 */

void indexes_init(struct watch *watch)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++) {
        struct index_keeper *keeper = &watch->indexes[i];

        *keeper = (struct index_keeper){.watch = watch};
        keeper->patience = (struct clock_timer){.fire = waited_enough, .owner = keeper};
        list_init(&keeper->waiters);
    }
}

void indexes_done(struct watch *watch)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        watch->service->clock->cancel(watch->service->clock, &watch->indexes[i].patience);
}

bool indexes_are_idle(const struct watch *watch)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        if (watch->indexes[i].busy || !list_is_empty(&watch->indexes[i].waiters))
            return false;
    return true;
}

/* The one that reads this board's words; else one that reads none. */
static struct index_keeper *keeper_of(struct watch *watch, const struct id *board)
{
    struct index_keeper *idle = NULL;

    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++) {
        struct index_keeper *keeper = &watch->indexes[i];

        if (id_same(&keeper->board, board))
            return keeper;
        if (id_is_none(&keeper->board) && !keeper->busy)
            idle = keeper;
    }
    return idle;
}

void indexes_load(struct watch *watch, const struct id *board, struct shelf_wait *wait)
{
    struct service *service = watch->service;
    struct mirror_board *mirrored = mirror_board(&watch->mirror, board);
    struct index_keeper *keeper = keeper_of(watch, board);

    list_init(&wait->link);
    if (!mirrored || !keeper) {
        wait->done(wait, mirrored ? ERR_STORE_DOWN : ERR_NOT_FOUND);
        return;
    }
    shelf_index(&mirrored->shelf, service_lexicon(service), &service->index_share);
    keeper->board = *board;
    list_append(&keeper->waiters, &wait->link);
    if (!keeper->patience.armed)
        service->clock->after(service->clock, &keeper->patience, INDEX_WAIT_MS);
    if (!keeper->busy)
        read_on(keeper);
}
