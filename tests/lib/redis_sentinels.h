/* SPDX-License-Identifier: Apache-2.0 */

/* A master with two replicas on 127.0.0.1, and three sentinels that watch over them. */
#ifndef TESTS_LIB_REDIS_SENTINELS_H
#define TESTS_LIB_REDIS_SENTINELS_H

#include "lib/redis_fixture.h"

#define SENTINELS       3
#define SENTINELS_NODES 3

struct sentinels {
    struct redis_fixture nodes[SENTINELS_NODES]; /* The master first. */
    char ports[SENTINELS_NODES][8];
    char sentinel_ports[SENTINELS][8];
    char folder[64];
    pid_t pids[SENTINELS];
    int logs[SENTINELS];
    char address[112]; /* redis-sentinel://…/live */
};

/* Returns when the sentinels know the replicas and each other, and the replicas have what
 * the master has. */
void sentinels_start(struct sentinels *sentinels);
void sentinels_stop(struct sentinels *sentinels);
/* The one that says so itself: sentinels learn of it one after the other. */
struct redis_fixture *sentinels_master(struct sentinels *sentinels);

#endif
