/* SPDX-License-Identifier: Apache-2.0 */

/* Ideas with so many supporters that merging them takes several calls: cut short, killed
 * and raced in between, they are united and parted exactly. */

#include "lib/board_rig.h"

#include "store/library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

enum { ANN = 1, AUTHOR = 100, OTHER };

static struct board_rig rig;

static int begin(void **state)
{
    (void)state;
    board_rig_open(&rig);
    assert_int_equal(board_rig_post(&rig, "tent", AUTHOR), OK);
    assert_int_equal(board_rig_post(&rig, "tarp", OTHER), OK);
    return 0;
}

static int end(void **state)
{
    (void)state;
    board_rig_close(&rig);
    return 0;
}

enum { CROWD = 2600, BOTH = 1100, SLICE = 300 };

/* The first slice of it, and no more, as if whoever began it had died there. */
static void begin_merge(const char *from, const char *into)
{
    static const char *const keys[] = {"b", "cards", "heat", "moved", "spent", "merges"};
    const struct participant team = rig_person(9);
    struct strbuf line = {0};

    strbuf_printf(&line, "FCALL clameur_idea_merge_%s 18 {room}:room", library_version);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        strbuf_printf(&line, " {room}:%s:wishes", keys[i]);
    strbuf_printf(&line, " {room}:sup:wishes:%s {room}:sup:wishes:%s", from, into);
    strbuf_printf(&line, " {room}:hist:wishes:%s {room}:hist:wishes:%s", from, into);
    strbuf_puts(&line, " {room}:given:wishes {room}:points {room}:points:log {room}:news "
                       "{room}:mine:wishes {room}:outbox {room}:acts");
    strbuf_printf(&line, " wishes %s 1 %%b %%b %d %d %s 20", from, BOARD_RIG_HALF_LIFE_S,
                  SLICE, into);
    redisContext *client = redis_fixture_client(&rig.redis);
    redisReply *reply = redisCommand(client, line.text, "", (size_t)0, team.bytes,
                                     (size_t)PARTICIPANT_BYTES);

    assert_non_null(reply);
    assert_int_equal(reply->type, REDIS_REPLY_ARRAY);
    assert_string_equal(reply->element[0]->str, "busy");
    freeReplyObject(reply);
    redisFree(client);
    strbuf_done(&line);
}

static void gather_crowds(void)
{
    board_rig_crowd(&rig, "tarp", 1000, CROWD);
    board_rig_crowd(&rig, "tent", 1000 + CROWD - BOTH, CROWD);
}

static void is_the_union(void)
{
    board_rig_supports_are(&rig, "tent", 2 * CROWD - BOTH);
    assert_int_equal(board_rig_spent(&rig, 1000), 1);
    assert_int_equal(board_rig_spent(&rig, 1000 + CROWD - 1), 1);
    assert_int_equal(redis_fixture_number(&rig.redis, "HLEN {room}:merges:wishes"), 1);
}

static void a_large_merge_is_gone_on_with_after_a_kill(void **state)
{
    const struct idea_place tent = board_rig_place(&rig, "tent");
    char before[41], after[41];

    (void)state;
    gather_crowds();
    board_rig_snapshot(&rig, before);
    begin_merge("tarp", "tent");
    redis_fixture_kill(&rig.redis);
    redis_fixture_restart(&rig.redis);

    assert_true(board_rig_look(&rig, "tent").is_busy);
    assert_int_equal(board_rig_support(&rig, "tent", ANN, 1, true), ERR_TOO_MANY);
    assert_true(rig.support.is_busy);
    store_merge_finish(rig.rig.store, rig_request(&rig.ask, rig_keep_id), &tent,
                       BOARD_RIG_HALF_LIFE_S);
    assert_int_equal(rig_await(&rig.rig, &rig.ask), OK);
    assert_string_equal(rig.ask.id.text, "tent");
    is_the_union();
    assert_int_equal(board_rig_merge(&rig, "tarp", "tent", 1), OK); /* Sent again. */
    assert_int_equal(board_rig_unmerge(&rig, "tarp", 2), OK);
    board_rig_snapshot(&rig, after);
    assert_string_equal(after, before);
}

/* Undo finishes first what was begun; and what is killed again and again is whole. */
static void an_undo_waits_for_the_merge_and_kills_lose_nothing(void **state)
{
    char before[41], after[41];

    (void)state;
    gather_crowds();
    board_rig_snapshot(&rig, before);
    begin_merge("tarp", "tent");
    assert_int_equal(board_rig_unmerge(&rig, "tarp", 2), OK);
    board_rig_snapshot(&rig, after);
    assert_string_equal(after, before);

    const struct idea_place tarp = board_rig_place(&rig, "tarp");
    const struct participant team = rig_person(9);
    const struct idea_merging merging = {.version = 3,
                                         .into = rig_id("tent"),
                                         .by = &team,
                                         .half_life_s = BOARD_RIG_HALF_LIFE_S};
    enum err err;

    do { /* Whoever heard nothing asks again. */
        store_idea_merge(rig.rig.store, rig_request(&rig.ask, NULL), &tarp, &merging);
        (void)uv_run(&rig.world.loop, UV_RUN_NOWAIT);
        redis_fixture_kill(&rig.redis);
        redis_fixture_restart(&rig.redis);
        err = rig_await(&rig.rig, &rig.ask);
    } while (err == ERR_STORE_DOWN);
    assert_int_equal(err, OK);
    is_the_union();
}

/* ---- Two at once ---- */

struct racer {
    struct store_request request;
    struct idea_place place;
    struct idea_merging merging;
    enum err err;
    size_t *n_done;
};

static void racer_done(struct store_request *request, enum err err, const void *result)
{
    struct racer *racer = request->owner;

    (void)result;
    racer->err = err;
    ++*racer->n_done;
}

static void race(struct racer racers[], size_t n, const char *const from[],
                 const char *const into[])
{
    static const struct participant team = {{9}};
    size_t n_done = 0;

    for (size_t i = 0; i < n; i++) {
        racers[i] = (struct racer){
            .request = {.done = racer_done, .owner = &racers[i]},
            .place = board_rig_place(&rig, from[i]),
            .merging = {1, rig_id(into[i]), NULL, &team, BOARD_RIG_HALF_LIFE_S},
            .n_done = &n_done,
        };
        store_idea_merge(rig.rig.store, &racers[i].request, &racers[i].place,
                         &racers[i].merging);
    }
    rig_until_count(&rig.world, &n_done, n);
}

static void two_merges_at_once_are_one_after_the_other(void **state)
{
    struct racer racers[3];

    (void)state;
    gather_crowds();
    assert_int_equal(board_rig_post(&rig, "roof", OTHER), OK);
    board_rig_crowd(&rig, "roof", 500, CROWD);
    race(racers, 3, (const char *[]){"tarp", "roof", "tarp"},
         (const char *[]){"tent", "tent", "tent"});
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(racers[i].err, OK);
    board_rig_supports_are(&rig, "tent", 2 * CROWD - BOTH + 500);
    assert_int_equal(board_rig_spent(&rig, 1000), 1);
    assert_int_equal(board_rig_spent(&rig, 500), 1);
}

static void two_that_want_into_each_other_do_not_both_go(void **state)
{
    struct racer racers[2];

    (void)state;
    gather_crowds();
    race(racers, 2, (const char *[]){"tarp", "tent"}, (const char *[]){"tent", "tarp"});
    assert_int_equal(racers[0].err, OK);
    assert_true(racers[1].err == ERR_MERGED || racers[1].err == ERR_STALE);
    board_rig_supports_are(&rig, "tent", 2 * CROWD - BOTH);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_large_merge_is_gone_on_with_after_a_kill),
        CASE(an_undo_waits_for_the_merge_and_kills_lose_nothing),
        CASE(two_merges_at_once_are_one_after_the_other),
        CASE(two_that_want_into_each_other_do_not_both_go),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
