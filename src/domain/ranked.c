/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/ranked.h"

#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* ---- Ballots ---------------------------------------------------------------------------
 * Four bits for each place, the first in the lowest; PLACE_END ends the order. */

#define PLACE_BITS 4u
#define PLACE_END  15u
_Static_assert(RANKING_OPTIONS_MAX < PLACE_END, "an option and the end fit in a place");
_Static_assert((RANKING_OPTIONS_MAX + 1) * PLACE_BITS <= 64, "an order fits in its number");

#define BIT(option) (1u << (option))

static uint32_t place_of(uint64_t order, uint32_t place)
{
    return (uint32_t)(order >> (place * PLACE_BITS)) & PLACE_END;
}

enum err ranked_add(struct ranked_ballots *ballots, const int32_t *order, size_t n)
{
    uint64_t packed = 0;
    uint32_t seen = 0;

    if (n == 0 || n > ballots->n_options)
        return ERR_BAD_BALLOT;
    for (size_t place = 0; place < n; place++) {
        uint32_t option = (uint32_t)order[place];

        if (option >= ballots->n_options || seen & BIT(option))
            return ERR_BAD_BALLOT;
        seen |= BIT(option);
        packed |= (uint64_t)option << (place * PLACE_BITS);
    }
    packed |= (uint64_t)PLACE_END << (n * PLACE_BITS);

    if (ballots->n == RANKED_BALLOTS_MAX)
        return ERR_LIMIT_REACHED;
    if (ballots->n == ballots->room) {
        ballots->room = ballots->room ? ballots->room * 2 : 64;
        ballots->orders =
            mem_resize(ballots->orders, ballots->room * sizeof *ballots->orders);
    }
    ballots->orders[ballots->n++] = packed;
    return OK;
}

void ranked_done(struct ranked_ballots *ballots)
{
    free(ballots->orders);
    *ballots = (struct ranked_ballots){0};
}

static uint32_t all_of(const struct ranked_ballots *ballots)
{
    return BIT(ballots->n_options) - 1;
}

/* ---- Each against each -----------------------------------------------------------------
 */

const char *ranked_outcome_name(enum ranked_outcome outcome)
{
    static const char *const names[RANKED_OUTCOMES] = {
        [RANKED_WINNER] = "winner",
        [RANKED_TIE] = "tie",
        [RANKED_CYCLE] = "cycle",
    };

    return names[outcome];
}

/* What is ranked is before all that comes later and all that is not ranked. */
static void add_pairs(struct ranked_pairs *pairs, uint64_t order, uint32_t after)
{
    for (uint32_t place = 0, option; (option = place_of(order, place)) != PLACE_END;
         place++) {
        after &= ~BIT(option);
        for (uint32_t other = 0; after >> other; other++)
            pairs->rather[option][other] += after >> other & 1;
    }
}

/* Those whom `option` does not beat, as bits. */
static uint32_t not_beaten_by(const struct ranked_pairs *pairs, uint32_t option, uint32_t n)
{
    uint32_t rest = 0;

    for (uint32_t other = 0; other < n; other++)
        if (pairs->rather[option][other] <= pairs->rather[other][option])
            rest |= BIT(other);
    return rest;
}

void ranked_condorcet(const struct ranked_ballots *ballots, struct ranked_pairs *out)
{
    uint32_t all = all_of(ballots);

    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < ballots->n; i++)
        add_pairs(out, ballots->orders[i], all);

    out->best = all;
    for (uint32_t option = 0; option < ballots->n_options; option++)
        out->best &= not_beaten_by(out, option, ballots->n_options);
    out->outcome = out->best ? RANKED_TIE : RANKED_CYCLE;
    for (uint32_t option = 0; option < ballots->n_options; option++)
        if (not_beaten_by(out, option, ballots->n_options) == BIT(option))
            out->outcome = RANKED_WINNER;
}

/* ---- In rounds -------------------------------------------------------------------------
 */

static void count_round(const struct ranked_ballots *ballots, struct ranked_round *round)
{
    for (size_t i = 0; i < ballots->n; i++) {
        uint32_t place = 0, option;

        while ((option = place_of(ballots->orders[i], place)) != PLACE_END &&
               !(round->in & BIT(option)))
            place++;
        if (option == PLACE_END)
            round->exhausted++;
        else
            round->counts[option]++;
    }
}

/* Borda's count: the first place weighs the number of options less one. */
static void count_borda(const struct ranked_ballots *ballots, uint64_t *points)
{
    for (size_t i = 0; i < ballots->n; i++)
        for (uint32_t place = 0, option;
             (option = place_of(ballots->orders[i], place)) != PLACE_END; place++)
            points[option] += ballots->n_options - 1 - place;
}

static bool is_one(uint32_t bits)
{
    return bits && !(bits & (bits - 1));
}

/* Those among `of` that have the fewest. */
static uint32_t fewest(const uint32_t *counts, uint32_t of)
{
    uint32_t least = UINT32_MAX, those = 0;

    for (uint32_t option = 0; of >> option; option++) {
        if (!(of & BIT(option)) || counts[option] > least)
            continue;
        those = counts[option] < least ? BIT(option) : those | BIT(option);
        least = counts[option];
    }
    return those;
}

static uint32_t fewest_points(const struct ranked_ballots *ballots, uint32_t of)
{
    uint64_t points[RANKING_OPTIONS_MAX] = {0}, least = UINT64_MAX;
    uint32_t those = 0;

    count_borda(ballots, points);
    for (uint32_t option = 0; of >> option; option++) {
        if (!(of & BIT(option)) || points[option] > least)
            continue;
        those = points[option] < least ? BIT(option) : those | BIT(option);
        least = points[option];
    }
    return those;
}

/* Who has more than half of the ballots that count, or all that are in when they have
 * equally many; 0 when it goes on. */
static uint32_t winners_of(const struct ranked_round *round, uint32_t n_counting)
{
    if (fewest(round->counts, round->in) == round->in)
        return round->in;
    for (uint32_t option = 0; option < RANKING_OPTIONS_MAX; option++)
        if (round->counts[option] > n_counting / 2)
            return BIT(option);
    return 0;
}

static void choose_out(const struct ranked_ballots *ballots,
                       const struct ranked_runoff *run, struct ranked_round *round)
{
    round->out = fewest(round->counts, round->in);
    if (is_one(round->out))
        return;
    round->tied = round->out;
    for (uint32_t before = run->n_rounds - 1; before-- > 0 && !is_one(round->out);)
        round->out = fewest(run->rounds[before].counts, round->out);
    if (!is_one(round->out))
        round->out = fewest_points(ballots, round->out);
}

void ranked_run_off(const struct ranked_ballots *ballots, struct ranked_runoff *out)
{
    uint32_t in = all_of(ballots);

    memset(out, 0, sizeof *out);
    while (!out->winners) {
        struct ranked_round *round = &out->rounds[out->n_rounds++];

        round->in = in;
        count_round(ballots, round);
        out->winners = winners_of(round, (uint32_t)ballots->n - round->exhausted);
        if (!out->winners)
            choose_out(ballots, out, round);
        in &= ~round->out;
    }
}
