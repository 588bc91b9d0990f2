/* SPDX-License-Identifier: Apache-2.0 */

/* The last facts of a room as ready-made messages, for everyone of one audience.
 *
 * Telling a fact is one encode and one entry, whatever the number of listeners: a
 * listener is a position. Who falls behind the oldest entry loses its place and
 * takes a snapshot. Bounded by entries and by RING_BYTES. Starts as {0}. */
#ifndef LIVE_RING_H
#define LIVE_RING_H

#include "base/buf.h"
#include "base/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RING_FACTS 64

struct ring {
    struct ring_fact {
        uint64_t seq;
        struct buf *frames;
    } facts[RING_FACTS];
    uint64_t first, next; /* Positions; the entry of position p is facts[p % RING_FACTS]. */
    uint64_t floor_seq;   /* Facts up to this seq are not here ... */
    bool floor_is_cut; /* ... but a part of that one may be: a fact can be two messages. */
    size_t bytes;
};

/* Takes `frames`, which may be NULL: a fact that this audience is not told. Facts come in
 * order of seq. */
void ring_add(struct ring *ring, uint64_t seq, struct buf *frames);
/* Forget everything up to `seq`: whoever is not at the end needs a snapshot. */
void ring_restart(struct ring *ring, uint64_t seq);
/* The position from which all facts above `seq` are told, and that of `seq` once more: the
 * line may have been cut between two messages of one fact. False if some are gone. */
bool ring_find(const struct ring *ring, uint64_t seq, uint64_t *position);
/* The message at `position`, NULL at the end. False: it is gone, take a snapshot. */
bool ring_at(const struct ring *ring, uint64_t position, struct buf **out);
void ring_done(struct ring *ring);

#endif
