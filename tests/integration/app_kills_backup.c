/* SPDX-License-Identifier: Apache-2.0 */

/* Backups and restores, and somebody is killed at any place in them: half a backup is never
 * taken for one, half a restore is never served, an earlier backup stays, and the next try
 * succeeds.
 *
 *   CLAMEUR_SEED=7     the same places again
 *   CLAMEUR_LONG=20    as many places for each victim */
#include <glob.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/app_fixture.h"
#include "lib/app_voters.h"
#include "lib/dice.h"
#include "lib/interposer.h"
#include "lib/redis_fixture.h"

#define ANSWER_BYTES 4096
#define PATH_BYTES   (2 * APP_PATH_BYTES)
#define VOTERS       60
#define PLACES       2

static const char *const one_worker[] = {"--workers", "1", NULL};
static const char *const no_options[] = {NULL};
static struct dice dice;

struct scene {
    struct app app;
    struct voters voters;
    char earlier[PATH_BYTES], path[PATH_BYTES]; /* Of backups. */
};

static void set_up(struct scene *s)
{
    char answer[ANSWER_BYTES];
    const char *const backup[] = {"backup", s->earlier, NULL};

    app_init(&s->app);
    (void)snprintf(s->earlier, sizeof s->earlier, "%s/earlier", s->app.folder);
    (void)snprintf(s->path, sizeof s->path, "%s/backup", s->app.folder);
    app_start(&s->app, one_worker);
    voters_join(&s->voters, &s->app, VOTERS);
    voters_vote(&s->voters, 2 * VOTERS);
    assert_int_equal(app_run(&s->app, backup, answer, sizeof answer), 0);
}

static void tear_down(struct scene *s)
{
    voters_leave(&s->voters);
    app_done(&s->app);
}

static int restore(const struct app *app, const char *path, char answer[ANSWER_BYTES])
{
    const char *const args[] = {"restore", path, NULL};

    return app_run(app, args, answer, ANSWER_BYTES);
}

static void is_whole(const char *path)
{
    char answer[ANSWER_BYTES];
    struct app other;

    app_init(&other);
    if (restore(&other, path, answer) != 0)
        fail_msg("%s", answer);
    assert_non_null(strstr(answer, "1 rooms, 60 ballots, every tally recounted"));
    app_done(&other);
}

/* ---- Backups ---- */

static size_t find_drafts(const struct scene *s, glob_t *found)
{
    char pattern[PATH_BYTES + 16];

    (void)snprintf(pattern, sizeof pattern, "%s.part-*", s->path);
    return glob(pattern, 0, NULL, found) == 0 ? found->gl_pathc : 0;
}

static void drafts_are_no_backups(const struct scene *s)
{
    char answer[ANSWER_BYTES];
    struct app other;
    glob_t found;
    size_t n = find_drafts(s, &found);

    app_init(&other);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(restore(&other, found.gl_pathv[i], answer), 1);
        assert_non_null(strstr(answer, "not a backup"));
    }
    if (n > 0)
        globfree(&found);
    app_done(&other);
}

static int back_up(struct scene *s, char answer[ANSWER_BYTES])
{
    const char *const args[] = {"backup", s->path, NULL};

    return voters_vote_during(&s->voters, args, answer, ANSWER_BYTES);
}

static pid_t the_command(const struct scene *s)
{
    (void)s;
    return INTERPOSER_CALLER;
}

static pid_t the_redis(const struct scene *s)
{
    pid_t pid;

    assert_int_equal(app_children(&s->app, "redis-server", &pid, 1), 1);
    return pid;
}

static pid_t the_server(const struct scene *s)
{
    return s->app.pid;
}

static void one_backup(pid_t (*victim)(const struct scene *), uint64_t *passages)
{
    char answer[ANSWER_BYTES], socket[PATH_BYTES];
    struct interposer gate;
    struct scene s;
    glob_t found;

    set_up(&s);
    (void)snprintf(socket, sizeof socket, "%s/redis/redis.sock", s.app.data);
    interposer_start_before(&gate, socket);
    uint64_t place = victim ? dice_throw(&dice, *passages) : 0;

    print_message("place %llu of %llu\n", (unsigned long long)place,
                  (unsigned long long)*passages);
    interposer_arm(&gate, place, victim ? victim(&s) : 0);
    int status = back_up(&s, answer);

    if (!victim)
        *passages = interposer_passages_of_first(&gate);
    if (interposer_disarm(&gate) && victim == the_server)
        (void)app_wait(&s.app);
    assert_int_equal(status == 0, access(s.path, F_OK) == 0);
    drafts_are_no_backups(&s);
    if (app_is_dead(&s.app))
        app_start(&s.app, one_worker);
    voters_vote(&s.voters, VOTERS);
    if (status != 0 && back_up(&s, answer) != 0)
        fail_msg("%s", answer);
    assert_int_equal(find_drafts(&s, &found), 0);
    is_whole(s.path);
    is_whole(s.earlier);
    voters_settle(&s.voters, NULL);
    interposer_stop(&gate);
    tear_down(&s);
}

static void a_backup_that_is_cut_off_is_none(void **state)
{
    pid_t (*const victims[])(const struct scene *) = {the_command, the_redis, the_server};
    uint64_t passages = 0;

    (void)state;
    one_backup(NULL, &passages);
    for (unsigned i = dice_rounds(PLACES); i > 0; i--)
        for (size_t v = 0; v < sizeof victims / sizeof victims[0]; v++)
            one_backup(victims[v], &passages);
}

/* ---- Restores into a data folder ---- */

static bool is_begun(const struct inotify_event *event)
{
    return event->len > 0 && strcmp(event->name, "fresh") == 0 &&
           (event->mask & IN_CREATE) != 0;
}

/* What happened in the folder since the last look; watches also what is made beside. */
static uint64_t count_events(int watch, const char *fresh)
{
    _Alignas(struct inotify_event) char bytes[4096];
    uint64_t n = 0;
    ssize_t got = read(watch, bytes, sizeof bytes), at = 0;

    while (at < got) {
        const struct inotify_event *event = (const void *)(bytes + at);

        if (is_begun(event))
            (void)inotify_add_watch(watch, fresh, IN_CREATE | IN_MOVE | IN_DELETE);
        at += (ssize_t)(sizeof *event + event->len);
        n++;
    }
    return n;
}

/* Kills the restore when so much has happened in its folder; how much did happen. */
static uint64_t restore_until(const struct app *app, const char *path, uint64_t place)
{
    const char *const args[] = {"restore", path, NULL};
    char fresh[PATH_BYTES];
    int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK), status;
    uint64_t n = 0;

    (void)snprintf(fresh, sizeof fresh, "%s/fresh", app->data);
    assert_int_equal(mkdir(app->data, 0700), 0);
    (void)inotify_add_watch(watch, app->data, IN_CREATE | IN_MOVE | IN_DELETE);
    pid_t pid = app_begin(app, args);
    struct pollfd news = {.fd = watch, .events = POLLIN};

    /* Its end makes no event: look now and then. */
    while (waitpid(pid, &status, WNOHANG) == 0) {
        (void)poll(&news, 1, 20);
        n += count_events(watch, fresh);
        if (place > 0 && n >= place)
            (void)kill(pid, SIGKILL);
    }
    (void)close(watch);
    return n;
}

/* Whether the restore had come to its end. */
static bool is_restored(const struct app *app)
{
    const char *const serve[] = {"serve", "--listen", "127.0.0.1:0", NULL};
    char answer[ANSWER_BYTES], path[PATH_BYTES];

    (void)snprintf(path, sizeof path, "%s/fresh", app->data);
    if (access(path, F_OK) == 0) {
        assert_int_equal(app_run(app, serve, answer, sizeof answer), 1);
        if (!strstr(answer, "was cut off: run it again"))
            fail_msg("%s", answer);
        return false;
    }
    (void)snprintf(path, sizeof path, "%s/redis/appendonlydir", app->data);
    if (access(path, F_OK) == 0)
        return true;
    (void)snprintf(path, sizeof path, "%s/key", app->data);
    assert_int_equal(access(path, F_OK), -1); /* As it was before. */
    return false;
}

static void one_restore(const struct scene *s, uint64_t place)
{
    char answer[ANSWER_BYTES], socket[PATH_BYTES];
    struct app other;

    app_init(&other);
    (void)restore_until(&other, s->earlier, place);
    if (is_restored(&other)) {
        assert_int_equal(restore(&other, s->earlier, answer), 1);
        assert_non_null(strstr(answer, "holds rooms already"));
    } else if (restore(&other, s->earlier, answer) != 0) {
        fail_msg("%s", answer);
    }
    app_start(&other, one_worker);
    (void)snprintf(socket, sizeof socket, "%s/redis/redis.sock", other.data);
    redisContext *redis = redisConnectUnix(socket);
    redisReply *voters = redisCommand(redis, "HLEN {demo}:ballots:q1:1");

    assert_int_equal(voters->integer, VOTERS);
    freeReplyObject(voters);
    redisFree(redis);
    app_done(&other);
}

static void a_restore_that_is_cut_off_is_not_served_and_may_be_begun_again(void **state)
{
    struct app other;
    struct scene s;

    (void)state;
    set_up(&s);
    app_init(&other);
    uint64_t events = restore_until(&other, s.earlier, 0);

    app_done(&other);
    assert_true(events > 5);
    for (unsigned i = dice_rounds(2 * PLACES); i > 0; i--) {
        uint64_t place = dice_throw(&dice, events);

        print_message("event %llu of %llu\n", (unsigned long long)place,
                      (unsigned long long)events);
        one_restore(&s, place);
    }
    tear_down(&s);
}

/* ---- Restores into a Redis of one's own ---- */

static void half_of_it_is_not_served(const struct app *app, const char *address)
{
    const char *const serve[] = {"serve",   "--listen", "127.0.0.1:0",
                                 "--redis", address,    NULL};
    char answer[ANSWER_BYTES];

    assert_int_equal(app_run(app, serve, answer, sizeof answer), 1);
    assert_true(strstr(answer, "holds half of what clameur restore was bringing") ||
                strstr(answer, "was cut off: run it again"));
}

/* After a kill: half of it is refused and may be begun again, all of it is as good as
 * one that nobody killed. */
static void end_shared_restore(const struct app *app, const struct redis_fixture *target,
                               const char *const args[])
{
    const char *address = args[3];
    char answer[ANSWER_BYTES];
    bool has_mark = redis_fixture_number(target, "EXISTS clameur:incoming") == 1;
    bool is_whole = !has_mark && redis_fixture_number(target, "DBSIZE") > 0;

    if (has_mark)
        half_of_it_is_not_served(app, address);
    int status = app_run(app, args, answer, sizeof answer);

    if (is_whole ? status != 1 || !strstr(answer, "is not empty") : status != 0)
        fail_msg("%s", answer);
}

/* Returns how many passages it took. */
static uint64_t one_shared_restore(const struct scene *s, uint64_t place)
{
    char answer[ANSWER_BYTES];
    struct redis_fixture target;
    struct interposer gate;
    struct app other;

    redis_fixture_start(&target, no_options);
    interposer_start(&gate, target.socket);
    app_init(&other);
    const char *const args[] = {"restore", s->earlier, "--redis", gate.address, NULL};

    interposer_arm(&gate, place, INTERPOSER_CALLER);
    int status = app_run(&other, args, answer, sizeof answer);
    uint64_t passages = interposer_passages(&gate);

    (void)interposer_disarm(&gate);
    if (status == 0)
        assert_non_null(strstr(answer, "1 rooms, 60 ballots, every tally recounted"));
    else
        end_shared_restore(&other, &target, args);
    assert_int_equal(redis_fixture_number(&target, "EXISTS clameur:incoming"), 0);
    assert_int_equal(redis_fixture_number(&target, "HLEN {demo}:ballots:q1:1"), VOTERS);
    app_start(&other, (const char *const[]){"--redis", gate.address, NULL});
    app_done(&other);
    interposer_stop(&gate);
    redis_fixture_stop(&target);
    return passages;
}

static void the_same_holds_for_a_redis_of_ones_own(void **state)
{
    struct scene s;

    (void)state;
    set_up(&s);
    uint64_t passages = one_shared_restore(&s, 0);

    for (unsigned i = dice_rounds(2 * PLACES); i > 0; i--) {
        uint64_t place = dice_throw(&dice, passages);

        print_message("place %llu of %llu\n", (unsigned long long)place,
                      (unsigned long long)passages);
        (void)one_shared_restore(&s, place);
    }
    tear_down(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_backup_that_is_cut_off_is_none),
        cmocka_unit_test(a_restore_that_is_cut_off_is_not_served_and_may_be_begun_again),
        cmocka_unit_test(the_same_holds_for_a_redis_of_ones_own),
    };

    dice_begin(&dice, "app_kills_backup");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
