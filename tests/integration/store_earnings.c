/* SPDX-License-Identifier: Apache-2.0 */

/* Points of a space: what its rooms moved is added once, whoever carries it how often, and
 * whoever dies on the way. */

#include "store/store_earnings.h"
#include "lib/points_audit.h"
#include "lib/points_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

enum { ANN = 1, BEN, CROWD = 100 };

static struct entry_id mark;
static struct earnings earnings;

static void keep_mark(struct rig_ask *unused, const void *result)
{
    (void)unused;
    mark = *(const struct entry_id *)result;
}

static void keep_earnings(struct rig_ask *unused, const void *result)
{
    (void)unused;
    earnings = *(const struct earnings *)result;
}

static void ask_mark(void)
{
    store_earnings_mark(club.here.store, rig_request(&club.ask, keep_mark), &club.room);
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
}

static void take(const struct entry_id *after)
{
    store_earnings_take(club.here.store, rig_request(&club.ask, keep_earnings), &club.room,
                        after);
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
}

static void add(const struct earnings *what)
{
    store_earnings_add(club.here.store, rig_request(&club.ask, keep_mark), &club.room,
                       what);
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
}

static void carry_all(void)
{
    for (ask_mark(), take(&mark); earnings.n > 0; take(&mark))
        add(&earnings);
}

/* The space's sums are the room's, which is alone in it. */
static void the_space_is_exact(void)
{
    static const char script[] =
        "local a = redis.call('ZRANGE', '{space:' .. ARGV[1] .. '}:points', 0, -1, "
        "'WITHSCORES') "
        "local b = redis.call('ZRANGE', '{room}:points', 0, -1, 'WITHSCORES') "
        "if #a ~= #b or #a == 0 then return 0 end "
        "for i = 1, #a do if a[i] ~= b[i] then return 0 end end return 1";
    redisReply *space = redis_fixture_do(&club.redis, "KEYS {space:*}:points");
    char name[64] = "";

    points_audit(&club.redis, "room", "wishes");
    assert_int_equal(space->elements, 1);
    (void)snprintf(name, sizeof name, "%.*s",
                   (int)strcspn(space->element[0]->str + strlen("{space:"), "}"),
                   space->element[0]->str + strlen("{space:"));
    freeReplyObject(space);
    assert_int_equal(redis_fixture_number(&club.redis, "EVAL %s 0 %s", script, name), 1);
}

static void earn(void)
{
    club_post("tent", ANN);
    club_post("pool", BEN);
    for (uint32_t i = 0; i < 10; i++)
        club_support("tent", CROWD + i, 1, true);
    club_support("tent", CROWD, 2, false);
    club_status("tent", 1, STATUS_PLANNED);
}

static void what_is_earned_is_carried_and_so_is_what_is_taken_back(void **state)
{
    (void)state;
    earn();
    carry_all();
    the_space_is_exact();
    club_state("tent", 2, IDEA_HIDDEN);
    carry_all();
    the_space_is_exact();
}

static void what_is_sent_again_adds_nothing(void **state)
{
    struct earnings first;

    (void)state;
    earn();
    ask_mark();
    take(&mark);
    first = earnings;
    assert_true(first.n > 0);
    add(&first);
    add(&first);
    the_space_is_exact();
    assert_memory_equal(&mark, &first.last, sizeof mark);
}

/* Taken and never added: the next one takes it again, and more. Who comes too late with
 * less, or with what overlaps, is told where the space is. */
static void who_dies_on_the_way_or_is_late_does_no_harm(void **state)
{
    struct earnings dead;

    (void)state;
    club_post("tent", ANN);
    ask_mark();
    take(&mark);
    dead = earnings;
    club_support("tent", BEN, 1, true);
    carry_all();
    the_space_is_exact();
    add(&dead);
    assert_memory_not_equal(&mark, &dead.last, sizeof mark);
    the_space_is_exact();
    carry_all();
    the_space_is_exact();
}

static void more_than_one_call_takes_is_carried_in_several(void **state)
{
    (void)state;
    club_post("tent", ANN);
    for (uint32_t i = 0; i < EARNINGS_TAKEN_MAX + 5; i++)
        club_support("tent", CROWD + i, 1, true);
    carry_all();
    the_space_is_exact();
}

static void nothing_earned_is_nothing_to_carry(void **state)
{
    (void)state;
    carry_all();
    assert_int_equal(redis_fixture_number(&club.redis, "EVAL %s 0",
                                          "return #redis.call('KEYS', '*points*')"),
                     0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, club_begin, club_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_is_earned_is_carried_and_so_is_what_is_taken_back),
        CASE(what_is_sent_again_adds_nothing),
        CASE(who_dies_on_the_way_or_is_late_does_no_harm),
        CASE(more_than_one_call_takes_is_carried_in_several),
        CASE(nothing_earned_is_nothing_to_carry),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
