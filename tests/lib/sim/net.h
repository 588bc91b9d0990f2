/* SPDX-License-Identifier: Apache-2.0 */

/* The wires between workers and Redis, in place of store/redis_stream.c, and Redis's own
 * side of them: what arrives is run, answers go back in order, published messages go to
 * those who subscribed.
 *
 * Everything takes time; bytes of one connection stay in order. Wires break: cut (both
 * ends know), or gone quiet (nobody knows). What was under way then arrived or did not, and
 * the sender cannot tell. Published messages may also be lost, doubled and late. */
#ifndef TESTS_SIM_NET_H
#define TESTS_SIM_NET_H

#include "base/list.h"
#include "lib/sim/fake_redis.h"
#include "lib/sim/loop.h"
#include "lib/sim/process.h"
#include "lib/sim/shards.h"

struct net_faults {
    uint32_t lose, twice, late; /* Published messages, per mille. */
};

/* How often what happened, for the report. */
struct net_counts {
    unsigned cut, quiet, outages, falls, lost, doubled, late, refused, waits, short_waits,
        moved, redirected;
};

struct net {
    struct loop *loop;
    struct fake_redis *redis;
    struct fake_redis_host host;
    struct list streams; /* struct redis_stream */
    struct net_faults faults;
    struct net_counts counts;
    struct shards shards;
    unsigned runs_at; /* The master whose command is being run. */
    bool is_behind;   /* The replicas do not hear what is written ... */
    uint64_t copied;  /* ... after so much. */
    /* Told of each command and its answer, as soon as it was run. */
    void (*observe)(void *context, const redisReply *command, struct span answer);
    void *context;
};

void net_init(struct net *net, struct loop *loop, unsigned masters);
/* No process may be left. The data is gone, the Redis may be used again by the next. */
void net_done(struct net *net);
/* The Redis of all worlds of this program; made when first asked for. */
struct fake_redis *net_redis(struct net *net);

/* Cuts one of all connections, or lets it go quiet. */
void net_break_one(struct net *net, bool quietly);
/* A master dies and is back after `down_us`, loads for a while; what it answered is kept.
 */
void net_outage(struct net *net, unsigned master, uint64_t down_us);
/* Replicas hear nothing any more; and all at once again. */
void net_fall_behind(struct net *net);
void net_catch_up(struct net *net);
/* The same as an outage, and a replica goes on that knows what it knew when it fell behind.
 */
void net_fall_back(struct net *net, unsigned master);
/* All that `process` had open; it opens nothing any more. */
void net_cut_process(struct net *net, struct process *process);

#endif
