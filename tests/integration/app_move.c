/* SPDX-License-Identifier: Apache-2.0 */

/* The rooms of a running server leave its private Redis while a crowd votes. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/app_fixture.h"
#include "lib/app_voters.h"
#include "lib/redis_fixture.h"

#define ANSWER_BYTES 4096
#define VOTERS       200

static const char *const two_workers[] = {"--workers", "2", NULL};
static const char *const no_options[] = {NULL};

static void a_move_takes_all_along_and_is_remembered(void **state)
{
    char answer[ANSWER_BYTES];
    struct redis_fixture redis;
    struct voters voters;
    struct app app;
    pid_t pid;

    (void)state;
    redis_fixture_start(&redis, no_options);
    const char *const move[] = {"move", "--redis", redis.address, NULL};

    app_init(&app);
    app_start(&app, two_workers);
    voters_join(&voters, &app, VOTERS);
    voters_vote(&voters, 5 * VOTERS);
    if (voters_vote_during(&voters, move, answer, sizeof answer) != 0)
        fail_msg("%s", answer);
    assert_non_null(strstr(answer, "1 rooms, 200 ballots, every tally recounted"));
    assert_non_null(strstr(answer, "still for "));
    assert_int_equal(app_children(&app, "redis-server", &pid, 1), 0);
    voters_vote(&voters, 5 * VOTERS);
    voters_settle(&voters, redis.socket);

    /* Moved once is moved. */
    assert_int_equal(app_run(&app, move, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "moved already"));
    (void)app_end(&app, SIGKILL);
    app_start(&app, two_workers);
    assert_int_equal(app_children(&app, "redis-server", &pid, 1), 0);
    voters_vote(&voters, 5 * VOTERS);
    voters_settle(&voters, redis.socket);
    voters_leave(&voters);
    app_done(&app);
    redis_fixture_stop(&redis);
}

static void a_redis_that_holds_something_is_refused_and_votes_go_on(void **state)
{
    char answer[ANSWER_BYTES];
    struct redis_fixture redis;
    struct voters voters;
    struct app app;

    (void)state;
    redis_fixture_start(&redis, no_options);
    freeReplyObject(redis_fixture_do(&redis, "SET something else"));
    const char *const move[] = {"move", "--redis", redis.address, NULL};

    app_init(&app);
    app_start(&app, two_workers);
    voters_join(&voters, &app, 20);
    assert_int_equal(voters_vote_during(&voters, move, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "is not empty. Nothing was changed"));
    assert_int_equal(redis_fixture_number(&redis, "DBSIZE"), 1);
    voters_vote(&voters, 100);
    voters_settle(&voters, NULL);
    voters_leave(&voters);
    app_done(&app);
    redis_fixture_stop(&redis);
}

static void a_move_that_fails_leaves_all_as_it_was(void **state)
{
    char answer[ANSWER_BYTES];
    const char *const too_small[] = {"--maxmemory", "1", NULL};
    struct redis_fixture redis;
    struct voters voters;
    struct app app;

    (void)state;
    redis_fixture_start(&redis, too_small);
    const char *const move[] = {"move", "--redis", redis.address, NULL};

    app_init(&app);
    app_start(&app, two_workers);
    voters_join(&voters, &app, 20);
    voters_vote(&voters, 100);
    assert_int_equal(voters_vote_during(&voters, move, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "OOM"));
    assert_int_equal(redis_fixture_number(&redis, "DBSIZE"), 0);
    voters_vote(&voters, 100);
    voters_settle(&voters, NULL);
    voters_leave(&voters);
    app_done(&app);
    redis_fixture_stop(&redis);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_move_takes_all_along_and_is_remembered),
        cmocka_unit_test(a_redis_that_holds_something_is_refused_and_votes_go_on),
        cmocka_unit_test(a_move_that_fails_leaves_all_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
