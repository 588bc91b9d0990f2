/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "domain/idea.h"

static void each_phase_lets_in_and_shows_what_the_page_says(void **state)
{
    static const struct {
        enum board_phase phase;
        const char *name, *gate;
        bool is_told, shows;
    } rows[] = {
        {PHASE_DRAFT, "draft", "2 0 3 20 1 0", false, false},
        {PHASE_OPEN, "open", "1 1 3 20 1 1", true, true},
        {PHASE_COLLECT, "collect", "1 0 3 20 1 0", true, false},
        {PHASE_SHOW, "show", "0 0 3 20 1 1", true, true},
        {PHASE_GROUP, "group", "0 0 3 20 1 1", true, true},
        {PHASE_SUPPORT, "support", "0 1 3 20 1 1", true, true},
        {PHASE_DECIDE, "decide", "0 0 3 20 1 1", true, true},
        {PHASE_CLOSED, "closed", "0 0 3 20 1 0", true, true},
    };
    (void)state;

    assert_int_equal(sizeof rows / sizeof *rows, BOARD_PHASES);
    for (size_t i = 0; i < BOARD_PHASES; i++) {
        const struct phase_rule *rule = phase_rule(rows[i].phase);
        const struct board board = {.phase = rows[i].phase,
                                    .rules = {.supports_each = 3,
                                              .ideas_each = 20,
                                              .is_checked = true,
                                              .takes_comments = true}};
        char gate[BOARD_GATE_BYTES];
        enum board_phase read;

        board_gate(&board, gate);
        assert_string_equal(gate, rows[i].gate);
        assert_string_equal(rule->name, rows[i].name);
        assert_int_equal(rule->is_told, rows[i].is_told);
        assert_int_equal(rule->shows_ideas, rows[i].shows);
        assert_true(phase_read(rows[i].name, &read) && read == rows[i].phase);
    }
}

static void the_longest_gate_fits(void **state)
{
    const struct board board = {.phase = PHASE_OPEN,
                                .rules = {.supports_each = UINT32_MAX,
                                          .ideas_each = UINT32_MAX,
                                          .is_checked = true,
                                          .takes_comments = true}};
    char gate[BOARD_GATE_BYTES];
    (void)state;

    board_gate(&board, gate);
    assert_string_equal(gate, "1 1 4294967295 4294967295 1 1");
}

static void staff_alone_posts_where_a_board_says_so_and_where_anybody_could(void **state)
{
    static const struct {
        enum board_phase phase;
        const char *gate;
    } rows[] = {{PHASE_DRAFT, "2 0 0 0 0 0"},
                {PHASE_OPEN, "2 1 0 0 0 0"},
                {PHASE_COLLECT, "2 0 0 0 0 0"},
                {PHASE_SUPPORT, "0 1 0 0 0 0"},
                {PHASE_CLOSED, "0 0 0 0 0 0"}};
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct board board = {.phase = rows[i].phase,
                                    .rules = {.posts = POSTS_STAFF}};
        char gate[BOARD_GATE_BYTES];

        board_gate(&board, gate);
        assert_string_equal(gate, rows[i].gate);
    }
}

#define READS_ITS_NAMES(what, count, name_of, read)                                        \
    do {                                                                                   \
        for (unsigned i = 0; i < (count); i++) {                                           \
            enum what back;                                                                \
                                                                                           \
            assert_true(read(name_of((enum what)i), &back) && (unsigned)back == i);        \
        }                                                                                  \
        enum what none;                                                                    \
                                                                                           \
        assert_false(read("", &none));                                                     \
        assert_false(read("TOP", &none));                                                  \
    } while (0)

static void every_name_is_read_as_it_is_written(void **state)
{
    (void)state;
    READS_ITS_NAMES(board_kind, BOARD_KINDS, board_kind_name, board_kind_read);
    READS_ITS_NAMES(board_names, BOARD_NAMES, board_names_name, board_names_read);
    READS_ITS_NAMES(idea_order, IDEA_ORDERS, idea_order_name, idea_order_read);
    READS_ITS_NAMES(idea_state, IDEA_STATES, idea_state_name, idea_state_read);
    READS_ITS_NAMES(idea_status, IDEA_STATUSES, idea_status_name, idea_status_read);
}

static void a_support_weighs_half_after_ten_minutes_a_day_a_week(void **state)
{
    (void)state;
    assert_int_equal(board_half_life_s(BOARD_QUESTIONS), 600);
    assert_int_equal(board_half_life_s(BOARD_IDEAS), 86400);
    assert_int_equal(board_half_life_s(BOARD_PRODUCTS), 604800);
}

/* ---- Orders ---- */

/* By number: 1 waits longest. */
static const struct idea four[] = {
    {.number = 1, .supports = 2, .trend = 5.5},
    {.number = 2, .supports = 7, .trend = 5.25},
    {.number = 3, .supports = 2, .trend = 9.0},
    {.number = 4, .supports = 0, .trend = 5.5},
};

static enum idea_order sorted_by;
static uint64_t seed;

static int compare(const void *a, const void *b)
{
    return idea_compare(sorted_by, seed, a, b);
}

static void assert_order(enum idea_order order, const uint32_t seen[4], const char *expect)
{
    struct idea_ranked ranked[4];
    char got[5] = "";

    for (size_t i = 0; i < 4; i++)
        ranked[i] = (struct idea_ranked){&four[i], seen[i]};
    sorted_by = order;
    qsort(ranked, 4, sizeof *ranked, compare);
    for (size_t i = 0; i < 4; i++)
        got[i] = (char)('0' + ranked[i].idea->number);
    assert_string_equal(got, expect);
}

static const uint32_t never[4] = {0};

static void top_is_most_supports_then_who_waits_longest(void **state)
{
    (void)state;
    assert_order(ORDER_TOP, never, "2134");
}

static void new_is_the_newest_first(void **state)
{
    (void)state;
    assert_order(ORDER_NEW, never, "4321");
    assert_order(ORDER_OLD, never, "1234");
}

static void trend_is_the_highest_then_the_newest(void **state)
{
    (void)state;
    assert_order(ORDER_TREND, never, "3412");
}

static void needs_is_what_was_shown_least(void **state)
{
    static const uint32_t seen[4] = {1000, 3, 0, 40};

    (void)state;
    for (seed = 0; seed < 50; seed++)
        assert_order(ORDER_NEEDS, seen, "3241"); /* Whatever the shuffle. */
}

static void needs_is_shuffled_where_ideas_were_shown_alike(void **state)
{
    unsigned firsts[5] = {0};

    (void)state;
    for (seed = 0; seed < 400; seed++) {
        struct idea_ranked ranked[4];

        for (size_t i = 0; i < 4; i++)
            ranked[i] = (struct idea_ranked){&four[i], 2 + i % 2}; /* 2 and 3 are alike. */
        sorted_by = ORDER_NEEDS;
        qsort(ranked, 4, sizeof *ranked, compare);
        firsts[ranked[0].idea->number]++;
    }
    for (size_t number = 1; number <= 4; number++)
        assert_in_range(firsts[number], 60, 140); /* A hundred each, were it all chance. */
}

/* Any two, however alike, are in one order, and it holds among three. */
static void every_order_is_total(void **state)
{
    enum { N = 12 };
    struct idea ideas[N];
    struct idea_ranked ranked[N];

    (void)state;
    for (unsigned i = 0; i < N; i++) {
        ideas[i] = (struct idea){.number = i + 1, .supports = i % 2, .trend = i % 3};
        ranked[i] = (struct idea_ranked){&ideas[i], i % 4};
    }
    for (unsigned order = 0; order < IDEA_ORDERS; order++) {
        for (unsigned abc = 0; abc < N * N * N; abc++) {
            const struct idea_ranked *a = &ranked[abc % N], *b = &ranked[abc / N % N],
                                     *c = &ranked[abc / N / N];
            int ab = idea_compare((enum idea_order)order, 7, a, b);
            int bc = idea_compare((enum idea_order)order, 7, b, c);

            assert_true((ab == 0) == (a == b));
            assert_true(ab == -idea_compare((enum idea_order)order, 7, b, a));
            if (ab < 0 && bc < 0)
                assert_true(idea_compare((enum idea_order)order, 7, a, c) < 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_phase_lets_in_and_shows_what_the_page_says),
        cmocka_unit_test(the_longest_gate_fits),
        cmocka_unit_test(staff_alone_posts_where_a_board_says_so_and_where_anybody_could),
        cmocka_unit_test(every_name_is_read_as_it_is_written),
        cmocka_unit_test(a_support_weighs_half_after_ten_minutes_a_day_a_week),
        cmocka_unit_test(top_is_most_supports_then_who_waits_longest),
        cmocka_unit_test(new_is_the_newest_first),
        cmocka_unit_test(trend_is_the_highest_then_the_newest),
        cmocka_unit_test(needs_is_what_was_shown_least),
        cmocka_unit_test(needs_is_shuffled_where_ideas_were_shown_alike),
        cmocka_unit_test(every_order_is_total),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
