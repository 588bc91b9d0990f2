/* SPDX-License-Identifier: Apache-2.0 */

/* A whole store behind plain, blocking connections, be it one Redis, the master that
 * sentinels name, or all masters of a cluster: for commands that look after it.
 *
 * Where the masters are is found once, at the opening: when they change meanwhile, what was
 * begun fails and is begun again. */
#ifndef APP_PLAIN_STORE_H
#define APP_PLAIN_STORE_H

#include <hiredis/hiredis.h>

#include "app/complaint.h"
#include "store/redis_map.h"
#include "store/redis_uri.h"

struct plain_store {
    struct redis_uri uri;
    struct redis_map map;
    redisContext *masters[REDIS_MASTERS_MAX]; /* Opened when they are needed. */
    /* If there is one: before each page of keys or of what they hold; false ends it. */
    bool (*turn)(void *context, struct complaint *complaint);
    void *turn_context;
};

/* `address` as in --redis. NULL with a complaint when nobody knows the masters, or some
 * slots have none. */
struct plain_store *plain_store_open(const char *address, struct complaint *complaint);
void plain_store_close(struct plain_store *store); /* Takes NULL. */

/* The i-th of map.n masters, and the one that a key lives on; NULL with a complaint. */
redisContext *plain_store_master(struct plain_store *store, size_t i,
                                 struct complaint *complaint);
redisContext *plain_store_of(struct plain_store *store, const char *key, size_t len,
                             struct complaint *complaint);
redisContext *plain_store_of_text(struct plain_store *store, const char *key,
                                  struct complaint *complaint);

bool plain_store_turn(struct plain_store *store, struct complaint *complaint);

/* How many keys there are. */
bool plain_store_size(struct plain_store *store, uint64_t *keys,
                      struct complaint *complaint);
/* Every key, those of `last`'s master at the very end. */
bool plain_store_wipe(struct plain_store *store, const char *last,
                      struct complaint *complaint);
/* A cluster that moves slots shows some keys twice and others never: then false. Also false
 * when the masters are not those that were found at the opening. */
bool plain_store_is_still(struct plain_store *store, struct complaint *complaint);

/* For each key that fits the pattern, with the master that has it; a key may come twice. */
struct plain_store_visit {
    bool (*visit)(void *context, redisContext *redis, const redisReply *key,
                  struct complaint *complaint);
    void *context;
};
bool plain_store_for_each(struct plain_store *store, const char *pattern,
                          const struct plain_store_visit *visit,
                          struct complaint *complaint);

#endif
