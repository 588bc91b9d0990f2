/* SPDX-License-Identifier: Apache-2.0 */

/* What goes on in a room over time: counted once by two workers and over restarts of both
 * sides, in the right minute, within its rings; tallies in ever longer steps. */

#include "store/store_series.h"
#include "lib/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define MINUTE UINT64_C(60000)
#define DAY    (24 * 60 * MINUTE)

static struct redis_fixture redis;
static struct rig_world world;
static struct rig here, there;
static struct rig_ask ask;
static bool is_there;

/* Of the last page that was read. */
static struct series_page page;
static struct series_row rows[SERIES_QUARTERS];
static struct curve_page curve;
static struct curve_point points[SERIES_POINTS_MAX + 1];

static int begin(void **state)
{
    (void)state;
    freeReplyObject(redis_fixture_do(&redis, "FLUSHALL"));
    rig_begin(&here, &world, &redis);
    rig_open(&there, &world, redis.address);
    is_there = true;
    return 0;
}

static void there_leaves(void)
{
    if (is_there)
        rig_close(&there);
    is_there = false;
}

static int end(void **state)
{
    (void)state;
    there_leaves();
    rig_end(&here, &ask);
    return 0;
}

static void keep_page(struct rig_ask *asked, const void *result)
{
    (void)asked;
    page = *(const struct series_page *)result;
    assert_true(page.n <= SERIES_QUARTERS);
    if (page.n > 0)
        memcpy(rows, page.rows, page.n * sizeof *rows);
    page.rows = rows;
}

static void keep_curve(struct rig_ask *asked, const void *result)
{
    (void)asked;
    curve = *(const struct curve_page *)result;
    assert_true(curve.n <= SERIES_POINTS_MAX);
    if (curve.n > 0)
        memcpy(points, curve.points, curve.n * sizeof *points);
}

static const struct id *room(void)
{
    static struct id id;

    id = rig_id("room");
    return &id;
}

static enum err add(struct rig *rig, const struct series_batch *batch)
{
    store_series_add(rig->store, rig_request(&ask, NULL), room(), batch);
    return rig_await(rig, &ask);
}

static void read_ring(enum series_ring ring, uint64_t since_ms)
{
    store_series_read(here.store, rig_request(&ask, keep_page), room(), ring, since_ms,
                      UINT64_MAX >> 12);
    assert_int_equal(rig_await(&here, &ask), OK);
}

static uint64_t sum_of(enum series_count count)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < page.n; i++)
        sum += rows[i].of[count];
    return sum;
}

static uint64_t sum_in(enum series_ring ring, enum series_count count)
{
    read_ring(ring, 0);
    return sum_of(count);
}

static struct series_batch votes(uint64_t number, uint32_t n, uint32_t people)
{
    struct series_batch batch = {.number = number, .people = people};

    batch.counts[SERIES_VOTES] = n;
    return batch;
}

static void all_rings_have_what_two_workers_counted(void **state)
{
    const struct series_batch first = votes(1, 5, 3), second = votes(1, 7, 4);

    (void)state;
    assert_int_equal(add(&here, &first), OK);
    assert_int_equal(add(&there, &second), OK);
    for (unsigned ring = 0; ring < SERIES_RINGS; ring++) {
        uint64_t most = 0;

        assert_int_equal(sum_in((enum series_ring)ring, SERIES_VOTES), 12);
        for (size_t i = 0; i < page.n; i++)
            most = rows[i].people > most ? rows[i].people : most;
        assert_int_equal(most, 7);
    }
    assert_true(page.since_ms > 0 && page.since_ms <= page.now_ms);
}

static void what_is_sent_again_counts_once(void **state)
{
    const struct series_batch batch = votes(1, 5, 0), next = votes(2, 1, 0);

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(add(&here, &batch), OK);
    assert_int_equal(add(&here, &next), OK);
    assert_int_equal(add(&here, &batch), OK);
    assert_int_equal(sum_in(RING_MINUTES, SERIES_VOTES), 6);
}

/* It is another worker then, whose batches begin anew. */
static void a_worker_that_starts_again_goes_on_counting(void **state)
{
    const struct series_batch batch = votes(1, 5, 9), none = votes(0, 0, 1);

    (void)state;
    assert_int_equal(add(&there, &batch), OK);
    there_leaves();
    rig_open(&there, &world, redis.address);
    is_there = true;
    assert_int_equal(add(&there, &batch), OK);
    assert_int_equal(sum_in(RING_MINUTES, SERIES_VOTES), 10);
    /* Its people are gone when it was silent for long enough, */
    freeReplyObject(redis_fixture_do(&redis, "DEL {room}:here"));
    freeReplyObject(redis_fixture_do(&redis, "HSET {room}:here 4711 %s", "9 1000"));
    freeReplyObject(redis_fixture_do(&redis, "DEL {room}:series"));
    assert_int_equal(add(&here, &none), OK);
    read_ring(RING_MINUTES, 0);
    assert_int_equal(rows[page.n - 1].people, 1);
    assert_int_equal(redis_fixture_number(&redis, "HLEN {room}:here"), 1);
}

static void nothing_is_lost_or_doubled_when_redis_dies(void **state)
{
    const struct series_batch batch = votes(1, 5, 0), next = votes(2, 2, 0);

    (void)state;
    assert_int_equal(add(&here, &batch), OK);
    redis_fixture_kill(&redis);
    redis_fixture_restart(&redis);
    assert_int_equal(add(&here, &batch), OK); /* Whoever had no answer asks again. */
    assert_int_equal(add(&here, &next), OK);
    assert_int_equal(sum_in(RING_MINUTES, SERIES_VOTES), 7);
    assert_int_equal(sum_in(RING_DAYS, SERIES_VOTES), 7);
}

static void counts_are_of_the_minute_in_which_they_were_begun(void **state)
{
    struct series_batch batch = votes(1, 5, 2);

    (void)state;
    batch.ago_ms = 10 * MINUTE;
    assert_int_equal(add(&here, &batch), OK);
    read_ring(RING_MINUTES, 0);
    assert_int_equal(page.n, 2); /* Then, and the people now. */
    assert_int_equal(rows[0].of[SERIES_VOTES], 5);
    assert_int_equal(rows[0].people, 0);
    assert_int_equal(rows[1].at_ms - rows[0].at_ms, 10 * MINUTE);
    assert_int_equal(rows[1].people, 2);
    assert_in_range(page.now_ms - rows[1].at_ms, 0, MINUTE + 5000);
    /* From the edge of a minute on, and not before. */
    read_ring(RING_MINUTES, rows[0].at_ms + MINUTE);
    assert_int_equal(page.n, 1);
}

/* A slot that comes round again forgets; what is older than the ring is in no slot of it.
 */
static void rings_keep_no_more_than_they_hold(void **state)
{
    struct series_batch batch = votes(1, 5, 0);

    (void)state;
    batch.ago_ms = DAY;
    assert_int_equal(add(&here, &batch), OK);
    batch = votes(2, 3, 0);
    assert_int_equal(add(&here, &batch), OK);
    batch = votes(3, 9, 0);
    batch.ago_ms = DAY; /* Late, and its slot is another minute's. */
    assert_int_equal(add(&here, &batch), OK);
    assert_int_equal(sum_in(RING_MINUTES, SERIES_VOTES), 3);
    assert_int_equal(sum_in(RING_QUARTERS, SERIES_VOTES), 17);
    assert_int_equal(sum_in(RING_DAYS, SERIES_VOTES), 17);
    assert_in_range(redis_fixture_number(&redis, "HLEN {room}:series"), 5, 7);
}

static enum err share(struct rig *rig, unsigned who)
{
    struct participant participant = {{0}};

    memcpy(participant.bytes, &who, sizeof who);
    store_series_shared(rig->store, rig_request(&ask, NULL), room(), &participant);
    return rig_await(rig, &ask);
}

static void who_came_by_a_shared_link_is_counted_once(void **state)
{
    struct series_batch batch = votes(1, 5, 2);

    (void)state;
    assert_int_equal(add(&here, &batch), OK);
    for (unsigned again = 0; again < 3; again++) {
        assert_int_equal(share(&here, 1), OK);
        assert_int_equal(share(&there, 1), OK);
        assert_int_equal(share(&there, 2), OK);
    }
    for (enum series_ring ring = RING_MINUTES; ring < SERIES_RINGS; ring++) {
        assert_int_equal(sum_in(ring, SERIES_SHARED), 2);
        assert_int_equal(sum_in(ring, SERIES_VOTES), 5);
    }
    /* What somebody may write without end is cut off. */
    freeReplyObject(redis_fixture_do(&redis, "EVAL %s 0",
                                     "for i = 3, 19999 do "
                                     "redis.call('SADD', '{room}:shared', i) end"));
    assert_int_equal(share(&here, 3), OK);
    assert_int_equal(share(&here, 4), OK);
    assert_int_equal(sum_in(RING_DAYS, SERIES_SHARED), 3);
    assert_int_equal(redis_fixture_number(&redis, "SCARD {room}:shared"),
                     SERIES_SHARED_MAX);
}

static void waits_of_ideas_are_kept_for_a_median(void **state)
{
    struct series_batch batch = {.number = 1, .n_waits = 3};

    (void)state;
    batch.waits[0] = (uint8_t)series_wait_slot(30 * MINUTE);
    batch.waits[1] = batch.waits[2] = (uint8_t)series_wait_slot(120 * MINUTE);
    for (int i = 0; i < 2; i++)
        assert_int_equal(add(&here, &batch), OK);
    read_ring(RING_MINUTES, 0);
    assert_int_equal(page.waits[batch.waits[0]], 1);
    assert_int_equal(page.waits[batch.waits[1]], 2);
    assert_in_range(series_wait_median_ms(page.waits), 108 * MINUTE, 132 * MINUTE);
}

static void read_tally_over_time(void)
{
    const struct round_of round = {rig_id("q"), 1};

    store_curve_read(here.store, rig_request(&ask, keep_curve), room(), &round);
    assert_int_equal(rig_await(&here, &ask), OK);
}

static void a_tally_is_kept_as_it_was_last_in_each_step(void **state)
{
    struct series_batch batch = {.n_rounds = 1};
    struct rig_cast cast;

    (void)state;
    rig_open_question(&here, "room", "q");
    batch.rounds[0] = (struct round_of){rig_id("q"), 1};
    for (uint32_t person = 1; person <= 3; person++) {
        rig_cast_init(&cast, "q", person, 1, 1);
        assert_int_equal(rig_cast_await(&here, &cast), OK);
        assert_int_equal(add(person % 2 ? &here : &there, &batch), OK);
    }
    read_tally_over_time();
    assert_in_range(curve.n, 1, 2); /* It may have been the edge of a step. */
    assert_int_equal(points[curve.n - 1].tally.voters, 3);
    assert_int_equal(points[curve.n - 1].tally.counts[1], 3);
    assert_int_equal(curve.tally.voters, 3);
    assert_in_range(curve.now_ms - points[curve.n - 1].at_ms, 0, 10000);
    /* A month ago there was more: what is too much for it makes the steps longer. */
    for (unsigned i = 1; i <= SERIES_POINTS_MAX; i++)
        freeReplyObject(
            redis_fixture_do(&redis, "HSET {room}:curve:q:1 %llu %s",
                             (unsigned long long)(curve.now_ms / 5000 - 600 + i),
                             i % 2 ? "1 1 0 1" : "2 2 0 2"));
    assert_int_equal(add(&here, &batch), OK);
    read_tally_over_time();
    assert_in_range(curve.n, SERIES_POINTS_MAX / 2, SERIES_POINTS_MAX / 2 + 3);
    assert_int_equal(curve.step_ms, 10000);
    for (size_t i = 1; i < curve.n; i++)
        assert_true(points[i].at_ms > points[i - 1].at_ms);
    assert_int_equal(points[curve.n - 1].tally.voters, 3);
    /* Of two that became one it is the later. */
    assert_int_equal(points[1].tally.voters, points[2].tally.voters);
}

static void nothing_is_kept_of_a_room_that_is_gone(void **state)
{
    const struct series_batch batch = votes(1, 5, 3);

    (void)state;
    rig_open_question(&here, "room", "q");
    assert_int_equal(add(&here, &batch), OK);
    assert_int_equal(share(&here, 1), OK);
    store_room_delete(here.store, rig_request(&ask, NULL), room());
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(add(&here, &batch), ERR_NOT_FOUND);
    assert_int_equal(share(&here, 2), ERR_NOT_FOUND);
    assert_int_equal(redis_fixture_number(&redis,
                                          "EXISTS {room}:series {room}:here "
                                          "{room}:counted {room}:shared {room}:curve:q:1"),
                     0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(all_rings_have_what_two_workers_counted),
        CASE(what_is_sent_again_counts_once),
        CASE(a_worker_that_starts_again_goes_on_counting),
        CASE(nothing_is_lost_or_doubled_when_redis_dies),
        CASE(counts_are_of_the_minute_in_which_they_were_begun),
        CASE(rings_keep_no_more_than_they_hold),
        CASE(who_came_by_a_shared_link_is_counted_once),
        CASE(waits_of_ideas_are_kept_for_a_median),
        CASE(a_tally_is_kept_as_it_was_last_in_each_step),
        CASE(nothing_is_kept_of_a_room_that_is_gone),
    };
    int failed;

    redis_fixture_start(&redis, NULL);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    redis_fixture_stop(&redis);
    return failed;
}
