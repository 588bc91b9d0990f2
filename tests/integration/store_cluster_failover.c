/* SPDX-License-Identifier: Apache-2.0 */

/* A master of a Redis Cluster dies that has not told its replica of the last ballots: with
 * ack_replicas 1 no acknowledged ballot is lost; without, those that had no copy are. Rooms
 * on other masters do not notice. */

#include "lib/redis_shards.h"
#include "lib/store_load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define UNCOPIED 3000 /* Ballots counted while no replica hears of them. */

static struct redis_shards shards;
static struct rig_world world;
static struct rig here, there;
static struct rig_ask ask;
static struct id rooms[SHARDS_MASTERS];
static struct load loads[SHARDS_MASTERS];

static const char *const codes[SHARDS_MASTERS] = {"K7Q42M", "K7Q42N", "K7Q42P"};

static int begin(void **state)
{
    (void)state;
    shards_start(&shards, true);
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
    shards_stop(&shards);
    return 0;
}

static void open_stores(uint32_t ack_replicas)
{
    rig_open_copying(&here, &world, shards.address, ack_replicas);
    rig_open_copying(&there, &world, shards.address, ack_replicas);
    for (size_t i = 0; i < SHARDS_MASTERS; i++) {
        rooms[i] = shards_room("room", i);
        rig_make_room(&here, rooms[i].text, codes[i]);
        rig_make_question(&here, rooms[i].text, "q", true);
        rig_must_move(&here, rooms[i].text, "q", MOVE_OPEN);
        store_watch(there.store, rig_request(&ask, NULL), &rooms[i]);
        assert_int_equal(rig_await(&there, &ask), OK);
    }
}

/* Its replica hears nothing of what is counted from now on. With ack_replicas, nothing is:
 * not in its rooms; those of other masters do not notice. */
static struct redis_fixture *vote_without_copies(struct redis_fixture *master,
                                                 struct load *load, uint32_t ack_replicas)
{
    struct redis_fixture *replica = shards_replica(&shards, master);

    redis_fixture_cut_off(master, replica, 1);
    size_t counted = load->n_counted;

    if (ack_replicas == 0) {
        rig_until_count(&world, &load->n_counted, counted + UNCOPIED);
        return replica;
    }
    rig_until_count(&world, &load->n_again, LOAD_WINDOW);
    /* Answers that were under way. */
    assert_in_range(load->n_counted - counted, 0, LOAD_WINDOW);
    return replica;
}

static size_t count_lost(size_t room, uint32_t ack_replicas)
{
    const struct load *load = &loads[room];
    struct redis_fixture *master = shards_owner(&shards, shards_slot(&load->room));
    size_t lost = load_lost(load, master);

    assert_int_equal(rig_recount(master, rooms[room].text, "q", 1), load->n_people - lost);
    (void)load_until_heard(&here, &there, &load->room);
    print_message("cluster, %u replicas, room %zu: %u counted, %zu lost, %zu sent again, "
                  "longest pause %lu ms\n",
                  ack_replicas, room, load->n_people, lost, load->n_again,
                  (unsigned long)load->paused_ms);
    return lost;
}

/* The second dies in the middle of a crowd in rooms on all. How many acknowledged ballots
 * each room lost. */
static void kill_a_master(uint32_t ack_replicas, size_t lost[SHARDS_MASTERS])
{
    struct redis_fixture *dead = &shards.nodes[1], *replica;

    open_stores(ack_replicas);
    for (size_t i = 0; i < SHARDS_MASTERS; i++)
        load_begin(&loads[i], &here, rooms[i].text);
    for (size_t i = 0; i < SHARDS_MASTERS; i++)
        rig_until_count(&world, &loads[i].n_counted, 3000);
    replica = vote_without_copies(dead, &loads[1], ack_replicas);
    size_t n_states = here.n_states;

    redis_fixture_kill(dead);
    redis_fixture_go_on(replica);
    rig_until_count(&world, &here.n_states, n_states + 2);
    assert_true(here.state.up); /* Down and up. */
    /* It comes back as a replica: until then the new master has none. */
    redis_fixture_restart(dead);
    rig_until_count(&world, &loads[1].n_counted, loads[1].n_counted + 3000);
    for (size_t i = 0; i < SHARDS_MASTERS; i++)
        load_end(&loads[i]);
    for (size_t i = 0; i < SHARDS_MASTERS; i++) {
        assert_ptr_equal(shards_owner(&shards, shards_slot(&rooms[i])),
                         i == 1 ? replica : &shards.nodes[i]);
        lost[i] = count_lost(i, ack_replicas);
    }
}

static void a_master_dies_and_no_ballot_that_a_replica_has_is_lost(void **state)
{
    size_t lost[SHARDS_MASTERS];

    (void)state;
    kill_a_master(1, lost);
    for (size_t i = 0; i < SHARDS_MASTERS; i++)
        assert_int_equal(lost[i], 0);
}

/* The same fault: so the test above means something. */
static void a_master_dies_and_what_had_no_copy_is_lost(void **state)
{
    size_t lost[SHARDS_MASTERS];

    (void)state;
    kill_a_master(0, lost);
    assert_int_equal(lost[0] + lost[2], 0);
    /* Less the answers that were under way when the replica was cut off. */
    assert_in_range(lost[1], UNCOPIED - LOAD_WINDOW, LOAD_PEOPLE_MAX);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_master_dies_and_no_ballot_that_a_replica_has_is_lost),
        CASE(a_master_dies_and_what_had_no_copy_is_lost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
