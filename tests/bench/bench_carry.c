/* SPDX-License-Identifier: Apache-2.0 */

/* How long does it take to back up, restore and move a large room, how long do votes stand
 * still, and how long does one command hold a Redis up?
 *
 *   bench_carry [ballots]       one JSON object on stdout; a million if not told
 *
 * The ballots are in one question of a room: the largest single key that there is. */

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#include "lib/app_fixture.h"
#include "lib/redis_fixture.h"
#include "lib/redis_shards.h"

#define BALLOTS      1000000
#define PIPELINE     1000
#define ANSWER_BYTES 1024
#define PATH_BYTES   (2 * APP_PATH_BYTES)

static const char *const no_options[] = {NULL};

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static redisContext *private_redis(const struct app *app)
{
    char path[PATH_BYTES];

    (void)snprintf(path, sizeof path, "%s/redis/redis.sock", app->data);
    redisContext *redis = redisConnectUnix(path);

    if (!redis || redis->err)
        abort();
    return redis;
}

static void order(redisContext *redis, const char *command)
{
    redisReply *reply = redisCommand(redis, command);

    if (!reply || reply->type == REDIS_REPLY_ERROR)
        abort();
    freeReplyObject(reply);
}

/* ---- The room ---- */

/* Whoever is even is for the first option. */
static void add_ballot(redisContext *redis, size_t i)
{
    uint64_t name[2] = {i * 0x9e3779b97f4a7c15ULL, i};
    char ballot[64];

    (void)snprintf(ballot, sizeof ballot, "1 %zu:1 {\"options\":[%zu]}", i % 2, i % 2);
    redisAppendCommand(redis, "HSET {demo}:ballots:q1:1 %b %s", name, sizeof name, ballot);
}

static void fill(const struct app *app, size_t n)
{
    redisContext *redis = private_redis(app);
    char tally[64];

    for (size_t sent = 0; sent < n; sent += PIPELINE) {
        size_t wave = n - sent < PIPELINE ? n - sent : PIPELINE;

        for (size_t i = 0; i < wave; i++)
            add_ballot(redis, sent + i);
        for (size_t i = 0; i < wave; i++) {
            void *reply = NULL;

            if (redisGetReply(redis, &reply) != REDIS_OK)
                abort();
            freeReplyObject(reply);
        }
    }
    (void)snprintf(tally, sizeof tally, "1 %zu %zu %zu", n, n - n / 2, n / 2);
    freeReplyObject(redisCommand(redis, "SET {demo}:tally:q1:1 %s", tally));
    redisFree(redis);
}

/* ---- How long one command took ---- */

static void watch(redisContext *redis)
{
    order(redis, "CONFIG SET slowlog-log-slower-than 1000");
    order(redis, "CONFIG SET slowlog-max-len 10000");
    order(redis, "SLOWLOG RESET");
}

/* In microseconds; 0: none took a millisecond. */
static long long longest(redisContext *redis)
{
    redisReply *log = redisCommand(redis, "SLOWLOG GET -1");
    long long most = 0;

    if (!log || log->type != REDIS_REPLY_ARRAY)
        abort();
    for (size_t i = 0; i < log->elements; i++)
        if (log->element[i]->element[2]->integer > most)
            most = log->element[i]->element[2]->integer;
    freeReplyObject(log);
    return most;
}

/* ---- Steps ---- */

/* Its time; `answer` what it said. */
static uint64_t run(const struct app *app, const char *const args[],
                    char answer[ANSWER_BYTES])
{
    uint64_t began = now_ms();

    if (app_run(app, args, answer, ANSWER_BYTES) != 0) {
        (void)fputs(answer, stderr);
        abort();
    }
    return now_ms() - began;
}

static void back_up(const struct app *app, const char *path)
{
    const char *const args[] = {"backup", path, NULL};
    char answer[ANSWER_BYTES], file[2 * PATH_BYTES];
    redisContext *redis = private_redis(app);
    struct stat about = {0};

    watch(redis);
    uint64_t ms = run(app, args, answer);

    (void)snprintf(file, sizeof file, "%s/store.rdb", path);
    (void)stat(file, &about);
    redisReply *info = redisCommand(redis, "INFO stats");
    const char *fork = info && info->str ? strstr(info->str, "latest_fork_usec:") : NULL;

    printf("\"backup\":{\"ms\":%llu,\"bytes\":%lld,\"fork_us\":%ld,\"longest_us\":%lld},",
           (unsigned long long)ms, (long long)about.st_size,
           fork ? strtol(strchr(fork, ':') + 1, NULL, 10) : -1, longest(redis));
    freeReplyObject(info);
    redisFree(redis);
}

static void restore_private(const char *path)
{
    const char *const args[] = {"restore", path, NULL};
    char answer[ANSWER_BYTES];
    struct app app;

    app_init(&app);
    printf("\"restore\":{\"ms\":%llu},", (unsigned long long)run(&app, args, answer));
    app_done(&app);
}

static void restore_shared(const char *path)
{
    char answer[ANSWER_BYTES];
    struct redis_fixture redis;
    struct app app;

    redis_fixture_start(&redis, no_options);
    redisContext *client = redis_fixture_client(&redis);
    const char *const args[] = {"restore", path, "--redis", redis.address, NULL};

    app_init(&app);
    watch(client);
    uint64_t ms = run(&app, args, answer);

    printf("\"restore_shared\":{\"ms\":%llu,\"longest_there_us\":%lld},",
           (unsigned long long)ms, longest(client));
    redisFree(client);
    app_done(&app);
    redis_fixture_stop(&redis);
}

/* `there` is the Redis that gets the room. */
static void move(const char *name, const char *backup, const char *address,
                 redisContext *there)
{
    const char *const restore[] = {"restore", backup, NULL};
    const char *const args[] = {"move", "--redis", address, NULL};
    char answer[ANSWER_BYTES];
    struct app app;

    app_init(&app);
    (void)run(&app, restore, answer);
    app_start(&app, NULL);
    watch(there);
    redisContext *here = private_redis(&app);

    watch(here);
    redisFree(here);
    uint64_t ms = run(&app, args, answer);
    const char *still = strstr(answer, "stood still for ");

    printf("\"%s\":{\"ms\":%llu,\"still_ms\":%ld,\"longest_there_us\":%lld}", name,
           (unsigned long long)ms, still ? strtol(still + 16, NULL, 10) : -1,
           longest(there));
    app_done(&app);
}

static void move_to_one(const char *backup)
{
    struct redis_fixture redis;

    redis_fixture_start(&redis, no_options);
    redisContext *there = redis_fixture_client(&redis);

    move("move", backup, redis.address, there);
    redisFree(there);
    redis_fixture_stop(&redis);
}

static void move_to_cluster(const char *backup)
{
    static struct redis_shards shards;
    struct id demo = {"demo"};

    shards_start(&shards, false);
    redisContext *there = redis_fixture_client(shards_owner(&shards, shards_slot(&demo)));

    move("move_cluster", backup, shards.address, there);
    redisFree(there);
    shards_stop(&shards);
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : BALLOTS;
    char path[PATH_BYTES], code[16];
    struct app app;

    app_init(&app);
    app_start(&app, NULL);
    app_demo(&app, code, sizeof code);
    fill(&app, n);
    (void)snprintf(path, sizeof path, "%s/backup", app.folder);
    printf("{\"ballots\":%zu,", n);
    back_up(&app, path);
    (void)app_end(&app, SIGTERM);
    restore_private(path);
    restore_shared(path);
    move_to_one(path);
    (void)putchar(',');
    move_to_cluster(path);
    (void)puts("}");
    app_done(&app);
    return EXIT_SUCCESS;
}
