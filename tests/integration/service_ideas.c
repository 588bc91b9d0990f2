/* SPDX-License-Identifier: Apache-2.0 */

/* Two workers' services on one real Redis, and people who look at ideas there while Redis
 * dies, messages are lost and boards go away under their eyes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/service_rig.h"

enum { HOST = 1, ANN, BOB };

static struct redis_fixture redis;
static struct rig_world world;
static struct worker_rig here, there;
static struct talk host, ann, bob;
static char code[CODE_CHARS + 1];

static void hello(struct talk *talk, struct worker_rig *worker, uint32_t person,
                  const char *view)
{
    talk_open(talk, worker, person);
    talk_say(talk, "{\"mid\":0,\"cmd\":\"hello\",\"room\":\"%s\",\"view\":\"%s\"}", code,
             view);
    talk_until(talk, "\"ev\":\"you\"");
}

/* A board "wishes" that is open. */
static void make_board(void)
{
    talk_forget(&host);
    talk_say(&host, "{\"mid\":2,\"cmd\":\"board.add\",\"id\":\"wishes\",\"def\":{\"kind\":"
                    "\"ideas\",\"title\":\"Wishes\",\"ideas\":0}}");
    talk_until(&host, "\"re\":2,\"ok\"");
    talk_say(&host, "{\"mid\":3,\"cmd\":\"board.move\",\"board\":\"wishes\",\"version\":1,"
                    "\"phase\":\"open\"}");
    talk_until(&host, "\"re\":3,\"ok\"");
}

static void say_remove_board(void)
{
    talk_say(&host,
             "{\"mid\":4,\"cmd\":\"board.remove\",\"board\":\"wishes\",\"version\":2}");
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
    talk_close(&host);
    hello(&host, &here, HOST, "host");
    make_board();
    hello(&ann, &here, ANN, "phone");
    hello(&bob, &there, BOB, "phone");
    talk_until(&bob, "\"phase\":\"open\"");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    talk_close(&host);
    talk_close(&ann);
    talk_close(&bob);
    worker_rig_close(&here);
    worker_rig_close(&there);
    rig_world_close(&world);
    redis_fixture_stop(&redis);
    return 0;
}

static void say_post(struct talk *talk, const char *id)
{
    talk_say(talk,
             "{\"mid\":10,\"cmd\":\"idea.post\",\"board\":\"wishes\",\"id\":\"%s\","
             "\"title\":\"A %s\"}",
             id, id);
}

static void post(struct talk *talk, const char *id)
{
    talk_forget(talk);
    say_post(talk, id);
    talk_until(talk, "\"re\":10,\"ok\"");
}

static void say_list(struct talk *talk)
{
    talk_say(talk, "{\"mid\":11,\"cmd\":\"idea.list\",\"board\":\"wishes\"}");
}

static void say_look(struct talk *talk)
{
    talk_say(talk, "{\"mid\":12,\"cmd\":\"board.look\",\"board\":\"wishes\",\"ideas\":"
                   "[\"tent\"]}");
}

static void look(struct talk *talk)
{
    talk_forget(talk);
    say_look(talk);
    talk_until(talk, "\"re\":12,\"ok\"");
    talk_until(talk, "\"ev\":\"ideas\"");
}

static void support(struct talk *talk, unsigned n, bool on)
{
    talk_say(talk,
             "{\"mid\":%u,\"cmd\":\"idea.support\",\"board\":\"wishes\",\"idea\":\"tent\","
             "\"n\":%u,\"on\":%s}",
             100 + n, n, on ? "true" : "false");
}

/* Who supports the tent, counted by hand. */
static long long supporters(void)
{
    return redis_fixture_number(
        &redis, "EVAL %s 1 {room}:sup:wishes:tent",
        "local n = 0 for _, v in ipairs(redis.call('HVALS', KEYS[1])) do "
        "if string.match(v, '^%d+ 1 ') then n = n + 1 end end return n");
}

#define SUPPORTS(n)                                                                        \
    "\"id\":\"tent\",\"version\":1,\"state\":\"shown\",\"status\":\"new\",\"supports\":" n

static void supports_at_two_workers_add_up_on_every_screen(void **state)
{
    struct talk *all[] = {&ann, &bob, &host};

    (void)state;
    post(&ann, "tent");
    for (size_t i = 0; i < 3; i++)
        look(all[i]);
    support(&ann, 1, true);
    support(&bob, 1, true);
    for (size_t i = 0; i < 3; i++)
        talk_until(all[i], SUPPORTS("2"));
    support(&bob, 1, true); /* Once more. */
    support(&bob, 2, false);
    for (size_t i = 0; i < 3; i++) {
        talk_forget(all[i]);
        talk_until(all[i], SUPPORTS("1"));
    }
    assert_int_equal(supporters(), 1);
}

static void the_same_person_at_two_workers_at_once_supports_once(void **state)
{
    struct talk twin;

    (void)state;
    post(&ann, "tent");
    hello(&twin, &there, ANN, "phone");
    support(&ann, 1, true);
    support(&twin, 1, true);
    talk_until(&ann, "\"re\":101,\"ok\":{\"state\":\"counted\"");
    talk_until(&twin, "\"re\":101,\"ok\":{\"state\":\"counted\"");
    assert_int_equal(supporters(), 1);
    look(&bob);
    assert_true(talk_has_heard(&bob, SUPPORTS("1")));
    talk_close(&twin);
}

/* Counted at last, however many tries it takes. Forgets nothing that is told meanwhile. */
static void insist(struct talk *talk, unsigned n, bool on)
{
    static unsigned mid = 1000;
    char answered[24], counted[64];

    do {
        talk_say(talk,
                 "{\"mid\":%u,\"cmd\":\"idea.support\",\"board\":\"wishes\",\"idea\":"
                 "\"tent\",\"n\":%u,\"on\":%s}",
                 ++mid, n, on ? "true" : "false");
        (void)snprintf(answered, sizeof answered, "\"re\":%u,", mid);
        (void)snprintf(counted, sizeof counted, "\"re\":%u,\"ok\":{\"state\":\"counted\"",
                       mid);
        talk_until(talk, answered);
    } while (!talk_has_heard(talk, counted));
}

/* The epoch that began in the Redis that runs now: the one before may have ended unseen. */
static long long epoch_of_this_redis(void)
{
    static const char script[] =
        "local at = redis.call('HMGET', KEYS[1], 'epoch', 'life') "
        "local here = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') "
        "return at[2] == here and tonumber(at[1]) or 0";
    long long epoch;

    while ((epoch = redis_fixture_number(&redis, "EVAL %s 1 {room}:room", script)) == 0)
        uv_run(&world.loop, UV_RUN_ONCE); /* A pulse will find it. */
    return epoch;
}

static void supports_given_while_redis_dies_count_once(void **state)
{
    char snapshot[64];

    (void)state;
    post(&ann, "tent");
    look(&ann);
    look(&bob);
    for (unsigned n = 1; n <= 3; n++) {
        bool on = n % 2 == 1;

        talk_forget(&ann);
        talk_forget(&bob);
        support(&ann, n, on);
        support(&bob, n, on);
        redis_fixture_kill(&redis);
        redis_fixture_restart(&redis);
        talk_until(&ann, "\"re\":10");
        talk_until(&bob, "\"re\":10");
        insist(&ann, n, on);
        insist(&bob, n, on);
        assert_int_equal(supporters(), on ? 2 : 0);
    }
    /* Another epoch: what one looks at is asked for anew. */
    (void)snprintf(snapshot, sizeof snapshot, "\"ev\":\"snapshot\",\"epoch\":%lld,",
                   epoch_of_this_redis());
    talk_until(&bob, snapshot);
    look(&bob);
    talk_until(&bob, SUPPORTS("2"));
}

/* Written behind everyone's back, so that nobody is told: only the pulse can find it. */
static void what_the_bus_never_told_is_healed(void **state)
{
    (void)state;
    post(&ann, "tent");
    look(&bob);
    talk_forget(&bob);
    freeReplyObject(redis_fixture_do(&redis, "HSET {room}:b:wishes rev 9"));
    freeReplyObject(
        redis_fixture_do(&redis, "HSET {room}:heat:wishes tent %s", "9 44 1.5 1"));
    freeReplyObject(redis_fixture_do(&redis, "ZADD {room}:moved:wishes 9 tent"));
    talk_until(&bob, "\"rev\":9,\"total\":1,\"ideas\":[{" SUPPORTS("44"));
}

static void a_store_that_forgot_supports_raises_the_epoch(void **state)
{
    (void)state;
    post(&ann, "tent");
    support(&ann, 1, true);
    talk_until(&ann, "\"re\":101,\"ok\"");
    look(&bob);
    talk_forget(&bob);
    freeReplyObject(redis_fixture_do(&redis, "HSET {room}:b:wishes rev 1"));
    talk_until(&bob, "\"ev\":\"snapshot\"");
    assert_false(talk_has_heard(&bob, "\"ev\":\"snapshot\",\"epoch\":1,"));
    look(&bob);
    assert_true(talk_has_heard(&bob, "\"rev\":1,\"total\":1"));
}

/* ---- Boards that go ---- */

/* More ideas than one answer of the store holds. */
#define MANY 1200
static void fill(void)
{
    static const char script[] =
        "local function pack(t) local s = '' for _, v in ipairs(t) do "
        "s = s .. #v .. ':' .. v .. ',' end return s end "
        "for i = 1, ARGV[1] do local id = 'f' .. i "
        "redis.call('HSET', KEYS[2], id, pack{id, tostring(i), '1', '1792000000000', "
        "'0123456789abcdef', 'shown', 'new', '0'}) "
        "redis.call('HSET', KEYS[3], id, i .. ' 0 1.5 1') "
        "redis.call('ZADD', KEYS[4], i, id) "
        "redis.call('SET', '{room}:idea:wishes:' .. id, '{\"title\":\"T\"}') end "
        "redis.call('HSET', KEYS[1], 'rev', ARGV[1], 'ideas', ARGV[1])";
    redisReply *reply =
        redis_fixture_do(&redis,
                         "EVAL %s 4 {room}:b:wishes {room}:cards:wishes {room}:heat:wishes "
                         "{room}:moved:wishes %d",
                         script, MANY);

    assert_int_not_equal(reply->type, REDIS_REPLY_ERROR);
    freeReplyObject(reply);
}

static void a_page_of_a_board_that_goes_meanwhile_is_answered(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 12; i++) {
        fill();
        talk_forget(&ann);
        talk_forget(&bob);
        if (i % 2)
            say_remove_board(); /* The other way round, too. */
        say_list(&ann);
        say_list(&bob);
        say_look(&bob);
        if (i % 2 == 0)
            say_remove_board();
        talk_until(&ann, "\"re\":11");
        talk_until(&bob, "\"re\":11");
        talk_until(&bob, "\"re\":12");
        talk_until(&host, "\"re\":4,\"ok\"");
        talk_until(&ann, "board.removed");
        talk_until(&bob, "board.removed");
        talk_forget(&bob);
        say_list(&bob);
        talk_until(&bob, "\"re\":11,\"err\":{\"code\":\"not_found\"");
        assert_int_equal(redis_fixture_number(&redis, "EXISTS {room}:cards:wishes"), 0);
        make_board();
        talk_until(&bob, "\"phase\":\"open\"");
        talk_until(&ann, "\"phase\":\"open\"");
    }
}

/* What is on the screen when its board goes is told of no more, and of the next board of
 * that name as of any other. */
static void a_look_outlives_its_board(void **state)
{
    struct talk *both[] = {&ann, &bob};

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        post(&ann, "tent");
        look(&ann);
        look(&bob);
        talk_forget(&ann);
        talk_forget(&bob);
        support(&ann, 1, true);
        say_remove_board();
        for (size_t p = 0; p < 2; p++) {
            talk_until(both[p], "board.removed");
            talk_forget(both[p]);
            support(both[p], 2, true);
            talk_until(both[p], "\"re\":102,\"err\":{\"code\":\"not_found\"");
        }
        talk_until(&host, "\"re\":4,\"ok\"");
        make_board();
        talk_until(&ann, "\"phase\":\"open\"");
        talk_until(&bob, "\"phase\":\"open\"");
        assert_false(talk_has_heard(&bob, "\"ev\":\"ideas\""));
    }
}

/* A board is made, and at once others are asked for that do not exist: this worker may not
 * have heard of the new one yet. */
static void ask_for_nothing(unsigned round)
{
    enum { TRIES = 5 };
    const unsigned mid = 100 * (round + 1);
    char answer[48];

    talk_say(&host,
             "{\"mid\":%u,\"cmd\":\"board.add\",\"id\":\"b%u\",\"def\":{\"kind\":"
             "\"ideas\",\"title\":\"More\"}}",
             mid, mid);
    (void)snprintf(answer, sizeof answer, "\"re\":%u,\"ok\"", mid);
    talk_until(&host, answer);
    for (unsigned i = 1; i <= TRIES; i++)
        talk_say(&ann,
                 "{\"mid\":%u,\"cmd\":\"idea.support\",\"board\":\"no-such-board\","
                 "\"idea\":\"tent\",\"n\":1,\"on\":true}",
                 mid + i);
    for (unsigned i = 1; i <= TRIES; i++) {
        (void)snprintf(answer, sizeof answer, "\"re\":%u,\"err\":{\"code\":\"not_found\"",
                       mid + i);
        talk_until(&ann, answer);
    }
}

/* Each is answered, and nobody is told the whole room again for it. */
static void what_does_not_exist_is_looked_for_and_costs_nobody_anything(void **state)
{
    (void)state;
    talk_forget(&ann);
    talk_forget(&host);
    for (unsigned round = 0; round < BOARDS_PER_ROOM_MAX - 1; round++)
        ask_for_nothing(round);
    say_post(&ann, "tent"); /* Nothing that came so far is forgotten. */
    talk_until(&ann, "\"re\":10,\"ok\"");
    say_look(&host);
    talk_until(&host, "\"ev\":\"ideas\"");
    assert_false(talk_has_heard(&ann, "\"ev\":\"snapshot\""));
    assert_false(talk_has_heard(&host, "\"ev\":\"snapshot\""));
}

static void who_leaves_while_a_page_is_loaded_is_not_missed(void **state)
{
    (void)state;
    fill();
    say_list(&bob);
    say_look(&bob);
    talk_close(&bob);
    hello(&bob, &there, BOB, "phone");
    say_list(&bob);
    talk_until(&bob, "\"re\":11,\"ok\":{\"rev\":1200,\"total\":1200,\"more\":true");
    look(&bob);
}

/* The rest of what was asked for before is of no use: it begins again. */
static void an_epoch_raised_while_ideas_are_loaded_loads_them_again(void **state)
{
    struct talk second;

    (void)state;
    fill();
    hello(&second, &there, HOST, "host");
    talk_forget(&bob);
    freeReplyObject(redis_fixture_do(&redis, "HSET {room}:room epoch 99"));
    say_list(&bob);
    /* Decided upon what nobody knows yet: the room is read anew. */
    talk_say(&second,
             "{\"mid\":5,\"cmd\":\"board.move\",\"board\":\"wishes\",\"version\":9,"
             "\"phase\":\"show\"}");
    talk_until(&second, "\"re\":5,\"err\":{\"code\":\"stale\"");
    talk_until(&bob, "\"re\":11,\"ok\":{\"rev\":1200,\"total\":1200,\"more\":true");
    talk_until(&bob, "\"ev\":\"snapshot\",\"epoch\":99");
    look(&bob);
    talk_until(&bob, "\"ev\":\"ideas\",\"epoch\":99,\"board\":\"wishes\",\"rev\":1200");
    talk_close(&second);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(supports_at_two_workers_add_up_on_every_screen),
        TEST(the_same_person_at_two_workers_at_once_supports_once),
        TEST(supports_given_while_redis_dies_count_once),
        TEST(what_the_bus_never_told_is_healed),
        TEST(a_store_that_forgot_supports_raises_the_epoch),
        TEST(a_page_of_a_board_that_goes_meanwhile_is_answered),
        TEST(a_look_outlives_its_board),
        TEST(what_does_not_exist_is_looked_for_and_costs_nobody_anything),
        TEST(who_leaves_while_a_page_is_loaded_is_not_missed),
        TEST(an_epoch_raised_while_ideas_are_loaded_loads_them_again),
    };

    return cmocka_run_group_tests_name("service/ideas", tests, NULL, NULL);
}
