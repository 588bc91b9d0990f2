/* SPDX-License-Identifier: Apache-2.0 */

/* What does a vote cost Redis? Least CPU of redis-server for each ballot, by size of the
 * batch, held against a plain pipelined HSET of the same voters on the same machine.
 *
 *   bench_cast [--rounds 5] [--ballots 81920]        one JSON object on stdout
 *
 * Without the append-only file, so that the disk does not come into it, and with all on
 * disk before the answer, as the product has it; in turns, round after round. */

#include "base/log.h"
#include "lib/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define PIPELINE 64
#define CALLS    8
#define KEEPERS  2

struct keeper {
    const char *name;
    const char *options[3];
    struct redis_fixture redis;
};

static size_t ballots = 81920;
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

/* Into as many hashes as there are questions below: small ones are kept otherwise. */
static double plain_hset(const struct redis_fixture *redis)
{
    size_t n = ballots;
    redisContext *client = redis_fixture_client(redis);
    double began = server_cpu(redis);

    for (size_t sent = 0; sent < n; sent += PIPELINE) {
        for (size_t i = sent; i < sent + PIPELINE; i++) {
            struct participant person = rig_person((uint32_t)i);

            redisAppendCommand(client, "HSET plain:%d %b %s",
                               (int)(sent / PIPELINE % CALLS), person.bytes,
                               sizeof person.bytes, "1 2:1 {\"options\":[2]}");
        }
        for (size_t i = 0; i < PIPELINE; i++) {
            void *reply = NULL;

            redisGetReply(client, &reply);
            freeReplyObject(reply);
        }
    }
    redisFree(client);
    return (server_cpu(redis) - began) / (double)n * 1e6;
}

/* CALLS calls of `batch` ballots each under way, as when several rooms are busy; the voters
 * vote for the first time, or change their mind. */
static double batched(const struct redis_fixture *redis, struct rig *rig, size_t batch,
                      uint32_t number)
{
    size_t n = ballots;
    size_t wave = batch * CALLS;
    struct rig_cast *casts = calloc(wave, sizeof *casts);
    double began = server_cpu(redis);

    for (size_t sent = 0; sent < n; sent += wave) {
        size_t n_done = 0;

        for (size_t i = 0; i < wave; i++) {
            char question[] = {'q', (char)('a' + i / batch), '\0'};

            rig_cast_init(&casts[i], question, (uint32_t)(sent + i), number,
                          (unsigned)(sent + i + number) % 4);
            casts[i].n_done = &n_done;
            rig_cast_send(rig, &casts[i]);
        }
        rig_until_count(rig->world, &n_done, wave);
    }
    free(casts);
    return (server_cpu(redis) - began) / (double)n * 1e6;
}

static void open_questions(struct rig *rig)
{
    rig_make_room(rig, "room", "K7Q42M");
    for (size_t i = 0; i < CALLS; i++) {
        char question[] = {'q', (char)('a' + i), '\0'};

        rig_make_question(rig, "room", question, true);
        rig_must_move(rig, "room", question, MOVE_OPEN);
    }
}

static void empty(const struct redis_fixture *redis)
{
    freeReplyObject(redis_fixture_do(redis, "FLUSHALL"));
}

/* One measurement of each, of one store. */
static void measure(const struct keeper *keeper, struct rig_world *world, unsigned round)
{
    static const size_t batches[] = {16, 64, 256};

    empty(&keeper->redis);
    printf("%s\n  {\"case\":\"redis\",\"of\":\"%s hset\",\"round\":%u,\"first_us\":%.3f}",
           has_printed ? "," : "", keeper->name, round, plain_hset(&keeper->redis));
    has_printed = true;
    for (size_t i = 0; i < sizeof batches / sizeof batches[0]; i++) {
        struct rig rig;

        empty(&keeper->redis);
        rig_open(&rig, world, keeper->redis.address);
        open_questions(&rig);
        double first = batched(&keeper->redis, &rig, batches[i], 1);

        printf(",\n  {\"case\":\"redis\",\"of\":\"%s %zu\",\"round\":%u,\"first_us\":%.3f,"
               "\"change_us\":%.3f}",
               keeper->name, batches[i], round, first,
               batched(&keeper->redis, &rig, batches[i], 2));
        rig_close(&rig);
    }
}

int main(int argc, char **argv)
{
    static struct keeper keepers[] = {{.name = "off", .options = {"--appendonly", "no"}},
                                      {.name = "always"}};
    struct rig_world world;
    unsigned rounds = 5;

    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--rounds") == 0)
            rounds = (unsigned)strtoul(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--ballots") == 0)
            ballots = strtoul(argv[i + 1], NULL, 10);
    }
    ballots -= ballots % ((size_t)BATCH_BALLOTS_MAX * CALLS);
    log_setup(LOG_WARN, "bench");
    rig_world_open(&world);
    printf("{\"bench\":\"cast\",\"ballots\":%zu,\"rows\":[", ballots);
    for (size_t i = 0; i < KEEPERS; i++)
        redis_fixture_start(&keepers[i].redis, keepers[i].options);
    for (unsigned round = 0; round < rounds; round++)
        for (size_t i = 0; i < KEEPERS; i++)
            measure(&keepers[i], &world, round);
    printf("]}\n");
    for (size_t i = 0; i < KEEPERS; i++)
        redis_fixture_stop(&keepers[i].redis);
    rig_world_close(&world);
    return 0;
}
