/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/figures.h"

/* By hand: {name, cell, n, of}. */
struct expected {
    const char *name;
    int32_t cell;
    int64_t n;
    uint64_t of;
};

static const struct {
    const char *why;
    struct kind_shape shape;
    uint64_t voters;
    int64_t counts[CELLS_MAX];
    size_t n;                    /* Figures in all. */
    struct expected expected[4]; /* The last of them. */
} cases[] = {
    {"single: votes alone",
     {KIND_SINGLE, 2, 1, 1, 2, 0},
     5,
     {3, 2},
     2,
     {{"votes", 0, 3, 1}, {"votes", 1, 2, 1}}},
    {"scale 1 to 3: (1 + 1 + 3) / 3",
     {KIND_SCALE, 3, 1, 3, 0, 0},
     3,
     {2, 0, 1},
     4,
     {{"votes", 2, 1, 1}, {"mean", FIGURE_WHOLE, 5, 3}}},
    /* Reichheld: 5 promoters, 3 passives and 2 detractors of 10 are 50 - 20 = 30. */
    {"nps: its groups and score",
     {KIND_NPS, 11, 0, 10, 0, 0},
     10,
     {1, 0, 0, 0, 0, 0, 1, 1, 2, 3, 2},
     15,
     {{"promoters", FIGURE_WHOLE, 5, 1},
      {"passives", FIGURE_WHOLE, 3, 1},
      {"detractors", FIGURE_WHOLE, 2, 1},
      {"score", FIGURE_WHOLE, 300, 10}}},
    {"nps: nobody has no score",
     {KIND_NPS, 11, 0, 10, 0, 0},
     0,
     {0},
     15,
     {{"detractors", FIGURE_WHOLE, 0, 1}, {"score", FIGURE_WHOLE, 0, 0}}},
    {"ranking: Borda's counts, then who was first",
     {KIND_RANKING, 4, 1, 2, 2, 0},
     3,
     {2, 1, 2, 1},
     4,
     {{"borda", 0, 2, 1}, {"borda", 1, 1, 1}, {"first", 0, 2, 1}, {"first", 1, 1, 1}}},
    {"points: sums, then means",
     {KIND_POINTS, 2, 0, 0, 2, 0},
     2,
     {150, 50},
     4,
     {{"points", 0, 150, 1},
      {"points", 1, 50, 1},
      {"mean", 0, 150, 2},
      {"mean", 1, 50, 2}}},
    /* -10 and 4: 0 and 14 above the least. */
    {"number: the mean from the sum above the least",
     {KIND_NUMBER, 5, -10, 9, 0, 5},
     2,
     {1, 0, 1, 0, 14},
     5,
     {{"votes", 3, 0, 1}, {"mean", FIGURE_WHOLE, -6, 2}}},
    {"grid: across and up for each",
     {KIND_GRID, 4, 0, 0, 2, 0},
     4,
     {4, 8, 12, 40},
     4,
     {{"across", 0, 4, 4}, {"up", 0, 8, 4}, {"across", 1, 12, 4}, {"up", 1, 40, 4}}},
    {"segment: not to say is a count of its own",
     {KIND_SEGMENT, 3, 1, 1, 3, 0},
     6,
     {1, 2, 3},
     3,
     {{"votes", 1, 2, 1}, {"votes", 2, 3, 1}}},
};

static void figures_are_those_counted_by_hand(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct figure got[FIGURES_MAX];
        size_t n = figures_make(&cases[i].shape, cases[i].voters, cases[i].counts, got);
        size_t expected = 0;

        if (n != cases[i].n)
            fail_msg("%s: %zu figures", cases[i].why, n);
        while (expected < 4 && cases[i].expected[expected].name)
            expected++;
        for (size_t k = 0; k < expected; k++) {
            const struct figure *one = &got[n - expected + k];
            const struct expected *want = &cases[i].expected[k];

            if (strcmp(one->name, want->name) != 0 || one->cell != want->cell ||
                one->n != want->n || one->of != want->of)
                fail_msg("%s: %s of %d is %lld / %llu", cases[i].why, one->name, one->cell,
                         (long long)one->n, (unsigned long long)one->of);
        }
    }
}

/* Every kind has figures, so that none is forgotten in files. */
static void every_kind_has_figures(void **state)
{
    static const int64_t counts[CELLS_MAX];
    (void)state;

    for (unsigned kind = 0; kind < KINDS; kind++) {
        struct kind_shape shape = {(enum kind)kind, 4, 0, 3, 2, 1};
        struct figure got[FIGURES_MAX];

        if (kind == KIND_SLIDE) /* It asks nothing. */
            assert_int_equal(figures_make(&shape, 0, counts, got), 0);
        else if (figures_make(&shape, 0, counts, got) == 0)
            fail_msg("%s has none", kind_name((enum kind)kind));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_counted_by_hand),
        cmocka_unit_test(every_kind_has_figures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
