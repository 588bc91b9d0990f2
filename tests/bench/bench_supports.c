/* SPDX-License-Identifier: Apache-2.0 */

/* What does the support of an idea cost Redis? CPU of redis-server for each, by size of the
 * batch and number of ideas that they are for, held against a plain pipelined HSET.
 *
 *   bench_supports [--rounds 5] [--supports 40960]        one JSON object on stdout
 *
 * Without the append-only file, so that the disk does not come into it. Everyone supports
 * one idea; then takes it back. And what merging two ideas of 10,000 supporters each costs,
 * and how long at once Redis does nothing else. */
#include "base/log.h"
#include "lib/store_rig.h"
#include "store/store_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define PIPELINE    64
#define HOT         50
#define COLD        10000
#define HALF_LIFE_S 86400
#define CROWD       10240 /* Supporters of each idea that is merged. */

struct one {
    struct support support;
    size_t *n_done;
    enum err err;
};

static size_t supports = 40960;
static bool has_printed;

/* Seconds of CPU that redis-server used so far. */
static double server_cpu(const struct redis_fixture *redis)
{
    redisReply *info = redis_fixture_do(redis, "INFO cpu");
    const char *system = strstr(info->str, "used_cpu_sys:");
    const char *user = strstr(info->str, "used_cpu_user:");
    double seconds =
        strtod(strchr(system, ':') + 1, NULL) + strtod(strchr(user, ':') + 1, NULL);

    freeReplyObject(info);
    return seconds;
}

/* As many hashes as there are ideas. */
static double plain_hset(const struct redis_fixture *redis, size_t ideas)
{
    redisContext *client = redis_fixture_client(redis);
    double began = server_cpu(redis);

    for (size_t sent = 0; sent < supports; sent += PIPELINE) {
        for (size_t i = sent; i < sent + PIPELINE; i++) {
            struct participant person = rig_person((uint32_t)i);

            redisAppendCommand(client, "HSET plain:%d %b %s", (int)(i % ideas),
                               person.bytes, sizeof person.bytes, "1 1 1792000000");
        }
        for (size_t i = 0; i < PIPELINE; i++) {
            void *reply = NULL;

            redisGetReply(client, &reply);
            freeReplyObject(reply);
        }
    }
    redisFree(client);
    return (server_cpu(redis) - began) / (double)supports * 1e6;
}

/* ---- A board with ideas ---------------------------------------------------------------
 */

static struct id idea_id(size_t n)
{
    char text[16];

    (void)snprintf(text, sizeof text, "idea%zu", n);
    return rig_id(text);
}

static void make_board(struct rig *rig, size_t ideas)
{
    static const char words[] = "{\"title\":\"As good as any other\"}";
    struct board board = {.id = rig_id("bench"), .phase = PHASE_OPEN};
    struct buf *def = buf_new("{}", 2), *json = buf_new(words, sizeof words - 1);
    struct id room = rig_id("room");
    struct rig_ask ask;

    rig_make_room(rig, "room", "K7Q42M");
    store_board_add(rig->store, rig_request(&ask, NULL), &room, &board, def);
    assert_int_equal(rig_await(rig, &ask), OK);
    for (size_t i = 0; i < ideas; i++) {
        struct idea_place place = {room, board.id, idea_id(i)};
        struct participant author = rig_person((uint32_t)(supports + i));

        store_idea_post(rig->store, rig_request(&ask, NULL), &place, &author,
                        &(struct idea_posting){.words = json, .half_life_s = HALF_LIFE_S});
        assert_int_equal(rig_await(rig, &ask), OK);
    }
    buf_unref(def);
    buf_unref(json);
}

static void on_answer(struct store_request *request, enum err err, const void *result)
{
    struct one *one = request->owner;

    (void)result;
    one->err = err;
    ++*one->n_done;
}

/* Two batches' worth under way, as the store lets them go. */
static double batched(const struct redis_fixture *redis, struct rig *rig, size_t ideas,
                      size_t batch, bool on)
{
    size_t wave = 2 * batch;
    struct one *all = calloc(wave, sizeof *all);
    double began = server_cpu(redis);

    for (size_t sent = 0; sent < supports; sent += wave) {
        size_t n_done = 0;

        for (size_t i = 0; i < wave; i++) {
            all[i] =
                (struct one){.support = {.request = {.done = on_answer, .owner = &all[i]},
                                         .place = {rig_id("room"), rig_id("bench"),
                                                   idea_id((sent + i) % ideas)},
                                         .participant = rig_person((uint32_t)(sent + i)),
                                         .n = on ? 1 : 2,
                                         .on = on,
                                         .half_life_s = HALF_LIFE_S},
                             .n_done = &n_done};
            store_support(rig->store, &all[i].support);
        }
        rig_until_count(rig->world, &n_done, wave);
        for (size_t i = 0; i < wave; i++)
            assert_int_equal(all[i].err, OK);
    }
    free(all);
    return (server_cpu(redis) - began) / (double)supports * 1e6;
}

static void begin_row(const char *name, size_t ideas, unsigned round)
{
    printf("%s\n  {\"case\":\"%zu ideas\",\"of\":\"%s\",\"round\":%u,",
           has_printed ? "," : "", ideas, name, round);
    has_printed = true;
}

/* ---- Two ideas become one --------------------------------------------------------------
 */

/* The longest that Redis did nothing else for, in microseconds, of the last calls. */
static long long longest_call(const struct redis_fixture *redis)
{
    redisReply *calls = redis_fixture_do(redis, "SLOWLOG GET 128");
    long long longest = 0;

    for (size_t i = 0; i < calls->elements; i++)
        if (calls->element[i]->element[2]->integer > longest)
            longest = calls->element[i]->element[2]->integer;
    freeReplyObject(calls);
    return longest;
}

/* Each of them supported by a crowd of its own. */
static void merge(const struct redis_fixture *redis, struct rig_world *world,
                  unsigned round)
{
    const struct participant team = rig_person(1);
    const struct idea_place from = {rig_id("room"), rig_id("bench"), idea_id(0)};
    const struct idea_merging merging = {
        .version = 1, .into = idea_id(1), .by = &team, .half_life_s = HALF_LIFE_S};
    size_t all = supports;
    struct rig_ask ask;
    struct rig rig;

    supports = 2 * CROWD;
    freeReplyObject(redis_fixture_do(redis, "FLUSHALL"));
    rig_open(&rig, world, redis->address);
    make_board(&rig, 2);
    (void)batched(redis, &rig, 2, BATCH_SUPPORTS_MAX, true);
    freeReplyObject(redis_fixture_do(redis, "CONFIG SET slowlog-log-slower-than 0"));
    freeReplyObject(redis_fixture_do(redis, "SLOWLOG RESET"));
    double began = server_cpu(redis);

    store_idea_merge(rig.store, rig_request(&ask, NULL), &from, &merging);
    assert_int_equal(rig_await(&rig, &ask), OK);
    double ended = server_cpu(redis);

    begin_row("merge", 2, round);
    printf("\"supporters_each\":%d,\"merge_ms\":%.1f,\"longest_ms\":%.1f}", CROWD,
           (ended - began) * 1e3, (double)longest_call(redis) / 1e3);
    freeReplyObject(redis_fixture_do(redis, "CONFIG SET slowlog-log-slower-than -1"));
    rig_close(&rig);
    supports = all;
}

static void measure(const struct redis_fixture *redis, struct rig_world *world,
                    size_t ideas, unsigned round)
{
    static const size_t batches[] = {64, 256};
    char name[32];

    freeReplyObject(redis_fixture_do(redis, "FLUSHALL"));
    begin_row("hset", ideas, round);
    printf("\"on_us\":%.3f}", plain_hset(redis, ideas));
    for (size_t i = 0; i < sizeof batches / sizeof batches[0]; i++) {
        struct rig rig;

        freeReplyObject(redis_fixture_do(redis, "FLUSHALL"));
        rig_open(&rig, world, redis->address);
        make_board(&rig, ideas);
        (void)snprintf(name, sizeof name, "support %zu", batches[i]);
        double on = batched(redis, &rig, ideas, batches[i], true);

        begin_row(name, ideas, round);
        printf("\"on_us\":%.3f,\"off_us\":%.3f}", on,
               batched(redis, &rig, ideas, batches[i], false));
        rig_close(&rig);
    }
}

int main(int argc, char **argv)
{
    static const char *const options[] = {"--appendonly", "no", NULL};
    struct redis_fixture redis;
    struct rig_world world;
    unsigned rounds = 5;

    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--rounds") == 0)
            rounds = (unsigned)strtoul(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--supports") == 0)
            supports = strtoul(argv[i + 1], NULL, 10);
    }
    supports -= supports % (2UL * BATCH_SUPPORTS_MAX);
    log_setup(LOG_WARN, "bench");
    rig_world_open(&world);
    redis_fixture_start(&redis, options);
    printf("{\"bench\":\"supports\",\"supports\":%zu,\"rows\":[", supports);
    for (unsigned round = 0; round < rounds; round++) {
        measure(&redis, &world, HOT, round);
        measure(&redis, &world, COLD, round);
        merge(&redis, &world, round);
    }
    printf("]}\n");
    redis_fixture_stop(&redis);
    rig_world_close(&world);
    return 0;
}
