/* SPDX-License-Identifier: Apache-2.0 */

/* A move while a crowd votes, and somebody is killed at any place in it: then one of both
 * stores is served and the other not, no acknowledged vote is lost, and moving again ends
 * what was begun.
 *
 *   CLAMEUR_SEED=7     the same places again
 *   CLAMEUR_LONG=25    as many places for each victim */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/app_fixture.h"
#include "lib/app_voters.h"
#include "lib/dice.h"
#include "lib/interposer.h"
#include "lib/redis_fixture.h"

#define ANSWER_BYTES 4096
#define VOTERS       30
#define PLACES       2 /* For each victim. */

static const char *const one_worker[] = {"--workers", "1", NULL};
static const char *const no_options[] = {NULL};

struct scene {
    struct app app;
    struct redis_fixture target;
    struct interposer gate; /* Before the target. */
    struct voters voters;
    char moved[2 * APP_PATH_BYTES];
};

/* Of a move that nobody disturbs: of the mover, and with those of the workers that come
 * after it. */
static uint64_t movers, passages;
static struct dice dice;

static void set_up(struct scene *s)
{
    redis_fixture_start(&s->target, no_options);
    interposer_start(&s->gate, s->target.socket);
    app_init(&s->app);
    (void)snprintf(s->moved, sizeof s->moved, "%s/moved", s->app.data);
    app_start(&s->app, one_worker);
    voters_join(&s->voters, &s->app, VOTERS);
    voters_vote(&s->voters, 2 * VOTERS);
}

static void tear_down(struct scene *s)
{
    voters_leave(&s->voters);
    app_done(&s->app);
    interposer_stop(&s->gate);
    redis_fixture_stop(&s->target);
}

static int move(struct scene *s, char answer[ANSWER_BYTES])
{
    const char *const args[] = {"move", "--redis", s->gate.address, NULL};

    return voters_vote_during(&s->voters, args, answer, ANSWER_BYTES);
}

/* ---- Victims ---- */

static pid_t the_mover(const struct scene *s)
{
    (void)s;
    return INTERPOSER_CALLER;
}

static pid_t the_target(const struct scene *s)
{
    return s->target.pid;
}

static pid_t the_private_redis(const struct scene *s)
{
    pid_t pid;

    assert_int_equal(app_children(&s->app, "redis-server", &pid, 1), 1);
    return pid;
}

static pid_t the_server(const struct scene *s)
{
    return s->app.pid;
}

/* What was killed is started again, as its operator would. */
static void revive(struct scene *s, bool is_target)
{
    if (is_target) {
        redis_fixture_kill(&s->target);
        redis_fixture_restart(&s->target);
    }
    if (app_is_dead(&s->app))
        app_start(&s->app, one_worker);
}

/* ---- What holds after any kill ---- */

/* Another server would not take what is there for a whole store. */
static void half_a_store_is_not_served(const struct scene *s)
{
    const char *const serve[] = {"serve",   "--listen",      "127.0.0.1:0",
                                 "--redis", s->gate.address, NULL};
    char answer[ANSWER_BYTES];
    struct app other;

    if (redis_fixture_number(&s->target, "DBSIZE") == 0)
        return;
    app_init(&other);
    assert_int_equal(app_run(&other, serve, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "holds half of what clameur move of "));
    app_done(&other);
}

/* Where is it served? */
static bool check_place(struct scene *s)
{
    bool is_moved = access(s->moved, F_OK) == 0;
    pid_t pid;

    if (!is_moved)
        half_a_store_is_not_served(s);
    voters_vote(&s->voters, 2 * VOTERS);
    assert_int_equal(app_children(&s->app, "redis-server", &pid, 1), !is_moved);
    voters_settle(&s->voters, is_moved ? s->target.socket : NULL);
    return is_moved;
}

static void one_move(pid_t (*victim)(const struct scene *), uint64_t place)
{
    char answer[ANSWER_BYTES];
    struct scene s;

    set_up(&s);
    interposer_arm(&s.gate, place, victim(&s));
    (void)move(&s, answer);
    bool is_struck = interposer_disarm(&s.gate);

    if (is_struck && victim == the_server)
        (void)app_wait(&s.app);
    revive(&s, is_struck && victim == the_target);
    bool was_moved = check_place(&s);
    int status = move(&s, answer);

    if (status != 0 && !(was_moved && strstr(answer, "moved already")))
        fail_msg("%s", answer);
    voters_vote(&s.voters, VOTERS);
    voters_settle(&s.voters, s.target.socket);
    assert_int_equal(redis_fixture_number(&s.target, "EXISTS clameur:incoming"), 0);
    tear_down(&s);
}

static void at_seeded_places(pid_t (*victim)(const struct scene *))
{
    for (unsigned i = dice_rounds(PLACES); i > 0; i--) {
        uint64_t place = dice_throw(&dice, i % 3 ? movers : passages);

        print_message("place %llu of %llu and %llu\n", (unsigned long long)place,
                      (unsigned long long)movers, (unsigned long long)passages);
        one_move(victim, place);
    }
}

static int count_passages(void **state)
{
    char answer[ANSWER_BYTES];
    struct scene s;

    (void)state;
    dice_begin(&dice, "app_kills_move");
    set_up(&s);
    interposer_arm(&s.gate, 0, 0);
    assert_int_equal(move(&s, answer), 0);
    passages = interposer_passages(&s.gate);
    movers = interposer_passages_of_first(&s.gate);
    tear_down(&s);
    return 0;
}

static void the_mover_is_killed(void **state)
{
    (void)state;
    at_seeded_places(the_mover);
}

static void the_redis_that_is_moved_to_is_killed(void **state)
{
    (void)state;
    at_seeded_places(the_target);
}

static void the_private_redis_is_killed(void **state)
{
    (void)state;
    at_seeded_places(the_private_redis);
}

static void the_server_is_killed(void **state)
{
    (void)state;
    at_seeded_places(the_server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mover_is_killed),
        cmocka_unit_test(the_redis_that_is_moved_to_is_killed),
        cmocka_unit_test(the_private_redis_is_killed),
        cmocka_unit_test(the_server_is_killed),
    };

    return cmocka_run_group_tests(tests, count_passages, NULL);
}
