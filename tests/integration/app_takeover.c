/* SPDX-License-Identifier: Apache-2.0 */

/* Two laptops on one network, each in a namespace of its own: the first is lost while
 * people vote, the second is promoted and takes its address, and they go on as who they
 * were. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/app_laptops.h"
#include "lib/app_voters.h"
#include "lib/street.h"

#define ANSWER_BYTES 4096
#define VOTERS       60
#define PORT         8080
#define ADDRESS      0x0a4f0001U /* 10.79.0.1: the first's, where people find it. */
#define TAKEN_MS     30000

enum { FIRST, SECOND };

static struct street street;
static const char *unable; /* Why there is no street. */

struct scene {
    struct laptops laptops;
    struct voters voters;
};

static void settle_in(struct app *app)
{
    app->host = "0.0.0.0";
    app->port = PORT;
    app->address = ADDRESS;
}

static void set_up(struct scene *s)
{
    struct laptops *l = &s->laptops;

    laptops_init(l, STREET_NETWORK ".1:7000");
    settle_in(&l->first);
    settle_in(&l->second);
    street_enter(&street, FIRST);
    laptops_start(l);
    street_leave(&street);
    street_enter(&street, SECOND);
    laptops_follow(l);
    street_leave(&street);
    voters_join(&s->voters, &l->first, VOTERS);
    voters_vote(&s->voters, 10 * VOTERS);
}

static void tear_down(struct scene *s)
{
    voters_leave(&s->voters);
    laptops_end(&s->laptops);
}

/* What docs/OPERATIONS.md tells the organiser to do. */
static void promote_and_take_address(struct scene *s)
{
    const char *const promote[] = {"promote", NULL};
    char answer[ANSWER_BYTES];

    if (voters_run_during(&s->voters, &s->laptops.second, promote, answer, sizeof answer) !=
        0)
        fail_msg("%s", answer);
    street_take_address(&street, SECOND, 1);
}

static void people_go_on(struct scene *s, const char *how, uint64_t lost_ns)
{
    voters_vote(&s->voters, 1);
    uint64_t ms = (crowd_now_ns() - lost_ns) / 1000000;

    print_message("%s: the next vote is counted after %llu ms\n", how,
                  (unsigned long long)ms);
    assert_in_range(ms, 0, TAKEN_MS);
    /* As many ballots as people: each is who it was, and its next ballot replaces. */
    s->voters.app = &s->laptops.second;
    voters_settle(&s->voters, NULL);
    voters_vote(&s->voters, 5 * VOTERS);
    voters_settle(&s->voters, NULL);
}

static void the_first_is_killed(void **state)
{
    struct scene s;

    (void)state;
    if (unable) {
        print_message("skipped: %s\n", unable);
        skip();
    }
    set_up(&s);
    (void)app_end(&s.laptops.first, SIGKILL);
    uint64_t lost_ns = crowd_now_ns();

    street_cut(&street, FIRST); /* It is switched off, to be sure. */
    promote_and_take_address(&s);
    people_go_on(&s, "killed", lost_ns);
    tear_down(&s);
}

static void the_first_is_cut_off_and_does_not_know_it(void **state)
{
    struct scene s;

    (void)state;
    if (unable) {
        print_message("skipped: %s\n", unable);
        skip();
    }
    set_up(&s);
    street_cut(&street, FIRST);
    uint64_t lost_ns = crowd_now_ns();

    promote_and_take_address(&s);
    people_go_on(&s, "cut off", lost_ns);
    (void)app_end(&s.laptops.first, SIGKILL); /* Before its wire is mended. */
    tear_down(&s);
}

static int begin(void **state)
{
    (void)state;
    if (street_open(&street, &unable))
        unable = NULL;
    return 0;
}

static int end(void **state)
{
    (void)state;
    street_close(&street);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_first_is_killed, begin, end),
        cmocka_unit_test_setup_teardown(the_first_is_cut_off_and_does_not_know_it, begin,
                                        end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
