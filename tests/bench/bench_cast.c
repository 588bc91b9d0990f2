/* SPDX-License-Identifier: Apache-2.0 */

/* What does a vote cost Redis? CPU of redis-server for each ballot, by size of the batch,
 * held against a plain pipelined HSET of the same voters on the same machine.
 *
 *   bench_cast [ballots]        one JSON object on stdout
 *
 * Without the AOF, so that the disk does not come into it. */

#include "lib/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define PIPELINE 64

static struct redis_fixture redis;

/* Seconds of CPU that redis-server used so far. */
static double server_cpu(void)
{
    redisReply *info = redis_fixture_do(&redis, "INFO cpu");
    const char *system = strstr(info->str, "used_cpu_sys:");
    const char *user = strstr(info->str, "used_cpu_user:");
    double seconds =
        strtod(strchr(system, ':') + 1, NULL) + strtod(strchr(user, ':') + 1, NULL);

    freeReplyObject(info);
    return seconds;
}

static double plain_hset(size_t n)
{
    redisContext *client = redis_fixture_client(&redis);
    double began = server_cpu();

    for (size_t sent = 0; sent < n; sent += PIPELINE) {
        for (size_t i = sent; i < sent + PIPELINE; i++) {
            struct participant person = rig_person((uint32_t)i);

            redisAppendCommand(client, "HSET plain %b %s", person.bytes,
                               sizeof person.bytes, "1 2:1 {\"options\":[2]}");
        }
        for (size_t i = 0; i < PIPELINE; i++) {
            void *reply = NULL;

            redisGetReply(client, &reply);
            freeReplyObject(reply);
        }
    }
    redisFree(client);
    return (server_cpu() - began) / (double)n * 1e6;
}

/* `batch` ballots at a time, as many times as it takes for `n`; the voters vote for the
 * first time, or change their mind. */
static double batched(struct rig *rig, size_t n, size_t batch, uint32_t number)
{
    struct rig_cast *casts = calloc(batch * BATCHES_IN_FLIGHT, sizeof *casts);
    size_t wave = batch * BATCHES_IN_FLIGHT;
    double began = server_cpu();

    for (size_t sent = 0; sent < n; sent += wave) {
        size_t n_done = 0;

        for (size_t i = 0; i < wave; i++) {
            rig_cast_init(&casts[i], i < batch ? "qa" : "qb", (uint32_t)(sent + i), number,
                          (unsigned)(sent + i + number) % 4);
            casts[i].n_done = &n_done;
            rig_cast_send(rig, &casts[i]);
        }
        rig_until_count(rig->world, &n_done, wave);
    }
    free(casts);
    return (server_cpu() - began) / (double)n * 1e6;
}

int main(int argc, char **argv)
{
    static const char *const options[] = {"--appendonly", "no", NULL};
    static const size_t batches[] = {1, 16, 64, 256};
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 200000;
    struct rig_world world;
    struct rig rig;

    n -= n % ((size_t)BATCH_BALLOTS_MAX * BATCHES_IN_FLIGHT);
    redis_fixture_start(&redis, options);
    double plain = plain_hset(n);

    printf("{\"bench\":\"cast\",\"ballots\":%zu,\"hset_us\":%.2f,\"rows\":[", n, plain);
    rig_world_open(&world);
    for (size_t i = 0; i < sizeof batches / sizeof batches[0]; i++) {
        freeReplyObject(redis_fixture_do(&redis, "FLUSHALL"));
        rig_open(&rig, &world, redis.address);
        rig_make_room(&rig, "room", "K7Q42M");
        rig_make_question(&rig, "room", "qa", true);
        rig_make_question(&rig, "room", "qb", true);
        rig_must_move(&rig, "room", "qa", MOVE_OPEN);
        rig_must_move(&rig, "room", "qb", MOVE_OPEN);
        double first = batched(&rig, n, batches[i], 1),
               again = batched(&rig, n, batches[i], 2);
        printf("%s{\"batch\":%zu,\"first_us\":%.2f,\"ratio\":%.2f,\"change_us\":%.2f}",
               i ? "," : "", batches[i], first, first / plain, again);
        rig_close(&rig);
    }
    printf("]}\n");
    rig_world_close(&world);
    redis_fixture_stop(&redis);
    return 0;
}
