/* SPDX-License-Identifier: Apache-2.0 */

/* What several sentinels say of one master, taken together.
 *
 * While they put another in the place of a dead master, some know of it and some do not.
 * Should the dead one come back just then, those name it still, and a replica that nobody
 * has led away yet confirms what is written there: it is all undone a moment later. So a
 * master is one when every sentinel that answers, and more than half of them all, names it
 * in the same configuration, the newest that was ever heard of, and none is replacing it.
 * (Redis, "Sentinel", configuration epochs: a failover makes one that is higher.) */
#ifndef STORE_SENTINEL_ACCORD_H
#define STORE_SENTINEL_ACCORD_H

#include "store/redis_address.h"

#include <hiredis/hiredis.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sentinel_word {
    struct redis_address master;
    uint64_t epoch; /* Of the configuration that it has of it. */
    bool is_steady; /* The master is not down for it, and it is not replacing it. */
};

struct sentinel_accord {
    struct sentinel_word word; /* The first that was heard. */
    size_t n;                  /* Heard, each of which said that. */
    uint64_t newest;           /* Epoch that was ever heard of. */
    bool differ;
};

/* The answer to SENTINEL GET-MASTER-ADDR-BY-NAME. False if it is something else. */
bool sentinel_word_read_address(struct sentinel_word *out, const redisReply *reply);
/* That to SENTINEL MASTER, which was asked behind it. False likewise. */
bool sentinel_word_read_state(struct sentinel_word *out, const redisReply *reply);

/* A new round; what was the newest epoch stays known. */
void sentinel_accord_begin(struct sentinel_accord *accord);
void sentinel_accord_hear(struct sentinel_accord *accord, const struct sentinel_word *word);
/* Whether `word.master` is the master, of so many sentinels that were asked. */
bool sentinel_accord_is_reached(const struct sentinel_accord *accord, size_t n_asked);
/* Whether another word changes nothing of it. */
bool sentinel_accord_holds(const struct sentinel_accord *accord,
                           const struct sentinel_word *word);

#endif
