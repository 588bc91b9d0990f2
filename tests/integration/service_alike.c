/* SPDX-License-Identifier: Apache-2.0 */

/* Two workers' services on one real Redis, and people who search while words are read,
 * Redis dies and boards go away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/service_rig.h"
#include "service/indexes.h"

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

/* So many that their words are not read at once. */
#define MANY (24 * WORDS_READ_MAX)
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
        "redis.call('SET', '{room}:idea:wishes:' .. id, "
        "'{\"title\":\"Kayak number ' .. i .. '\"}') end "
        "redis.call('HSET', KEYS[1], 'rev', ARGV[1], 'ideas', ARGV[1])";
    redisReply *reply =
        redis_fixture_do(&redis,
                         "EVAL %s 4 {room}:b:wishes {room}:cards:wishes {room}:heat:wishes "
                         "{room}:moved:wishes %d",
                         script, MANY);

    assert_int_not_equal(reply->type, REDIS_REPLY_ERROR);
    freeReplyObject(reply);
}

static void say_list(struct talk *talk)
{
    talk_say(talk, "{\"mid\":11,\"cmd\":\"idea.list\",\"board\":\"wishes\"}");
}

static void say_search(struct talk *talk)
{
    talk_say(talk, "{\"mid\":12,\"cmd\":\"idea.list\",\"board\":\"wishes\",\"search\":"
                   "\"kayaks\"}");
}

static void say_similar(struct talk *talk)
{
    talk_say(talk, "{\"mid\":13,\"cmd\":\"idea.similar\",\"board\":\"wishes\",\"title\":"
                   "\"Kayak number 7\"}");
}

static void finds(struct talk *talk, unsigned n)
{
    char phrase[48];

    (void)snprintf(phrase, sizeof phrase, "\"found\":%u,\"partial\":false", n);
    talk_forget(talk);
    say_search(talk);
    talk_until(talk, "\"re\":12");
    if (!talk_has_heard(talk, phrase))
        fail_msg("not %s: %.300s", phrase, talk->heard.text);
}

static void all_words_are_read_once_somebody_searches(void **state)
{
    (void)state;
    fill();
    say_search(&ann);
    say_similar(&ann); /* Both at once. */
    say_search(&bob);
    talk_until(&ann, "\"re\":13,\"ok\":{\"partial\":false,\"ideas\":[{\"id\":\"f7\"");
    talk_until(&ann, "\"re\":12,\"ok\"");
    talk_until(&bob, "\"re\":12,\"ok\"");
    finds(&ann, MANY);
    finds(&bob, MANY);
}

static void what_is_posted_at_one_worker_is_found_at_the_other(void **state)
{
    (void)state;
    finds(&bob, 0);
    talk_say(&bob, "{\"mid\":14,\"cmd\":\"board.look\",\"board\":\"wishes\",\"ideas\":[]}");
    talk_until(&bob, "\"re\":14,\"ok\"");
    talk_say(&ann, "{\"mid\":10,\"cmd\":\"idea.post\",\"board\":\"wishes\",\"id\":\"new\","
                   "\"title\":\"A kayak\"}");
    talk_until(&ann, "\"re\":10,\"ok\"");
    finds(&ann, 1);
    talk_until(&bob, "\"total\":1");
    finds(&bob, 1);
}

static void redis_may_die_while_words_are_read(void **state)
{
    struct talk *both[] = {&ann, &bob};

    (void)state;
    fill();
    say_search(&ann);
    say_similar(&bob);
    redis_fixture_kill(&redis);
    redis_fixture_restart(&redis);
    talk_until(&ann, "\"re\":12");
    talk_until(&bob, "\"re\":13");
    for (size_t i = 0; i < 2; i++) {
        talk_forget(both[i]);
        say_search(both[i]); /* By then all is read, whatever became of the first. */
        talk_until(both[i], "\"re\":12,\"ok\"");
        finds(both[i], MANY);
    }
}

static void who_leaves_while_words_are_read_is_not_missed(void **state)
{
    struct talk twin;

    (void)state;
    fill();
    hello(&twin, &here, ANN, "phone");
    say_search(&twin);
    say_similar(&twin);
    talk_close(&twin);
    finds(&ann, MANY);
}

static void a_search_of_a_board_that_goes_meanwhile_is_answered(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 6; i++) {
        fill();
        talk_forget(&ann);
        talk_forget(&bob);
        if (i % 2)
            say_remove_board(); /* The other way round, too. */
        say_search(&ann);
        say_similar(&bob);
        if (i % 2 == 0)
            say_remove_board();
        talk_until(&ann, "\"re\":12");
        talk_until(&bob, "\"re\":13");
        talk_until(&host, "\"re\":4,\"ok\"");
        talk_until(&ann, "board.removed");
        talk_until(&bob, "board.removed");
        make_board();
        talk_until(&bob, "\"phase\":\"open\"");
        talk_until(&ann, "\"phase\":\"open\"");
    }
    finds(&ann, 0); /* Nothing of the boards before it. */
}

static void over(uv_timer_t *timer)
{
    *(bool *)timer->data = true;
}

/* Redis stands still longer than one waits for words: what is known by then is told. */
static void a_search_waits_only_so_long_for_words(void **state)
{
    uv_timer_t timer;
    bool is_over = false;

    (void)state;
    fill();
    say_list(&ann);
    talk_until(&ann, "\"re\":11,\"ok\"");
    redis_fixture_halt(&redis);
    say_search(&ann);
    uv_timer_init(&world.loop, &timer);
    timer.data = &is_over;
    uv_timer_start(&timer, over, 3 * INDEX_WAIT_MS / 2, 0);
    rig_until(&world, &is_over);
    uv_close((uv_handle_t *)&timer, NULL);
    redis_fixture_go_on(&redis);
    talk_until(&ann, "\"found\":0,\"partial\":true");
    talk_forget(&ann);
    say_search(&ann);
    talk_until(&ann, "\"re\":12,\"ok\"");
    finds(&ann, MANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_words_are_read_once_somebody_searches, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_is_posted_at_one_worker_is_found_at_the_other,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(redis_may_die_while_words_are_read, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(who_leaves_while_words_are_read_is_not_missed,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_search_of_a_board_that_goes_meanwhile_is_answered,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_search_waits_only_so_long_for_words, setup,
                                        teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
