/* SPDX-License-Identifier: Apache-2.0 */

/* What people are told when a replica goes on that never heard of the last ballots: another
 * epoch, at every worker, and with it which ballots of theirs are counted. Whoever sends
 * those again that are missing is counted once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/redis_sentinels.h"
#include "lib/service_rig.h"

enum { HOST = 1, ANN, BOB };

#define CODE "K7Q42M"

static struct sentinels sentinels;
static struct rig_world world;
static struct worker_rig here, there;
static struct talk ann, bob, stage;

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
    talk_close(&ann);
    talk_close(&bob);
    talk_close(&stage);
    worker_rig_close(&here);
    worker_rig_close(&there);
    rig_world_close(&world);
    sentinels_stop(&sentinels);
    return 0;
}

static void come(struct talk *talk, struct worker_rig *worker, uint32_t person)
{
    talk_open(talk, worker, person);
    talk_say(talk, "{\"mid\":0,\"cmd\":\"hello\",\"room\":\"" CODE "\"}");
    talk_until(talk, "\"ev\":\"you\"");
}

static void cast(struct talk *talk, unsigned option)
{
    talk_say(talk,
             "{\"mid\":1,\"cmd\":\"cast\",\"question\":\"q\",\"round\":1,\"n\":1,"
             "\"ballot\":{\"options\":[%u]}}",
             option);
}

static void make_open_question(void)
{
    struct rig rig;

    rig_open(&rig, &world, sentinels.address);
    rig_make_room(&rig, "room", CODE);
    struct id room = rig_id("room"), question = rig_id("q");
    static const char text[] = "{\"kind\":\"single\",\"title\":\"Where to?\",\"options\":"
                               "[\"Madagascar\",\"Laos\"],\"results\":\"always\"}";
    struct buf *def = buf_new(text, sizeof text - 1);
    struct rig_ask ask = {0};

    store_question_add(rig.store, rig_request(&ask, NULL), &room, &question, def, true);
    assert_int_equal(rig_await(&rig, &ask), OK);
    buf_unref(def);
    rig_must_move(&rig, "room", "q", MOVE_OPEN);
    rig_close(&rig);
}

/* Ann's ballot has copies. */
static void open_room(uint32_t ack_replicas)
{
    make_open_question();
    worker_rig_open_copying(&here, &world, sentinels.address, ack_replicas);
    worker_rig_open_copying(&there, &world, sentinels.address, ack_replicas);
    come(&ann, &here, ANN);
    come(&bob, &here, BOB);
    come(&stage, &there, HOST);
    cast(&ann, 0);
    talk_until(&stage, "\"rev\":1,\"voters\":1,\"counts\":[1,0]");
    while (redis_fixture_number(&sentinels.nodes[0], "WAIT %d 1000", SENTINELS_NODES - 1) <
           SENTINELS_NODES - 1)
        ;
    redis_fixture_cut_off(&sentinels.nodes[0], &sentinels.nodes[1], SENTINELS_NODES - 1);
}

static void fail_over(void)
{
    redis_fixture_kill(&sentinels.nodes[0]);
    for (size_t i = 1; i < SENTINELS_NODES; i++)
        redis_fixture_go_on(&sentinels.nodes[i]);
}

/* A snapshot of another epoch, then this, and with it the ballots that are counted. */
static void hears_another_epoch(struct talk *talk, const char *ballots)
{
    static const char snapshot[] = "\"ev\":\"snapshot\",\"epoch\":";

    talk_until(talk, snapshot);
    assert_false(talk_has_heard(talk, "\"ev\":\"snapshot\",\"epoch\":1,"));
    talk_until(talk, "\"ev\":\"you\"");
    talk_until(talk, ballots);
}

#define KEPT(option)                                                                       \
    "\"ballots\":[{\"question\":\"q\",\"round\":1,\"n\":1,\"ballot\":{\"options\":"        \
    "[" #option "]}}]"

static void everybody_hears_another_epoch(void)
{
    hears_another_epoch(&ann, KEPT(0));
    hears_another_epoch(&bob, "\"ballots\":[]");
    hears_another_epoch(&stage, "\"ballots\":[]");
    talk_until(&stage, "\"rev\":1,\"voters\":1,\"counts\":[1,0]");
}

/* As a phone does with a ballot that it was told of, or was never told of. */
static void bob_sends_his_ballot_again(void)
{
    struct redis_fixture *master = sentinels_master(&sentinels);

    talk_forget(&bob);
    cast(&bob, 1);
    talk_until(&bob, "\"re\":1,\"ok\":{\"state\":\"counted\",\"n\":1,\"rev\":2}");
    talk_until(&stage, "\"rev\":2,\"voters\":2,\"counts\":[1,1]");
    talk_until(&ann, "\"rev\":2,\"voters\":2,\"counts\":[1,1]");
    assert_int_equal(rig_recount(master, "room", "q", 1), 2);
}

static void a_ballot_that_was_forgotten_is_said_to_be_and_taken_again(void **state)
{
    (void)state;
    open_room(0);
    cast(&bob, 1);
    talk_until(&bob, "\"re\":1,\"ok\":{\"state\":\"counted\",\"n\":1,\"rev\":2}");
    talk_until(&stage, "\"rev\":2,\"voters\":2,\"counts\":[1,1]");
    talk_forget(&ann);
    talk_forget(&bob);
    talk_forget(&stage);
    fail_over();
    everybody_hears_another_epoch();
    bob_sends_his_ballot_again();
}

/* The same fault: nothing was promised that is not kept. */
static void a_ballot_without_a_copy_was_not_said_to_be_counted(void **state)
{
    (void)state;
    open_room(1);
    cast(&bob, 1);
    talk_until(&bob, "\"re\":1,\"err\":{\"code\":\"try_again\"");
    assert_int_equal(rig_recount(&sentinels.nodes[0], "room", "q", 1), 2);
    talk_forget(&ann);
    talk_forget(&bob);
    talk_forget(&stage);
    fail_over();
    everybody_hears_another_epoch();
    bob_sends_his_ballot_again();
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_ballot_that_was_forgotten_is_said_to_be_and_taken_again),
        CASE(a_ballot_without_a_copy_was_not_said_to_be_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
