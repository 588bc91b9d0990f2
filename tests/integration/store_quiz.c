/* SPDX-License-Identifier: Apache-2.0 */

/* How long an answer took, by the clock of the store, is kept beside the ballot that
 * counts. */

#include "lib/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define FAR 60000LL /* More ms than this test takes between two lines. */

static struct redis_fixture redis;
static struct rig_world world;
static struct rig here;
static struct rig_ask ask;

static int begin(void **state)
{
    (void)state;
    freeReplyObject(redis_fixture_do(&redis, "FLUSHALL"));
    rig_begin(&here, &world, &redis);
    rig_open_question(&here, "room", "q");
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_end(&here, &ask);
    return 0;
}

/* The one that is there. */
static long long taken_in(unsigned round)
{
    redisReply *reply = redis_fixture_do(&redis, "HVALS {room}:times:q:%u", round);
    long long ms = -1;

    if (reply->elements == 1)
        ms = strtoll(reply->element[0]->str, NULL, 10);
    freeReplyObject(reply);
    return ms;
}

static long long taken(void)
{
    return taken_in(1);
}

/* As if it had been opened so long before. */
static void open_earlier(long long ms)
{
    freeReplyObject(redis_fixture_do(&redis, "HINCRBY {room}:q:q opened %lld", -ms));
}

static enum err cast_in(uint32_t round, uint32_t n, unsigned option, uint32_t delay_ms)
{
    struct rig_cast cast;

    rig_cast_init(&cast, "q", 1, n, option);
    cast.cast.round = round;
    cast.cast.is_timed = true;
    cast.cast.delay_ms = delay_ms;
    cast.cast.since_ms = world.clock->mono_ms(world.clock);
    return rig_cast_await(&here, &cast);
}

static enum err cast(uint32_t n, unsigned option, uint32_t delay_ms)
{
    return cast_in(1, n, option, delay_ms);
}

static void the_last_answer_and_its_time_count(void **state)
{
    (void)state;
    open_earlier(10 * FAR);
    assert_int_equal(cast(1, 0, 0), OK);
    long long first = taken();
    assert_in_range(first, 10 * FAR, 11 * FAR);

    open_earlier(5 * FAR);
    assert_int_equal(cast(2, 1, 0), OK);
    assert_in_range(taken(), 15 * FAR, 16 * FAR);
}

static void what_is_sent_again_or_refused_keeps_its_time(void **state)
{
    (void)state;
    open_earlier(10 * FAR);
    assert_int_equal(cast(2, 0, 0), OK);
    long long first = taken();

    open_earlier(20 * FAR);
    assert_int_equal(cast(2, 0, 0), OK);
    assert_int_equal(taken(), first);
    assert_int_equal(cast(1, 1, 0), ERR_STALE);
    assert_int_equal(taken(), first);
    rig_must_move(&here, "room", "q", MOVE_CLOSE);
    assert_int_equal(cast(3, 1, 0), ERR_CLOSED);
    assert_int_equal(taken(), first);
}

static void the_way_here_is_taken_off_and_no_more(void **state)
{
    (void)state;
    open_earlier(10 * FAR);
    assert_int_equal(cast(1, 0, 4 * FAR), OK);
    assert_in_range(taken(), 6 * FAR, 7 * FAR);
    assert_int_equal(cast(2, 0, 600 * FAR), OK);
    assert_int_equal(taken(), 0);
}

static void an_ordinary_vote_has_no_time(void **state)
{
    struct rig_cast cast;

    (void)state;
    rig_cast_init(&cast, "q", 1, 1, 0);
    assert_int_equal(rig_cast_await(&here, &cast), OK);
    assert_int_equal(redis_fixture_number(&redis, "EXISTS {room}:times:q:1"), 0);
}

static void the_time_is_that_of_the_first_opening(void **state)
{
    (void)state;
    open_earlier(10 * FAR);
    rig_must_move(&here, "room", "q", MOVE_CLOSE);
    rig_must_move(&here, "room", "q", MOVE_REOPEN);
    assert_int_equal(cast(1, 0, 0), OK);
    assert_in_range(taken(), 10 * FAR, 11 * FAR);
}

static void a_second_vote_has_a_time_of_its_own(void **state)
{
    (void)state;
    open_earlier(10 * FAR);
    rig_must_move(&here, "room", "q", MOVE_CLOSE);
    rig_must_move(&here, "room", "q", MOVE_AGAIN);
    assert_int_equal(cast_in(2, 1, 0, 0), OK);
    assert_in_range(taken_in(2), 0, FAR);
}

/* Whoever answers in the round that came back is not quicker than those before. */
static void a_round_that_comes_back_began_when_it_did(void **state)
{
    (void)state;
    open_earlier(10 * FAR);
    for (uint32_t n = 1; n <= 2; n++) {
        rig_must_move(&here, "room", "q", MOVE_CLOSE);
        rig_must_move(&here, "room", "q", n == 1 ? MOVE_RESET : MOVE_AGAIN);
        if (n == 1)
            rig_must_move(&here, "room", "q", MOVE_OPEN);
        rig_must_move(&here, "room", "q", MOVE_RESTORE);
        rig_must_move(&here, "room", "q", MOVE_REOPEN);
        assert_int_equal(cast(n, 0, 0), OK);
        assert_in_range(taken(), 10 * FAR, 11 * FAR);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_last_answer_and_its_time_count),
        CASE(what_is_sent_again_or_refused_keeps_its_time),
        CASE(the_way_here_is_taken_off_and_no_more),
        CASE(an_ordinary_vote_has_no_time),
        CASE(the_time_is_that_of_the_first_opening),
        CASE(a_second_vote_has_a_time_of_its_own),
        CASE(a_round_that_comes_back_began_when_it_did),
    };
    int failed;

    redis_fixture_start(&redis, NULL);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    redis_fixture_stop(&redis);
    return failed;
}
