/* SPDX-License-Identifier: Apache-2.0 */

/* Rooms on every master of a Redis Cluster: slots move while people vote, and each is
 * counted once. */

#include "lib/redis_shards.h"
#include "lib/store_load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

static struct redis_shards shards;
static struct rig_world world;
static struct rig here, there;
static struct rig_ask ask;
static struct id rooms[SHARDS_MASTERS];
static struct load load;

static const char *const codes[SHARDS_MASTERS] = {"K7Q42M", "K7Q42N", "K7Q42P"};

static void open_stores(void)
{
    rig_world_open(&world);
    rig_open(&here, &world, shards.address);
    rig_open(&there, &world, shards.address);
    for (size_t i = 0; i < SHARDS_MASTERS; i++) {
        rooms[i] = shards_room("room", i);
        rig_make_room(&here, rooms[i].text, codes[i]);
        rig_make_question(&here, rooms[i].text, "q", true);
        rig_must_move(&here, rooms[i].text, "q", MOVE_OPEN);
        store_watch(there.store, rig_request(&ask, NULL), &rooms[i]);
        assert_int_equal(rig_await(&there, &ask), OK);
    }
}

static void close_stores(void)
{
    rig_close(&here);
    rig_close(&there);
    rig_world_close(&world);
}

static int begin(void **state)
{
    (void)state;
    shards_start(&shards, false);
    open_stores();
    return 0;
}

static int end(void **state)
{
    (void)state;
    close_stores();
    rig_ask_done(&ask);
    shards_stop(&shards);
    return 0;
}

static struct redis_fixture *master_of(size_t room)
{
    return shards_owner(&shards, shards_slot(&rooms[room]));
}

static enum err cast_in(size_t room, uint32_t person, struct rig_cast *cast)
{
    rig_cast_init(cast, "q", person, 1, 0);
    cast->cast.room = rooms[room];
    return rig_cast_await(&here, cast);
}

static size_t the_other_worker_hears(size_t room)
{
    return load_until_heard(&here, &there, &rooms[room]);
}

static void rooms_live_on_every_master(void **state)
{
    struct rig_cast cast;

    (void)state;
    for (size_t i = 0; i < SHARDS_MASTERS; i++) {
        assert_int_equal(cast_in(i, 7, &cast), OK);
        assert_ptr_equal(master_of(i), &shards.nodes[i]);
        assert_int_equal(rig_recount(&shards.nodes[i], rooms[i].text, "q", 1), 1);
        the_other_worker_hears(i);
    }
    store_room_list(here.store, rig_request(&ask, rig_keep_rooms));
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(ask.n, SHARDS_MASTERS);
    assert_int_equal(store_state(here.store).promise.keeps, KEEPS_DISK);
}

static void functions_that_are_gone_from_one_master_are_loaded_there_again(void **state)
{
    struct rig_cast cast;

    (void)state;
    for (size_t i = 0; i < SHARDS_MASTERS; i++) {
        freeReplyObject(redis_fixture_do(&shards.nodes[i], "FUNCTION FLUSH"));
        assert_int_equal(cast_in(i, 7, &cast), OK);
    }
}

/* Some turns of the loop: calls meet the slot as it is between two steps. */
static void some_turns(void *context)
{
    (void)context;
    for (int i = 0; i < 20; i++)
        uv_run(&world.loop, UV_RUN_NOWAIT);
}

static void a_busy_rooms_slot_moves_and_every_ballot_is_counted_once(void **state)
{
    struct redis_fixture *to = &shards.nodes[1];
    uint16_t slot = shards_slot(&rooms[0]);
    size_t doubts = there.n_doubts;

    (void)state;
    load_begin(&load, &here, rooms[0].text);
    rig_until_count(&world, &load.n_counted, 3000);
    shards_migrate(&shards, slot, to, some_turns, NULL);
    rig_until_count(&world, &load.n_counted, load.n_counted + 3000);
    load_end(&load);
    rig_until_count(&world, &there.n_doubts, doubts + 1);
    assert_ptr_equal(master_of(0), to);
    assert_int_equal(rig_recount(to, rooms[0].text, "q", 1), load.n_people);
    assert_int_equal(load_lost(&load, to), 0);
    print_message("migration: %u people, %zu sent again, longest pause %lu ms\n",
                  load.n_people, load.n_again, (unsigned long)load.paused_ms);
    the_other_worker_hears(0);
}

/* There and back: the bus that has the room again must subscribe again. */
static void a_slot_that_comes_back_is_watched_where_it_was(void **state)
{
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct redis_fixture *to = &shards.nodes[1 - i];

        shards_migrate(&shards, shards_slot(&rooms[0]), to, some_turns, NULL);
        n += the_other_worker_hears(0);
        assert_int_equal(rig_recount(to, rooms[0].text, "q", 1), n);
    }
}

static void rooms_of_other_masters_are_heard_of_while_one_is_dead(void **state)
{
    size_t n_states = here.n_states;

    (void)state;
    redis_fixture_kill(&shards.nodes[1]);
    rig_until_count(&world, &here.n_states, n_states + 1);
    assert_int_equal(the_other_worker_hears(0), 1);
    assert_int_equal(the_other_worker_hears(2), 1);
    assert_false(here.state.up);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(rooms_live_on_every_master),
        CASE(functions_that_are_gone_from_one_master_are_loaded_there_again),
        CASE(a_busy_rooms_slot_moves_and_every_ballot_is_counted_once),
        CASE(a_slot_that_comes_back_is_watched_where_it_was),
        CASE(rooms_of_other_masters_are_heard_of_while_one_is_dead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
