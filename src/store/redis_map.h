/* SPDX-License-Identifier: Apache-2.0 */

/* Who has which slot, as one answer of a cluster or of a sentinel has it. */
#ifndef STORE_REDIS_MAP_H
#define STORE_REDIS_MAP_H

#include "store/redis_address.h"
#include "store/redis_slot.h"

#include <hiredis/hiredis.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REDIS_MASTERS_MAX 128

struct redis_map {
    size_t n;
    struct redis_address masters[REDIS_MASTERS_MAX];
    uint8_t owner[REDIS_SLOTS]; /* The place in `masters` + 1; 0: nobody's. */
};

/* Nobody has any. */
void redis_map_none(struct redis_map *out);
/* One master has them all. */
void redis_map_single(struct redis_map *out, const struct redis_address *master);
/* Masters may stand in another order in two maps that say the same: then false. */
bool redis_map_same(const struct redis_map *a, const struct redis_map *b);
/* The answer to CLUSTER SLOTS; `asked` is who gave it. False, and nothing to be read in
 * `out`, if it is something else or names no master. */
bool redis_map_read_slots(struct redis_map *out, const redisReply *reply,
                          const struct redis_address *asked);
/* The answer to SENTINEL GET-MASTER-ADDR-BY-NAME. */
bool redis_map_read_sentinel(struct redis_map *out, const redisReply *reply,
                             const struct redis_address *asked);

#endif
