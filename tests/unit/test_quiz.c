/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/quiz.h"

/* Ten seconds and a half: from half a second on, a line of ten seconds down to 500. */
static const struct quiz_rules thousand = {.is_scored = true,
                                           .points = 1000,
                                           .right = 1u << 2,
                                           .duration_s = 20,
                                           .has_speed = true};

/* By hand: 1000 x (1 - (t - 500) / (2 x 19500)), halves up. */
static void points_fall_in_a_straight_line(void **state)
{
    static const struct {
        uint32_t taken_ms, points;
    } cases[] = {
        {0, 1000},    {499, 1000},  {500, 1000},  {501, 1000}, /* 999.97 */
        {519, 1000},                                           /* 999.51 */
        {520, 999},                                            /* 999.49 */
        {1475, 975},  {10250, 750},                            /* a quarter, the middle */
        {15125, 625}, {19999, 500}, {20000, 500}, {20001, 500}, {UINT32_MAX, 500},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(quiz_points(&thousand, cases[i].taken_ms), cases[i].points);
}

static void half_a_point_is_rounded_up(void **state)
{
    struct quiz_rules odd = thousand;
    (void)state;

    odd.points = 5;
    assert_int_equal(quiz_points(&odd, 20000), 3); /* 2.5 */
    odd.points = 1;
    assert_int_equal(quiz_points(&odd, 20000), 1); /* 0.5 */
    odd.points = 0;
    assert_int_equal(quiz_points(&odd, 0), 0);
}

static void without_speed_or_time_right_is_right(void **state)
{
    struct quiz_rules rules = thousand;
    (void)state;

    rules.has_speed = false;
    assert_int_equal(quiz_points(&rules, 20000), 1000);
    rules.has_speed = true;
    rules.duration_s = 0;
    assert_int_equal(quiz_points(&rules, UINT32_MAX), 1000);
}

/* Whatever the points and the time: never more than all, never less than half, never more
 * for who was slower. */
static void slower_is_never_more(void **state)
{
    static const uint32_t points[] = {1, 2, 3, 999, 1000, 10000};
    static const uint32_t durations[] = {5, 7, 20, 300};
    (void)state;

    for (size_t p = 0; p < sizeof points / sizeof *points; p++)
        for (size_t d = 0; d < sizeof durations / sizeof *durations; d++) {
            struct quiz_rules rules = thousand;
            uint32_t last = points[p];

            rules.points = points[p];
            rules.duration_s = durations[d];
            for (uint32_t ms = 0; ms < 310000; ms += 37) {
                uint32_t now = quiz_points(&rules, ms);

                assert_true(now <= last && 2 * now >= points[p]);
                last = now;
            }
        }
}

static void all_that_is_right_and_nothing_else(void **state)
{
    static const int32_t both[] = {1, 3}, one[] = {1}, more[] = {0, 1, 3}, other[] = {0, 2};
    const struct quiz_rules rules = {.right = 1u << 1 | 1u << 3};
    (void)state;

    assert_true(quiz_is_right(&rules, both, 2));
    assert_false(quiz_is_right(&rules, one, 1));
    assert_false(quiz_is_right(&rules, more, 3));
    assert_false(quiz_is_right(&rules, other, 2));
    assert_false(quiz_is_right(&rules, both, 0));
}

static void the_nearest_get_what_their_place_gives(void **state)
{
    const struct quiz_rules rules = {.points = 1000, .nearest = 3, .number = -40};
    (void)state;

    assert_int_equal(quiz_distance(&rules, -40), 0);
    assert_int_equal(quiz_distance(&rules, -43), 3);
    assert_int_equal(quiz_distance(&rules, 1000000), 1000040);
    assert_int_equal(quiz_place_points(&rules, 1), 1000);
    assert_int_equal(quiz_place_points(&rules, 2), 667);
    assert_int_equal(quiz_place_points(&rules, 3), 333);
    assert_int_equal(quiz_place_points(&rules, 4), 0);
    assert_int_equal(quiz_place_points(&rules, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_fall_in_a_straight_line),
        cmocka_unit_test(half_a_point_is_rounded_up),
        cmocka_unit_test(without_speed_or_time_right_is_right),
        cmocka_unit_test(slower_is_never_more),
        cmocka_unit_test(all_that_is_right_and_nothing_else),
        cmocka_unit_test(the_nearest_get_what_their_place_gives),
    };
    return cmocka_run_group_tests_name("quiz", tests, NULL, NULL);
}
