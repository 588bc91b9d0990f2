/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/kind.h"

#define OPTIONS(...)                                                                       \
    {                                                                                      \
        .n = sizeof((uint8_t[]){__VA_ARGS__}), .numbers = { __VA_ARGS__ }                  \
    }
#define VALUE(v)                                                                           \
    {                                                                                      \
        .form = BALLOT_VALUE, .n = 1, .numbers = { v }                                     \
    }

#define NUMBERS(of, ...)                                                                   \
    {                                                                                      \
        .form = of, .n = sizeof((int32_t[]){__VA_ARGS__}) / sizeof(int32_t), .numbers = {  \
            __VA_ARGS__                                                                    \
        }                                                                                  \
    }

static const struct kind_shape single = {KIND_SINGLE, 3, 1, 1, 3, 0};
static const struct kind_shape multiple = {KIND_MULTIPLE, 4, 2, 3, 4, 0};
static const struct kind_shape scale = {KIND_SCALE, 5, 1, 5, 0, 0};
static const struct kind_shape widest = {KIND_SCALE, 11, 0, 10, 0, 0};
static const struct kind_shape pair = {KIND_PAIR, 2, 1, 1, 2, 0};
static const struct kind_shape nps = {KIND_NPS, 11, 0, 10, 0, 0};
static const struct kind_shape ranking = {KIND_RANKING, 8, 2, 4, 4, 0};
static const struct kind_shape points = {KIND_POINTS, 3, 0, 0, 3, 0};
static const struct kind_shape number = {KIND_NUMBER, 5, -10, 9, 0, 5};
static const struct kind_shape quiz = {KIND_QUIZ, 3, 1, 1, 3, 0};
static const struct kind_shape quiz_of_many = {KIND_QUIZ, 3, 1, 3, 3, 0};
static const struct kind_shape segment = {KIND_SEGMENT, 4, 1, 1, 4, 0};
static const struct kind_shape grid = {KIND_GRID, 4, 0, 0, 2, 0};

static const struct {
    const char *why;
    const struct kind_shape *shape;
    struct ballot ballot;
    enum err expect;
    struct cells cells;
} cases[] = {
    {"single: the first", &single, OPTIONS(0), OK, {1, {{0, 1}}}},
    {"single: the last", &single, OPTIONS(2), OK, {1, {{2, 1}}}},
    {"single: beyond the last", &single, OPTIONS(3), ERR_BAD_BALLOT, {0}},
    {"single: two", &single, OPTIONS(0, 1), ERR_BAD_BALLOT, {0}},
    {"single: none", &single, {0}, ERR_BAD_BALLOT, {0}},
    {"single: a value", &single, VALUE(1), ERR_BAD_BALLOT, {0}},
    {"multiple: the fewest", &multiple, OPTIONS(0, 3), OK, {2, {{0, 1}, {3, 1}}}},
    {"multiple: the most", &multiple, OPTIONS(0, 1, 2), OK, {3, {{0, 1}, {1, 1}, {2, 1}}}},
    {"multiple: too few", &multiple, OPTIONS(0), ERR_BAD_BALLOT, {0}},
    {"multiple: too many", &multiple, OPTIONS(0, 1, 2, 3), ERR_BAD_BALLOT, {0}},
    {"multiple: none", &multiple, {0}, ERR_BAD_BALLOT, {0}},
    {"multiple: one twice", &multiple, OPTIONS(1, 1), ERR_BAD_BALLOT, {0}},
    {"multiple: not ascending", &multiple, OPTIONS(2, 1), ERR_BAD_BALLOT, {0}},
    {"multiple: beyond the last", &multiple, OPTIONS(0, 4), ERR_BAD_BALLOT, {0}},
    {"multiple: a value", &multiple, VALUE(2), ERR_BAD_BALLOT, {0}},
    {"scale: the first step", &scale, VALUE(1), OK, {1, {{0, 1}}}},
    {"scale: the last step", &scale, VALUE(5), OK, {1, {{4, 1}}}},
    {"scale: below", &scale, VALUE(0), ERR_BAD_BALLOT, {0}},
    {"scale: above", &scale, VALUE(6), ERR_BAD_BALLOT, {0}},
    {"scale: options", &scale, OPTIONS(1), ERR_BAD_BALLOT, {0}},
    {"the widest scale: 0", &widest, VALUE(0), OK, {1, {{0, 1}}}},
    {"the widest scale: 10", &widest, VALUE(10), OK, {1, {{10, 1}}}},
    {"quiz: one", &quiz, OPTIONS(2), OK, {1, {{2, 1}}}},
    {"quiz: two of one", &quiz, OPTIONS(0, 1), ERR_BAD_BALLOT, {0}},
    {"quiz: none", &quiz, {0}, ERR_BAD_BALLOT, {0}},
    {"quiz: several", &quiz_of_many, OPTIONS(0, 2), OK, {2, {{0, 1}, {2, 1}}}},
    {"pair: that", &pair, OPTIONS(1), OK, {1, {{1, 1}}}},
    {"pair: neither", &pair, OPTIONS(2), ERR_BAD_BALLOT, {0}},
    {"nps: 0", &nps, VALUE(0), OK, {1, {{0, 1}}}},
    {"nps: 10", &nps, VALUE(10), OK, {1, {{10, 1}}}},
    {"nps: 11", &nps, VALUE(11), ERR_BAD_BALLOT, {0}},
    {"nps: below", &nps, VALUE(-1), ERR_BAD_BALLOT, {0}},
    {"ranking: all",
     &ranking,
     NUMBERS(BALLOT_ORDER, 2, 0, 3, 1),
     OK,
     {4, {{0, 2}, {2, 3}, {3, 1}, {6, 1}}}},
    {"ranking: the fewest",
     &ranking,
     NUMBERS(BALLOT_ORDER, 3, 0),
     OK,
     {3, {{0, 2}, {3, 3}, {7, 1}}}},
    {"ranking: too few", &ranking, NUMBERS(BALLOT_ORDER, 1), ERR_BAD_BALLOT, {0}},
    {"ranking: one twice", &ranking, NUMBERS(BALLOT_ORDER, 1, 1), ERR_BAD_BALLOT, {0}},
    {"ranking: beyond", &ranking, NUMBERS(BALLOT_ORDER, 0, 4), ERR_BAD_BALLOT, {0}},
    {"ranking: far beyond", &ranking, NUMBERS(BALLOT_ORDER, 0, 19), ERR_BAD_BALLOT, {0}},
    {"ranking: options", &ranking, OPTIONS(0, 1), ERR_BAD_BALLOT, {0}},
    {"points: shared out",
     &points,
     NUMBERS(BALLOT_POINTS, 50, 0, 50),
     OK,
     {2, {{0, 50}, {2, 50}}}},
    {"points: all on one", &points, NUMBERS(BALLOT_POINTS, 0, 0, 100), OK, {1, {{2, 100}}}},
    {"points: 99", &points, NUMBERS(BALLOT_POINTS, 50, 0, 49), ERR_BAD_BALLOT, {0}},
    {"points: 101", &points, NUMBERS(BALLOT_POINTS, 50, 1, 50), ERR_BAD_BALLOT, {0}},
    {"points: less than none",
     &points,
     NUMBERS(BALLOT_POINTS, 100, -1, 1),
     ERR_BAD_BALLOT,
     {0}},
    {"points: an option left out",
     &points,
     NUMBERS(BALLOT_POINTS, 50, 50),
     ERR_BAD_BALLOT,
     {0}},
    {"number: the lowest", &number, VALUE(-10), OK, {1, {{0, 1}}}},
    {"number: in the middle", &number, VALUE(-1), OK, {2, {{1, 1}, {4, 9}}}},
    {"number: the highest", &number, VALUE(9), OK, {2, {{3, 1}, {4, 19}}}},
    {"number: below", &number, VALUE(-11), ERR_BAD_BALLOT, {0}},
    {"number: above", &number, VALUE(10), ERR_BAD_BALLOT, {0}},
    {"grid: placed",
     &grid,
     NUMBERS(BALLOT_PLACES, 3, 0, 10, 7),
     OK,
     {3, {{0, 3}, {2, 10}, {3, 7}}}},
    {"grid: one left out", &grid, NUMBERS(BALLOT_PLACES, 3, 0), ERR_BAD_BALLOT, {0}},
    {"segment: not to say is the last", &segment, OPTIONS(3), OK, {1, {{3, 1}}}},
    {"segment: beyond that", &segment, OPTIONS(4), ERR_BAD_BALLOT, {0}},
    {"grid: off the edge", &grid, NUMBERS(BALLOT_PLACES, 3, 0, 11, 7), ERR_BAD_BALLOT, {0}},
};

static void a_ballot_has_the_shape_of_its_question(void **state)
{
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cells cells = {0};
        enum err err = kind_cells(cases[i].shape, &cases[i].ballot, &cells);

        if (err != cases[i].expect)
            fail_msg("%s: %s", cases[i].why, err_code(err));
        if (cells.n != cases[i].cells.n)
            fail_msg("%s: %u cells", cases[i].why, cells.n);
        for (size_t c = 0; c < cells.n; c++)
            if (cells.cell[c].index != cases[i].cells.cell[c].index ||
                cells.cell[c].weight != cases[i].cells.cell[c].weight)
                fail_msg("%s: cell %zu", cases[i].why, c);
    }
}

static void a_refused_ballot_leaves_the_cells_alone(void **state)
{
    const struct ballot bad = OPTIONS(0, 9);
    struct cells cells = {1, {{7, 7}}};
    (void)state;

    assert_int_equal(kind_cells(&multiple, &bad, &cells), ERR_BAD_BALLOT);
    assert_int_equal(cells.n, 1);
    assert_int_equal(cells.cell[0].index, 7);
}

static void a_slide_takes_no_ballot(void **state)
{
    static const struct kind_shape slide = {.kind = KIND_SLIDE, .n_cells = 1};
    struct cells cells;

    (void)state;
    for (unsigned form = 0; form < BALLOT_FORMS; form++) {
        const struct ballot ballot = {.form = (enum ballot_form)form, .n = 1};

        assert_int_equal(kind_cells(&slide, &ballot, &cells), ERR_BAD_BALLOT);
    }
}

static void a_kind_reads_back_from_its_name(void **state)
{
    enum kind read;
    (void)state;

    for (unsigned kind = 0; kind < KINDS; kind++) {
        assert_true(kind_read(kind_name((enum kind)kind), &read));
        assert_int_equal(read, kind);
    }
    assert_false(kind_read("karaoke", &read));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ballot_has_the_shape_of_its_question),
        cmocka_unit_test(a_refused_ballot_leaves_the_cells_alone),
        cmocka_unit_test(a_slide_takes_no_ballot),
        cmocka_unit_test(a_kind_reads_back_from_its_name),
    };
    return cmocka_run_group_tests_name("kind", tests, NULL, NULL);
}
