/* SPDX-License-Identifier: Apache-2.0 */

/* Two workers' services on one real Redis, and people who talk to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/service_rig.h"
#include "store/library.h"

enum { HOST = 1, ANN, BOB };

static struct redis_fixture redis;
static struct rig_world world;
static struct worker_rig here, there;
static struct talk host;
static char code[CODE_CHARS + 1];

#define DEF(results)                                                                       \
    "{\"kind\":\"single\",\"title\":\"Where to?\",\"options\":[\"Madagascar\",\"Laos\"],"  \
    "\"results\":\"" results "\"}"

static void hello(struct talk *talk, const char *view)
{
    talk_say(talk, "{\"mid\":0,\"cmd\":\"hello\",\"room\":\"%s\",\"view\":\"%s\"}", code,
             view);
    talk_until(talk, "\"ev\":\"you\"");
}

static void move(const char *how, unsigned version)
{
    char fact[40];

    talk_forget(&host);
    talk_say(&host,
             "{\"mid\":9,\"cmd\":\"question.move\",\"question\":\"q1\",\"version\":%u,"
             "\"move\":\"%s\"}",
             version, how);
    talk_until(&host, "\"re\":9");
    snprintf(fact, sizeof fact, "\"version\":%u", version + 1);
    talk_until(&host, fact);
}

static void add_question(const char *def)
{
    talk_say(&host, "{\"mid\":3,\"cmd\":\"question.add\",\"id\":\"q1\",\"def\":%s}", def);
    talk_until(&host, "\"version\":1");
}

static void open_question(const char *def)
{
    add_question(def);
    move("open", 1);
}

/* With a phone. */
static void come(struct talk *talk, struct worker_rig *worker, uint32_t person)
{
    talk_open(talk, worker, person);
    hello(talk, "phone");
}

static void cast(struct talk *talk, unsigned round, unsigned n, unsigned option)
{
    talk_say(talk,
             "{\"mid\":%u,\"cmd\":\"cast\",\"question\":\"q1\",\"round\":%u,\"n\":%u,"
             "\"ballot\":{\"options\":[%u]}}",
             100 + n, round, n, option);
}

static int setup(void **state)
{
    (void)state;
    redis_fixture_start(&redis, NULL);
    rig_world_open(&world);
    worker_rig_open(&here, &world, redis.address);
    worker_rig_open(&there, &world, redis.address);
    worker_rig_own(&here, &redis, HOST);
    talk_open(&host, &here, HOST);
    talk_say(&host, "{\"mid\":1,\"cmd\":\"room.create\",\"id\":\"room\",\"settings\":"
                    "{\"title\":\"Summer club\",\"lang\":\"en\"}}");
    talk_until(&host, "\"code\"");
    snprintf(code, sizeof code, "%s", talk_value(&host, "code"));
    hello(&host, "host");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    talk_close(&host);
    worker_rig_close(&here);
    worker_rig_close(&there);
    rig_world_close(&world);
    redis_fixture_stop(&redis);
    return 0;
}

static void a_vote_here_is_seen_by_those_who_may_there(void **state)
{
    struct talk ann, bob;

    (void)state;
    add_question(DEF("after_vote"));
    come(&ann, &here, ANN);
    come(&bob, &there, BOB);
    assert_false(talk_has_heard(&bob, "q1")); /* A draft is nobody's business. */
    move("open", 1);
    talk_until(&ann, "question.opened");
    talk_until(&bob, "question.opened");

    cast(&ann, 1, 1, 1);
    talk_until(&ann, "\"re\":101,\"ok\":{\"state\":\"counted\",\"n\":1,\"rev\":1}");
    talk_until(&ann, "\"counts\":[0,1]");
    talk_until(&bob, "\"voters\":1");
    assert_false(talk_has_heard(&bob, "counts"));
    talk_until(&host, "\"counts\":[0,1]");

    cast(&bob, 1, 1, 0);
    talk_until(&bob, "\"counts\":[1,1]");
    talk_until(&ann, "\"counts\":[1,1]");
    talk_until(&host, "\"counts\":[1,1]");
    talk_close(&ann);
    talk_close(&bob);
    assert_int_equal(rig_recount(&redis, "room", "q1", 1), 2);
}

static void the_same_voter_at_two_workers_at_once_counts_once(void **state)
{
    struct talk one, two;

    (void)state;
    open_question(DEF("always"));
    come(&one, &here, ANN);
    come(&two, &there, ANN);
    cast(&one, 1, 1, 0);
    cast(&two, 1, 1, 1);
    talk_until(&one, "\"re\":101");
    talk_until(&two, "\"re\":101");

    bool first = talk_has_heard(&one, "\"state\":\"counted\"");
    struct talk *loser = first ? &two : &one;
    assert_true(talk_has_heard(loser, "\"code\":\"stale\""));
    assert_true(talk_has_heard(loser, first ? "\"n\":1,\"ballot\":{\"options\":[0]}"
                                            : "\"n\":1,\"ballot\":{\"options\":[1]}"));
    assert_int_equal(rig_recount(&redis, "room", "q1", 1), 1);

    /* A fresh tap goes on from what it was told. */
    cast(loser, 1, 2, 1);
    talk_until(loser, "\"re\":102,\"ok\":{\"state\":\"counted\",\"n\":2");
    assert_int_equal(rig_recount(&redis, "room", "q1", 1), 1);
    talk_close(&one);
    talk_close(&two);
}

static void a_second_tab_whose_ballot_is_late_is_shown_the_counts(void **state)
{
    struct talk one, two;

    (void)state;
    open_question(DEF("after_vote"));
    come(&one, &here, ANN);
    come(&two, &there, ANN);
    cast(&one, 1, 2, 0);
    talk_until(&one, "\"counts\":[1,0]");
    assert_false(talk_has_heard(&two, "counts"));
    cast(&two, 1, 1, 1);
    talk_until(&two, "\"code\":\"stale\"");
    talk_until(&two, "\"counts\":[1,0]");
    talk_close(&one);
    talk_close(&two);
}

static void a_late_resend_is_settled_after_close_and_after_reset(void **state)
{
    struct talk ann;

    (void)state;
    open_question(DEF("always"));
    come(&ann, &here, ANN);
    cast(&ann, 1, 1, 0);
    talk_until(&ann, "\"re\":101,\"ok\"");
    cast(&ann, 1, 2, 1);
    talk_until(&ann, "\"re\":102,\"ok\"");
    talk_forget(&ann);
    cast(&ann, 1, 1, 0); /* The first once more, late. */
    talk_until(&ann, "\"re\":101,\"err\":{\"code\":\"stale\"");

    move("close", 2);
    cast(&ann, 1, 2, 1);
    talk_until(&ann, "\"re\":102,\"ok\":{\"state\":\"counted\",\"n\":2");
    cast(&ann, 1, 3, 0);
    talk_until(&ann, "\"re\":103,\"err\":{\"code\":\"closed\"");

    move("reset", 3);
    move("open", 4);
    cast(&ann, 1, 4, 0);
    talk_until(&ann, "\"re\":104,\"err\":{\"code\":\"round_over\"");
    assert_true(talk_has_heard(&ann, "\"round\":2"));
    talk_close(&ann);
}

static void a_reset_undone_shows_each_voter_the_result_again(void **state)
{
    struct talk ann;

    (void)state;
    open_question(DEF("after_vote"));
    come(&ann, &there, ANN);
    cast(&ann, 1, 1, 1);
    talk_until(&ann, "\"counts\":[0,1]");
    move("reset", 2);
    talk_until(&ann, "question.removed");
    talk_forget(&ann);
    move("restore", 3);
    talk_until(&ann, "question.restored");
    talk_until(&ann, "\"counts\":[0,1]");
    talk_close(&ann);
}

static void a_question_closes_by_itself_at_its_time(void **state)
{
    (void)state;
    add_question(DEF("always"));
    talk_say(&host,
             "{\"mid\":4,\"cmd\":\"question.move\",\"question\":\"q1\",\"version\":1,"
             "\"move\":\"open\",\"closes_in\":1000}");
    talk_until(&host, "question.opened");
    talk_until(&host, "question.closed");
}

static char secret[SECRET_CHARS_MAX + 1], host_link[ID_BYTES_MAX + 1];

static void make_host_link(void)
{
    talk_say(&host,
             "{\"mid\":4,\"cmd\":\"link.create\",\"role\":\"host\",\"label\":\"Bob\"}");
    talk_until(&host, "\"secret\"");
    snprintf(secret, sizeof secret, "%s", talk_value(&host, "secret"));
    snprintf(host_link, sizeof host_link, "%s", talk_value(&host, "link"));
}

static void a_link_taken_back_ends_its_rights_at_once(void **state)
{
    struct talk bob;

    (void)state;
    make_host_link();
    talk_open(&bob, &there, BOB);
    talk_say(&bob, "{\"mid\":1,\"cmd\":\"hello\",\"room\":\"%s\",\"view\":\"host\"}", code);
    talk_until(&bob, "\"code\":\"forbidden\"");
    talk_say(&bob, "{\"mid\":2,\"cmd\":\"link.exchange\",\"secret\":\"%s\"}", secret);
    talk_until(&bob, "\"role\":\"host\"");
    hello(&bob, "host");

    struct talk eve;
    talk_open(&eve, &there, BOB + 1);
    talk_say(&eve, "{\"mid\":2,\"cmd\":\"link.exchange\",\"secret\":\"%s\"}", secret);
    talk_until(&eve, "\"code\":\"link_spent\"");
    talk_close(&eve);

    talk_say(&host, "{\"mid\":5,\"cmd\":\"link.revoke\",\"link\":\"%s\"}", host_link);
    talk_until_closed(&bob);
    talk_say(&bob, "{\"mid\":7,\"cmd\":\"question.add\",\"id\":\"q9\",\"def\":" DEF(
                       "always") "}");
    talk_until(&bob, "\"re\":7,\"err\":{\"code\":\"forbidden\"");
    talk_close(&bob);
}

/* Its worker hears of it, but is not answered for longer than it waits. */
static void a_link_taken_back_ends_its_rights_though_redis_is_away(void **state)
{
    redisContext *client = redis_fixture_client(&redis);
    struct talk bob;

    (void)state;
    make_host_link();
    talk_open(&bob, &there, BOB);
    talk_say(&bob, "{\"mid\":2,\"cmd\":\"link.exchange\",\"secret\":\"%s\"}", secret);
    talk_until(&bob, "\"role\":\"host\"");
    hello(&bob, "host");
    redisAppendCommand(client, "MULTI");
    redisAppendCommand(client,
                       "FCALL clameur_link_revoke_%s 5 {room}:room {room}:journal "
                       "{room}:links {room}:secrets {room}:roles %s",
                       library_version, host_link);
    redisAppendCommand(client, "CLIENT PAUSE %d ALL", STORE_WAIT_MS + 1500);
    redisAppendCommand(client, "EXEC");
    for (int i = 0; i < 4; i++) {
        redisReply *reply = NULL;

        assert_int_equal(redisGetReply(client, (void **)&reply), REDIS_OK);
        assert_int_not_equal(reply->type, REDIS_REPLY_ERROR);
        freeReplyObject(reply);
    }
    redisFree(client);
    talk_until_closed(&bob);
    talk_close(&bob);
}

static void a_room_behind_a_passcode_opens_to_those_who_know_it(void **state)
{
    struct talk ann;

    (void)state;
    talk_say(&host, "{\"mid\":4,\"cmd\":\"room.update\",\"rev\":1,\"access\":\"passcode\","
                    "\"passcode\":\"sesame\"}");
    talk_until(&host, "\"access\":\"passcode\"");
    assert_false(talk_has_heard(&host, "sesame"));
    talk_open(&ann, &there, ANN);
    talk_say(&ann, "{\"mid\":1,\"cmd\":\"hello\",\"room\":\"%s\"}", code);
    talk_until(&ann, "\"re\":1,\"err\":{\"code\":\"passcode\"");
    talk_say(&ann,
             "{\"mid\":2,\"cmd\":\"room.enter\",\"room\":\"%s\",\"passcode\":\"guess\"}",
             code);
    talk_until(&ann, "wrong_passcode");
    talk_say(&ann,
             "{\"mid\":3,\"cmd\":\"room.enter\",\"room\":\"%s\",\"passcode\":\"sesame\"}",
             code);
    talk_until(&ann, "\"re\":3,\"ok\"");
    hello(&ann, "phone");
    talk_close(&ann);
}

/* Also when all is read again, as after a failure of the store. */
static void who_came_before_the_passcode_stays(void **state)
{
    struct talk ann;

    (void)state;
    open_question(DEF("always"));
    come(&ann, &there, ANN);
    talk_say(&host, "{\"mid\":4,\"cmd\":\"room.update\",\"rev\":3,\"access\":\"passcode\","
                    "\"passcode\":\"sesame\"}");
    talk_until(&host, "\"re\":4,\"ok\"");
    talk_until(&ann, "\"access\":\"passcode\"");
    talk_forget(&ann);
    redis_fixture_kill(&redis);
    redis_fixture_restart(&redis);
    talk_until(&ann, "\"ev\":\"snapshot\"");
    talk_until(&ann, "\"ev\":\"you\",\"role\":\"participant\"");
    cast(&ann, 1, 1, 0);
    talk_until(&ann, "\"state\":\"counted\"");
    assert_int_equal(ann.close_status, 0);
    talk_close(&ann);
}

/* Written behind everyone's back, so that nobody is told: only the pulse can find it. */
static void what_the_bus_never_told_is_healed(void **state)
{
    struct talk ann;
    char snapshot[64];
    long long seq;

    (void)state;
    open_question(DEF("always"));
    come(&ann, &there, ANN);
    talk_forget(&ann);
    freeReplyObject(redis_fixture_do(&redis, "SET {room}:tally:q1:1 %s", "9 5 5"));
    talk_until(&ann, "\"rev\":9,\"voters\":5,\"counts\":[5,0]");

    seq = redis_fixture_number(&redis, "HINCRBY {room}:room seq 1");
    snprintf(snapshot, sizeof snapshot, "\"ev\":\"snapshot\",\"epoch\":1,\"seq\":%lld",
             seq);
    talk_until(&ann, snapshot);
    talk_close(&ann);
}

static void a_fact_is_heard_after_the_subscription_was_cut(void **state)
{
    struct talk ann;

    (void)state;
    open_question(DEF("always"));
    come(&ann, &there, ANN);
    freeReplyObject(redis_fixture_do(&redis, "CLIENT KILL TYPE pubsub"));
    move("close", 2);
    talk_until(&ann, "\"state\":\"closed\"");
    talk_close(&ann);
}

static void a_store_that_went_back_in_time_raises_the_epoch(void **state)
{
    struct talk ann;

    (void)state;
    open_question(DEF("always"));
    come(&ann, &there, ANN);
    cast(&ann, 1, 1, 0);
    talk_until(&ann, "\"counts\":[1,0]");
    talk_forget(&ann);
    freeReplyObject(redis_fixture_do(&redis, "SET {room}:tally:q1:1 %s", "0 1 1"));
    talk_until(&ann, "\"ev\":\"snapshot\"");
    assert_false(talk_has_heard(&ann, "\"ev\":\"snapshot\",\"epoch\":1,"));
    talk_close(&ann);
}

/* Whether it has forgotten anything, nobody can know. */
static void another_redis_that_goes_on_does_so_in_another_epoch(void **state)
{
    struct talk ann;

    (void)state;
    open_question(DEF("always"));
    come(&ann, &there, ANN);
    cast(&ann, 1, 1, 0);
    talk_until(&ann, "\"counts\":[1,0]");
    talk_forget(&ann);
    redis_fixture_kill(&redis);
    redis_fixture_restart(&redis);
    talk_until(&ann, "\"ev\":\"snapshot\"");
    assert_false(talk_has_heard(&ann, "\"ev\":\"snapshot\",\"epoch\":1,"));
    talk_until(&ann, "\"n\":1,\"ballot\":{\"options\":[0]}"); /* What is kept of hers. */
    talk_close(&ann);
}

static void a_vote_cast_while_redis_is_away_is_counted_when_it_is_back(void **state)
{
    struct talk ann;

    (void)state;
    open_question(DEF("always"));
    come(&ann, &here, ANN);
    redis_fixture_kill(&redis);
    cast(&ann, 1, 1, 1);
    talk_until(&ann, "\"ev\":\"store\",\"up\":false");
    redis_fixture_restart(&redis);
    talk_until(&ann, "\"re\":101");
    if (!talk_has_heard(&ann, "counted")) { /* A slow machine: it was told to try again. */
        assert_true(talk_has_heard(&ann, "try_again"));
        talk_until(&ann, "\"ev\":\"store\",\"up\":true");
        talk_forget(&ann);
        cast(&ann, 1, 1, 1);
        talk_until(&ann, "\"re\":101,\"ok\"");
    }
    assert_int_equal(rig_recount(&redis, "room", "q1", 1), 1);
    talk_close(&ann);
}

static void commands_in_the_wrong_place_change_nothing(void **state)
{
    static const struct {
        const char *why, *say, *code;
    } rows[] = {
        {"before hello",
         "{\"mid\":1,\"cmd\":\"cast\",\"question\":\"q1\",\"round\":1,\"n\":1,"
         "\"ballot\":{\"options\":[0]}}",
         "hello_first"},
        {"not an owner",
         "{\"mid\":1,\"cmd\":\"room.create\",\"id\":\"mine\",\"settings\":"
         "{\"title\":\"T\"}}",
         "forbidden"},
        {"a forged token",
         "{\"mid\":1,\"cmd\":\"hello\",\"room\":\"K7Q42M\",\"token\":"
         "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
         "bad_token"},
        {"an unknown room", "{\"mid\":1,\"cmd\":\"hello\",\"room\":\"222222\"}",
         "not_found"},
        {"a link that never was",
         "{\"mid\":1,\"cmd\":\"link.exchange\",\"secret\":\"nope\"}", "link_spent"},
        {"no command", "{\"mid\":1,\"cmd\":\"fly\"}", "unknown_command"},
        {"no JSON", "{\"mid\":1,", "malformed"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct talk ann;

        talk_open(&ann, &there, ANN);
        talk_say(&ann, "%s", rows[i].say);
        talk_until(&ann, "\"err\"");
        if (!talk_has_heard(&ann, rows[i].code))
            fail_msg("%s: %s", rows[i].why, ann.heard.text);
        talk_close(&ann);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_vote_here_is_seen_by_those_who_may_there),
        TEST(the_same_voter_at_two_workers_at_once_counts_once),
        TEST(a_second_tab_whose_ballot_is_late_is_shown_the_counts),
        TEST(a_late_resend_is_settled_after_close_and_after_reset),
        TEST(a_reset_undone_shows_each_voter_the_result_again),
        TEST(a_question_closes_by_itself_at_its_time),
        TEST(a_link_taken_back_ends_its_rights_at_once),
        TEST(a_link_taken_back_ends_its_rights_though_redis_is_away),
        TEST(a_room_behind_a_passcode_opens_to_those_who_know_it),
        TEST(who_came_before_the_passcode_stays),
        TEST(what_the_bus_never_told_is_healed),
        TEST(a_fact_is_heard_after_the_subscription_was_cut),
        TEST(a_store_that_went_back_in_time_raises_the_epoch),
        TEST(another_redis_that_goes_on_does_so_in_another_epoch),
        TEST(a_vote_cast_while_redis_is_away_is_counted_when_it_is_back),
        TEST(commands_in_the_wrong_place_change_nothing),
    };
    return cmocka_run_group_tests_name("service/room", tests, NULL, NULL);
}
