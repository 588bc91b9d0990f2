/* SPDX-License-Identifier: Apache-2.0 */

/* The gates of one board, and the ideas that stand before them.
 *
 *   told of a rev ──▶ asks what changed ──▶ judges each ──▶ due: has the store move it
 *   a date comes ─────────────────────────▶ judges all
 *
 * An idea that gates have nothing to say of is forgotten until it changes. */
#ifndef CLERK_KEEPER_H
#define CLERK_KEEPER_H

#include "base/clock.h"
#include "base/list.h"
#include "domain/board.h"
#include "store/store_gates.h"

#include <uthash.h>

#define KEEPER_ASK_MS    50    /* Between two questions about a board that keeps moving. */
#define KEEPER_MOVES_MAX 16    /* Under way at once. */
#define KEEPER_AGAIN_MS  10000 /* After the store found that it is not so yet. */
#define KEEPER_SLEEP_MS  3600000 /* At most; then dates are compared once more. */

struct charge;

struct keeper_idea {
    UT_hash_handle hh;
    struct id id;
    struct gate_state state;
    struct gate_counts counts;
    uint64_t idle_until_ms; /* By the store's clock: not to be moved before. */
    bool is_due;
    struct list link; /* In keeper->due. */
};

struct keeper {
    struct charge *charge;
    bool is_used;
    struct board board;
    uint64_t rev, heard;
    bool is_asking, is_void; /* is_void: what is being asked for is of no use any more. */
    struct store_request io;
    uint64_t asked_ms;
    int64_t ahead_ms;          /* The store's clock minus ours. */
    struct keeper_idea *ideas; /* uthash */
    struct list due;
    size_t n_moves;
    uint64_t next_ms; /* A date comes; by the store's clock. */
    struct clock_timer pause, date;
};

void keeper_init(struct keeper *keeper, struct charge *charge);
/* Minds this board, or minds it as it is by now. */
void keeper_take(struct keeper *keeper, const struct board *board);
/* It is not to be minded any more. */
void keeper_drop(struct keeper *keeper);
/* The store went back in time: all of it once more. */
void keeper_forget(struct keeper *keeper);
/* The board is at this rev. */
void keeper_hear(struct keeper *keeper, uint64_t rev);
void keeper_ask(struct keeper *keeper);
bool keeper_is_idle(const struct keeper *keeper);

#endif
