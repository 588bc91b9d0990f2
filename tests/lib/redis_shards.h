/* SPDX-License-Identifier: Apache-2.0 */

/* A Redis Cluster of the test's own on 127.0.0.1: masters, each with a replica or none. */
#ifndef TESTS_LIB_REDIS_SHARDS_H
#define TESTS_LIB_REDIS_SHARDS_H

#include "base/id.h"
#include "lib/redis_fixture.h"

#include <stdbool.h>
#include <stdint.h>

#define SHARDS_MASTERS   3
#define SHARDS_NODES_MAX 6

struct redis_shards {
    size_t n;
    struct redis_fixture nodes[SHARDS_NODES_MAX]; /* The masters first. */
    char ports[SHARDS_NODES_MAX][8];
    char address[96]; /* redis-cluster://… */
};

/* Returns when all nodes agree on who has which slot, and replicas have what masters have.
 */
void shards_start(struct redis_shards *shards, bool has_replicas);
void shards_stop(struct redis_shards *shards);
/* The master that has the slot, as the first node that lives knows it. */
struct redis_fixture *shards_owner(struct redis_shards *shards, uint16_t slot);
/* An id, with `base` before it, whose slot is on the n-th master at first. */
struct id shards_room(const char *base, size_t n);
/* Who follows this master. */
struct redis_fixture *shards_replica(struct redis_shards *shards,
                                     const struct redis_fixture *master);
uint16_t shards_slot(const struct id *room);

/* Moves a slot as `redis-cli --cluster reshard` does, key by key; `between` is called after
 * each step. */
void shards_migrate(struct redis_shards *shards, uint16_t slot, struct redis_fixture *to,
                    void (*between)(void *context), void *context);

#endif
