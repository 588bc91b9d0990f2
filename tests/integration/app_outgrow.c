/* SPDX-License-Identifier: Apache-2.0 */

/* Who has outgrown one Redis: rooms go from the private one into a Redis Cluster and behind
 * sentinels, and from there into backups and back, while a crowd votes. */
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
#include "lib/redis_sentinels.h"
#include "lib/redis_shards.h"
#include "store/redis_slot.h"

#define ANSWER_BYTES 4096
#define PATH_BYTES   (2 * APP_PATH_BYTES)
#define VOTERS       100
#define LARGE        9000 /* Ballots that take more than one piece. */

static struct redis_shards shards, others;
static struct sentinels sentinels;

static redisContext *private_redis(const struct app *app)
{
    char path[PATH_BYTES];

    (void)snprintf(path, sizeof path, "%s/redis/redis.sock", app->data);
    redisContext *redis = redisConnectUnix(path);

    assert_true(redis && !redis->err);
    return redis;
}

__attribute__((format(printf, 2, 3))) static long long number(redisContext *redis,
                                                              const char *format, ...)
{
    va_list args;

    va_start(args, format);
    redisReply *reply = redisvCommand(redis, format, args);

    va_end(args);
    assert_non_null(reply);
    if (reply->type == REDIS_REPLY_ERROR)
        fail_msg("%s", reply->str);
    long long value = reply->type == REDIS_REPLY_INTEGER ? reply->integer : -1;

    freeReplyObject(reply);
    return value;
}

/* The demo room with all its keys once more, under another name. */
static void double_room(redisContext *redis, const char *name)
{
    redisReply *keys = redisCommand(redis, "KEYS {demo}:*");

    assert_true(keys && keys->elements > 3);
    for (size_t i = 0; i < keys->elements; i++)
        (void)number(redis, "COPY %s {%s}%s", keys->element[i]->str, name,
                     keys->element[i]->str + strlen("{demo}"));
    (void)number(redis, "HSET {%s}:room id %s", name, name);
    freeReplyObject(keys);
}

/* A round with so many ballots that they go in pieces. */
static void fill_round(redisContext *redis, const char *room)
{
    for (int i = 0; i < LARGE; i++)
        redisAppendCommand(redis, "HSET {%s}:ballots:q9:1 voter%011d %s", room, i,
                           "1 0:1 {}");
    for (int i = 0; i < LARGE; i++) {
        void *reply = NULL;

        assert_int_equal(redisGetReply(redis, &reply), REDIS_OK);
        freeReplyObject(reply);
    }
}

/* A room on each master, beside the one that is voted in. */
static void make_rooms(const struct app *app)
{
    redisContext *redis = private_redis(app);

    for (size_t i = 0; i < SHARDS_MASTERS; i++) {
        struct id room = shards_room("copy", i);

        double_room(redis, room.text);
    }
    redisFree(redis);
}

static struct redis_fixture *home_of(struct redis_shards *cluster, const struct id *room)
{
    return shards_owner(cluster, shards_slot(room));
}

static void rooms_are_on_all_masters(struct redis_shards *cluster)
{
    for (size_t i = 0; i < SHARDS_MASTERS; i++) {
        struct id room = shards_room("copy", i);
        struct redis_fixture *home = home_of(cluster, &room);

        assert_int_equal(redis_fixture_number(home, "HLEN {%s}:ballots:q1:1", room.text),
                         VOTERS);
        assert_int_equal(redis_fixture_number(home, "EXISTS {%s}:room", room.text), 1);
    }
}

static const char *demo_socket(struct redis_shards *cluster)
{
    struct id demo = {"demo"};

    return home_of(cluster, &demo)->socket;
}

static void all_vote(struct voters *voters, const char *socket)
{
    voters_vote(voters, 3 * VOTERS);
    voters_settle(voters, socket);
}

static int run(struct voters *voters, const char *const args[])
{
    char answer[ANSWER_BYTES];
    int status = voters_vote_during(voters, args, answer, sizeof answer);

    if (status != 0)
        fail_msg("%s", answer);
    assert_non_null(strstr(answer, "every tally recounted"));
    return status;
}

/* As it was backed up, in the hands of another server at the same address. */
static void serve_restored(struct voters *voters, const struct app *was, const char *backup,
                           const char *address, const char *socket)
{
    const char *const restore[] = {"restore", backup, address ? "--redis" : NULL, address,
                                   NULL};
    const char *const serve[] = {"--workers", "2", address ? "--redis" : NULL, address,
                                 NULL};
    char answer[ANSWER_BYTES];
    struct app app;

    app_init(&app);
    app.port = was->port;
    if (app_run(&app, restore, answer, sizeof answer) != 0)
        fail_msg("%s", answer);
    assert_non_null(strstr(answer, "4 rooms, 400 ballots, every tally recounted"));
    app_start(&app, serve);
    voters->app = &app;
    all_vote(voters, socket);
    app_done(&app);
}

static void rooms_move_into_a_cluster_and_from_there_anywhere(void **state)
{
    const char *const move[] = {"move", "--redis", shards.address, NULL};
    char path[PATH_BYTES], answer[ANSWER_BYTES];
    const char *const backup[] = {"backup", path, NULL};
    struct voters voters;
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, NULL);
    (void)snprintf(path, sizeof path, "%s/backup", app.folder);
    voters_join(&voters, &app, VOTERS);
    all_vote(&voters, NULL);
    make_rooms(&app);
    (void)run(&voters, move);
    all_vote(&voters, demo_socket(&shards));
    rooms_are_on_all_masters(&shards);

    /* A move is remembered, and its cluster is backed up while they vote. */
    (void)app_end(&app, SIGTERM);
    app_start(&app, NULL);
    all_vote(&voters, demo_socket(&shards));
    assert_int_equal(voters_vote_during(&voters, backup, answer, sizeof answer), 0);
    voters_settle(&voters, demo_socket(&shards));
    (void)app_end(&app, SIGTERM);

    serve_restored(&voters, &app, path, others.address, demo_socket(&others));
    rooms_are_on_all_masters(&others);
    serve_restored(&voters, &app, path, sentinels.address,
                   sentinels_master(&sentinels)->socket);
    serve_restored(&voters, &app, path, NULL, NULL);
    voters_leave(&voters);
    app_done(&app);
}

static void wipe(struct redis_fixture *nodes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        freeReplyObject(redis_fixture_do(&nodes[i], "FLUSHALL"));
}

static void rooms_move_behind_sentinels_and_back_through_a_backup(void **state)
{
    struct redis_fixture *master = sentinels_master(&sentinels);
    const char *const move[] = {"move", "--redis", sentinels.address, NULL};
    char path[PATH_BYTES], answer[ANSWER_BYTES];
    const char *const backup[] = {"backup", path, NULL};
    struct voters voters;
    struct app app;

    (void)state;
    wipe(master, 1);
    app_init(&app);
    app_start(&app, NULL);
    (void)snprintf(path, sizeof path, "%s/backup", app.folder);
    voters_join(&voters, &app, VOTERS);
    all_vote(&voters, NULL);
    make_rooms(&app);
    (void)run(&voters, move);
    all_vote(&voters, master->socket);
    assert_int_equal(voters_vote_during(&voters, backup, answer, sizeof answer), 0);
    (void)app_end(&app, SIGTERM);
    serve_restored(&voters, &app, path, NULL, NULL);
    voters_leave(&voters);
    app_done(&app);
}

static void what_is_large_goes_in_pieces_and_is_recounted(void **state)
{
    const char *const move[] = {"move", "--redis", shards.address, NULL};
    struct id demo = {"demo"};
    char answer[ANSWER_BYTES], code[16];
    struct app app;

    (void)state;
    wipe(shards.nodes, SHARDS_MASTERS);
    app_init(&app);
    app_start(&app, NULL);
    app_demo(&app, code, sizeof code);
    redisContext *redis = private_redis(&app);

    fill_round(redis, "demo");
    /* What does not add up stays here, and is said. */
    freeReplyObject(redisCommand(redis, "SET {demo}:tally:q9:1 %s", "1 9000 8999"));
    assert_int_equal(app_run(&app, move, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "are not what their ballots add up to"));
    for (size_t i = 0; i < SHARDS_MASTERS; i++)
        assert_int_equal(redis_fixture_number(&shards.nodes[i], "DBSIZE"), 0);
    freeReplyObject(redisCommand(redis, "SET {demo}:tally:q9:1 %s", "1 9000 9000"));
    redisFree(redis);
    if (app_run(&app, move, answer, sizeof answer) != 0)
        fail_msg("%s", answer);
    assert_non_null(strstr(answer, "1 rooms, 9000 ballots"));
    assert_int_equal(
        redis_fixture_number(home_of(&shards, &demo), "HLEN {demo}:ballots:q9:1"), LARGE);
    app_done(&app);
}

static void a_cluster_that_holds_something_or_a_newer_format_is_refused(void **state)
{
    static const char mark[] = "clameur:format";
    const char *const move[] = {"move", "--redis", shards.address, NULL};
    const char *const serve[] = {"serve",   "--listen",     "127.0.0.1:0",
                                 "--redis", shards.address, NULL};
    struct redis_fixture *home = shards_owner(&shards, redis_slot(mark, strlen(mark)));
    char answer[ANSWER_BYTES];
    struct app app, other;

    (void)state;
    wipe(shards.nodes, SHARDS_MASTERS);
    freeReplyObject(redis_fixture_do(home, "SET %s 3", mark));
    app_init(&app);
    app_init(&other);
    app_start(&app, NULL);
    assert_int_equal(app_run(&app, move, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "is not empty. Nothing was changed"));
    assert_int_equal(app_run(&other, serve, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "the store is of format 3, written by a newer Clameur"));
    assert_int_equal(redis_fixture_number(home, "DBSIZE"), 1);
    app_done(&other);
    app_done(&app);
}

/* A slot that is under way would be in two copies, or in none. */
static void a_cluster_that_moves_slots_is_not_backed_up(void **state)
{
    char path[PATH_BYTES], answer[ANSWER_BYTES], name[64];
    const char *const backup[] = {"backup", path, "--redis", shards.address, NULL};
    struct id room = shards_room("copy", 0);
    struct redis_fixture *home = home_of(&shards, &room);
    struct redis_fixture *away =
        home == &shards.nodes[0] ? &shards.nodes[1] : &shards.nodes[0];
    struct app app;

    (void)state;
    wipe(shards.nodes, SHARDS_MASTERS);
    app_init(&app);
    app_start(&app, (const char *const[]){"--redis", shards.address, NULL});
    (void)snprintf(path, sizeof path, "%s/backup", app.folder);
    redisReply *id = redis_fixture_do(away, "CLUSTER MYID");

    (void)snprintf(name, sizeof name, "%s", id->str);
    freeReplyObject(id);
    freeReplyObject(redis_fixture_do(home, "CLUSTER SETSLOT %u MIGRATING %s",
                                     shards_slot(&room), name));
    assert_int_equal(app_run(&app, backup, answer, sizeof answer), 1);
    assert_non_null(strstr(answer, "the cluster is moving slots"));
    assert_int_equal(access(path, F_OK), -1);
    freeReplyObject(
        redis_fixture_do(home, "CLUSTER SETSLOT %u STABLE", shards_slot(&room)));
    assert_int_equal(app_run(&app, backup, answer, sizeof answer), 0);
    app_done(&app);
}

static int begin(void **state)
{
    (void)state;
    shards_start(&shards, false);
    shards_start(&others, false);
    sentinels_start(&sentinels);
    return 0;
}

static int end(void **state)
{
    (void)state;
    sentinels_stop(&sentinels);
    shards_stop(&others);
    shards_stop(&shards);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rooms_move_into_a_cluster_and_from_there_anywhere),
        cmocka_unit_test(rooms_move_behind_sentinels_and_back_through_a_backup),
        cmocka_unit_test(what_is_large_goes_in_pieces_and_is_recounted),
        cmocka_unit_test(a_cluster_that_holds_something_or_a_newer_format_is_refused),
        cmocka_unit_test(a_cluster_that_moves_slots_is_not_backed_up),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
