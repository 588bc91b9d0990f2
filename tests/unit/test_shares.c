/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/shares.h"

#include <stdlib.h>

/* By hand. */
static const struct {
    struct kind_shape shape;
    uint64_t voters, whole;
    int64_t counts[CELLS_MAX];
    size_t n;
    uint64_t shares[CELLS_MAX + 4];
} cases[] = {
    /* A third each: of equal remainders the first. */
    {{KIND_SINGLE, 3, 1, 1, 3, 0}, 3, 100, {1, 1, 1}, 3, {34, 33, 33}},
    {{KIND_SINGLE, 3, 1, 1, 3, 0}, 3, 1000000, {1, 1, 1}, 3, {333334, 333333, 333333}},
    /* 1/7, 2/7, 4/7 are 14.29, 28.57 and 57.14: the second has most to lose. */
    {{KIND_PAIR, 3, 1, 1, 3, 0}, 7, 100, {1, 2, 4}, 3, {14, 29, 57}},
    /* Several ticks each: 2 of 3 are 66.67, and nothing adds up. */
    {{KIND_MULTIPLE, 3, 1, 3, 3, 0}, 3, 100, {2, 2, 1}, 3, {67, 67, 33}},
    {{KIND_SINGLE, 2, 1, 1, 2, 0}, 0, 100, {0, 0}, 2, {0, 0}},
    /* The steps, the mean that is no share. */
    {{KIND_SCALE, 3, 1, 3, 0, 0}, 3, 100, {1, 1, 1}, 4, {34, 33, 33, 0}},
    /* The steps add up, and so do the groups: 9, 7 and 3. */
    {{KIND_NPS, 11, 0, 10, 0, 0},
     3,
     100,
     {0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0},
     15,
     {0, 0, 0, 34, 0, 0, 0, 33, 0, 33, 0, 34, 33, 33, 0}},
    /* Borda's counts are none, who was first is. */
    {{KIND_RANKING, 6, 1, 3, 3, 0}, 3, 100, {3, 3, 3, 1, 1, 1}, 6, {0, 0, 0, 34, 33, 33}},
};

static void shares_are_those_computed_by_hand(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct figure figures[FIGURES_MAX];
        uint64_t shares[FIGURES_MAX];
        size_t n = figures_make(&cases[i].shape, cases[i].voters, cases[i].counts, figures);

        shares_make(figures, n, cases[i].voters, cases[i].whole, shares);
        assert_int_equal(n, cases[i].n);
        for (size_t at = 0; at < n; at++)
            assert_int_equal(shares[at], cases[i].shares[at]);
    }
}

/* Whatever the votes: all of the parts, none a whole part from what it is. */
static void shares_add_up(void **state)
{
    const struct kind_shape shape = {KIND_SINGLE, 20, 1, 1, 20, 0};

    (void)state;
    srand(1);
    for (size_t round = 0; round < 2000; round++) {
        uint64_t voters = 0, sum = 0, shares[FIGURES_MAX],
                 whole = round % 2 ? 100 : 1000000;
        int64_t counts[CELLS_MAX] = {0};
        struct figure figures[FIGURES_MAX];

        for (size_t i = 0; i < 20; i++)
            voters += (uint64_t)(counts[i] = rand() % 3 ? rand() % 1000 : 0);
        voters += (uint64_t)(counts[7] += 1) > 0;
        size_t n = figures_make(&shape, voters, counts, figures);

        shares_make(figures, n, voters, whole, shares);
        for (size_t i = 0; i < n; i++) {
            uint64_t exact = (uint64_t)counts[i] * whole, told = shares[i] * voters;

            assert_true(told < exact + voters && exact < told + voters);
            sum += shares[i];
        }
        assert_int_equal(sum, whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_those_computed_by_hand),
        cmocka_unit_test(shares_add_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
