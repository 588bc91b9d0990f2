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

#include "lib/wishes_rig.h"

static struct wishes_rig it;

static int setup(void **state)
{
    (void)state;
    wishes_open(&it);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    wishes_close(&it);
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
        &it.redis, "EVAL %s 1 {room}:sup:wishes:tent",
        "local n = 0 for _, v in ipairs(redis.call('HVALS', KEYS[1])) do "
        "if string.match(v, '^%d+ 1 ') then n = n + 1 end end return n");
}

#define SUPPORTS(n)                                                                        \
    "\"id\":\"tent\",\"version\":1,\"state\":\"shown\",\"status\":\"new\",\"supports\":" n

static void supports_at_two_workers_add_up_on_every_screen(void **state)
{
    struct talk *all[] = {&it.ann, &it.bob, &it.host};

    (void)state;
    post(&it.ann, "tent");
    for (size_t i = 0; i < 3; i++)
        look(all[i]);
    support(&it.ann, 1, true);
    support(&it.bob, 1, true);
    for (size_t i = 0; i < 3; i++)
        talk_until(all[i], SUPPORTS("2"));
    support(&it.bob, 1, true); /* Once more. */
    support(&it.bob, 2, false);
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
    post(&it.ann, "tent");
    wishes_hello(&it, &twin, &it.there, ANN, "phone");
    support(&it.ann, 1, true);
    support(&twin, 1, true);
    talk_until(&it.ann, "\"re\":101,\"ok\":{\"state\":\"counted\"");
    talk_until(&twin, "\"re\":101,\"ok\":{\"state\":\"counted\"");
    assert_int_equal(supporters(), 1);
    look(&it.bob);
    assert_true(talk_has_heard(&it.bob, SUPPORTS("1")));
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

    while ((epoch = redis_fixture_number(&it.redis, "EVAL %s 1 {room}:room", script)) == 0)
        uv_run(&it.world.loop, UV_RUN_ONCE); /* A pulse will find it. */
    return epoch;
}

static void supports_given_while_redis_dies_count_once(void **state)
{
    char snapshot[64];

    (void)state;
    post(&it.ann, "tent");
    look(&it.ann);
    look(&it.bob);
    for (unsigned n = 1; n <= 3; n++) {
        bool on = n % 2 == 1;

        talk_forget(&it.ann);
        talk_forget(&it.bob);
        support(&it.ann, n, on);
        support(&it.bob, n, on);
        redis_fixture_kill(&it.redis);
        redis_fixture_restart(&it.redis);
        talk_until(&it.ann, "\"re\":10");
        talk_until(&it.bob, "\"re\":10");
        insist(&it.ann, n, on);
        insist(&it.bob, n, on);
        assert_int_equal(supporters(), on ? 2 : 0);
    }
    /* Another epoch: what one looks at is asked for anew. */
    (void)snprintf(snapshot, sizeof snapshot, "\"ev\":\"snapshot\",\"epoch\":%lld,",
                   epoch_of_this_redis());
    talk_until(&it.bob, snapshot);
    look(&it.bob);
    talk_until(&it.bob, SUPPORTS("2"));
}

/* Written behind everyone's back, so that nobody is told: only the pulse can find it. */
static void what_the_bus_never_told_is_healed(void **state)
{
    (void)state;
    post(&it.ann, "tent");
    look(&it.bob);
    talk_forget(&it.bob);
    freeReplyObject(redis_fixture_do(&it.redis, "HSET {room}:b:wishes rev 9"));
    freeReplyObject(
        redis_fixture_do(&it.redis, "HSET {room}:heat:wishes tent %s", "9 44 1.5 1"));
    freeReplyObject(redis_fixture_do(&it.redis, "ZADD {room}:moved:wishes 9 tent"));
    talk_until(&it.bob, "\"rev\":9,\"total\":1,\"ideas\":[{" SUPPORTS("44"));
}

static void a_store_that_forgot_supports_raises_the_epoch(void **state)
{
    (void)state;
    post(&it.ann, "tent");
    support(&it.ann, 1, true);
    talk_until(&it.ann, "\"re\":101,\"ok\"");
    look(&it.bob);
    talk_forget(&it.bob);
    freeReplyObject(redis_fixture_do(&it.redis, "HSET {room}:b:wishes rev 1"));
    talk_until(&it.bob, "\"ev\":\"snapshot\"");
    assert_false(talk_has_heard(&it.bob, "\"ev\":\"snapshot\",\"epoch\":1,"));
    look(&it.bob);
    assert_true(talk_has_heard(&it.bob, "\"rev\":1,\"total\":1"));
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
        redis_fixture_do(&it.redis,
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
        talk_forget(&it.ann);
        talk_forget(&it.bob);
        if (i % 2)
            wishes_say_remove_board(&it); /* The other way round, too. */
        say_list(&it.ann);
        say_list(&it.bob);
        say_look(&it.bob);
        if (i % 2 == 0)
            wishes_say_remove_board(&it);
        talk_until(&it.ann, "\"re\":11");
        talk_until(&it.bob, "\"re\":11");
        talk_until(&it.bob, "\"re\":12");
        wishes_until_removed(&it);
        talk_until(&it.ann, "board.removed");
        talk_until(&it.bob, "board.removed");
        talk_forget(&it.bob);
        say_list(&it.bob);
        talk_until(&it.bob, "\"re\":11,\"err\":{\"code\":\"not_found\"");
        assert_int_equal(redis_fixture_number(&it.redis, "EXISTS {room}:cards:wishes"), 0);
        wishes_make_board(&it);
        talk_until(&it.bob, "\"phase\":\"open\"");
        talk_until(&it.ann, "\"phase\":\"open\"");
    }
}

/* What is on the screen when its board goes is told of no more, and of the next board of
 * that name as of any other. */
static void a_look_outlives_its_board(void **state)
{
    struct talk *both[] = {&it.ann, &it.bob};

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        post(&it.ann, "tent");
        look(&it.ann);
        look(&it.bob);
        talk_forget(&it.ann);
        talk_forget(&it.bob);
        support(&it.ann, 1, true);
        wishes_say_remove_board(&it);
        for (size_t p = 0; p < 2; p++) {
            talk_until(both[p], "board.removed");
            talk_forget(both[p]);
            support(both[p], 2, true);
            talk_until(both[p], "\"re\":102,\"err\":{\"code\":\"not_found\"");
        }
        wishes_until_removed(&it);
        wishes_make_board(&it);
        talk_until(&it.ann, "\"phase\":\"open\"");
        talk_until(&it.bob, "\"phase\":\"open\"");
        assert_false(talk_has_heard(&it.bob, "\"ev\":\"ideas\""));
    }
}

/* A board is made, and at once others are asked for that do not exist: this worker may not
 * have heard of the new one yet. */
static void ask_for_nothing(unsigned round)
{
    enum { TRIES = 5 };
    const unsigned mid = 100 * (round + 1);
    char answer[48];

    talk_say(&it.host,
             "{\"mid\":%u,\"cmd\":\"board.add\",\"id\":\"b%u\",\"def\":{\"kind\":"
             "\"ideas\",\"title\":\"More\"}}",
             mid, mid);
    (void)snprintf(answer, sizeof answer, "\"re\":%u,\"ok\"", mid);
    talk_until(&it.host, answer);
    for (unsigned i = 1; i <= TRIES; i++)
        talk_say(&it.ann,
                 "{\"mid\":%u,\"cmd\":\"idea.support\",\"board\":\"no-such-board\","
                 "\"idea\":\"tent\",\"n\":1,\"on\":true}",
                 mid + i);
    for (unsigned i = 1; i <= TRIES; i++) {
        (void)snprintf(answer, sizeof answer, "\"re\":%u,\"err\":{\"code\":\"not_found\"",
                       mid + i);
        talk_until(&it.ann, answer);
    }
}

/* Each is answered, and nobody is told the whole room again for it. */
static void what_does_not_exist_is_looked_for_and_costs_nobody_anything(void **state)
{
    (void)state;
    talk_forget(&it.ann);
    talk_forget(&it.host);
    for (unsigned round = 0; round < BOARDS_PER_ROOM_MAX - 1; round++)
        ask_for_nothing(round);
    say_post(&it.ann, "tent"); /* Nothing that came so far is forgotten. */
    talk_until(&it.ann, "\"re\":10,\"ok\"");
    say_look(&it.host);
    talk_until(&it.host, "\"ev\":\"ideas\"");
    assert_false(talk_has_heard(&it.ann, "\"ev\":\"snapshot\""));
    assert_false(talk_has_heard(&it.host, "\"ev\":\"snapshot\""));
}

static void who_leaves_while_a_page_is_loaded_is_not_missed(void **state)
{
    (void)state;
    fill();
    say_list(&it.bob);
    say_look(&it.bob);
    talk_close(&it.bob);
    wishes_hello(&it, &it.bob, &it.there, BOB, "phone");
    say_list(&it.bob);
    talk_until(&it.bob, "\"re\":11,\"ok\":{\"rev\":1200,\"total\":1200,\"more\":true");
    look(&it.bob);
}

/* The rest of what was asked for before is of no use: it begins again. */
static void an_epoch_raised_while_ideas_are_loaded_loads_them_again(void **state)
{
    struct talk second;

    (void)state;
    fill();
    wishes_hello(&it, &second, &it.there, HOST, "host");
    talk_forget(&it.bob);
    freeReplyObject(redis_fixture_do(&it.redis, "HSET {room}:room epoch 99"));
    say_list(&it.bob);
    /* Decided upon what nobody knows yet: the room is read anew. */
    talk_say(&second,
             "{\"mid\":5,\"cmd\":\"board.move\",\"board\":\"wishes\",\"version\":9,"
             "\"phase\":\"show\"}");
    talk_until(&second, "\"re\":5,\"err\":{\"code\":\"stale\"");
    talk_until(&it.bob, "\"re\":11,\"ok\":{\"rev\":1200,\"total\":1200,\"more\":true");
    talk_until(&it.bob, "\"ev\":\"snapshot\",\"epoch\":99");
    look(&it.bob);
    talk_until(&it.bob, "\"ev\":\"ideas\",\"epoch\":99,\"board\":\"wishes\",\"rev\":1200");
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
