/* SPDX-License-Identifier: Apache-2.0 */

/* Orders of options counted other than by Borda's count: each against each (Condorcet), and
 * in rounds (instant run-off). Both need the ballots themselves, and neither depends on the
 * order in which they were taken in. */
#ifndef DOMAIN_RANKED_H
#define DOMAIN_RANKED_H

#include "base/err.h"
#include "base/limits.h"

#include <stddef.h>
#include <stdint.h>

/* Packed, so that a full hall's take little room. */
struct ranked_ballots {
    uint32_t n_options;
    size_t n, room;
    uint64_t *orders;
};

/* ERR_BAD_BALLOT: no order of some of the options. ERR_LIMIT_REACHED: RANKED_BALLOTS_MAX.
 */
MUST_CHECK enum err ranked_add(struct ranked_ballots *ballots, const int32_t *order,
                               size_t n);
void ranked_done(struct ranked_ballots *ballots);

enum ranked_outcome {
    RANKED_WINNER,
    RANKED_TIE,   /* None beats all others, but some are beaten by none. */
    RANKED_CYCLE, /* Each is beaten by another. */
    RANKED_OUTCOMES
};
const char *ranked_outcome_name(enum ranked_outcome outcome);

/* [a][b]: how many would rather have a than b. What a ballot ranks is before what it does
 * not; of two that it does not rank it says nothing. */
struct ranked_pairs {
    enum ranked_outcome outcome;
    uint32_t best; /* Those that no other beats, a bit each. */
    uint32_t rather[RANKING_OPTIONS_MAX][RANKING_OPTIONS_MAX];
};
void ranked_condorcet(const struct ranked_ballots *ballots, struct ranked_pairs *out);

/* One round: each ballot counts for the best of its options that are still in. */
struct ranked_round {
    uint32_t in; /* Bits of the options. */
    uint32_t counts[RANKING_OPTIONS_MAX];
    uint32_t exhausted; /* Ballots that rank none that is in. */
    uint32_t out;       /* Who leaves after it; none in the last. */
    uint32_t tied;      /* Who had equally few, when they were several. */
};
struct ranked_runoff {
    uint32_t n_rounds;
    struct ranked_round rounds[RANKING_OPTIONS_MAX];
    uint32_t winners; /* Several: they tie. */
};
/* It ends when one option has more than half of the ballots that count, or all that are in
 * have equally many. Otherwise the one with the fewest leaves; of several, whoever had
 * fewer in the latest round before in which they differ; then whoever has the lower Borda's
 * count; those who are equal even then leave together. */
void ranked_run_off(const struct ranked_ballots *ballots, struct ranked_runoff *out);

#endif
