/* SPDX-License-Identifier: Apache-2.0 */

/* The ideas of a watched room's boards, loaded when somebody first asks for them and kept
 * true from then on: whatever is told of a board is only how far it is, and what is missing
 * is asked for. So a lost message costs nothing but time, and the pulse heals the last. */
#ifndef SERVICE_SHELVES_H
#define SERVICE_SHELVES_H

#include "live/mirror.h"
#include "service/service.h"

#define SHELF_ASK_MS 50 /* Between two questions about one board that keeps moving. */

struct watch;

struct shelf_keeper {
    struct watch *watch;
    struct id board; /* None: unused. */
    struct store_request io;
    bool busy;
    struct store_request merge_io;
    bool is_merging; /* What another left unfinished is being finished. */
    bool is_void;    /* What is being asked for is of no use any more: ask again. */
    uint64_t heard;  /* The board is at least at this rev. */
    uint64_t asked_ms;
    struct clock_timer pause;
    struct list waiters; /* struct shelf_wait */
};

/* Waiting for a board's ideas. `done` once, perhaps from within the call. */
struct shelf_wait {
    void (*done)(struct shelf_wait *wait, enum err err);
    void *owner;
    struct list link;
};

void shelves_init(struct watch *watch);
void shelves_done(struct watch *watch);
bool shelves_are_idle(const struct watch *watch);
/* OK as soon as the ideas are here; ERR_NOT_FOUND without the board. */
void shelves_load(struct watch *watch, const struct id *board, struct shelf_wait *wait);
/* A board is at that rev, as another worker or our own says. */
void shelves_hear(struct watch *watch, const struct id *board, uint64_t rev);
/* Look again at all that is here. */
void shelves_heal(struct watch *watch);
/* A board went, or the store went back in time. */
void shelves_forget(struct watch *watch, const struct id *board);

#endif
