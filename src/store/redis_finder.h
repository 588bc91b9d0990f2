/* SPDX-License-Identifier: Apache-2.0 */

/* Finds out where the masters are, and goes on finding out: asks one server after the
 * other, over a connection for nothing else, now and then, and often when in a hurry.
 * A fixed address is found once. Sentinels have to agree, see sentinel_accord.h: whenever
 * they are in doubt, or we are in a hurry, nobody is the master until they do. */
#ifndef STORE_REDIS_FINDER_H
#define STORE_REDIS_FINDER_H

#include "base/clock.h"
#include "store/redis_map.h"
#include "store/redis_uri.h"

#include <stdbool.h>

struct redis_finder_options {
    void *loop;                  /* uv_loop_t */
    const struct redis_uri *uri; /* Kept. */
    struct clock *clock;
    /* Not from within a call. The map is the finder's own; it is empty while nobody is
     * known to be the master. */
    void (*found)(void *context, const struct redis_map *map);
    void *context;
};

struct redis_finder;

struct redis_finder *redis_finder_new(const struct redis_finder_options *options);
/* In a hurry: something is not where the last map has it, or does not answer. */
void redis_finder_hurry(struct redis_finder *finder, bool hurry);
/* `closed` comes when the memory is free. */
void redis_finder_close(struct redis_finder *finder, void (*closed)(void *context),
                        void *context);

#endif
