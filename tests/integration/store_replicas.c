/* SPDX-License-Identifier: Apache-2.0 */

/* ack_replicas: a ballot is counted once a replica has it, over whatever connection it was
 * sent again, and what only reads does not wait. */

#include "lib/port.h"
#include "lib/store_rig.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

static struct redis_fixture master, replica;
static struct rig_world world;
static struct rig here;
static struct rig_ask ask;
static struct id room;

static int begin(void **state)
{
    static char port[8];
    const char *const options[] = {"--port", port, "--repl-diskless-sync-delay", "0", NULL};
    const char *const follows[] = {"--replicaof", "127.0.0.1", port, NULL};

    (void)state;
    room = rig_id("room");
    (void)snprintf(port, sizeof port, "%u", port_free());
    redis_fixture_start(&master, options);
    redis_fixture_start(&replica, follows);
    while (redis_fixture_number(&master, "WAIT 1 1000") < 1)
        ;
    rig_world_open(&world);
    rig_open_copying(&here, &world, master.address, 1);
    rig_make_room(&here, "room", "K7Q42M");
    rig_make_question(&here, "room", "q", true);
    rig_must_move(&here, "room", "q", MOVE_OPEN);
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_close(&here);
    rig_world_close(&world);
    rig_ask_done(&ask);
    redis_fixture_stop(&replica);
    redis_fixture_stop(&master);
    return 0;
}

/* Reads do not wait: an answer tells that the loop and the master go on. */
static void pulse(void)
{
    store_pulse(here.store, rig_request(&ask, rig_keep_pulse), &room, NULL, 0);
    assert_int_equal(rig_await(&here, &ask), OK);
}

static void until_the_master_has_it(void)
{
    while (redis_fixture_number(&master, "EXISTS {room}:ballots:q:1") == 0)
        pulse();
}

static void a_ballot_is_counted_when_a_replica_has_it(void **state)
{
    struct rig_cast cast;

    (void)state;
    (void)kill(replica.pid, SIGSTOP);
    rig_cast_init(&cast, "q", 1, 1, 0);
    rig_cast_send(&here, &cast);
    until_the_master_has_it();
    pulse();
    assert_false(cast.is_done);
    (void)kill(replica.pid, SIGCONT);
    rig_until(&world, &cast.is_done);
    assert_int_equal(cast.err, OK);
    assert_int_equal(redis_fixture_number(&replica, "HLEN {room}:ballots:q:1"), 1);
}

/* Sent again, it changes nothing, and is waited for all the same: Redis notes how far to
 * wait at every command of a connection, not only where something was written. */
static void one_sent_again_over_another_connection_is_waited_for(void **state)
{
    uint64_t connections = count_get(&here.counters.store_reconnects);
    struct rig_cast cast;

    (void)state;
    (void)kill(replica.pid, SIGSTOP);
    rig_cast_init(&cast, "q", 1, 1, 0);
    rig_cast_send(&here, &cast);
    until_the_master_has_it();
    long long calls = redis_fixture_number(&master, "EVAL %s 0", /* How often cast ran. */
                                           "return string.match(redis.call('INFO', "
                                           "'commandstats'), 'stat_fcall:calls=(%d+)')");

    freeReplyObject(redis_fixture_do(&master, "CLIENT KILL TYPE normal"));
    while (count_get(&here.counters.store_reconnects) < connections + 2 ||
           redis_fixture_number(&master, "EVAL %s 0",
                                "return string.match(redis.call('INFO', "
                                "'commandstats'), 'stat_fcall:calls=(%d+)')") <= calls)
        pulse();
    pulse();
    assert_false(cast.is_done);
    (void)kill(replica.pid, SIGCONT);
    rig_until(&world, &cast.is_done);
    assert_int_equal(cast.err, OK);
    assert_int_equal(redis_fixture_number(&replica, "HLEN {room}:ballots:q:1"), 1);
}

static void without_a_replica_no_ballot_is_counted(void **state)
{
    struct rig_cast cast;

    (void)state;
    redis_fixture_kill(&replica);
    rig_cast_init(&cast, "q", 1, 1, 0);
    assert_int_equal(rig_cast_await(&here, &cast), ERR_STORE_DOWN);
    pulse();
    redis_fixture_restart(&replica);
    assert_int_equal(rig_cast_await(&here, (rig_cast_init(&cast, "q", 1, 1, 0), &cast)),
                     OK);
}

static void many_wait_together(void **state)
{
    enum { CROWD = 3000 };
    static struct rig_cast casts[CROWD];
    size_t n_done = 0;

    (void)state;
    for (uint32_t i = 0; i < CROWD; i++) {
        rig_cast_init(&casts[i], "q", i, 1, i % 3);
        casts[i].n_done = &n_done;
        rig_cast_send(&here, &casts[i]);
    }
    rig_until_count(&world, &n_done, CROWD);
    for (uint32_t i = 0; i < CROWD; i++)
        assert_int_equal(casts[i].err, OK);
    assert_int_equal(rig_recount(&replica, "room", "q", 1), CROWD);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_ballot_is_counted_when_a_replica_has_it),
        CASE(one_sent_again_over_another_connection_is_waited_for),
        CASE(without_a_replica_no_ballot_is_counted),
        CASE(many_wait_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
