/* SPDX-License-Identifier: Apache-2.0 */

/* A ballot is counted once, whatever is resent, doubled or raced. */

#include "lib/store_rig.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

static struct redis_fixture redis;
static struct rig_world world;
static struct rig here, there; /* Two workers. */
static struct rig_ask ask;

static int begin(void **state)
{
    (void)state;
    freeReplyObject(redis_fixture_do(&redis, "FLUSHALL"));
    rig_begin(&here, &world, &redis);
    rig_open(&there, &world, redis.address);
    rig_open_question(&here, "room", "q");
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_close(&there);
    rig_end(&here, &ask);
    return 0;
}

static void expect(struct rig *rig, uint32_t person, uint32_t n, unsigned option,
                   enum err want)
{
    struct rig_cast cast;

    rig_cast_init(&cast, "q", person, n, option);
    assert_int_equal(rig_cast_await(rig, &cast), want);
}

static long long count_of(unsigned option)
{
    return redis_fixture_nth(&redis, 2 + option, "GET {room}:tally:q:1");
}

static void a_first_ballot_is_counted(void **state)
{
    struct rig_cast cast;

    (void)state;
    rig_cast_init(&cast, "q", 1, 1, 2);
    assert_int_equal(rig_cast_await(&here, &cast), OK);
    assert_int_equal(cast.n, 1);
    assert_int_equal(cast.revision, 1);
    assert_string_equal(cast.ballot, "{\"options\":[2]}");
    assert_int_equal(count_of(2), 1);
    assert_int_equal(here.tally.voters, 1);
    assert_int_equal(here.tally.counts[2], 1);
    assert_int_equal(here.tally_epoch, 1);
}

static void a_ballot_sent_again_is_counted_again_and_once(void **state)
{
    struct rig_cast cast;

    (void)state;
    expect(&here, 1, 1, 2, OK);
    rig_cast_init(&cast, "q", 1, 1, 2);
    assert_int_equal(rig_cast_await(&there, &cast), OK);
    assert_int_equal(cast.revision, 1);
    assert_int_equal(count_of(2), 1);
}

static void a_higher_number_replaces_the_ballot(void **state)
{
    (void)state;
    expect(&here, 1, 1, 2, OK);
    expect(&here, 1, 2, 0, OK);
    assert_int_equal(count_of(2), 0);
    assert_int_equal(count_of(0), 1);
    assert_int_equal(rig_recount(&redis, "room", "q", 1), 1);
}

static void a_late_resend_does_not_undo_a_newer_ballot(void **state)
{
    struct rig_cast late;

    (void)state;
    expect(&here, 1, 1, 2, OK);
    expect(&here, 1, 2, 0, OK);
    rig_cast_init(&late, "q", 1, 1, 2);
    assert_int_equal(rig_cast_await(&here, &late), ERR_STALE);
    assert_int_equal(late.n, 2);
    assert_string_equal(late.ballot, "{\"options\":[0]}");
    assert_int_equal(count_of(0), 1);
}

static void of_two_tabs_with_the_same_number_the_second_is_stale(void **state)
{
    struct rig_cast second;

    (void)state;
    expect(&here, 1, 1, 2, OK);
    rig_cast_init(&second, "q", 1, 1, 0);
    assert_int_equal(rig_cast_await(&there, &second), ERR_STALE);
    assert_int_equal(second.n, 1);
    assert_string_equal(second.ballot, "{\"options\":[2]}");
}

static void a_number_is_stored_even_if_the_ballot_is_the_same(void **state)
{
    struct rig_cast late;

    (void)state;
    expect(&here, 1, 1, 2, OK);
    expect(&here, 1, 5, 2, OK);
    rig_cast_init(&late, "q", 1, 4, 0);
    assert_int_equal(rig_cast_await(&here, &late), ERR_STALE);
    assert_int_equal(late.n, 5);
    assert_int_equal(count_of(2), 1);
}

static void after_the_close_only_what_was_counted_is_counted(void **state)
{
    struct rig_cast stranger;

    (void)state;
    expect(&here, 1, 1, 2, OK);
    rig_must_move(&here, "room", "q", MOVE_CLOSE);
    expect(&here, 1, 1, 2, OK);
    expect(&here, 1, 1, 0, ERR_STALE);
    expect(&here, 1, 2, 0, ERR_CLOSED);
    rig_cast_init(&stranger, "q", 2, 1, 0);
    assert_int_equal(rig_cast_await(&here, &stranger), ERR_CLOSED);
    assert_int_equal(stranger.n, 0);
    assert_string_equal(stranger.ballot, "");
    assert_int_equal(rig_recount(&redis, "room", "q", 1), 1);
}

static void after_a_reset_the_old_round_is_over(void **state)
{
    struct rig_cast late, fresh;

    (void)state;
    expect(&here, 1, 1, 2, OK);
    rig_must_move(&here, "room", "q", MOVE_RESET);
    rig_cast_init(&late, "q", 1, 1, 2);
    assert_int_equal(rig_cast_await(&here, &late), ERR_ROUND_OVER);
    assert_int_equal(late.round, 2);
    rig_must_move(&here, "room", "q", MOVE_OPEN);
    rig_cast_init(&fresh, "q", 1, 1, 3);
    fresh.cast.round = 2;
    assert_int_equal(rig_cast_await(&here, &fresh), OK);
    assert_int_equal(fresh.revision, 1);
    assert_int_equal(rig_recount(&redis, "room", "q", 1), 1); /* Kept aside. */
    assert_int_equal(rig_recount(&redis, "room", "q", 2), 1);
}

static void a_final_ballot_is_not_replaced(void **state)
{
    struct rig_cast second;

    (void)state;
    rig_make_question(&here, "room", "final", false);
    rig_must_move(&here, "room", "final", MOVE_OPEN);
    rig_cast_init(&second, "final", 1, 1, 0);
    assert_int_equal(rig_cast_await(&here, &second), OK);
    rig_cast_init(&second, "final", 1, 2, 1);
    assert_int_equal(rig_cast_await(&here, &second), ERR_FINAL);
    assert_int_equal(second.n, 1);
    assert_string_equal(second.ballot, "{\"options\":[0]}");
    rig_cast_init(&second, "final", 1, 2, 0);
    assert_int_equal(rig_cast_await(&here, &second), OK); /* The same answer. */
}

static void another_definition_or_question_writes_nothing(void **state)
{
    struct rig_cast cast;

    (void)state;
    rig_cast_init(&cast, "q", 1, 1, 0);
    cast.cast.version = 2;
    assert_int_equal(rig_cast_await(&here, &cast), ERR_WRONG_MOVE);
    assert_false(cast.has_answer);
    rig_cast_init(&cast, "nothing", 1, 1, 0);
    assert_int_equal(rig_cast_await(&here, &cast), ERR_NOT_FOUND);
    assert_int_equal(redis_fixture_number(&redis, "EXISTS {room}:tally:q:1"), 0);
}

static void the_same_voter_twice_in_one_batch_settles_in_order(void **state)
{
    static const struct {
        uint32_t n;
        unsigned option;
        enum err want;
        const char *why;
    } rows[] = {
        {1, 0, OK, "first"},          {1, 0, OK, "the same again"},
        {1, 1, ERR_STALE, "a tab"},   {2, 1, OK, "changed"},
        {1, 0, ERR_STALE, "late"},    {3, 1, OK, "same ballot, new number"},
        {2, 2, ERR_STALE, "between"}, {4, 3, OK, "changed once more"},
    };
    struct rig_cast casts[8];
    size_t n_done = 0;

    (void)state;
    for (size_t i = 0; i < 8; i++) {
        rig_cast_init(&casts[i], "q", 9, rows[i].n, rows[i].option);
        casts[i].n_done = &n_done;
        rig_cast_send(&here, &casts[i]);
    }
    rig_until_count(&world, &n_done, 8);
    for (size_t i = 0; i < 8; i++)
        if (casts[i].err != rows[i].want)
            fail_msg("%s: %s", rows[i].why, err_code(casts[i].err));
    assert_int_equal(count_get(&here.counters.batches), 1);
    assert_int_equal(casts[7].revision, 1);
    assert_int_equal(count_of(3), 1);
    assert_int_equal(rig_recount(&redis, "room", "q", 1), 1);
}

/* Random people change their minds on two workers; a dice with a known seed. */
static void counts_equal_a_recount_of_the_ballots_always(void **state)
{
    enum { CASTS = 3000, PEOPLE = 700 };
    static struct rig_cast casts[CASTS];
    uint64_t dice = 20261122;
    size_t n_done = 0, n_ok = 0;

    (void)state;
    for (size_t i = 0; i < CASTS; i++) {
        dice = dice * 6364136223846793005U + 1442695040888963407U;
        rig_cast_init(&casts[i], "q", (uint32_t)(dice >> 33) % PEOPLE,
                      1 + (uint32_t)(dice >> 40) % 6, (unsigned)(dice >> 50) % CELLS_MAX);
        if ((dice >> 60) == 3) {
            casts[i].cast.cells.n = 2;
            casts[i].cast.cells.cell[1] = (struct cell){19, -2};
            memcpy(casts[i].cast.ballot, "{\"two\":", 7);
        }
        casts[i].n_done = &n_done;
        rig_cast_send(i % 2 ? &here : &there, &casts[i]);
        if (i % 500 == 499)
            rig_until_count(&world, &n_done, i + 1);
    }
    for (size_t i = 0; i < CASTS; i++)
        n_ok += casts[i].err == OK;
    assert_in_range(n_ok, PEOPLE / 2, CASTS);
    assert_in_range(rig_recount(&redis, "room", "q", 1), PEOPLE / 2, PEOPLE);
}

static void a_crowd_fills_batches(void **state)
{
    enum { CROWD = 2560 };
    static struct rig_cast casts[CROWD];
    size_t n_done = 0;

    (void)state;
    for (uint32_t i = 0; i < CROWD; i++) {
        rig_cast_init(&casts[i], "q", i, 1, i % 4);
        casts[i].n_done = &n_done;
        rig_cast_send(&here, &casts[i]);
    }
    rig_until_count(&world, &n_done, CROWD);
    assert_int_equal(count_get(&here.counters.batches), CROWD / BATCH_BALLOTS_MAX);
    assert_int_equal(count_get(&here.counters.batch_ballots), CROWD);
    assert_int_equal(rig_recount(&redis, "room", "q", 1), CROWD);
    assert_int_equal(here.tally.counts[3], CROWD / 4);
    assert_int_equal(here.tally.revision, CROWD / BATCH_BALLOTS_MAX);
}

static void other_workers_hear_the_whole_tally_the_last_one_too(void **state)
{
    struct id room = rig_id("room");

    (void)state;
    store_watch(there.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&there, &ask), OK);
    for (uint32_t person = 0; person < 5; person++)
        expect(&here, person, 1, 1, OK);
    while (there.tally.revision < 5) {
        size_t n = there.n_tallies;

        rig_until_count(&world, &there.n_tallies, n + 1);
    }
    assert_int_equal(there.tally.counts[1], 5);
    assert_int_equal(there.tally_epoch, 1);
    assert_in_range(there.n_tallies, 1, 4); /* Not one for each. */
}

static void too_many_waiting_are_refused_at_once(void **state)
{
    const size_t crowd = BATCH_QUEUE_MAX + 1;
    struct rig_cast *casts = calloc(crowd, sizeof *casts);
    size_t n_done = 0;

    (void)state;
    for (uint32_t i = 0; i < crowd; i++) {
        rig_cast_init(&casts[i], "q", i, 1, 0);
        casts[i].n_done = &n_done;
        rig_cast_send(&here, &casts[i]);
    }
    rig_until_count(&world, &n_done, crowd);
    assert_int_equal(casts[crowd - 1].err, ERR_TOO_MANY);
    assert_int_equal(casts[crowd - 2].err, OK);
    assert_int_equal(rig_recount(&redis, "room", "q", 1), BATCH_QUEUE_MAX);
    free(casts);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_first_ballot_is_counted),
        CASE(a_ballot_sent_again_is_counted_again_and_once),
        CASE(a_higher_number_replaces_the_ballot),
        CASE(a_late_resend_does_not_undo_a_newer_ballot),
        CASE(of_two_tabs_with_the_same_number_the_second_is_stale),
        CASE(a_number_is_stored_even_if_the_ballot_is_the_same),
        CASE(after_the_close_only_what_was_counted_is_counted),
        CASE(after_a_reset_the_old_round_is_over),
        CASE(a_final_ballot_is_not_replaced),
        CASE(another_definition_or_question_writes_nothing),
        CASE(the_same_voter_twice_in_one_batch_settles_in_order),
        CASE(counts_equal_a_recount_of_the_ballots_always),
        CASE(a_crowd_fills_batches),
        CASE(other_workers_hear_the_whole_tally_the_last_one_too),
        CASE(too_many_waiting_are_refused_at_once),
    };
    int failed;

    redis_fixture_start(&redis, NULL);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    redis_fixture_stop(&redis);
    return failed;
}
