/* SPDX-License-Identifier: Apache-2.0 */

/* The disk fills up under a running server: votes are refused with a reason, the server
 * stays, and when there is room again it goes on by itself. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/app_fixture.h"

#define ANSWER_BYTES 4096

static const char *const args[] = {"--workers", "1", "--disk-reserve", "16M", NULL};

/* A small disk of our own on the data folder, unseen by the rest of the machine. */
static bool mount_small_disk(const struct app *app)
{
    return mkdir(app->data, 0700) == 0 && unshare(CLONE_NEWNS) == 0 &&
           mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("none", app->data, "tmpfs", 0, "size=64m") == 0;
}

/* Takes all but `left` bytes of what is free. */
static void fill(const struct app *app, off_t left)
{
    char path[2 * APP_PATH_BYTES];
    struct statvfs disk;

    (void)snprintf(path, sizeof path, "%s/filler", app->data);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(fstatvfs(fd, &disk), 0);
    struct stat about;

    assert_int_equal(fstat(fd, &about), 0);
    off_t more = (off_t)(disk.f_bavail * disk.f_frsize) - left;

    assert_int_equal(posix_fallocate(fd, about.st_size, more), 0);
    (void)close(fd);
}

static void make_room(const struct app *app)
{
    char path[2 * APP_PATH_BYTES];

    (void)snprintf(path, sizeof path, "%s/filler", app->data);
    assert_int_equal(unlink(path), 0);
}

/* The HTTP status of a vote; 0 if nobody answers. */
static int vote(const struct app *app, const char *code, const char *token, unsigned n)
{
    char body[256], answer[ANSWER_BYTES];

    (void)snprintf(body, sizeof body,
                   "{\"room\":\"%s\",\"question\":\"q1\",\"round\":1,\"n\":%u,\"ballot\":{"
                   "\"options\":[0]}}",
                   code, n);
    return app_post(app, "cast", token, body, answer, sizeof answer);
}

static void start_with_a_voter(struct app *app, char code[16], char token[64])
{
    char answer[ANSWER_BYTES];

    app_start(app, args);
    app_demo(app, code, 16);
    assert_int_equal(app_post(app, "device.create", NULL, "{}", answer, sizeof answer),
                     200);
    assert_true(app_json(answer, "token", token, 64));
    assert_int_equal(vote(app, code, token, 1), 200);
}

static void less_than_the_reserve_refuses_votes_until_there_is_room(void **state)
{
    char code[16], token[64], answer[ANSWER_BYTES];
    struct app app;

    (void)state;
    app_init(&app);
    if (!mount_small_disk(&app)) {
        print_message("skipped: no mount is permitted here (%s)\n", strerror(errno));
        app_done(&app);
        skip();
    }
    start_with_a_voter(&app, code, token);
    fill(&app, 8 << 20);
    app_expect(&app, "disk.full", NULL, 0);
    app_expect(&app, "full=1", NULL, 0);
    assert_int_equal(vote(&app, code, token, 2), 507);
    assert_int_equal(app_get(&app, "/healthz", answer, sizeof answer), 503);
    assert_non_null(strstr(answer, "\"full\":true"));
    assert_int_equal(app_get(&app, "/", answer, sizeof answer), 200);

    make_room(&app);
    app_expect(&app, "disk.well", NULL, 0);
    app_expect(&app, "full=0", NULL, 0);
    assert_int_equal(vote(&app, code, token, 2), 200);
    assert_int_equal(app_get(&app, "/healthz", answer, sizeof answer), 200);

    /* To the last byte, and a vote before anyone has looked: Redis itself gives up. */
    fill(&app, 0);
    for (unsigned n = 3; n < 200 && vote(&app, code, token, n) == 200; n++)
        ;
    app_expect(&app, "disk.full", NULL, 0);
    app_expect(&app, "full=1", NULL, 0);
    assert_int_equal(app_get(&app, "/", answer, sizeof answer), 200);
    make_room(&app);
    app_expect(&app, "disk.well", NULL, 0);
    app_expect(&app, "full=0", NULL, 0);
    int status = 0;

    /* Redis may still be on its way back: the server holds a vote for up to 3 s, then says
     * try again. */
    for (int tries = 0; tries < 5 && status != 200; tries++)
        status = vote(&app, code, token, 1000);
    assert_int_equal(status, 200);
    (void)app_end(&app, SIGTERM);
    (void)umount2(app.data, MNT_DETACH);
    app_done(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(less_than_the_reserve_refuses_votes_until_there_is_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
