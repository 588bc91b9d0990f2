/* SPDX-License-Identifier: Apache-2.0 */

/* Time and chance as a port: tests own both.
 *
 * A worker's clock is libuv's (app/clock_uv.c); a simulated one is a heap of
 * timers. Timers are embedded in their owner and fire at most once. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct clock_timer {
    void (*fire)(struct clock_timer *timer);
    void *owner;
    uint64_t due_ms; /* Monotonic; meaningful while armed. */
    bool armed;
    void *backend; /* Of the implementation. */
};

struct clock {
    uint64_t (*wall_ms)(struct clock *clock); /* Since 1970. */
    uint64_t (*mono_ms)(struct clock *clock); /* Never goes back. */
    void (*random)(struct clock *clock, void *out, size_t len);
    /* (Re)arms: fires `timer` once, not before `ms` from now. */
    void (*after)(struct clock *clock, struct clock_timer *timer, uint64_t ms);
    /* Safe on a timer that is not armed. */
    void (*cancel)(struct clock *clock, struct clock_timer *timer);
};

#endif
