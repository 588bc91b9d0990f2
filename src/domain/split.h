/* SPDX-License-Identifier: Apache-2.0 */

/* A tally taken apart by what people said they are, and what of that may be told: a group
 * of few would point at those who are in it.
 *
 * The last group, after those of the segment's own options, is of people who were not asked
 * or have not answered. */
#ifndef DOMAIN_SPLIT_H
#define DOMAIN_SPLIT_H

#include "domain/kind.h"

#include <stdbool.h>

#define SPLIT_GROUPS_MAX (SEGMENT_OPTIONS_MAX + 2)
#define SPLIT_NOT_SAID   (-1) /* In place of an option. */

struct split_group {
    uint32_t members; /* Bits: which groups are in it. */
    uint64_t voters;
    int64_t counts[CELLS_MAX];
};

struct split {
    uint32_t n_cells, n_groups; /* Groups: the segment's options and one more. */
    struct split_group groups[SPLIT_GROUPS_MAX];
};

/* Do counts of groups add up to those of all? Different words do not. */
bool split_suits(enum kind kind);
/* For a segment of `n_options`. */
struct split split_empty(uint32_t n_cells, uint32_t n_options);
/* Somebody's ballot. */
void split_add(struct split *split, int32_t option, const struct cells *cells);

/* What may be told: every group with `least` voters by itself, in order, and behind them
 * all others in one. While that one is too small, too, the smallest of the former goes into
 * it: else it would follow from the sum. `n_groups` is 0 when fewer than two are left; then
 * there is nothing to tell. A group that nobody is in is left out, or is among the others.
 */
void split_told(const struct split *split, uint64_t least, struct split *out);

#endif
