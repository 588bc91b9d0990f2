/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/tally.h"

static struct tally tally_of(uint64_t revision, int64_t a, int64_t b, int64_t c)
{
    return (struct tally){
        .round = 1, .revision = revision, .n_cells = 3, .counts = {a, b, c}};
}

static void percentages_always_add_up_to_100(void **state)
{
    static const struct {
        const char *why;
        int64_t counts[3];
        unsigned expect[3];
    } cases[] = {
        {"nobody voted", {0, 0, 0}, {0, 0, 0}},
        {"one voter", {0, 1, 0}, {0, 100, 0}},
        {"three-way tie favours first", {1, 1, 1}, {34, 33, 33}},
        {"largest remainder wins", {4, 4, 3}, {37, 36, 27}},
        {"a small share is not lost in rounding", {1, 199, 0}, {1, 99, 0}},
        {"counts near 2^32", {UINT32_MAX, UINT32_MAX, 0}, {50, 50, 0}},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const int64_t *n = cases[i].counts;
        struct tally t = tally_of(1, n[0], n[1], n[2]);
        unsigned got[3];

        tally_percentages(&t, got);
        if (memcmp(got, cases[i].expect, sizeof got) != 0)
            fail_msg("%s: got %u %u %u", cases[i].why, got[0], got[1], got[2]);
    }
}

static void percentages_of_the_widest_tally_add_up_too(void **state)
{
    (void)state;

    for (int64_t seed = 1; seed < 2000; seed++) {
        struct tally t = tally_empty(1, CELLS_MAX);
        unsigned got[CELLS_MAX], sum = 0;

        for (int64_t i = 0; i < CELLS_MAX; i++)
            t.counts[i] = (seed * 7919 + i * i * 104729) % 997;
        tally_percentages(&t, got);
        for (size_t i = 0; i < CELLS_MAX; i++)
            sum += got[i];
        assert_int_equal(sum, 100);
    }
}

static void a_tally_that_arrives_late_is_dropped(void **state)
{
    struct tally shown = tally_of(7, 5, 2, 0), late = tally_of(6, 4, 2, 0);
    (void)state;

    assert_int_equal(tally_adopt(&shown, &late), ERR_STALE);
    assert_int_equal(tally_adopt(&shown, &shown), ERR_STALE);
    assert_int_equal(shown.counts[0], 5);
}

static void a_newer_tally_is_shown_whole(void **state)
{
    struct tally shown = tally_of(7, 5, 2, 0), newer = tally_of(9, 1, 1, 1);
    (void)state;

    newer.voters = 3;
    assert_int_equal(tally_adopt(&shown, &newer), OK);
    assert_memory_equal(&shown, &newer, sizeof shown);
}

static void a_tally_of_another_round_or_shape_is_dropped(void **state)
{
    struct tally shown = tally_of(7, 5, 2, 0), other = tally_of(9, 1, 1, 1);
    (void)state;

    other.round = 2;
    assert_int_equal(tally_adopt(&shown, &other), ERR_STALE);
    other.round = 1;
    other.n_cells = 2;
    assert_int_equal(tally_adopt(&shown, &other), ERR_STALE);
    assert_int_equal(shown.revision, 7);
}

static void a_round_starts_without_ballots(void **state)
{
    struct tally t = tally_empty(4, 2);
    (void)state;

    assert_int_equal(t.round, 4);
    assert_int_equal(t.revision, 0);
    assert_int_equal(t.voters, 0);
    assert_int_equal(t.counts[0] + t.counts[1], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentages_always_add_up_to_100),
        cmocka_unit_test(percentages_of_the_widest_tally_add_up_too),
        cmocka_unit_test(a_tally_that_arrives_late_is_dropped),
        cmocka_unit_test(a_newer_tally_is_shown_whole),
        cmocka_unit_test(a_tally_of_another_round_or_shape_is_dropped),
        cmocka_unit_test(a_round_starts_without_ballots),
    };
    return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
