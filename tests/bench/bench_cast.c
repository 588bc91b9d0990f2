/* SPDX-License-Identifier: Apache-2.0 */

/* What does a vote cost Redis? Least CPU of redis-server for each ballot, by size of the
 * batch, held against a plain pipelined HSET of the same voters on the same machine.
 *
 *   bench_cast [ballots]        one JSON object on stdout
 *
 * Once without the append-only file, so that the disk does not come into it, and once with
 * all on disk before the answer, as the product has it. */

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
#define RUNS     5

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

/* CALLS calls of `batch` ballots each under way, as when several rooms are busy; the voters
 * vote for the first time, or change their mind. */
static double batched(struct rig *rig, size_t n, size_t batch, uint32_t number)
{
    size_t wave = batch * CALLS;
    struct rig_cast *casts = calloc(wave, sizeof *casts);
    double began = server_cpu();

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
    return (server_cpu() - began) / (double)n * 1e6;
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

/* The least of some runs: what else the machine does only ever adds. */
static double least(double a, double b)
{
    return b < a ? b : a;
}

static void measure(struct rig_world *world, size_t n, size_t batch, double *first,
                    double *change)
{
    *first = *change = 1e9;
    for (int run = 0; run < RUNS; run++) {
        struct rig rig;

        freeReplyObject(redis_fixture_do(&redis, "FLUSHALL"));
        rig_open(&rig, world, redis.address);
        open_questions(&rig);
        *first = least(*first, batched(&rig, n, batch, 1));
        *change = least(*change, batched(&rig, n, batch, 2));
        rig_close(&rig);
    }
}

/* All batches against one Redis, and the HSET beside them. `off_us`: what the HSET costs
 * without a file; 0: this is that run. What it cost here is the result. */
static double measure_store(struct rig_world *world, const char *name,
                            const char *const options[], size_t n, double off_us)
{
    static const size_t batches[] = {16, 64, 256};
    double plain = 1e9, first, change;

    redis_fixture_start(&redis, options);
    for (int run = 0; run < RUNS; run++) {
        freeReplyObject(redis_fixture_do(&redis, "FLUSHALL"));
        plain = least(plain, plain_hset(n));
    }
    printf("\"%s\":{\"hset_us\":%.2f,\"rows\":[", name, plain);
    for (size_t i = 0; i < sizeof batches / sizeof batches[0]; i++) {
        measure(world, n, batches[i], &first, &change);
        printf("%s{\"batch\":%zu,\"first_us\":%.2f,\"change_us\":%.2f,\"ratio\":%.2f,"
               "\"ratio_off\":%.2f}",
               i ? "," : "", batches[i], first, change, first / plain,
               first / (off_us > 0 ? off_us : plain));
    }
    printf("]}");
    redis_fixture_stop(&redis);
    return plain;
}

int main(int argc, char **argv)
{
    static const char *const off[] = {"--appendonly", "no", NULL};
    static const char *const always[] = {NULL};
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    struct rig_world world;

    n -= n % ((size_t)BATCH_BALLOTS_MAX * CALLS);
    log_setup(LOG_WARN, "bench");
    rig_world_open(&world);
    printf("{\"bench\":\"cast\",\"ballots\":%zu,", n);
    double off_us = measure_store(&world, "off", off, n, 0);

    printf(",");
    (void)measure_store(&world, "always", always, n, off_us);
    printf("}\n");
    rig_world_close(&world);
    return 0;
}
