/* SPDX-License-Identifier: Apache-2.0 */

/* A clock that stands still until told to move, and a chance that repeats itself. */
#ifndef TESTS_FAKE_CLOCK_H
#define TESTS_FAKE_CLOCK_H

#include "base/clock.h"

#define FAKE_TIMERS_MAX 256

struct fake_clock {
    struct clock clock;
    uint64_t now_ms;
    uint64_t seed;
    struct clock_timer *timers[FAKE_TIMERS_MAX];
    size_t n_timers;
};

void fake_clock_init(struct fake_clock *fake, uint64_t seed);
/* Time passes: timers fire in the order of their due times, those they set included. */
void fake_clock_pass(struct fake_clock *fake, uint64_t ms);

#endif
