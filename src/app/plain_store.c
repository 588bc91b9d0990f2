/* SPDX-License-Identifier: Apache-2.0 */

#include "app/plain_store.h"

#include <stdlib.h>
#include <string.h>

#include "app/plain_redis.h"
#include "base/mem.h"
#include "store/redis_slot.h"

#define CURSOR_BYTES 32

/* ---- Where the masters are ---- */

/* A sentinel may have a password of its own, or none: it answers as it likes. */
static redisContext *open_sentinel(const struct redis_address *at,
                                   const struct redis_login *login,
                                   struct complaint *complaint)
{
    const struct redis_login nobody = {0};
    struct complaint ignored;
    redisContext *redis = plain_redis_connect(at, &nobody, complaint);

    if (redis)
        (void)plain_redis_log_in(redis, login, &ignored);
    return redis;
}

static redisReply *ask_slots(const struct redis_uri *uri, const struct redis_address *at,
                             struct complaint *complaint)
{
    redisContext *redis = plain_redis_connect(at, &uri->login, complaint);
    redisReply *reply = redis ? plain_redis_do(redis, complaint, "CLUSTER SLOTS") : NULL;

    if (redis)
        redisFree(redis);
    return reply;
}

static redisReply *ask_sentinel(const struct redis_uri *uri, const struct redis_address *at,
                                struct complaint *complaint)
{
    struct redis_login login = uri->login;

    login.db = 0;
    redisContext *redis = open_sentinel(at, &login, complaint);
    redisReply *reply =
        redis ? plain_redis_do(redis, complaint, "SENTINEL GET-MASTER-ADDR-BY-NAME %s",
                               uri->master)
              : NULL;

    if (redis)
        redisFree(redis);
    return reply;
}

static const struct kind {
    redisReply *(*ask)(const struct redis_uri *uri, const struct redis_address *at,
                       struct complaint *complaint);
    bool (*read)(struct redis_map *out, const redisReply *reply,
                 const struct redis_address *asked);
    const char *unknown; /* What it means when the answer cannot be read. */
} kinds[REDIS_KINDS] = {
    [REDIS_FIXED] = {0}, /* There is nothing to ask. */
    [REDIS_CLUSTER] = {ask_slots, redis_map_read_slots, "the cluster names no masters"},
    [REDIS_SENTINEL] = {ask_sentinel, redis_map_read_sentinel,
                        "the sentinels do not know this master"},
};

static bool find(const struct redis_uri *uri, struct redis_map *map,
                 struct complaint *complaint)
{
    const struct kind *kind = &kinds[uri->kind];
    bool is_found = false;

    if (!kind->ask) {
        redis_map_single(map, &uri->addresses[0]);
        return true;
    }
    for (size_t i = 0; !is_found && i < uri->n_addresses; i++) {
        redisReply *reply = kind->ask(uri, &uri->addresses[i], complaint);

        is_found = reply && (kind->read(map, reply, &uri->addresses[i]) ||
                             complain(complaint, "%s", kind->unknown));
        freeReplyObject(reply);
    }
    return is_found;
}

static bool covers_all(const struct redis_map *map, struct complaint *complaint)
{
    return !memchr(map->owner, 0, sizeof map->owner) ||
           complain(complaint,
                    "some slots of the cluster have no master, or there are "
                    "more than %d",
                    REDIS_MASTERS_MAX);
}

struct plain_store *plain_store_open(const char *address, struct complaint *complaint)
{
    struct plain_store *store = mem_zero(sizeof *store);

    if (redis_uri_parse(address, strlen(address), &store->uri) != OK)
        (void)complain(complaint, "not the address of a Redis");
    else if (find(&store->uri, &store->map, complaint) &&
             covers_all(&store->map, complaint) && plain_store_master(store, 0, complaint))
        return store;
    plain_store_close(store);
    return NULL;
}

void plain_store_close(struct plain_store *store)
{
    for (size_t i = 0; store && i < REDIS_MASTERS_MAX; i++)
        if (store->masters[i])
            redisFree(store->masters[i]);
    free(store);
}

/* ---- Connections ---- */

/* Sentinels may be late: what they name must think so, too. */
static bool is_master(redisContext *redis, struct complaint *complaint)
{
    redisReply *role = plain_redis_do(redis, complaint, "ROLE");
    bool is_answered = role != NULL;
    bool is = role && role->type == REDIS_REPLY_ARRAY && role->elements > 0 &&
              role->element[0]->type == REDIS_REPLY_STRING &&
              strcmp(role->element[0]->str, "master") == 0;

    freeReplyObject(role);
    return is || (is_answered && complain(complaint, "the Redis is no master: a failover "
                                                     "is under way, try again"));
}

redisContext *plain_store_master(struct plain_store *store, size_t i,
                                 struct complaint *complaint)
{
    if (store->masters[i])
        return store->masters[i];
    redisContext *redis =
        plain_redis_connect(&store->map.masters[i], &store->uri.login, complaint);

    if (redis && store->uri.kind == REDIS_SENTINEL && !is_master(redis, complaint)) {
        redisFree(redis);
        return NULL;
    }
    store->masters[i] = redis;
    return redis;
}

redisContext *plain_store_of(struct plain_store *store, const char *key, size_t len,
                             struct complaint *complaint)
{
    return plain_store_master(store, store->map.owner[redis_slot(key, len)] - 1U,
                              complaint);
}

redisContext *plain_store_of_text(struct plain_store *store, const char *key,
                                  struct complaint *complaint)
{
    return plain_store_of(store, key, strlen(key), complaint);
}

/* ---- The whole ---- */

bool plain_store_turn(struct plain_store *store, struct complaint *complaint)
{
    return !store->turn || store->turn(store->turn_context, complaint);
}

bool plain_store_size(struct plain_store *store, uint64_t *keys,
                      struct complaint *complaint)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < store->map.n; i++) {
        redisContext *redis = plain_store_master(store, i, complaint);
        redisReply *size = redis ? plain_redis_do(redis, complaint, "DBSIZE") : NULL;

        if (!size)
            return false;
        sum += (uint64_t)size->integer;
        freeReplyObject(size);
    }
    *keys = sum;
    return true;
}

static bool wipe_one(struct plain_store *store, size_t i, struct complaint *complaint)
{
    redisContext *redis = plain_store_master(store, i, complaint);

    return redis && plain_redis_order(redis, complaint, "FLUSHDB ASYNC");
}

bool plain_store_wipe(struct plain_store *store, const char *last,
                      struct complaint *complaint)
{
    size_t at_last = store->map.owner[redis_slot(last, strlen(last))] - 1U;

    for (size_t i = 0; i < store->map.n; i++)
        if (i != at_last && !wipe_one(store, i, complaint))
            return false;
    return wipe_one(store, at_last, complaint);
}

/* In CLUSTER NODES only the line of the node itself has brackets: what moves. */
static bool is_node_still(redisContext *redis, struct complaint *complaint)
{
    redisReply *nodes = plain_redis_do(redis, complaint, "CLUSTER NODES");
    const char *own = nodes && nodes->str ? strstr(nodes->str, "myself") : NULL;
    bool is_still = own && !memchr(own, '[', strcspn(own, "\n"));

    if (own && !is_still)
        (void)complain(complaint, "the cluster is moving slots: try again when it is done");
    freeReplyObject(nodes);
    return is_still;
}

bool plain_store_is_still(struct plain_store *store, struct complaint *complaint)
{
    struct redis_map *now = mem_zero(sizeof *now);
    bool is_still = find(&store->uri, now, complaint);

    if (is_still && !redis_map_same(now, &store->map))
        is_still = complain(complaint, "the masters have changed meanwhile: try again");
    free(now);
    for (size_t i = 0; is_still && store->uri.kind == REDIS_CLUSTER && i < store->map.n;
         i++) {
        redisContext *redis = plain_store_master(store, i, complaint);

        is_still = redis && is_node_still(redis, complaint);
    }
    return is_still;
}

/* ---- Every key ---- */

static bool scan(struct plain_store *store, redisContext *redis, const char *pattern,
                 const struct plain_store_visit *visit, struct complaint *complaint)
{
    char cursor[CURSOR_BYTES] = "0";
    bool is_good = true;

    do {
        redisReply *page =
            plain_store_turn(store, complaint)
                ? plain_redis_do(redis, complaint, "SCAN %s MATCH %s COUNT 1000", cursor,
                                 pattern)
                : NULL;

        if (!page)
            return false;
        (void)snprintf(cursor, sizeof cursor, "%s", page->element[0]->str);
        for (size_t i = 0; is_good && i < page->element[1]->elements; i++)
            is_good = visit->visit(visit->context, redis, page->element[1]->element[i],
                                   complaint);
        freeReplyObject(page);
    } while (is_good && strcmp(cursor, "0") != 0);
    return is_good;
}

bool plain_store_for_each(struct plain_store *store, const char *pattern,
                          const struct plain_store_visit *visit,
                          struct complaint *complaint)
{
    for (size_t i = 0; i < store->map.n; i++) {
        redisContext *redis = plain_store_master(store, i, complaint);

        if (!redis || !scan(store, redis, pattern, visit, complaint))
            return false;
    }
    return true;
}
