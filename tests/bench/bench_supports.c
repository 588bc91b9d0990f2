/* SPDX-License-Identifier: Apache-2.0 */

/* What does the support of an idea cost Redis? CPU of redis-server for each, by size of the
 * batch and number of ideas that they are for, held against a plain pipelined HSET.
 *
 *   bench_supports [--rounds 5] [--supports 40960]        one JSON object on stdout
 *
 * Without the append-only file, so that the disk does not come into it. Everyone supports
 * one idea; then takes it back. */
#include "base/log.h"
#include "lib/store_rig.h"

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
    }
    printf("]}\n");
    redis_fixture_stop(&redis);
    rig_world_close(&world);
    return 0;
}
