/* SPDX-License-Identifier: Apache-2.0 */

/* The counted result of one round of a question.
 *
 * Redis counts; a tally is this instance's copy of the answer. A published
 * tally carries whole counts and a revision, never a difference, so a message
 * that pub/sub drops or reorders costs one repaint and no correctness.
 *
 * Plain data: no heap, no I/O, no clock. Copy it with `=`. */
#ifndef DOMAIN_TALLY_H
#define DOMAIN_TALLY_H

#include "base/err.h"
#include "base/limits.h"

#include <stddef.h>
#include <stdint.h>

struct tally {
    uint32_t round;
    uint64_t revision; /* Grows by one with each call to the store that changed a count. */
    uint64_t voters;   /* Participants whose ballot is counted. */
    uint32_t n_cells;  /* 1..CELLS_MAX. */
    int64_t counts[CELLS_MAX];
};

/* No ballots, revision 0. */
struct tally tally_empty(uint32_t round, uint32_t n_cells);

/* Adopt `newer` of the same round. ERR_STALE, with `t` untouched, unless its
 * revision is higher: expected on every reconnect, so callers drop it silently. */
MUST_CHECK enum err tally_adopt(struct tally *t, const struct tally *newer);

/* Whole percentages that add up to exactly 100, or are all 0 when there is
 * nothing to share. Largest remainder; ties go to the earlier count, so that
 * every screen draws the same bars. `out` has room for t->n_cells values. */
void tally_percentages(const struct tally *t, unsigned out[]);

#endif
