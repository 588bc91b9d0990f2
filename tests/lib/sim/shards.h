/* SPDX-License-Identifier: Apache-2.0 */

/* Which master of a cluster has which slot, as each of them knows it, and a slot that moves
 * from one to another, key by key: what is asked of the wrong one is answered MOVED, ASK or
 * TRYAGAIN, as Redis 7.0 does (cluster.c: getNodeByQuery). A single Redis is a cluster of
 * one that says nothing of it. */
#ifndef TESTS_SIM_SHARDS_H
#define TESTS_SIM_SHARDS_H

#include "base/buf.h"
#include "lib/sim/fake_redis.h"
#include "lib/sim/loop.h"
#include "store/redis_slot.h"

#define SHARDS_MAX   3
#define SHARD_PORT   7000 /* Of the first master ... */
#define REPLICA_PORT 7100 /* ... and of who takes its place. */
#define MOVING_KEYS  400
#define KEY_BYTES    80

struct net;
struct redis_stream;

struct shard {
    uint16_t port; /* Where its master is; the replica is at the other one. */
    uint64_t down_until_us, loading_until_us;
    uint8_t owner[REDIS_SLOTS]; /* As far as it knows. */
};

/* A slot on its way. */
struct moving {
    bool is_on;
    uint16_t slot;
    unsigned from, to;
    struct loop_event step;
    size_t n_moved;
    char moved[MOVING_KEYS][KEY_BYTES];
};

struct shards {
    struct net *net;
    unsigned n;
    struct shard at[SHARDS_MAX];
    struct moving moving;
    unsigned n_moved, n_redirected; /* Slots; commands. */
};

void shards_init(struct shards *shards, struct net *net, unsigned n);
/* The master that a connection to this port leads to, or to whose replica. */
unsigned shards_find(const struct shards *shards, uint16_t port);
/* The one that has a key. */
unsigned shards_home(const struct shards *shards, struct span key);
/* The slot of a key goes to another master; nothing if one moves already. */
void shards_move(struct shards *shards, const char *key);
/* Another process takes the master's place. */
void shards_promote(struct shards *shards, unsigned master);

/* Whether a command may run where the connection leads; else says why not. */
bool shards_admit(struct redis_stream *stream, const redisReply *command,
                  struct strbuf *answer);
/* It did. */
void shards_ran(struct redis_stream *stream, const redisReply *command);

#endif
