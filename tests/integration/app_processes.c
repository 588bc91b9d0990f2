/* SPDX-License-Identifier: Apache-2.0 */

/* Processes that are started, killed and stopped: what is left, what comes back. */
#include <fcntl.h>
#include <poll.h>
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

#include "lib/app_fixture.h"
#include "lib/redis_fixture.h"

#define ANSWER_BYTES 4096
#define RESTARTS     8

static const char *const two_workers[] = {"--workers", "2", NULL};

static bool exists(const struct app *app, const char *name)
{
    char path[2 * APP_PATH_BYTES];

    (void)snprintf(path, sizeof path, "%s/%s", app->data, name);
    return access(path, F_OK) == 0;
}

static mode_t mode_of(const struct app *app, const char *name)
{
    char path[2 * APP_PATH_BYTES];
    struct stat about = {0};

    (void)snprintf(path, sizeof path, "%s/%s", app->data, name);
    assert_int_equal(stat(path, &about), 0);
    return about.st_mode & 07777;
}

static pid_t only_child(const struct app *app, const char *name)
{
    pid_t pid = 0;

    assert_int_equal(app_children(app, name, &pid, 1), 1);
    return pid;
}

static void a_started_server_is_well_and_stops_without_a_trace(void **state)
{
    char answer[ANSWER_BYTES];
    pid_t pids[4];
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, two_workers);
    assert_int_equal(app_get(&app, "/healthz", answer, sizeof answer), 200);
    assert_non_null(strstr(answer, "\"status\":\"ok\""));
    assert_int_equal(app_children(&app, "clameur worker", pids, 2), 2);
    pids[2] = only_child(&app, "redis-server");
    assert_true(exists(&app, "redis/redis.sock"));
    assert_int_equal(mode_of(&app, "key"), 0600);
    assert_int_equal(mode_of(&app, "."), 0700);

    int status = app_end(&app, SIGTERM);

    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(kill(pids[i], 0), -1);
    assert_false(exists(&app, "redis/redis.sock"));
    assert_false(exists(&app, "url"));
    app_done(&app);
}

static void a_second_server_on_the_folder_is_refused_in_one_line(void **state)
{
    char answer[ANSWER_BYTES];
    const char *const second[] = {"serve", "--listen", "127.0.0.1:0", NULL};
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, two_workers);
    assert_int_equal(app_run(&app, second, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "another server is using it"));
    assert_ptr_equal(strchr(answer, '\n'), answer + strlen(answer) - 1);
    assert_int_equal(app_get(&app, "/healthz", answer, sizeof answer), 200);
    app_done(&app);
}

static void a_port_that_is_taken_is_named(void **state)
{
    char answer[ANSWER_BYTES], listen[32], wanted[128];
    const char *const args[] = {"serve", "--listen", listen, NULL};
    struct app app, other;

    (void)state;
    app_init(&app);
    app_init(&other);
    app_start(&app, two_workers);
    (void)snprintf(listen, sizeof listen, "127.0.0.1:%u", app.port);
    assert_int_equal(app_run(&other, args, answer, sizeof answer), 1);
    (void)snprintf(wanted, sizeof wanted, "--listen %s: another program holds this port\n",
                   listen);
    assert_non_null(strstr(answer, wanted));
    assert_ptr_equal(strchr(answer, '\n'), answer + strlen(answer) - 1);
    app_done(&other);
    app_done(&app);
}

static void a_worker_that_is_killed_is_replaced_and_nobody_is_reset(void **state)
{
    const char *const one_worker[] = {"--workers", "1", NULL};
    char answer[ANSWER_BYTES];
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, one_worker);
    pid_t worker = only_child(&app, "clameur worker");

    assert_int_equal(kill(worker, SIGKILL), 0);
    /* At once: the listening socket outlives the worker and queues us. */
    assert_int_equal(app_get(&app, "/", answer, sizeof answer), 200);
    app_expect(&app, "worker.died", answer, sizeof answer);
    assert_non_null(strstr(answer, "signal=9"));
    assert_int_not_equal(only_child(&app, "clameur worker"), worker);
    app_done(&app);
}

static void a_redis_that_is_killed_is_started_again(void **state)
{
    char answer[ANSWER_BYTES];
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, two_workers);
    pid_t redis = only_child(&app, "redis-server");

    assert_int_equal(kill(redis, SIGKILL), 0);
    app_expect(&app, "redis.died", answer, sizeof answer);
    app_expect(&app, "redis.started", NULL, 0);
    app_expect(&app, "store.up", NULL, 0);
    assert_int_not_equal(only_child(&app, "redis-server"), redis);
    app_done(&app);
}

static void children_die_with_the_supervisor_and_the_next_one_starts(void **state)
{
    char answer[ANSWER_BYTES];
    pid_t workers[2], redis;
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, two_workers);
    assert_int_equal(app_children(&app, "clameur worker", workers, 2), 2);
    redis = only_child(&app, "redis-server");
    (void)app_end(&app, SIGKILL);
    app_start(&app, two_workers); /* On the same port and folder, at once. */
    app_wait_gone(workers[0]);
    app_wait_gone(workers[1]);
    app_wait_gone(redis);
    assert_int_equal(app_get(&app, "/healthz", answer, sizeof answer), 200);
    app_done(&app);
}

/* No Redis of its own holds the folder until the last process is gone: the workers do, and
 * with them the port. */
static void one_without_a_redis_of_its_own_starts_again_as_soon(void **state)
{
    const char *const no_options[] = {NULL};
    struct redis_fixture redis;
    char answer[ANSWER_BYTES];
    struct app app;

    (void)state;
    redis_fixture_start(&redis, no_options);
    const char *const shared[] = {"--workers", "2", "--redis", redis.address, NULL};

    app_init(&app);
    for (int i = 0; i < RESTARTS; i++) {
        app_start(&app, shared);
        (void)app_end(&app, SIGKILL);
    }
    app_start(&app, shared);
    assert_int_equal(app_get(&app, "/healthz", answer, sizeof answer), 200);
    app_done(&app);
    redis_fixture_stop(&redis);
}

static void a_key_that_others_may_read_is_refused(void **state)
{
    char answer[ANSWER_BYTES], path[2 * APP_PATH_BYTES];
    const char *const serve[] = {"serve", "--listen", "127.0.0.1:0", NULL};
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, NULL);
    (void)app_end(&app, SIGTERM);
    (void)snprintf(path, sizeof path, "%s/key", app.data);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(app_run(&app, serve, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "others may read it: chmod 600 it"));

    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(truncate(path, 31), 0);
    assert_int_equal(app_run(&app, serve, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "a key has 32 bytes"));
    app_done(&app);
}

/* Where the last command begins, other bytes than a command has. */
static void damage(const char *path)
{
    static char bytes[1 << 20];
    int fd = open(path, O_RDWR | O_CLOEXEC);
    ssize_t len = read(fd, bytes, sizeof bytes), at = len - 3;

    assert_true(len > 2000);
    while (at > 0 && memcmp(bytes + at, "\r\n*", 3) != 0)
        at--;
    assert_true(at > 0);
    assert_int_equal(pwrite(fd, "??", 2, at + 2), 2);
    (void)close(fd);
}

static void a_store_damaged_in_the_middle_is_reported_and_left_alone(void **state)
{
    const char *const serve[] = {"serve", "--listen", "127.0.0.1:0", NULL},
                      *const demo[] = {"demo", NULL};
    char answer[ANSWER_BYTES], path[2 * APP_PATH_BYTES];
    struct stat before, after;
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, NULL);
    assert_int_equal(app_run(&app, demo, answer, sizeof answer), 0);
    (void)app_end(&app, SIGTERM);
    (void)snprintf(path, sizeof path, "%s/redis/appendonlydir/appendonly.aof.1.incr.aof",
                   app.data);
    damage(path);
    assert_int_equal(stat(path, &before), 0);
    assert_int_equal(app_run(&app, serve, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "damaged. Nothing was changed"));
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(after.st_size, before.st_size);

    (void)snprintf(path, sizeof path, "%s/redis/appendonlydir/appendonly.aof.manifest",
                   app.data);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(app_run(&app, serve, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "Redis would start empty"));
    app_done(&app);
}

static void both_demo_rooms_are_made_once(void **state)
{
    const char *const with_demo[] = {"--demo", NULL};
    const char *const french[] = {"demo", NULL}, *const english[] = {"demo", "--lang=en",
                                                                     NULL};
    char first[ANSWER_BYTES], again[ANSWER_BYTES];
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, with_demo);
    app_expect(&app, "  Demo room  ", first, sizeof first);
    assert_int_equal(app_run(&app, french, again, sizeof again), 0);
    assert_non_null(strstr(again, first));
    assert_int_equal(app_run(&app, english, first, sizeof first), 0);
    assert_string_not_equal(first, again);
    assert_int_equal(app_run(&app, english, again, sizeof again), 0);
    assert_string_equal(first, again);
    app_done(&app);
}

static void an_owner_link_goes_to_a_terminal_only_and_works_once(void **state)
{
    const char *const link[] = {"owner-link", NULL};
    char text[ANSWER_BYTES], token[64], body[256], secret[64];
    struct app app;

    (void)state;
    app_init(&app);
    assert_int_equal(app_run(&app, link, text, sizeof text), 1); /* No folder at all. */
    app_start(&app, NULL);
    assert_int_equal(app_run(&app, link, text, sizeof text), 0);
    assert_int_equal(sscanf(strchr(text, '#') + 1, "%63s", secret), 1);
    (void)snprintf(body, sizeof body, "{\"secret\":\"%s\"}", secret);
    for (int visitor = 0; visitor < 2; visitor++) {
        assert_int_equal(app_post(&app, "device.create", NULL, "{}", text, sizeof text),
                         200);
        assert_true(app_json(text, "token", token, sizeof token));
        assert_int_equal(app_post(&app, "link.exchange", token, body, text, sizeof text),
                         visitor == 0 ? 200 : 410);
    }
    (void)app_end(&app, SIGTERM);
    assert_int_equal(app_run(&app, link, text, sizeof text), 1);
    assert_non_null(strstr(text, "no server is running here"));

    FILE *log = fopen(app.log, "re");

    assert_non_null(log);
    while (fgets(text, sizeof text, log))
        assert_null(strstr(text, "/host#"));
    (void)fclose(log);
    app_done(&app);
}

/* All that was written so far, until `text` is in it. */
static void read_until(int fd, const char *text, char *out, size_t cap)
{
    struct pollfd more = {.fd = fd, .events = POLLIN};
    size_t len = 0;

    out[0] = '\0';
    while (!strstr(out, text)) {
        assert_int_equal(poll(&more, 1, APP_WAIT_MS), 1);
        ssize_t got = read(fd, out + len, cap - len - 1);

        assert_true(got > 0);
        len += (size_t)got;
        out[len] = '\0';
    }
}

static void who_starts_it_at_a_terminal_is_given_the_owner_link(void **state)
{
    char text[ANSWER_BYTES];
    struct app app;

    (void)state;
    app_init(&app);
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

    assert_true(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    app.terminal = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    app_spawn(&app, NULL);
    read_until(master, "makes another", text, sizeof text);
    assert_non_null(strstr(text, "/host#o-"));
    app_expect(&app, "server.started", text, sizeof text);
    (void)close(app.terminal);
    app_done(&app);
    (void)close(master);
}

static void check_says_a_line_for_each_thing(void **state)
{
    const char *const check[] = {"check", NULL}, *const bad[] = {"check",
                                                                 "--web-dir=/nonexistent",
                                                                 NULL};
    const char *const worse[] = {"check", "--listen=8080", NULL};
    char text[ANSWER_BYTES];
    struct app app;

    (void)state;
    app_init(&app);
    assert_int_equal(app_run(&app, check, text, sizeof text), 0);
    assert_non_null(strstr(text, "no such folder: the first start makes it"));
    app_start(&app, NULL);
    assert_int_equal(app_run(&app, check, text, sizeof text), 0);
    assert_non_null(
        strstr(text, "answers; what is counted is on disk, and nothing is evicted"));
    assert_int_equal(app_run(&app, bad, text, sizeof text), 1);
    assert_non_null(strstr(text, "NOT WELL: --web-dir /nonexistent: no such folder"));
    assert_int_equal(app_run(&app, worse, text, sizeof text), 2);
    app_done(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_started_server_is_well_and_stops_without_a_trace),
        cmocka_unit_test(a_second_server_on_the_folder_is_refused_in_one_line),
        cmocka_unit_test(a_port_that_is_taken_is_named),
        cmocka_unit_test(a_worker_that_is_killed_is_replaced_and_nobody_is_reset),
        cmocka_unit_test(a_redis_that_is_killed_is_started_again),
        cmocka_unit_test(children_die_with_the_supervisor_and_the_next_one_starts),
        cmocka_unit_test(one_without_a_redis_of_its_own_starts_again_as_soon),
        cmocka_unit_test(a_key_that_others_may_read_is_refused),
        cmocka_unit_test(a_store_damaged_in_the_middle_is_reported_and_left_alone),
        cmocka_unit_test(both_demo_rooms_are_made_once),
        cmocka_unit_test(an_owner_link_goes_to_a_terminal_only_and_works_once),
        cmocka_unit_test(who_starts_it_at_a_terminal_is_given_the_owner_link),
        cmocka_unit_test(check_says_a_line_for_each_thing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
