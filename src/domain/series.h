/* SPDX-License-Identifier: Apache-2.0 */

/* What went on in a room over time, at a fixed cost: three rings of slots, each as long as
 * it ever gets. What is counted is added to a slot of each; of people a slot keeps the most
 * that were there at once. */
#ifndef DOMAIN_SERIES_H
#define DOMAIN_SERIES_H

#include "base/limits.h"

#include <stddef.h>
#include <stdint.h>

enum series_count {
    SERIES_VOTES,    /* Ballots, new or changed. */
    SERIES_LOOKS,    /* Screens that came in. */
    SERIES_IDEAS,    /* Posted. */
    SERIES_COMMENTS, /* Likewise. */
    SERIES_LIKES,    /* Of comments. */
    SERIES_SUPPORTS, /* Of ideas, and opinions of them. */
    SERIES_ANSWERS,  /* Of the team, to ideas. */
    SERIES_SHARED,   /* Screens that came in by what somebody shared. */
    SERIES_REACTIONS,
    SERIES_COUNTS
};
const char *series_name(enum series_count count);

enum series_ring { RING_MINUTES, RING_QUARTERS, RING_DAYS, SERIES_RINGS };
struct series_ring_rule {
    const char *name; /* In the store. */
    uint64_t slot_ms;
    uint32_t slots;
};
const struct series_ring_rule *series_ring_rule(enum series_ring ring);
/* The finest ring that still knows `since`. */
enum series_ring series_ring_for(uint64_t now_ms, uint64_t since_ms);

struct series_row {
    uint64_t at_ms; /* When it begins. */
    uint64_t people;
    uint64_t of[SERIES_COUNTS];
};
/* Rows in the order of time become at most SERIES_POINTS_MAX, of `step_ms` each: counts are
 * added, of people the most is kept. In place; returns how many are left. `step_ms` is a
 * multiple of `slot_ms`. */
uint64_t series_step_ms(uint64_t slot_ms, uint64_t since_ms, uint64_t until_ms);
size_t series_fold(struct series_row rows[], size_t n, uint64_t step_ms);

/* How long ideas waited for their first answer, in slots that grow by a fifth: enough for a
 * median that is right within a tenth. */
#define SERIES_WAIT_SLOTS 96
uint32_t series_wait_slot(uint64_t waited_ms);
/* 0 for none. */
uint64_t series_wait_median_ms(const uint64_t slots[SERIES_WAIT_SLOTS]);

#endif
