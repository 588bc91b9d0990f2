/* SPDX-License-Identifier: Apache-2.0 */

/* A promotion, and somebody is killed at any place in it: running it again ends it, and no
 * acknowledged vote is lost.
 *
 *   CLAMEUR_SEED=7     the same places again
 *   CLAMEUR_LONG=34    as many places for each victim */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/app_laptops.h"
#include "lib/app_voters.h"
#include "lib/dice.h"
#include "lib/interposer.h"

#define ANSWER_BYTES 4096
#define VOTERS       30
#define PLACES       2

static const char *const promote[] = {"promote", NULL};

struct scene {
    struct laptops laptops;
    struct voters voters;
    struct interposer gate; /* Before the second's Redis. */
    char standby[2 * APP_PATH_BYTES];
};

/* Of a promotion that nobody disturbs: its own, and with those of the workers after it. */
static uint64_t promoters, passages;
static struct dice dice;

/* The first has died while people voted. */
static void set_up(struct scene *s)
{
    struct app *second = &s->laptops.second;
    char socket[2 * APP_PATH_BYTES];

    laptops_init(&s->laptops, NULL);
    laptops_start(&s->laptops);
    laptops_follow(&s->laptops);
    (void)snprintf(s->standby, sizeof s->standby, "%s/standby", second->data);
    (void)snprintf(socket, sizeof socket, "%s/redis/redis.sock", second->data);
    voters_join(&s->voters, &s->laptops.first, VOTERS);
    voters_vote(&s->voters, 3 * VOTERS);
    laptops_kill_first(&s->laptops);
    interposer_start_before(&s->gate, socket);
}

static void tear_down(struct scene *s)
{
    voters_leave(&s->voters);
    interposer_stop(&s->gate);
    laptops_end(&s->laptops);
}

static pid_t the_promoter(const struct scene *s)
{
    (void)s;
    return INTERPOSER_CALLER;
}

static pid_t the_copy(const struct scene *s)
{
    pid_t pid;

    assert_int_equal(app_children(&s->laptops.second, "redis-server", &pid, 1), 1);
    return pid;
}

static pid_t the_server(const struct scene *s)
{
    return s->laptops.second.pid;
}

/* As its operator would: it says itself what it takes. */
static void revive(struct scene *s)
{
    struct app *second = &s->laptops.second;
    const char *const one_worker[] = {"--workers", "1", NULL};

    if (!app_is_dead(second))
        return;
    if (access(s->standby, F_OK) == 0)
        laptops_stand_by(&s->laptops);
    else
        app_start(second, one_worker);
}

static void one_promotion(pid_t (*victim)(const struct scene *), uint64_t place)
{
    char answer[ANSWER_BYTES];
    struct scene s;

    set_up(&s);
    interposer_arm(&s.gate, place, victim(&s));
    (void)app_run(&s.laptops.second, promote, answer, sizeof answer);
    if (interposer_disarm(&s.gate) && victim == the_server)
        (void)app_wait(&s.laptops.second);
    revive(&s);
    /* A Redis that was killed may not be there again yet. */
    while (app_run(&s.laptops.second, promote, answer, sizeof answer) != 0 &&
           !strstr(answer, "this is no standby"))
        if (!strstr(answer, "Redis") && !strstr(answer, "standby has no whole copy"))
            fail_msg("%s", answer);
    s.voters.app = &s.laptops.second;
    voters_vote(&s.voters, VOTERS);
    voters_settle(&s.voters, NULL);
    tear_down(&s);
}

static void at_seeded_places(pid_t (*victim)(const struct scene *))
{
    for (unsigned i = dice_rounds(PLACES); i > 0; i--) {
        uint64_t place = dice_throw(&dice, i % 3 ? promoters : passages);

        print_message("place %llu of %llu and %llu\n", (unsigned long long)place,
                      (unsigned long long)promoters, (unsigned long long)passages);
        one_promotion(victim, place);
    }
}

static int count_passages(void **state)
{
    char answer[ANSWER_BYTES];
    struct scene s;

    (void)state;
    dice_begin(&dice, "app_kills_promote");
    set_up(&s);
    interposer_arm(&s.gate, 0, 0);
    assert_int_equal(app_run(&s.laptops.second, promote, answer, sizeof answer), 0);
    passages = interposer_passages(&s.gate);
    promoters = interposer_passages_of_first(&s.gate);
    tear_down(&s);
    return 0;
}

static void who_promotes_is_killed(void **state)
{
    (void)state;
    at_seeded_places(the_promoter);
}

static void the_copy_is_killed(void **state)
{
    (void)state;
    at_seeded_places(the_copy);
}

static void the_standby_is_killed(void **state)
{
    (void)state;
    at_seeded_places(the_server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_promotes_is_killed),
        cmocka_unit_test(the_copy_is_killed),
        cmocka_unit_test(the_standby_is_killed),
    };

    return cmocka_run_group_tests(tests, count_passages, NULL);
}
