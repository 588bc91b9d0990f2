/* SPDX-License-Identifier: Apache-2.0 */

/* Two laptops: the second follows, the first dies while a crowd votes, the second serves.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/app_laptops.h"
#include "lib/app_voters.h"

#define ANSWER_BYTES 4096
#define VOTERS       200
#define PROMOTED_MS  30000

static void no_acknowledged_vote_is_lost_with_the_first_laptop(void **state)
{
    const char *const promote[] = {"promote", NULL};
    char answer[ANSWER_BYTES];
    struct voters voters;
    struct laptops l;

    (void)state;
    laptops_init(&l, NULL);
    laptops_start(&l);
    laptops_follow(&l);
    voters_join(&voters, &l.first, VOTERS);
    voters_vote(&voters, 10 * VOTERS);
    laptops_kill_first(&l);
    uint64_t died_ns = crowd_now_ns();

    if (app_run(&l.second, promote, answer, sizeof answer) != 0)
        fail_msg("%s", answer);
    assert_non_null(strstr(answer, "This is the server now: http://"));
    assert_true(crowd_until(voters.crowd, crowd_is_ready, VOTERS_HEAL_MS));
    assert_in_range((crowd_now_ns() - died_ns) / 1000000, 0, PROMOTED_MS);
    voters.app = &l.second;
    voters_settle(&voters, NULL); /* As many ballots as people: nobody is a new voter. */
    voters_vote(&voters, 5 * VOTERS);
    voters_settle(&voters, NULL);
    for (size_t i = 0; i < VOTERS; i++)
        assert_true(voters.crowd->clients[i].epoch > 1);
    voters_leave(&voters);
    laptops_end(&l);
}

static void a_promoted_laptop_and_the_old_first_keep_what_they_have(void **state)
{
    const char *const promote[] = {"promote", NULL};
    char answer[ANSWER_BYTES], code[16];
    struct laptops l;

    (void)state;
    laptops_init(&l, NULL);
    laptops_start(&l);
    laptops_follow(&l);
    app_demo(&l.first, code, sizeof code);
    assert_int_equal(app_run(&l.first, promote, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "this is no standby"));
    laptops_kill_first(&l);
    assert_int_equal(app_run(&l.second, promote, answer, sizeof answer), 0);
    app_expect(&l.second, "  Join  ", NULL, 0);
    assert_int_equal(app_run(&l.second, promote, answer, sizeof answer), 1);
    (void)app_end(&l.second, SIGTERM);

    const char *const again[] = {"serve", "--listen",         "127.0.0.1:0", "--standby",
                                 l.place, "--standby-secret", l.secret,      NULL};

    assert_int_equal(app_run(&l.second, again, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "following would wipe them"));
    assert_int_equal(app_run(&l.first, again, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "following would wipe them"));
    /* As a server of its own it goes on. */
    app_start(&l.second, NULL);
    assert_int_equal(app_get(&l.second, "/healthz", answer, sizeof answer), 200);
    laptops_end(&l);
}

static void a_copy_does_not_serve_by_accident(void **state)
{
    const char *const serve[] = {"serve", "--listen", "127.0.0.1:0", NULL};
    char answer[ANSWER_BYTES];
    struct laptops l;

    (void)state;
    laptops_init(&l, NULL);
    laptops_start(&l);
    laptops_follow(&l);
    (void)app_end(&l.second, SIGTERM);
    assert_int_equal(app_run(&l.second, serve, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "is a copy that follows another"));
    laptops_end(&l);
}

static void who_does_not_know_the_secret_gets_nothing(void **state)
{
    char answer[ANSWER_BYTES], path[APP_PATH_BYTES + 16];
    struct laptops l;

    (void)state;
    laptops_init(&l, NULL);
    laptops_start(&l);
    (void)snprintf(path, sizeof path, "%s/guess", l.first.folder);
    laptops_write_secret(path, "a guess of what both laptops know");

    const char *const serve[] = {"serve", "--standby", l.place, "--standby-secret",
                                 path,    NULL};

    assert_int_equal(app_run(&l.second, serve, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "it has another secret"));
    app_expect(&l.first, "standby.stranger", NULL, 0);
    (void)snprintf(answer, sizeof answer, "%s/key", l.second.data);
    assert_int_equal(access(answer, F_OK), -1);

    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(app_run(&l.second, serve, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "others may read it"));
    laptops_end(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_acknowledged_vote_is_lost_with_the_first_laptop),
        cmocka_unit_test(a_promoted_laptop_and_the_old_first_keep_what_they_have),
        cmocka_unit_test(a_copy_does_not_serve_by_accident),
        cmocka_unit_test(who_does_not_know_the_secret_gets_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
