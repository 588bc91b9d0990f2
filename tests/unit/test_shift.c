/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/shift.h"
#include "lib/dice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct tally of_voters(uint64_t voters)
{
    struct tally tally = tally_empty(1, CELLS_MAX);

    tally.voters = voters;
    return tally;
}

/* Ten voted A, six B, then: 4 of A went to B, 1 of A and 2 of B did not come again, 3 are
 * new with B. */
static void moves_are_what_one_counts_by_hand(void **state)
{
    struct shift shift = {.n_cells = 2};
    struct tally before = of_voters(16), now = of_voters(16);

    (void)state;
    before.counts[0] = 10;
    before.counts[1] = 6;
    assert_true(shift_add(&shift, 1, 1, 5));
    assert_true(shift_add(&shift, 1, 2, 4));
    assert_true(shift_add(&shift, 2, 2, 4));
    assert_true(shift_add(&shift, SHIFT_NONE, 2, 3));
    assert_true(shift_end(&shift, &before, &now));

    static const uint64_t wanted[3][3] = {{5, 4, 1}, {0, 4, 2}, {0, 3, 0}};
    for (size_t from = 0; from < 3; from++)
        for (size_t to = 0; to < 3; to++)
            assert_int_equal(shift.moves[from][to], wanted[from][to]);
    assert_int_equal(shift.both, 13);
    assert_int_equal(shift.joined, 3);
}

static void what_does_not_agree_is_said(void **state)
{
    struct shift shift = {.n_cells = 2};
    struct tally before = of_voters(1), now = of_voters(2);

    (void)state;
    before.counts[0] = 1;
    assert_false(shift_add(&shift, 1, SHIFT_NONE, 1));
    assert_false(shift_add(&shift, 4, 1, 1));
    assert_false(shift_add(&shift, 1, 4, 1));
    assert_true(shift_add(&shift, 1, 1, 1));
    assert_false(shift_end(&shift, &before, &now)); /* One is missing. */
    assert_true(shift_add(&shift, 1, 1, 1));
    assert_false(shift_end(&shift, &before, &now)); /* And there was but one. */
}

#define PEOPLE 40
#define CELLS  5

/* Whatever people answer, in whatever order it is added: sums of lines are the tallies. */
static void lines_add_up_to_the_tallies(void **state)
{
    struct dice dice;

    (void)state;
    dice_begin(&dice, "shift");
    for (unsigned world = 0; world < 200; world++) {
        struct shift shift = {.n_cells = CELLS}, reversed = {.n_cells = CELLS};
        struct tally before = of_voters(0), now = of_voters(0);
        uint32_t was[PEOPLE], is[PEOPLE];

        for (unsigned i = 0; i < PEOPLE; i++) {
            unsigned a = (unsigned)dice_throw(&dice, CELLS + 1) - 1;
            unsigned b = (unsigned)dice_throw(&dice, CELLS + 1) - 1;

            was[i] = a < CELLS ? 1u << a : SHIFT_NONE;
            is[i] = b < CELLS ? 1u << b : SHIFT_NONE;
            before.voters += a < CELLS;
            now.voters += b < CELLS;
            if (a < CELLS)
                before.counts[a]++;
            if (b < CELLS)
                now.counts[b]++;
            if (is[i])
                assert_true(shift_add(&shift, was[i], is[i], 1));
        }
        for (unsigned i = PEOPLE; i-- > 0;)
            if (is[i])
                assert_true(shift_add(&reversed, was[i], is[i], 1));
        assert_true(shift_end(&shift, &before, &now));
        assert_true(shift_end(&reversed, &before, &now));
        assert_memory_equal(&shift, &reversed, sizeof shift);
        for (unsigned cell = 0; cell < CELLS; cell++) {
            uint64_t row = 0, column = 0;

            for (unsigned other = 0; other <= CELLS; other++) {
                row += shift.moves[cell][other];
                column += shift.moves[other][cell];
            }
            assert_int_equal(row, before.counts[cell]);
            assert_int_equal(column, now.counts[cell]);
            assert_int_equal(shift.kept[cell], shift.moves[cell][cell]);
        }
    }
}

static void of_several_answers_each_option_is_told(void **state)
{
    struct shift shift = {.n_cells = 3};
    struct tally before = of_voters(2), now = of_voters(3);

    (void)state;
    before.counts[0] = 2;
    before.counts[1] = 1;
    assert_true(shift_add(&shift, 1u | 2u, 1u | 4u, 1));
    assert_true(shift_add(&shift, 1u, 4u, 1));
    assert_true(shift_add(&shift, SHIFT_NONE, 7u, 1));
    assert_true(shift_end(&shift, &before, &now));
    assert_int_equal(shift.kept[0], 1);
    assert_int_equal(shift.left[0], 1);
    assert_int_equal(shift.left[1], 1);
    assert_int_equal(shift.gained[2], 2);
    assert_int_equal(shift.gained[0] + shift.gained[1] + shift.left[2], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_are_what_one_counts_by_hand),
        cmocka_unit_test(what_does_not_agree_is_said),
        cmocka_unit_test(lines_add_up_to_the_tallies),
        cmocka_unit_test(of_several_answers_each_option_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
