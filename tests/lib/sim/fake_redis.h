/* SPDX-License-Identifier: Apache-2.0 */

/* A Redis in this process, or the masters of a cluster, numbered from 0: redis.lua beside
 * this file keeps the data and runs the functions as they are shipped. No socket, no time
 * of its own. */
#ifndef TESTS_SIM_FAKE_REDIS_H
#define TESTS_SIM_FAKE_REDIS_H

#include "base/buf.h"

#include <hiredis/hiredis.h>
#include <stdbool.h>
#include <stdint.h>

struct fake_redis;

/* Bytes that need not end in a NUL. */
struct span {
    const char *at;
    size_t len;
};

struct fake_redis_host {
    void *context;
    uint64_t (*now_us)(void *context); /* Since 1970. */
    /* PUBLISH or SPUBLISH. */
    void (*publish)(void *context, struct span verb, struct span channel,
                    struct span message);
    /* The master that has a key. */
    unsigned (*home)(void *context, struct span key);
};

/* `host` is kept. One is enough for many runs: libraries stay compiled. */
struct fake_redis *fake_redis_new(const struct fake_redis_host *host);
void fake_redis_free(struct fake_redis *redis);
/* As new, with so many masters. */
void fake_redis_reset(struct fake_redis *redis, unsigned masters);
/* From now on libraries are loaded with `from` replaced by `to`; NULL: as they are. */
void fake_redis_mutate(struct fake_redis *redis, const char *from, const char *to);

/* A master runs a command (an array of strings) and appends the answer. */
void fake_redis_run(struct fake_redis *redis, unsigned master, const redisReply *command,
                    struct strbuf *out);
/* How often anything was written. */
uint64_t fake_redis_writes(struct fake_redis *redis);
/* Looks behind everybody's back; formats as redisCommand does, %b included. The caller
 * frees the answer. */
redisReply *fake_redis_ask(struct fake_redis *redis, const char *format, ...);
/* The same, for an answer that is a number or text that holds one; 0 for none. */
uint64_t fake_redis_number(struct fake_redis *redis, const char *format, ...);
/* What a Lua file (as for EVAL, with ARGV room and board) says of the data. The caller
 * unrefs it. */
struct buf *fake_redis_audit(struct fake_redis *redis, const char *path, const char *room,
                             const char *board);
/* All the data as text. The caller unrefs it. */
struct buf *fake_redis_dump(struct fake_redis *redis);

/* Refuses what grows. */
void fake_redis_set_full(struct fake_redis *redis, bool full);
/* Another process, with the same data. */
void fake_redis_start(struct fake_redis *redis, unsigned master, bool keeps_functions);
/* Another number with each start. */
uint64_t fake_redis_life(struct fake_redis *redis, unsigned master);
/* A master's data will be again what it is now. */
void fake_redis_remember(struct fake_redis *redis);
void fake_redis_fall_back(struct fake_redis *redis, unsigned master);
/* What the functions did that no Redis would have let them; NULL if nothing. */
const char *fake_redis_fault(const struct fake_redis *redis);

#endif
