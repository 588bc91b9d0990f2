/* SPDX-License-Identifier: Apache-2.0 */

/* Results in a real Redis: rounds that were answered under the words of now, and people
 * with their groups, page by page, nobody left out or told twice. */

#include "store/store_results.h"
#include "lib/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define CROWD    1300 /* More than two pages. */
#define IN_GROUP 700  /* So many said what they are: the first ones. */

static struct redis_fixture redis;
static struct rig_world world;
static struct rig here;
static struct rig_ask ask;
static struct id room;

static int begin(void **state)
{
    (void)state;
    freeReplyObject(redis_fixture_do(&redis, "FLUSHALL"));
    room = rig_id("room");
    rig_begin(&here, &world, &redis);
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_end(&here, &ask);
    return 0;
}

/* ---- Rounds ---------------------------------------------------------------------------
 */

static struct results_rounds rounds;

static void keep_rounds(struct rig_ask *unused, const void *result)
{
    (void)unused;
    rounds = *(const struct results_rounds *)result;
}

static enum err read_rounds(uint32_t first, size_t n)
{
    const struct round_of from = {rig_id("q"), first};

    store_results_rounds(here.store, rig_request(&ask, keep_rounds), &room, &from, n);
    return rig_await(&here, &ask);
}

static void vote(uint32_t round, uint64_t version, uint32_t people)
{
    for (uint32_t i = 0; i < people; i++) {
        struct rig_cast cast;

        rig_cast_init(&cast, "q", i, 1, i % 2);
        cast.cast.round = round;
        cast.cast.version = version;
        assert_int_equal(rig_cast_await(&here, &cast), OK);
    }
}

static void rewrite(uint64_t version)
{
    struct id id = rig_id("q");
    struct buf *def = buf_new("{\"kind\":\"pair\"}", 15);

    store_question_update(here.store, rig_request(&ask, rig_keep_question), &room, &id,
                          version, def, true);
    assert_int_equal(rig_await(&here, &ask), OK);
    buf_unref(def);
}

static void rounds_are_told_from_the_first_under_the_present_words(void **state)
{
    (void)state;
    assert_int_equal(read_rounds(1, 1), ERR_NOT_FOUND);
    rig_open_question(&here, "room", "q");
    vote(1, 1, 3);
    rig_must_move(&here, "room", "q", MOVE_RESET);
    rig_must_move(&here, "room", "q", MOVE_OPEN);
    vote(2, 1, 2);
    assert_int_equal(read_rounds(1, 2), OK);
    assert_int_equal(rounds.since, 1);
    assert_true(rounds.at_ms > 0);
    assert_int_equal(rounds.n, 2);
    assert_int_equal(rounds.tallies[0].voters, 3);
    assert_int_equal(rounds.tallies[1].voters, 2);
    assert_int_equal(rounds.tallies[1].round, 2);

    rig_must_move(&here, "room", "q", MOVE_RESET);
    assert_int_equal(read_rounds(3, 1), OK);
    struct rig_ask moving = {0};
    const struct question_moving none = {.move = MOVE_OPEN, .version = 0};

    /* The answer to a wrong version tells the present one. */
    assert_int_equal(rig_move(&here, &moving, "room", "q", none), ERR_STALE);
    rewrite(moving.question.version);
    rig_ask_done(&moving);
    assert_int_equal(read_rounds(1, 3), OK);
    assert_int_equal(rounds.since, 3);
    assert_int_equal(rounds.tallies[2].voters, 0);
}

static void more_rounds_than_there_is_room_for_are_not_asked_for(void **state)
{
    (void)state;
    rig_open_question(&here, "room", "q");
    assert_int_equal(read_rounds(1, RESULT_ROUNDS_MAX + 1), OK);
    assert_int_equal(rounds.n, RESULT_ROUNDS_MAX);
}

/* ---- People ---------------------------------------------------------------------------
 */

static struct {
    bool is_last;
    char cursor[24];
    size_t n, times[CROWD];
} told;

static void keep_people(struct rig_ask *unused, const void *result)
{
    const struct results_people *page = result;

    (void)unused;
    for (size_t i = 0; i < page->n; i++) {
        const struct results_person *one = &page->people[i];
        uint32_t person = 0;

        for (; person < CROWD; person++) {
            struct participant who = rig_person(person);

            if (memcmp(&who, &one->participant, sizeof who) == 0)
                break;
        }
        assert_true(person < CROWD);
        told.times[person]++;
        assert_int_equal(one->groups[0], person < IN_GROUP ? (int32_t)(person % 3) : -1);
        assert_int_equal(one->groups[1], -1);
        assert_non_null(strstr(one->value, "{\"options\":["));
    }
    told.n += page->n;
    told.is_last = page->is_last;
    memcpy(told.cursor, page->next, sizeof told.cursor);
}

static void cast_all(const char *question, uint32_t people, unsigned options)
{
    static struct rig_cast casts[CROWD];
    size_t n_done = 0;

    for (uint32_t i = 0; i < people; i++) {
        rig_cast_init(&casts[i], question, i, 1, i % options);
        casts[i].n_done = &n_done;
        rig_cast_send(&here, &casts[i]);
    }
    rig_until_count(&world, &n_done, people);
}

static void everyone_is_told_once_with_their_groups(void **state)
{
    struct round_of segments[] = {{rig_id("who"), 1}, {rig_id("nobody"), 1}};
    struct results_page page = {
        .round = {rig_id("q"), 1}, .n_segments = 2, .segments = segments};
    size_t n_pages = 0;
    (void)state;

    rig_open_question(&here, "room", "q");
    rig_open_question(&here, "room", "who");
    cast_all("q", CROWD, 2);
    cast_all("who", IN_GROUP, 3);
    told.cursor[0] = '0';
    for (; !told.is_last; n_pages++) {
        page.cursor = told.cursor;
        store_results_people(here.store, rig_request(&ask, keep_people), &room, &page);
        assert_int_equal(rig_await(&here, &ask), OK);
        assert_true(n_pages < CROWD);
    }
    assert_true(n_pages > 1);
    assert_int_equal(told.n, CROWD);
    for (size_t i = 0; i < CROWD; i++)
        assert_int_equal(told.times[i], 1);
}

static void nobody_is_one_empty_page(void **state)
{
    struct round_of segment = {rig_id("who"), 1};
    const struct results_page page = {{rig_id("q"), 1}, 1, &segment, "0"};
    (void)state;

    memset(&told, 0, sizeof told);
    store_results_people(here.store, rig_request(&ask, keep_people), &room, &page);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_true(told.is_last);
    assert_int_equal(told.n, 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(rounds_are_told_from_the_first_under_the_present_words),
        CASE(more_rounds_than_there_is_room_for_are_not_asked_for),
        CASE(everyone_is_told_once_with_their_groups),
        CASE(nobody_is_one_empty_page),
    };
    int failed;

    redis_fixture_start(&redis, NULL);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    redis_fixture_stop(&redis);
    return failed;
}
