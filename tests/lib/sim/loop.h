/* SPDX-License-Identifier: Apache-2.0 */

/* Time and chance of a simulated world. Nothing waits: time jumps to the next event.
 * One seed gives one world, to the last byte. */
#ifndef TESTS_SIM_LOOP_H
#define TESTS_SIM_LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define US_PER_MS 1000u

struct loop_event {
    void (*run)(void *context);
    void *context;
    uint64_t at_us, order;
    size_t place; /* In the heap, from 1; 0: not due. */
};

struct loop {
    uint64_t now_us;
    uint64_t order; /* Of events that are due at once: first come, first run. */
    uint64_t seed;
    struct loop_event **heap;
    size_t n, cap;
};

void loop_init(struct loop *loop, uint64_t seed);
void loop_done(struct loop *loop);
/* (Re)schedules. */
void loop_after(struct loop *loop, struct loop_event *event, uint64_t us);
void loop_cancel(struct loop *loop, struct loop_event *event);
/* Runs the next event; false when there is none. */
bool loop_step(struct loop *loop);

/* ---- Chance ----------------------------------------------------------------------- */

uint64_t chance(uint64_t *seed);
/* 0 to n - 1; n > 0. */
uint32_t chance_below(struct loop *loop, uint32_t n);
uint64_t chance_between(struct loop *loop, uint64_t least, uint64_t most);
bool chance_permille(struct loop *loop, uint32_t permille);

#endif
