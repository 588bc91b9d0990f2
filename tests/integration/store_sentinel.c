/* SPDX-License-Identifier: Apache-2.0 */

/* Sentinels make a replica the master that has not heard of the last ballots: the store
 * follows. With ack_replicas 1 no acknowledged ballot is lost; without, those that had no
 * copy are: nobody promised them. */

#include "lib/redis_sentinels.h"
#include "lib/store_load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define UNCOPIED 3000 /* Ballots counted while no replica hears of them. */

static struct sentinels sentinels;
static struct rig_world world;
static struct rig here, there;
static struct rig_ask ask;
static struct load load;

static int begin(void **state)
{
    (void)state;
    sentinels_start(&sentinels);
    rig_world_open(&world);
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_close(&here);
    rig_close(&there);
    rig_world_close(&world);
    rig_ask_done(&ask);
    sentinels_stop(&sentinels);
    return 0;
}

static void open_stores(uint32_t ack_replicas)
{
    struct id room = rig_id("room");

    rig_open_copying(&here, &world, sentinels.address, ack_replicas);
    rig_open_copying(&there, &world, sentinels.address, ack_replicas);
    rig_make_room(&here, "room", "K7Q42M");
    rig_make_question(&here, "room", "q", true);
    rig_must_move(&here, "room", "q", MOVE_OPEN);
    store_watch(there.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&there, &ask), OK);
    assert_int_equal(store_state(here.store).promise.keeps, KEEPS_DISK);
    assert_int_equal(store_state(here.store).promise.replicas, ack_replicas);
}

/* Nothing of what is counted from now on has a copy. With ack_replicas, nothing is. */
static void vote_without_copies(uint32_t ack_replicas)
{
    redis_fixture_cut_off(&sentinels.nodes[0], &sentinels.nodes[1], SENTINELS_NODES - 1);
    size_t counted = load.n_counted;

    if (ack_replicas == 0) {
        rig_until_count(&world, &load.n_counted, counted + UNCOPIED);
        return;
    }
    rig_until_count(&world, &load.n_again, LOAD_WINDOW);
    /* Answers that were under way. */
    assert_in_range(load.n_counted - counted, 0, LOAD_WINDOW);
}

/* Kills the master in the middle of a crowd. Returns the ballots that were acknowledged and
 * are gone. */
static size_t lost_by_failover(uint32_t ack_replicas)
{
    struct redis_fixture *master;
    size_t lost;

    open_stores(ack_replicas);
    load_begin(&load, &here, "room");
    rig_until_count(&world, &load.n_counted, 3000);
    vote_without_copies(ack_replicas);
    redis_fixture_kill(&sentinels.nodes[0]);
    for (size_t i = 1; i < SENTINELS_NODES; i++)
        redis_fixture_go_on(&sentinels.nodes[i]);
    rig_until_count(&world, &load.n_counted, load.n_counted + 3000);
    load_end(&load);
    master = sentinels_master(&sentinels);
    assert_ptr_not_equal(master, &sentinels.nodes[0]);
    lost = load_lost(&load, master);
    assert_int_equal(rig_recount(master, "room", "q", 1), load.n_people - lost);
    print_message("sentinel, %u replicas: %u counted, %zu lost, %zu sent again, longest "
                  "pause %lu ms\n",
                  ack_replicas, load.n_people, lost, load.n_again,
                  (unsigned long)load.paused_ms);
    (void)load_until_heard(&here, &there, &load.room);
    return lost;
}

static void a_failover_loses_no_ballot_that_a_replica_has(void **state)
{
    (void)state;
    assert_int_equal(lost_by_failover(1), 0);
}

/* The same fault: so the test above means something. */
static void a_failover_without_copies_loses_what_had_none(void **state)
{
    (void)state;
    /* Less the answers that were under way when the replicas were cut off. */
    assert_in_range(lost_by_failover(0), UNCOPIED - LOAD_WINDOW, LOAD_PEOPLE_MAX);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_failover_loses_no_ballot_that_a_replica_has),
        CASE(a_failover_without_copies_loses_what_had_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
