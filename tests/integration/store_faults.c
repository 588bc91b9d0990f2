/* SPDX-License-Identifier: Apache-2.0 */

/* What happens when Redis dies, hangs, fills up or forgets: nothing that was
 * acknowledged is lost, nothing is counted twice, and all goes on by itself. */

#include "lib/port.h"
#include "lib/store_rig.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
/* After the four that it needs. */
#include <cmocka.h>

static struct redis_fixture redis;
static struct rig_world world;
static struct rig here;
static struct rig_ask ask;
static struct id room;

static int begin(void **state)
{
    (void)state;
    redis_fixture_start(&redis, NULL);
    room = rig_id("room");
    rig_begin(&here, &world, &redis);
    rig_open_question(&here, "room", "q");
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_end(&here, &ask);
    redis_fixture_stop(&redis);
    return 0;
}

static enum err cast_one(uint32_t person, uint32_t n, unsigned option)
{
    struct rig_cast cast;

    rig_cast_init(&cast, "q", person, n, option);
    return rig_cast_await(&here, &cast);
}

static enum err pulse(void)
{
    store_pulse(here.store, rig_request(&ask, rig_keep_pulse), &room, NULL, 0);
    return rig_await(&here, &ask);
}

/* Kills Redis in the middle of a crowd, five times; each time some calls are on their way.
 */
static void a_killed_redis_loses_no_acknowledged_ballot_and_counts_none_twice(void **state)
{
    enum { CROWD = 6000, KILLS = 5, WAVE = CROWD / KILLS };
    static struct rig_cast casts[CROWD];
    size_t n_done = 0, n_batches = 0;

    (void)state;
    for (size_t kills = 0; kills < KILLS; kills++) {
        for (size_t i = kills * WAVE; i < (kills + 1) * WAVE; i++) {
            rig_cast_init(&casts[i], "q", (uint32_t)i, 1, (unsigned)i % 7);
            casts[i].n_done = &n_done;
            rig_cast_send(&here, &casts[i]);
        }
        rig_until_count(&world, &n_done, kills * WAVE + 1);
        redis_fixture_kill(&redis);
        assert_in_range(n_done, kills * WAVE + 1, (kills + 1) * WAVE - 1);
        redis_fixture_restart(&redis);
        rig_until_count(&world, &n_done, (kills + 1) * WAVE);
    }
    for (uint32_t i = 0; i < CROWD; i++) {
        assert_int_equal(casts[i].err, OK);
        n_batches += casts[i].has_answer;
    }
    assert_int_equal(n_batches, CROWD);
    assert_int_equal(rig_recount(&redis, "room", "q", 1), CROWD);
    assert_true(count_get(&here.counters.store_reconnects) > KILLS);
}

static void after_a_restart_watched_rooms_are_heard_again(void **state)
{
    (void)state;
    store_watch(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
    size_t doubts = here.n_doubts, facts = here.n_facts;

    redis_fixture_kill(&redis);
    redis_fixture_restart(&redis);
    rig_until_count(&world, &here.n_doubts, doubts + 1);
    store_watch(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&here, &ask), OK); /* The subscription stands. */
    rig_must_move(&here, "room", "q", MOVE_CLOSE);
    rig_until_count(&world, &here.n_facts, facts + 1);
    assert_string_equal(here.facts[facts].name, "question.closed");
}

static void a_cut_subscription_is_renewed_and_told_as_doubt(void **state)
{
    (void)state;
    store_watch(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
    size_t doubts = here.n_doubts, facts = here.n_facts;

    freeReplyObject(redis_fixture_do(&redis, "CLIENT KILL TYPE pubsub"));
    rig_until_count(&world, &here.n_doubts, doubts + 1);
    rig_must_move(&here, "room", "q", MOVE_CLOSE);
    rig_until_count(&world, &here.n_facts, facts + 1);
}

static void what_waits_too_long_fails_and_the_next_one_works(void **state)
{
    struct rig_cast casts[3];
    size_t n_done = 0;

    (void)state;
    assert_int_equal(pulse(), OK);
    redis_fixture_kill(&redis);
    for (uint32_t i = 0; i < 3; i++) {
        rig_cast_init(&casts[i], "q", i, 1, 0);
        casts[i].n_done = &n_done;
        rig_cast_send(&here, &casts[i]);
    }
    uint64_t began = world.clock->mono_ms(world.clock);
    assert_int_equal(pulse(), ERR_STORE_DOWN);
    assert_in_range(world.clock->mono_ms(world.clock) - began, STORE_WAIT_MS,
                    STORE_WAIT_MS + 1000);
    rig_until_count(&world, &n_done, 3);
    assert_int_equal(casts[2].err, ERR_STORE_DOWN);
    assert_false(store_state(here.store).up);
    assert_false(here.state.up);
    redis_fixture_restart(&redis);
    assert_int_equal(cast_one(1, 1, 0), OK);
    assert_int_equal(pulse(), OK);
    assert_true(here.state.up);
}

static void a_redis_that_hangs_is_given_up_and_found_again(void **state)
{
    (void)state;
    kill(redis.pid, SIGSTOP);
    assert_int_equal(cast_one(1, 1, 0), ERR_STORE_DOWN);
    kill(redis.pid, SIGCONT);
    assert_int_equal(cast_one(1, 1, 0), OK);
    assert_int_equal(rig_recount(&redis, "room", "q", 1), 1);
}

static void a_store_that_starts_late_is_waited_for(void **state)
{
    struct rig early;

    (void)state;
    redis_fixture_kill(&redis);
    rig_open(&early, &world, redis.address);
    store_pulse(early.store, rig_request(&ask, rig_keep_pulse), &room, NULL, 0);
    uv_run(&world.loop, UV_RUN_NOWAIT);
    redis_fixture_restart(&redis);
    assert_int_equal(rig_await(&early, &ask), OK);
    rig_close(&early);
}

static void libraries_that_are_gone_are_loaded_again(void **state)
{
    (void)state;
    freeReplyObject(redis_fixture_do(&redis, "FUNCTION FLUSH"));
    assert_int_equal(cast_one(1, 1, 0), OK);
    assert_int_equal(rig_recount(&redis, "room", "q", 1), 1);
}

static void until_full(bool full)
{
    while (here.state.full != full) {
        size_t n = here.n_states;

        rig_until_count(&world, &here.n_states, n + 1);
    }
}

static void a_full_memory_refuses_what_grows_and_lets_the_rest_through(void **state)
{
    struct buf *def = buf_new("{}", 2);
    struct id other = rig_id("other");

    (void)state;
    assert_int_equal(cast_one(1, 1, 0), OK);
    freeReplyObject(redis_fixture_do(&redis, "CONFIG SET maxmemory 1"));
    assert_int_equal(cast_one(2, 1, 0), ERR_STORE_FULL);
    until_full(true);
    store_question_add(here.store, rig_request(&ask, NULL), &room, &other, def, true);
    assert_int_equal(rig_await(&here, &ask), ERR_STORE_FULL);
    rig_must_move(&here, "room", "q", MOVE_CLOSE);
    assert_int_equal(pulse(), OK);
    rig_must_move(&here, "room", "q", MOVE_REOPEN);
    /* A worker that connects now gets on, too. */
    freeReplyObject(redis_fixture_do(&redis, "CLIENT KILL TYPE normal"));
    assert_int_equal(pulse(), OK);

    freeReplyObject(redis_fixture_do(&redis, "CONFIG SET maxmemory 0"));
    until_full(false); /* By itself: nobody votes. */
    assert_int_equal(cast_one(2, 1, 0), OK);
    assert_int_equal(rig_recount(&redis, "room", "q", 1), 2);
    buf_unref(def);
}

static void a_full_disk_refuses_what_grows_at_once(void **state)
{
    struct id id = rig_id("q");

    (void)state;
    store_set_disk_full(here.store, true);
    until_full(true);
    uint64_t calls = count_get(&here.counters.store_calls);
    assert_int_equal(cast_one(1, 1, 0), ERR_STORE_FULL);
    assert_int_equal(count_get(&here.counters.store_calls), calls);
    rig_must_move(&here, "room", "q", MOVE_CLOSE);
    rig_must_move(&here, "room", "q", MOVE_RESET);
    store_question_remove(here.store, rig_request(&ask, NULL), &room, &id, 4);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_room_delete(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_set_disk_full(here.store, false);
    until_full(false);
    rig_make_room(&here, "room", "K7Q42M");
}

static void closing_fails_what_waits_for_a_redis_that_is_away(void **state)
{
    struct rig_ask *watch = calloc(1, sizeof *watch);
    struct rig_cast cast;
    struct rig other;

    (void)state;
    redis_fixture_kill(&redis);
    rig_open(&other, &world, redis.address);
    rig_cast_init(&cast, "q", 1, 1, 0);
    rig_cast_send(&other, &cast);
    store_watch(other.store, rig_request(watch, NULL), &room);
    store_pulse(other.store, rig_request(&ask, NULL), &room, NULL, 0);
    uint64_t began = world.clock->mono_ms(world.clock);
    rig_close(&other);
    assert_in_range(world.clock->mono_ms(world.clock) - began, 0, STORE_WAIT_MS / 2);
    assert_int_equal(cast.err, ERR_STORE_DOWN);
    assert_int_equal(ask.err, ERR_STORE_DOWN);
    assert_int_equal(watch->err, ERR_STORE_DOWN);
    assert_true(cast.is_done && ask.is_done && watch->is_done);
    redis_fixture_restart(&redis);
    free(watch);
}

static void closing_lets_ballots_on_their_way_be_counted(void **state)
{
    enum { CROWD = 1000 };
    static struct rig_cast casts[CROWD];
    struct rig other;

    (void)state;
    rig_open(&other, &world, redis.address);
    store_pulse(other.store, rig_request(&ask, rig_keep_pulse), &room, NULL, 0);
    assert_int_equal(rig_await(&other, &ask), OK);
    for (uint32_t i = 0; i < CROWD; i++) {
        rig_cast_init(&casts[i], "q", i, 1, 0);
        rig_cast_send(&other, &casts[i]);
    }
    rig_close(&other);
    for (uint32_t i = 0; i < CROWD; i++)
        assert_true(casts[i].is_done && casts[i].err == OK);
    assert_int_equal(rig_recount(&redis, "room", "q", 1), CROWD);
}

static void a_redis_over_the_network_asks_for_a_password_and_has_databases(void **state)
{
    char port[8], address[96];
    const char *const options[] = {"--port",     port, "--user", "clerk", "on",
                                   ">pass:word", "~*", "&*",     "+@all", NULL};
    struct redis_fixture remote;
    struct rig other;

    (void)state;
    (void)snprintf(port, sizeof port, "%u", port_free());
    redis_fixture_start(&remote, options);
    (void)snprintf(address, sizeof address, "redis://clerk:pass%%3Aword@localhost:%s/3",
                   port);
    rig_open(&other, &world, address);
    rig_make_room(&other, "far", "222222");
    store_watch(other.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&other, &ask), OK);
    assert_int_equal(redis_fixture_number(&remote, "EXISTS {far}:room"),
                     0); /* Database 0. */
    rig_close(&other);
    redis_fixture_stop(&remote);
}

/* What listened took the connection and says nothing, even once a Redis has its place. */
static void a_server_that_never_answers_is_given_up(void **state)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int silent = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
    int taken[2]; /* The calls' and the subscriptions'. */
    char port[8], address[48];
    const char *const options[] = {"--port", port, NULL};
    socklen_t len = sizeof at;
    struct redis_fixture late;
    struct rig early;

    (void)state;
    (void)setsockopt(silent, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    assert_int_equal(bind(silent, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(getsockname(silent, (struct sockaddr *)&at, &len), 0);
    assert_int_equal(listen(silent, 8), 0);
    (void)snprintf(port, sizeof port, "%u", ntohs(at.sin_port));
    (void)snprintf(address, sizeof address, "redis://127.0.0.1:%s", port);
    rig_open(&early, &world, address);
    /* Before there is a connection: its time is up no later than the connection's. */
    store_pulse(early.store, rig_request(&ask, rig_keep_pulse), &room, NULL, 0);
    for (size_t n = 0; n < 2; n += taken[n] >= 0) {
        uv_run(&world.loop, UV_RUN_NOWAIT);
        taken[n] = accept(silent, NULL, NULL);
    }
    close(silent);
    redis_fixture_start(&late, options);
    assert_int_equal(rig_await(&early, &ask), ERR_STORE_DOWN);
    rig_make_room(&early, "late", "222222"); /* Over another connection. */
    close(taken[0]);
    close(taken[1]);
    rig_close(&early);
    redis_fixture_stop(&late);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_killed_redis_loses_no_acknowledged_ballot_and_counts_none_twice),
        CASE(after_a_restart_watched_rooms_are_heard_again),
        CASE(a_cut_subscription_is_renewed_and_told_as_doubt),
        CASE(what_waits_too_long_fails_and_the_next_one_works),
        CASE(a_redis_that_hangs_is_given_up_and_found_again),
        CASE(a_store_that_starts_late_is_waited_for),
        CASE(a_server_that_never_answers_is_given_up),
        CASE(libraries_that_are_gone_are_loaded_again),
        CASE(a_full_memory_refuses_what_grows_and_lets_the_rest_through),
        CASE(a_full_disk_refuses_what_grows_at_once),
        CASE(closing_fails_what_waits_for_a_redis_that_is_away),
        CASE(closing_lets_ballots_on_their_way_be_counted),
        CASE(a_redis_over_the_network_asks_for_a_password_and_has_databases),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
