/* SPDX-License-Identifier: Apache-2.0 */

/* What a worker's process has of its own: a clock that goes wrong in its own way, its
 * chance, and its turns. Stands where the worker's uv_loop_t does: the product hands it
 * through as `loop` to turn.h and redis_stream.h, which are replaced here. */
#ifndef TESTS_SIM_PROCESS_H
#define TESTS_SIM_PROCESS_H

#include "base/clock.h"
#include "lib/sim/loop.h"

struct net;

struct process {
    struct clock clock;
    struct loop *loop;
    struct net *net;
    int64_t skew_ms; /* Its wall clock minus the store's. */
    uint64_t seed;
    bool is_cut; /* Nothing leaves it any more: for the world it is dead. */
};

void process_init(struct process *process, struct loop *loop, struct net *net);
/* The store's own clock, in microseconds since 1970. */
uint64_t store_us(const struct loop *loop);

#endif
