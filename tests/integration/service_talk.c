/* SPDX-License-Identifier: Apache-2.0 */

/* Two workers' services on one real Redis, and people who talk about an idea there: each
 * comment and like once, on every screen, while Redis dies and people go away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/service_rig.h"

enum { HOST = 1, ANN, BOB };

#define AT "\"board\":\"wishes\",\"idea\":\"tent\""

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

/* Says it and waits for "ok". */
static void done(struct talk *talk, const char *command)
{
    talk_forget(talk);
    talk_say(talk, "{\"mid\":5,%s}", command);
    talk_until(talk, "\"re\":5,\"ok\"");
}

static void look(struct talk *talk)
{
    done(talk, "\"cmd\":\"board.look\",\"board\":\"wishes\",\"ideas\":[\"tent\"]");
    talk_until(talk, "\"ev\":\"ideas\"");
    talk_forget(talk);
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
    done(&host, "\"cmd\":\"board.add\",\"id\":\"wishes\",\"def\":{\"kind\":\"ideas\","
                "\"title\":\"Wishes\"}");
    done(&host, "\"cmd\":\"board.move\",\"board\":\"wishes\",\"version\":1,\"phase\":"
                "\"open\"");
    hello(&ann, &here, ANN, "phone");
    hello(&bob, &there, BOB, "phone");
    talk_until(&bob, "\"phase\":\"open\"");
    done(&ann,
         "\"cmd\":\"idea.post\",\"board\":\"wishes\",\"id\":\"tent\",\"title\":\"T\"");
    look(&ann);
    look(&bob);
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

#define POST(id, text)                                                                     \
    "\"cmd\":\"comment.post\"," AT ",\"id\":\"" id "\",\"text\":\"" text "\""

static void like(struct talk *talk, unsigned n, bool on)
{
    talk_say(talk,
             "{\"mid\":%u,\"cmd\":\"comment.like\"," AT
             ",\"comment\":\"c1\",\"n\":%u,\"on\":%s}",
             100 + n, n, on ? "true" : "false");
}

/* Whose like is on, counted by hand. */
static long long likers(void)
{
    return redis_fixture_number(
        &redis, "EVAL %s 1 {room}:marks:wishes:tent",
        "local n = 0 for _, v in ipairs(redis.call('HVALS', KEYS[1])) do "
        "if string.match(v, '^%d+ 1$') then n = n + 1 end end return n");
}

static void a_comment_is_told_at_both_workers(void **state)
{
    (void)state;
    done(&bob, POST("c1", "With lanterns"));
    talk_until(&ann, "\"comments\":1,\"talk\":2");
    done(&ann, "\"cmd\":\"comment.list\"," AT);
    assert_true(talk_has_heard(&ann, "\"words\":{\"text\":\"With lanterns\"}"));
    talk_forget(&bob);
    like(&ann, 1, true);
    talk_until(&bob, "\"talk\":3");
    done(&bob, "\"cmd\":\"comment.list\"," AT ",\"since\":2");
    assert_true(talk_has_heard(&bob, "\"likes\":1"));
}

static void one_person_at_both_workers_likes_once(void **state)
{
    struct talk twin;

    (void)state;
    done(&bob, POST("c1", "Yes"));
    hello(&twin, &there, ANN, "phone");
    like(&ann, 1, true);
    like(&twin, 1, true);
    talk_until(&ann, "\"re\":101,\"ok\":{\"state\":\"counted\"");
    talk_until(&twin, "\"re\":101,\"ok\":{\"state\":\"counted\"");
    assert_int_equal(likers(), 1);
    done(&ann, "\"cmd\":\"comment.list\"," AT);
    assert_true(talk_has_heard(&ann, "\"likes\":1,"));
    talk_close(&twin);
}

/* Counted at last, whether the first try was or not. */
static void insist(struct talk *talk, unsigned n, bool on)
{
    while (!talk_has_heard(talk, "\"state\":\"counted\"")) {
        talk_forget(talk);
        like(talk, n, on);
        talk_until(talk, "\"re\":10");
    }
}

static void likes_given_while_redis_dies_count_once(void **state)
{
    (void)state;
    done(&bob, POST("c1", "Yes"));
    for (unsigned n = 1; n <= 3; n++) {
        bool on = n % 2 == 1;

        talk_forget(&ann);
        talk_forget(&bob);
        like(&ann, n, on);
        like(&bob, n, on);
        redis_fixture_kill(&redis);
        redis_fixture_restart(&redis);
        talk_until(&ann, "\"re\":10");
        talk_until(&bob, "\"re\":10");
        insist(&ann, n, on);
        insist(&bob, n, on);
        assert_int_equal(likers(), on ? 2 : 0);
    }
    done(&ann, "\"cmd\":\"comment.list\"," AT);
    assert_true(talk_has_heard(&ann, "\"likes\":2,"));
}

static void a_comment_of_one_who_left_is_there(void **state)
{
    (void)state;
    talk_say(&bob, "{\"mid\":7,%s}", POST("c1", "Bye"));
    talk_close(&bob);
    talk_until(&ann, "\"comments\":1");
    hello(&bob, &there, BOB, "phone");
}

/* What staff should look at is read in two steps; who leaves between them leaves nothing.
 */
static void staff_that_leaves_while_looking_leaves_nothing(void **state)
{
    (void)state;
    done(&bob, POST("c1", "Rude"));
    done(&ann, "\"cmd\":\"comment.report\"," AT ",\"comment\":\"c1\",\"why\":\"rude\"");
    talk_say(&host, "{\"mid\":8,\"cmd\":\"review.list\",\"board\":\"wishes\"}");
    talk_close(&host);
    hello(&host, &here, HOST, "host");
    done(&host, "\"cmd\":\"review.list\",\"board\":\"wishes\"");
    assert_true(talk_has_heard(&host, "\"reports\":{\"rude\":1}"));
}

static void staff_hears_that_something_was_reported(void **state)
{
    (void)state;
    look(&host);
    done(&bob, "\"cmd\":\"idea.report\"," AT ",\"why\":\"spam\"");
    talk_until(&host, "\"ev\":\"ideas\"");
    assert_false(talk_has_heard(&ann, "report"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_comment_is_told_at_both_workers, setup, teardown),
        cmocka_unit_test_setup_teardown(one_person_at_both_workers_likes_once, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(likes_given_while_redis_dies_count_once, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_comment_of_one_who_left_is_there, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(staff_that_leaves_while_looking_leaves_nothing,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(staff_hears_that_something_was_reported, setup,
                                        teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
