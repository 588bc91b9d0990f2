/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/dice.h"
#include "live/leaders.h"

#define CROWD   300
#define COLUMNS 5

static struct leaders_key key_of(char name)
{
    struct leaders_key key = {.round = 1, .version = 3};

    key.question.text[0] = name;
    return key;
}

static struct id id_of(char name)
{
    return key_of(name).question;
}

static struct participant person(uint32_t n)
{
    struct participant who = {0};

    memcpy(who.bytes, &n, sizeof n);
    return who;
}

static const struct quiz_rules rules = {
    .is_scored = true, .points = 1000, .right = 1u, .duration_s = 20, .has_speed = true};

static void answers(struct leaders *leaders, uint32_t n, uint32_t ms, int32_t option)
{
    struct participant who = person(n);

    assert_int_equal(leaders_time(leaders, &who, ms), OK);
    assert_int_equal(leaders_options(leaders, &who, &option, 1), OK);
}

static void stands(const struct leaders *leaders, uint32_t n, uint64_t points,
                   uint64_t place, uint64_t was)
{
    struct participant who = person(n);
    const struct leaders_player *player = leaders_find(leaders, &who);

    assert_non_null(player);
    assert_int_equal(player->points, points);
    assert_int_equal(player->place, place);
    assert_int_equal(player->was, was);
}

static bool none(const struct leaders_key *key, void *context)
{
    (void)key;
    (void)context;
    return false;
}

static bool but_b(const struct leaders_key *key, void *context)
{
    (void)context;
    return key->question.text[0] != 'b';
}

static void ties_share_a_place_and_movement_is_told(void **state)
{
    struct leaders *leaders = leaders_new();
    const struct leaders_key a = key_of('a'), b = key_of('b');
    (void)state;

    leaders_begin(leaders, &a, &rules);
    answers(leaders, 1, 100, 0);   /* 1000 */
    answers(leaders, 2, 10250, 0); /* 750 */
    answers(leaders, 3, 10250, 0); /* 750 */
    answers(leaders, 4, 100, 1);   /* wrong */
    leaders_settle(leaders, &a.question);
    stands(leaders, 1, 1000, 1, 0);
    stands(leaders, 2, 750, 2, 0);
    stands(leaders, 3, 750, 2, 0);
    stands(leaders, 4, 0, 4, 0);

    leaders_begin(leaders, &b, &rules);
    answers(leaders, 1, 100, 1);
    answers(leaders, 3, 20000, 0); /* 500 */
    answers(leaders, 5, 100, 0);   /* 1000, and new */
    leaders_settle(leaders, &b.question);
    stands(leaders, 3, 1250, 1, 2);
    stands(leaders, 1, 1000, 2, 1);
    stands(leaders, 5, 1000, 2, 4);
    stands(leaders, 2, 750, 4, 2);
    stands(leaders, 4, 0, 5, 4);
    assert_int_equal(leaders_n(leaders), 5);

    /* It is asked again: all is as if it had never been. */
    assert_true(leaders_drop(leaders, but_b, NULL));
    leaders_settle(leaders, &a.question);
    stands(leaders, 1, 1000, 1, 0);
    stands(leaders, 3, 750, 2, 0);
    assert_int_equal(leaders_n(leaders), 4);
    struct participant gone = person(5);
    assert_null(leaders_find(leaders, &gone));
    assert_true(leaders_drop(leaders, none, NULL));
    leaders_settle(leaders, NULL);
    assert_int_equal(leaders_n(leaders), 0);
    leaders_free(leaders);
}

static void what_was_begun_and_given_up_counts_nothing(void **state)
{
    struct leaders *leaders = leaders_new();
    const struct leaders_key a = key_of('a'), b = key_of('b');
    (void)state;

    leaders_begin(leaders, &a, &rules);
    answers(leaders, 1, 100, 0);
    leaders_settle(leaders, NULL);
    leaders_begin(leaders, &b, &rules);
    answers(leaders, 1, 100, 0);
    answers(leaders, 2, 100, 0);
    leaders_abandon(leaders);
    leaders_settle(leaders, NULL);
    assert_false(leaders_has(leaders, &b));
    assert_int_equal(leaders_n(leaders), 1);
    stands(leaders, 1, 1000, 1, 1);
    leaders_free(leaders);
}

/* Whoever asks while another question is read is told nothing of it. */
static void what_is_being_filled_is_not_known_yet(void **state)
{
    struct leaders *leaders = leaders_new();
    const struct leaders_key a = key_of('a'), b = key_of('b');
    const struct participant one = person(1);
    (void)state;

    leaders_begin(leaders, &a, &rules);
    answers(leaders, 1, 100, 0);
    leaders_settle(leaders, &a.question);
    leaders_begin(leaders, &b, &rules);
    answers(leaders, 1, 100, 0);
    assert_int_equal(leaders_n_columns(leaders), 1);
    assert_null(leaders_mark(leaders, &b.question, leaders_find(leaders, &one)));
    assert_int_equal(
        leaders_mark(leaders, &a.question, leaders_find(leaders, &one))->points, 1000);
    leaders_settle(leaders, &b.question);
    assert_int_equal(leaders_n_columns(leaders), 2);
    assert_int_equal(
        leaders_mark(leaders, &b.question, leaders_find(leaders, &one))->points, 1000);
    leaders_free(leaders);
}

static void the_nearest_share_places_too(void **state)
{
    static const int32_t guesses[] = {50, 38, 46, 42, 0, 34}; /* 8 4 4 0 42 8 away */
    const struct quiz_rules guess = {
        .is_scored = true, .points = 1000, .number = 42, .nearest = 4};
    const struct leaders_player *found[QUIZ_NEAREST_MAX];
    struct leaders *leaders = leaders_new();
    const struct leaders_key a = key_of('a');
    const struct id id = id_of('a');
    (void)state;

    leaders_begin(leaders, &a, &guess);
    for (uint32_t n = 0; n < 6; n++) {
        struct participant who = person(n);

        assert_int_equal(leaders_number(leaders, &who, guesses[n]), OK);
    }
    leaders_settle(leaders, NULL);
    assert_int_equal(leaders_nearest(leaders, &id, found, 2), 5);
    assert_int_equal(leaders_mark(leaders, &id, found[0])->number, 42);
    stands(leaders, 3, 1000, 1, 1);
    stands(leaders, 1, 750, 2, 2);
    stands(leaders, 2, 750, 2, 2);
    stands(leaders, 0, 250, 4, 4); /* both are fourth */
    stands(leaders, 5, 250, 4, 4);
    stands(leaders, 4, 0, 6, 6);
    leaders_free(leaders);
}

/* ---- Against a recount, the slow way ----------------------------------------------------
 */

struct answer {
    bool is_there;
    uint32_t ms;
    int32_t option;
};

static void fill(struct leaders *leaders, char name, const struct answer given[],
                 uint32_t first)
{
    const struct leaders_key key = key_of(name);

    leaders_begin(leaders, &key, &rules);
    for (uint32_t i = 0; i < CROWD; i++) {
        uint32_t n = (first + i) % CROWD; /* In any order, */

        for (unsigned times = 0; given[n].is_there && times < 1 + n % 2; times++)
            answers(leaders, n, given[n].ms, given[n].option); /* and some twice. */
    }
    leaders_settle(leaders, NULL);
}

static void places_are_what_a_recount_says_in_any_order(void **state)
{
    static struct answer given[COLUMNS][CROWD];
    struct leaders *leaders = leaders_new();
    uint64_t points[CROWD] = {0}, sum = 0, told = 0;
    struct dice dice;
    size_t players = 0;
    (void)state;

    dice_begin(&dice, "leaders");
    for (size_t c = 0; c < COLUMNS; c++)
        for (uint32_t n = 0; n < CROWD; n++) {
            given[c][n] = (struct answer){dice_throw(&dice, 4) > 1,
                                          (uint32_t)dice_throw(&dice, 8) * 2500,
                                          dice_throw(&dice, 3) == 1};
            if (given[c][n].is_there && given[c][n].option == 0)
                points[n] += quiz_points(&rules, given[c][n].ms);
        }
    for (size_t c = COLUMNS; c-- > 0;)
        fill(leaders, (char)('a' + c), given[c], (uint32_t)dice_throw(&dice, CROWD));

    for (uint32_t n = 0; n < CROWD; n++) {
        struct participant who = person(n);
        const struct leaders_player *player = leaders_find(leaders, &who);
        uint64_t better = 0;
        bool plays = false;

        for (size_t c = 0; c < COLUMNS; c++)
            plays |= given[c][n].is_there;
        assert_int_equal(player != NULL, plays);
        sum += points[n];
        players += plays;
        for (uint32_t other = 0; other < CROWD; other++)
            better += points[other] > points[n];
        if (player)
            assert_true(player->points == points[n] && player->place == better + 1);
    }
    assert_int_equal(leaders_n(leaders), players);
    for (size_t i = 0; i < players; i++) {
        told += leaders_at(leaders, i)->points;
        if (i > 0)
            assert_true(leaders_at(leaders, i)->place >= leaders_at(leaders, i - 1)->place);
    }
    assert_int_equal(told, sum);
    leaders_free(leaders);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ties_share_a_place_and_movement_is_told),
        cmocka_unit_test(what_was_begun_and_given_up_counts_nothing),
        cmocka_unit_test(what_is_being_filled_is_not_known_yet),
        cmocka_unit_test(the_nearest_share_places_too),
        cmocka_unit_test(places_are_what_a_recount_says_in_any_order),
    };
    return cmocka_run_group_tests_name("leaders", tests, NULL, NULL);
}
