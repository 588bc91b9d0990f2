/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "domain/ranked.h"

/* So many ballots of one order: "MNCK" of options that are letters. */
struct heap {
    uint32_t times;
    const char *order;
};

static struct ranked_ballots taken(const char *options, const struct heap *heaps, size_t n)
{
    struct ranked_ballots ballots = {.n_options = (uint32_t)strlen(options)};

    for (size_t i = 0; i < n; i++) {
        int32_t order[RANKING_OPTIONS_MAX];
        size_t length = strlen(heaps[i].order);

        for (size_t place = 0; place < length; place++)
            order[place] = (int32_t)(strchr(options, heaps[i].order[place]) - options);
        for (uint32_t k = 0; k < heaps[i].times; k++)
            assert_int_equal(ranked_add(&ballots, order, length), OK);
    }
    return ballots;
}
#define TAKEN(options, heaps) taken(options, heaps, sizeof(heaps) / sizeof *(heaps))

static uint32_t bits(const char *options, const char *those)
{
    uint32_t all = 0;

    for (; *those; those++)
        all |= 1u << (strchr(options, *those) - options);
    return all;
}

/* The textbooks' example: the capital of Tennessee. */
static const struct heap tennessee[] = {
    {42, "MNCK"}, {26, "NCKM"}, {15, "CKNM"}, {17, "KCNM"}};

static void test_tennessee_by_pairs(void **state)
{
    struct ranked_ballots ballots = TAKEN("MNCK", tennessee);
    struct ranked_pairs pairs;

    (void)state;
    ranked_condorcet(&ballots, &pairs);
    assert_int_equal(pairs.outcome, RANKED_WINNER);
    assert_int_equal(pairs.best, bits("MNCK", "N"));
    assert_int_equal(pairs.rather[1][0], 58);
    assert_int_equal(pairs.rather[0][1], 42);
    assert_int_equal(pairs.rather[1][2], 68);
    assert_int_equal(pairs.rather[2][3], 83);
    assert_int_equal(pairs.rather[3][3], 0);
    ranked_done(&ballots);
}

static void test_tennessee_in_rounds(void **state)
{
    struct ranked_ballots ballots = TAKEN("MNCK", tennessee);
    struct ranked_runoff run;
    static const uint32_t counts[3][4] = {
        {42, 26, 15, 17}, {42, 26, 0, 32}, {42, 0, 0, 58}};

    (void)state;
    ranked_run_off(&ballots, &run);
    assert_int_equal(run.n_rounds, 3);
    for (unsigned round = 0; round < 3; round++)
        assert_memory_equal(run.rounds[round].counts, counts[round], sizeof counts[round]);
    assert_int_equal(run.rounds[0].out, bits("MNCK", "C"));
    assert_int_equal(run.rounds[1].out, bits("MNCK", "N"));
    assert_int_equal(run.rounds[2].out, 0);
    assert_int_equal(run.winners, bits("MNCK", "K"));
    ranked_done(&ballots);
}

/* Burlington, Vermont, elected its mayor so in 2009; the last three of six candidates, as
 * published. Run-off and Condorcet disagree, and some ballots are exhausted. */
static const struct heap burlington[] = {{1332, "MKW"}, {767, "MWK"}, {455, "M"},
                                         {2043, "KMW"}, {371, "KWM"}, {568, "K"},
                                         {1513, "WMK"}, {495, "WKM"}, {1289, "W"}};

static void test_burlington(void **state)
{
    struct ranked_ballots ballots = TAKEN("MKW", burlington);
    struct ranked_pairs pairs;
    struct ranked_runoff run;

    (void)state;
    ranked_condorcet(&ballots, &pairs);
    assert_int_equal(pairs.outcome, RANKED_WINNER);
    assert_int_equal(pairs.best, bits("MKW", "M"));
    assert_int_equal(pairs.rather[0][1], 4067);
    assert_int_equal(pairs.rather[1][0], 3477);
    assert_int_equal(pairs.rather[0][2], 4597);
    assert_int_equal(pairs.rather[2][0], 3668);
    ranked_run_off(&ballots, &run);
    assert_int_equal(run.n_rounds, 2);
    assert_int_equal(run.rounds[0].out, bits("MKW", "M"));
    assert_int_equal(run.rounds[1].counts[1], 4314);
    assert_int_equal(run.rounds[1].counts[2], 4064);
    assert_int_equal(run.rounds[1].exhausted, 455);
    assert_int_equal(run.winners, bits("MKW", "K"));
    ranked_done(&ballots);
}

/* Condorcet's paradox. */
static void test_cycle(void **state)
{
    static const struct heap heaps[] = {{1, "ABC"}, {1, "BCA"}, {1, "CAB"}};
    struct ranked_ballots ballots = TAKEN("ABC", heaps);
    struct ranked_pairs pairs;
    struct ranked_runoff run;

    (void)state;
    ranked_condorcet(&ballots, &pairs);
    assert_int_equal(pairs.outcome, RANKED_CYCLE);
    assert_int_equal(pairs.best, 0);
    ranked_run_off(&ballots, &run);
    assert_int_equal(run.n_rounds, 1);
    assert_int_equal(run.winners, bits("ABC", "ABC"));
    ranked_done(&ballots);
}

static void test_nobody_voted(void **state)
{
    struct ranked_ballots ballots = {.n_options = 3};
    struct ranked_pairs pairs;
    struct ranked_runoff run;

    (void)state;
    ranked_condorcet(&ballots, &pairs);
    assert_int_equal(pairs.outcome, RANKED_TIE);
    assert_int_equal(pairs.best, 7);
    ranked_run_off(&ballots, &run);
    assert_int_equal(run.winners, 7);
}

/* One is beaten by none and yet does not beat all. */
static void test_tie_of_two(void **state)
{
    static const struct heap heaps[] = {{2, "ABC"}, {2, "BAC"}};
    struct ranked_ballots ballots = TAKEN("ABC", heaps);
    struct ranked_pairs pairs;
    struct ranked_runoff run;

    (void)state;
    ranked_condorcet(&ballots, &pairs);
    assert_int_equal(pairs.outcome, RANKED_TIE);
    assert_int_equal(pairs.best, bits("ABC", "AB"));
    ranked_run_off(&ballots, &run);
    assert_int_equal(run.rounds[0].out, bits("ABC", "C"));
    assert_int_equal(run.winners, bits("ABC", "AB"));
    ranked_done(&ballots);
}

/* Who leaves when several have equally few. */
static const struct {
    const char *why;
    struct heap heaps[4];
    uint32_t round;
    const char *tied, *out;
} ties[] = {
    /* D leaves first and gives C what B had from the start. */
    {"the latest round before in which they differ",
     {{5, "ABCD"}, {3, "BACD"}, {2, "CABD"}, {1, "DCAB"}},
     1,
     "BC",
     "C"},
    {"then Borda's count",
     {{5, "ABCD"}, {2, "BCAD"}, {2, "CABD"}, {3, "DABC"}},
     0,
     "BC",
     "C"},
    {"by later places where none came first",
     {{3, "ABCD"}, {3, "BACD"}, {0, "A"}, {0, "A"}},
     0,
     "CD",
     "D"},
    {"together when all is equal", {{5, "A"}, {5, "B"}, {1, "C"}, {1, "D"}}, 0, "CD", "CD"},
};

static void test_ties_of_the_fewest(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ties / sizeof *ties; i++) {
        struct ranked_ballots ballots = taken("ABCD", ties[i].heaps, 4);
        struct ranked_runoff run;

        ranked_run_off(&ballots, &run);
        print_message("%s\n", ties[i].why);
        assert_int_equal(run.rounds[ties[i].round].tied, bits("ABCD", ties[i].tied));
        assert_int_equal(run.rounds[ties[i].round].out, bits("ABCD", ties[i].out));
        ranked_done(&ballots);
    }
}

static void test_what_is_no_order(void **state)
{
    struct ranked_ballots ballots = {.n_options = 3};
    static const int32_t twice[] = {1, 1}, beyond[] = {0, 3}, below[] = {-1},
                         many[] = {0, 1, 2, 0};

    (void)state;
    assert_int_equal(ranked_add(&ballots, twice, 2), ERR_BAD_BALLOT);
    assert_int_equal(ranked_add(&ballots, beyond, 2), ERR_BAD_BALLOT);
    assert_int_equal(ranked_add(&ballots, below, 1), ERR_BAD_BALLOT);
    assert_int_equal(ranked_add(&ballots, many, 4), ERR_BAD_BALLOT);
    assert_int_equal(ranked_add(&ballots, many, 0), ERR_BAD_BALLOT);
    assert_int_equal(ballots.n, 0);
    ballots.n = RANKED_BALLOTS_MAX;
    assert_int_equal(ranked_add(&ballots, many, 1), ERR_LIMIT_REACHED);
}

/* ---- Properties ------------------------------------------------------------------------
 */

static uint32_t seed;
static uint32_t below(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static void shuffle(int32_t *numbers, uint32_t n)
{
    for (uint32_t i = n; i > 1; i--) {
        uint32_t other = below(i);
        int32_t held = numbers[i - 1];

        numbers[i - 1] = numbers[other];
        numbers[other] = held;
    }
}

static void shuffle_ballots(struct ranked_ballots *ballots)
{
    for (size_t i = ballots->n; i > 1; i--) {
        size_t other = below((uint32_t)i);
        uint64_t held = ballots->orders[i - 1];

        ballots->orders[i - 1] = ballots->orders[other];
        ballots->orders[other] = held;
    }
}

#define PEOPLE 25

struct crowd {
    uint32_t n_options;
    int32_t orders[PEOPLE][RANKING_OPTIONS_MAX];
    uint32_t lengths[PEOPLE];
};

static void crowd_make(struct crowd *crowd)
{
    crowd->n_options = 2 + below(RANKING_OPTIONS_MAX - 1);
    for (uint32_t i = 0; i < PEOPLE; i++) {
        for (uint32_t option = 0; option < crowd->n_options; option++)
            crowd->orders[i][option] = (int32_t)option;
        shuffle(crowd->orders[i], crowd->n_options);
        crowd->lengths[i] = 1 + below(crowd->n_options);
    }
}

/* Its ballots, the options called by other names. */
static struct ranked_ballots crowd_votes(const struct crowd *crowd, const int32_t *names)
{
    struct ranked_ballots ballots = {.n_options = crowd->n_options};

    for (uint32_t i = 0; i < PEOPLE; i++) {
        int32_t order[RANKING_OPTIONS_MAX];

        for (uint32_t place = 0; place < crowd->lengths[i]; place++)
            order[place] = names[crowd->orders[i][place]];
        assert_int_equal(ranked_add(&ballots, order, crowd->lengths[i]), OK);
    }
    return ballots;
}

static uint32_t renamed(uint32_t bits_of, const int32_t *names)
{
    uint32_t out = 0;

    for (uint32_t option = 0; option < RANKING_OPTIONS_MAX; option++)
        if (bits_of >> option & 1)
            out |= 1u << names[option];
    return out;
}

/* Neither who votes first nor how options are called changes who wins; every ballot counts
 * for one option or none in each round, and someone wins who is in. */
static void test_order_and_names_do_not_matter(void **state)
{
    static const int32_t same[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

    (void)state;
    for (uint32_t run_of = 1; run_of < 400; run_of++) {
        struct crowd crowd;
        int32_t names[RANKING_OPTIONS_MAX];
        struct ranked_pairs first, second;
        struct ranked_runoff run, again;

        seed = run_of;
        crowd_make(&crowd);
        memcpy(names, same, sizeof names);
        shuffle(names, crowd.n_options);
        struct ranked_ballots ballots = crowd_votes(&crowd, same);
        struct ranked_ballots others = crowd_votes(&crowd, names);

        shuffle_ballots(&others);
        ranked_condorcet(&ballots, &first);
        ranked_condorcet(&others, &second);
        assert_int_equal(first.outcome, second.outcome);
        assert_int_equal(renamed(first.best, names), second.best);
        ranked_run_off(&ballots, &run);
        ranked_run_off(&others, &again);
        assert_int_equal(run.n_rounds, again.n_rounds);
        assert_int_equal(renamed(run.winners, names), again.winners);
        for (uint32_t i = 0; i < run.n_rounds; i++) {
            uint32_t sum = run.rounds[i].exhausted;

            for (uint32_t option = 0; option < crowd.n_options; option++)
                sum += run.rounds[i].counts[option];
            assert_int_equal(sum, PEOPLE);
            assert_int_equal(renamed(run.rounds[i].out, names), again.rounds[i].out);
        }
        assert_int_equal(run.winners & ~run.rounds[run.n_rounds - 1].in, 0);
        ranked_done(&ballots);
        ranked_done(&others);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tennessee_by_pairs),
        cmocka_unit_test(test_tennessee_in_rounds),
        cmocka_unit_test(test_burlington),
        cmocka_unit_test(test_cycle),
        cmocka_unit_test(test_nobody_voted),
        cmocka_unit_test(test_tie_of_two),
        cmocka_unit_test(test_ties_of_the_fewest),
        cmocka_unit_test(test_what_is_no_order),
        cmocka_unit_test(test_order_and_names_do_not_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
