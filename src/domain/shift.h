/* SPDX-License-Identifier: Apache-2.0 */

/* How opinion shifted between two rounds of one question: who moved from what to what.
 * Of kinds with one answer each a table of moves, of several answers what became of each
 * option. All exact; in which order ballots are added makes no difference. */
#ifndef DOMAIN_SHIFT_H
#define DOMAIN_SHIFT_H

#include "domain/kind.h"
#include "domain/tally.h"

#include <stdbool.h>
#include <stdint.h>

/* The answers that a shift can tell apart; more than any such kind has. */
#define SHIFT_CELLS_MAX 20

/* In place of answers: no ballot in that round. */
#define SHIFT_NONE 0u

struct shift {
    uint32_t n_cells;
    uint64_t both;   /* Answered in both rounds. */
    uint64_t joined; /* Answered in the second alone. */
    /* [from][to]; the last row and column are of those without a ballot. */
    uint64_t moves[SHIFT_CELLS_MAX + 1][SHIFT_CELLS_MAX + 1];
    /* Of each option, among those who answered twice: chosen both times, then no more, now
     * first. */
    uint64_t kept[SHIFT_CELLS_MAX], left[SHIFT_CELLS_MAX], gained[SHIFT_CELLS_MAX];
};

/* Is there a shift of this kind, and is it a table of moves? */
bool shift_suits(enum kind kind);
bool shift_is_moves(enum kind kind);

/* `n` people whose answers were these, as bit sets of cells. False if they make no sense.
 */
bool shift_add(struct shift *shift, uint32_t before, uint32_t now, uint64_t n);

/* Once all of the second round are in: those of the first alone follow from its tally.
 * False if the tallies say something else. */
bool shift_end(struct shift *shift, const struct tally *before, const struct tally *now);

#endif
