/* SPDX-License-Identifier: Apache-2.0 */

/* Backups made while a crowd votes, what becomes of them, and formats of other versions. */
#include <fcntl.h>
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
#include <hiredis/hiredis.h>

#include "app/format.h"
#include "lib/app_fixture.h"
#include "lib/app_voters.h"
#include "lib/port.h"
#include "lib/redis_fixture.h"

#define ANSWER_BYTES 4096
#define PATH_BYTES   (2 * APP_PATH_BYTES)
#define VOTERS       200

static const char *const two_workers[] = {"--workers", "2", NULL};

static redisContext *private_redis(const struct app *app)
{
    char path[PATH_BYTES];

    (void)snprintf(path, sizeof path, "%s/redis/redis.sock", app->data);
    redisContext *redis = redisConnectUnix(path);

    assert_true(redis && !redis->err);
    return redis;
}

static void order(redisContext *redis, const char *command)
{
    redisReply *reply = redisCommand(redis, command);

    assert_true(reply && reply->type != REDIS_REPLY_ERROR);
    freeReplyObject(reply);
}

/* What a participant's ballot in the demo room has for a number, 0 for none. */
static unsigned long stored_n(redisContext *redis, const struct crowd_client *client)
{
    redisReply *reply = redisCommand(redis, "HGET {demo}:ballots:q1:1 %b",
                                     client->who.bytes, sizeof client->who.bytes);
    unsigned long n = reply && reply->str ? strtoul(reply->str, NULL, 10) : 0;

    freeReplyObject(reply);
    return n;
}

static void backup_path(const struct app *app, char out[PATH_BYTES])
{
    (void)snprintf(out, PATH_BYTES, "%s/backup", app->folder);
}

static void what_was_counted_before_a_backup_is_in_it_and_people_go_on(void **state)
{
    char answer[ANSWER_BYTES], path[PATH_BYTES];
    const char *const backup[] = {"backup", path, NULL}, *const restore[] = {"restore",
                                                                             path, NULL};
    uint32_t acked[VOTERS];
    struct voters voters;
    struct app app, other;

    (void)state;
    app_init(&app);
    app_init(&other);
    backup_path(&app, path);
    app_start(&app, two_workers);
    voters_join(&voters, &app, VOTERS);
    voters_vote(&voters, 5 * VOTERS);
    for (size_t i = 0; i < VOTERS; i++)
        acked[i] = voters.crowd->clients[i].acked_n;
    assert_int_equal(voters_vote_during(&voters, backup, answer, sizeof answer), 0);
    voters_vote(&voters, VOTERS); /* It goes on. */
    (void)app_end(&app, SIGTERM);

    /* The same people, at the same address, on another machine. */
    assert_int_equal(app_run(&other, restore, answer, sizeof answer), 0);
    assert_non_null(strstr(answer, "1 rooms, 200 ballots, every tally recounted"));
    other.port = app.port;
    app_start(&other, two_workers);
    redisContext *redis = private_redis(&other);

    for (size_t i = 0; i < VOTERS; i++)
        assert_true(stored_n(redis, &voters.crowd->clients[i]) >= acked[i]);
    redisFree(redis);
    voters.app = &other;
    voters_vote(&voters, 5 * VOTERS);
    voters_settle(&voters, NULL);
    /* The store went back in time: all were told, and loaded afresh. */
    for (size_t i = 0; i < VOTERS; i++)
        assert_true(voters.crowd->clients[i].epoch > 1);
    voters_leave(&voters);
    app_done(&other);
    app_done(&app);
}

/* A server with one demo room, backed up and stopped. */
static void make_backup(struct app *app, char path[PATH_BYTES])
{
    char answer[ANSWER_BYTES], code[16];
    const char *const backup[] = {"backup", path, NULL};

    app_init(app);
    backup_path(app, path);
    app_start(app, NULL);
    app_demo(app, code, sizeof code);
    assert_int_equal(app_run(app, backup, answer, sizeof answer), 0);
    (void)app_end(app, SIGTERM);
}

static void a_backup_is_for_its_owner_alone_and_replaces_nothing(void **state)
{
    char answer[ANSWER_BYTES], path[PATH_BYTES], file[2 * PATH_BYTES];
    const char *const backup[] = {"backup", path, NULL};
    struct stat about;
    struct app app;

    (void)state;
    make_backup(&app, path);
    for (const char *const *name =
             (const char *const[]){".", "key", "store.rdb", "manifest", "options", NULL};
         *name; name++) {
        (void)snprintf(file, sizeof file, "%s/%s", path, *name);
        assert_int_equal(stat(file, &about), 0);
        assert_int_equal(about.st_mode & 077, 0);
    }
    assert_int_equal(app_run(&app, backup, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "no server is running here"));
    app_start(&app, NULL);
    assert_int_equal(app_run(&app, backup, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "there is something already"));
    app_done(&app);
}

static void change_byte(const char *path, const char *name, off_t at, char byte)
{
    char file[2 * PATH_BYTES];

    (void)snprintf(file, sizeof file, "%s/%s", path, name);
    int fd = open(file, O_RDWR | O_CLOEXEC);

    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    (void)close(fd);
}

static void a_damaged_or_newer_backup_is_refused_and_nothing_is_touched(void **state)
{
    static const struct {
        const char *file;
        off_t at;
        char byte;
        const char *why;
    } rows[] = {
        {"manifest", 15, '3', "written by a newer Clameur; this one knows 2 at most"},
        {"manifest", 30, '?', "its manifest is not as it was written"},
        {"store.rdb", 100, '?', "store.rdb: the backup is damaged"},
        {"key", 5, '?', "key: the backup is damaged"},
    };
    char answer[ANSWER_BYTES], path[PATH_BYTES];
    const char *const restore[] = {"restore", path, NULL};
    struct app app, other;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        make_backup(&app, path);
        app_init(&other);
        change_byte(path, rows[i].file, rows[i].at, rows[i].byte);
        assert_int_equal(app_run(&other, restore, answer, sizeof answer), 1);
        if (!strstr(answer, rows[i].why))
            fail_msg("not \"%s\" but %s", rows[i].why, answer);
        assert_int_equal(access(other.data, F_OK), -1);
        app_done(&other);
        app_done(&app);
    }
}

static void rooms_that_are_there_are_not_overwritten(void **state)
{
    char answer[ANSWER_BYTES], path[PATH_BYTES];
    const char *const restore[] = {"restore", path, NULL};
    struct app app;

    (void)state;
    make_backup(&app, path);
    assert_int_equal(app_run(&app, restore, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "holds rooms already"));
    app_start(&app, NULL);
    assert_int_equal(app_run(&app, restore, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "another server is using it"));
    app_done(&app);
}

static void a_database_among_others_is_not_taken_for_a_whole_redis(void **state)
{
    char answer[ANSWER_BYTES], path[PATH_BYTES], address[64], port[8];
    const char *const options[] = {"--port", port, "--bind", "127.0.0.1", NULL};
    const char *const backup[] = {"backup", path, "--redis", address, NULL};
    struct redis_fixture redis;
    struct app app;

    (void)state;
    (void)snprintf(port, sizeof port, "%u", port_free());
    (void)snprintf(address, sizeof address, "redis://127.0.0.1:%s/3", port);
    redis_fixture_start(&redis, options);
    make_backup(&app, path); /* So that there is a key. */
    (void)snprintf(path, sizeof path, "%s/another", app.folder);
    assert_int_equal(app_run(&app, backup, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "database 3 of a Redis cannot be backed up alone"));
    assert_int_equal(access(path, F_OK), -1);
    app_done(&app);
    redis_fixture_stop(&redis);
}

/* ---- Formats ---- */

static void a_store_of_a_newer_format_is_refused(void **state)
{
    const char *const serve[] = {"serve", "--listen", "127.0.0.1:0", NULL};
    char answer[ANSWER_BYTES];
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, NULL);
    redisContext *redis = private_redis(&app);

    order(redis, "SET clameur:format 3");
    redisFree(redis);
    (void)app_end(&app, SIGTERM);
    assert_int_equal(app_run(&app, serve, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "the store is of format 3, written by a newer Clameur; "
                                   "this one knows 2 at most. Nothing was changed"));
    app_done(&app);
}

static unsigned steps_done;

static bool note_one(struct plain_store *store, struct complaint *complaint)
{
    steps_done = steps_done * 10 + 1;
    order(plain_store_master(store, 0, complaint), "SET one done");
    return true;
}

static bool note_two(struct plain_store *store, struct complaint *complaint)
{
    (void)store;
    steps_done = steps_done * 10 + 2;
    return steps_done != 2 || complain(complaint, "the disk is full");
}

static void
an_older_store_is_brought_up_step_by_step_and_goes_on_where_it_failed(void **state)
{
    static const struct format_step steps[] = {{"one", note_one}, {"two", note_two}};
    const struct format_plan plan = {3, steps};
    const char *const no_options[] = {NULL};
    struct redis_fixture redis;
    struct complaint complaint;

    (void)state;
    redis_fixture_start(&redis, no_options);
    redisContext *client = redis_fixture_client(&redis);
    struct plain_store *store = plain_store_open(redis.address, &complaint);

    assert_non_null(store);
    /* An empty one has nothing to be brought up. */
    assert_true(format_settle(store, &plan, &complaint));
    assert_int_equal(redis_fixture_number(&redis, "GET clameur:format"), 3);
    assert_int_equal(steps_done, 0);
    /* One that was there before there were marks. */
    order(client, "FLUSHALL");
    order(client, "SET code:K7Q42M demo");
    assert_true(format_settle(store, &plan, &complaint));
    assert_int_equal(steps_done, 12);
    assert_int_equal(redis_fixture_number(&redis, "GET clameur:format"), 3);
    assert_true(format_settle(store, &plan, &complaint));
    assert_int_equal(steps_done, 12);

    order(client, "SET clameur:format 2");
    steps_done = 0;
    assert_false(format_settle(store, &plan, &complaint)); /* A 2 first: it fails. */
    assert_string_equal(complaint.text, "the disk is full");
    assert_int_equal(redis_fixture_number(&redis, "GET clameur:format"), 2);
    assert_true(format_settle(store, &plan, &complaint));
    assert_int_equal(redis_fixture_number(&redis, "GET clameur:format"), 3);

    order(client, "SET clameur:format 4");
    assert_false(format_settle(store, &plan, &complaint));
    assert_int_equal(redis_fixture_number(&redis, "GET clameur:format"), 4);
    plain_store_close(store);
    redisFree(client);
    redis_fixture_stop(&redis);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_counted_before_a_backup_is_in_it_and_people_go_on),
        cmocka_unit_test(a_backup_is_for_its_owner_alone_and_replaces_nothing),
        cmocka_unit_test(a_damaged_or_newer_backup_is_refused_and_nothing_is_touched),
        cmocka_unit_test(rooms_that_are_there_are_not_overwritten),
        cmocka_unit_test(a_database_among_others_is_not_taken_for_a_whole_redis),
        cmocka_unit_test(a_store_of_a_newer_format_is_refused),
        cmocka_unit_test(
            an_older_store_is_brought_up_step_by_step_and_goes_on_where_it_failed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
