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

#include "lib/wishes_rig.h"

#define AT "\"board\":\"wishes\",\"idea\":\"tent\""

static struct wishes_rig it;

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
    wishes_open(&it);
    done(&it.ann,
         "\"cmd\":\"idea.post\",\"board\":\"wishes\",\"id\":\"tent\",\"title\":\"T\"");
    look(&it.ann);
    look(&it.bob);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    wishes_close(&it);
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
        &it.redis, "EVAL %s 1 {room}:marks:wishes:tent",
        "local n = 0 for _, v in ipairs(redis.call('HVALS', KEYS[1])) do "
        "if string.match(v, '^%d+ 1$') then n = n + 1 end end return n");
}

static void a_comment_is_told_at_both_workers(void **state)
{
    (void)state;
    done(&it.bob, POST("c1", "With lanterns"));
    talk_until(&it.ann, "\"comments\":1,\"talk\":2");
    done(&it.ann, "\"cmd\":\"comment.list\"," AT);
    assert_true(talk_has_heard(&it.ann, "\"words\":{\"text\":\"With lanterns\"}"));
    talk_forget(&it.bob);
    like(&it.ann, 1, true);
    talk_until(&it.bob, "\"talk\":3");
    done(&it.bob, "\"cmd\":\"comment.list\"," AT ",\"since\":2");
    assert_true(talk_has_heard(&it.bob, "\"likes\":1"));
}

static void one_person_at_both_workers_likes_once(void **state)
{
    struct talk twin;

    (void)state;
    done(&it.bob, POST("c1", "Yes"));
    wishes_hello(&it, &twin, &it.there, ANN, "phone");
    like(&it.ann, 1, true);
    like(&twin, 1, true);
    talk_until(&it.ann, "\"re\":101,\"ok\":{\"state\":\"counted\"");
    talk_until(&twin, "\"re\":101,\"ok\":{\"state\":\"counted\"");
    assert_int_equal(likers(), 1);
    done(&it.ann, "\"cmd\":\"comment.list\"," AT);
    assert_true(talk_has_heard(&it.ann, "\"likes\":1,"));
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
    done(&it.bob, POST("c1", "Yes"));
    for (unsigned n = 1; n <= 3; n++) {
        bool on = n % 2 == 1;

        talk_forget(&it.ann);
        talk_forget(&it.bob);
        like(&it.ann, n, on);
        like(&it.bob, n, on);
        redis_fixture_kill(&it.redis);
        redis_fixture_restart(&it.redis);
        talk_until(&it.ann, "\"re\":10");
        talk_until(&it.bob, "\"re\":10");
        insist(&it.ann, n, on);
        insist(&it.bob, n, on);
        assert_int_equal(likers(), on ? 2 : 0);
    }
    done(&it.ann, "\"cmd\":\"comment.list\"," AT);
    assert_true(talk_has_heard(&it.ann, "\"likes\":2,"));
}

static void a_comment_of_one_who_left_is_there(void **state)
{
    (void)state;
    talk_say(&it.bob, "{\"mid\":7,%s}", POST("c1", "Bye"));
    talk_close(&it.bob);
    talk_until(&it.ann, "\"comments\":1");
    wishes_hello(&it, &it.bob, &it.there, BOB, "phone");
}

/* What staff should look at is read in two steps; who leaves between them leaves nothing.
 */
static void staff_that_leaves_while_looking_leaves_nothing(void **state)
{
    (void)state;
    done(&it.bob, POST("c1", "Rude"));
    done(&it.ann, "\"cmd\":\"comment.report\"," AT ",\"comment\":\"c1\",\"why\":\"rude\"");
    talk_say(&it.host, "{\"mid\":8,\"cmd\":\"review.list\",\"board\":\"wishes\"}");
    talk_close(&it.host);
    wishes_hello(&it, &it.host, &it.here, HOST, "host");
    done(&it.host, "\"cmd\":\"review.list\",\"board\":\"wishes\"");
    assert_true(talk_has_heard(&it.host, "\"reports\":{\"rude\":1}"));
}

static void staff_hears_that_something_was_reported(void **state)
{
    (void)state;
    look(&it.host);
    done(&it.bob, "\"cmd\":\"idea.report\"," AT ",\"why\":\"spam\"");
    talk_until(&it.host, "\"ev\":\"ideas\"");
    assert_false(talk_has_heard(&it.ann, "report"));
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
