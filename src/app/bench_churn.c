/* SPDX-License-Identifier: Apache-2.0 */

#include "app/bench_host.h"

#include <stdio.h>

#include "app/errand_room.h"
#include "app/plain_redis.h"
#include "app/plain_store.h"
#include "base/process.h"

#define OTHER "other"

static const char settings[] = "{\"title\":\"Bench, next door\",\"lang\":\"en\"}";
static const char definition[] =
    "{\"kind\":\"single\",\"title\":\"And now?\",\"options\":[\"This\",\"That\"]}";

/* ---- What goes on besides ---- */

/* A room that nobody comes to. */
static bool make_and_delete(struct errand *errand)
{
    uint8_t random[ID_RANDOM_BYTES];
    uint64_t version = 0;
    struct errand_ask ask;
    struct code code;

    errand->clock->random(errand->clock, random, sizeof random);
    struct id room = id_from_random(random);

    if (errand_room_make(errand, &room, settings, &code) != OK ||
        errand_question_add(errand, &room, OTHER, definition, &version) != OK ||
        errand_question_move(errand, &room, OTHER, MOVE_OPEN, &version) != OK)
        return false;
    store_room_delete(errand->store, errand_ask(&ask, NULL, NULL), &room);
    return errand_wait(errand, &ask) == OK;
}

bool bench_host_churn(struct scenario_host *host)
{
    static const enum question_move moves[] = {MOVE_OPEN, MOVE_CLOSE, MOVE_REOPEN,
                                               MOVE_CLOSE, MOVE_RESET};
    struct bench_host *b = container_of(host, struct bench_host, host);
    enum question_move move = moves[b->churn.steps % (sizeof moves / sizeof moves[0])];

    if (!b->churn.version) {
        b->churn.steps = 0;
        move = MOVE_OPEN;
        if (errand_question_add(b->errand, &b->room, OTHER, definition,
                                &b->churn.version) != OK)
            return false;
    }
    b->churn.steps++;
    return errand_question_move(b->errand, &b->room, OTHER, move, &b->churn.version) ==
               OK &&
           make_and_delete(b->errand);
}

/* ---- Memory ---- */

static uint64_t key_bytes(struct plain_store *store, const char *key)
{
    struct complaint ignored;
    redisContext *redis = plain_store_of_text(store, key, &ignored);
    redisReply *reply =
        redis ? plain_redis_do(redis, &ignored, "MEMORY USAGE %s SAMPLES 0", key) : NULL;
    uint64_t bytes =
        reply && reply->type == REDIS_REPLY_INTEGER ? (uint64_t)reply->integer : 0;

    freeReplyObject(reply);
    return bytes;
}

/* The ballots of rounds that were put aside by a reset are kept, too. */
void bench_host_memory(struct scenario_host *host, struct scenario_memory *out)
{
    const struct bench_host *b = container_of(host, struct bench_host, host);
    struct complaint ignored;
    struct plain_store *store = plain_store_open(b->errand->redis, &ignored);
    struct scenario_usage usage;
    char key[2 * ID_BYTES_MAX + 64];

    *out = (struct scenario_memory){0};
    host->usage(host, &usage);
    out->server_bytes = usage.memory_bytes;
    if (b->supervisor)
        out->server_bytes += process_memory_bytes(b->supervisor);
    if (!store)
        return;
    for (size_t i = 0; i < store->map.n; i++) {
        redisContext *redis = plain_store_master(store, i, &ignored);
        long long used = redis ? plain_redis_info(redis, "memory", "used_memory") : 0;

        out->redis_bytes += used > 0 ? (uint64_t)used : 0;
    }
    for (uint32_t round = 1; round <= host->round; round++) {
        (void)snprintf(key, sizeof key, "{%s}:ballots:%s:%u", b->room.text, host->question,
                       (unsigned)round);
        out->kept_bytes += key_bytes(store, key);
    }
    (void)snprintf(key, sizeof key, "{%s}:journal", b->room.text);
    out->kept_bytes += key_bytes(store, key);
    plain_store_close(store);
}
