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

#include "lib/wishes_rig.h"
#include "service/indexes.h"

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
        redis_fixture_do(&it.redis,
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
    say_search(&it.ann);
    say_similar(&it.ann); /* Both at once. */
    say_search(&it.bob);
    talk_until(&it.ann, "\"re\":13,\"ok\":{\"partial\":false,\"ideas\":[{\"id\":\"f7\"");
    talk_until(&it.ann, "\"re\":12,\"ok\"");
    talk_until(&it.bob, "\"re\":12,\"ok\"");
    finds(&it.ann, MANY);
    finds(&it.bob, MANY);
}

static void what_is_posted_at_one_worker_is_found_at_the_other(void **state)
{
    (void)state;
    finds(&it.bob, 0);
    talk_say(&it.bob,
             "{\"mid\":14,\"cmd\":\"board.look\",\"board\":\"wishes\",\"ideas\":[]}");
    talk_until(&it.bob, "\"re\":14,\"ok\"");
    talk_say(&it.ann,
             "{\"mid\":10,\"cmd\":\"idea.post\",\"board\":\"wishes\",\"id\":\"new\","
             "\"title\":\"A kayak\"}");
    talk_until(&it.ann, "\"re\":10,\"ok\"");
    finds(&it.ann, 1);
    talk_until(&it.bob, "\"total\":1");
    finds(&it.bob, 1);
}

static void redis_may_die_while_words_are_read(void **state)
{
    struct talk *both[] = {&it.ann, &it.bob};

    (void)state;
    fill();
    say_search(&it.ann);
    say_similar(&it.bob);
    redis_fixture_kill(&it.redis);
    redis_fixture_restart(&it.redis);
    talk_until(&it.ann, "\"re\":12");
    talk_until(&it.bob, "\"re\":13");
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
    wishes_hello(&it, &twin, &it.here, ANN, "phone");
    say_search(&twin);
    say_similar(&twin);
    talk_close(&twin);
    finds(&it.ann, MANY);
}

static void a_search_of_a_board_that_goes_meanwhile_is_answered(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 6; i++) {
        fill();
        talk_forget(&it.ann);
        talk_forget(&it.bob);
        if (i % 2)
            wishes_say_remove_board(&it); /* The other way round, too. */
        say_search(&it.ann);
        say_similar(&it.bob);
        if (i % 2 == 0)
            wishes_say_remove_board(&it);
        talk_until(&it.ann, "\"re\":12");
        talk_until(&it.bob, "\"re\":13");
        wishes_until_removed(&it);
        talk_until(&it.ann, "board.removed");
        talk_until(&it.bob, "board.removed");
        wishes_make_board(&it);
        talk_until(&it.bob, "\"phase\":\"open\"");
        talk_until(&it.ann, "\"phase\":\"open\"");
    }
    finds(&it.ann, 0); /* Nothing of the boards before it. */
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
    say_list(&it.ann);
    talk_until(&it.ann, "\"re\":11,\"ok\"");
    redis_fixture_halt(&it.redis);
    say_search(&it.ann);
    uv_timer_init(&it.world.loop, &timer);
    timer.data = &is_over;
    uv_timer_start(&timer, over, 3 * INDEX_WAIT_MS / 2, 0);
    rig_until(&it.world, &is_over);
    uv_close((uv_handle_t *)&timer, NULL);
    redis_fixture_go_on(&it.redis);
    talk_until(&it.ann, "\"found\":0,\"partial\":true");
    talk_forget(&it.ann);
    say_search(&it.ann);
    talk_until(&it.ann, "\"re\":12,\"ok\"");
    finds(&it.ann, MANY);
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
