/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/fake_clock.h"

#include <assert.h>

#define WALL_START_MS 1700000000000u

static struct fake_clock *of(struct clock *clock)
{
    return (struct fake_clock *)(void *)clock;
}

static uint64_t wall_ms(struct clock *clock)
{
    return WALL_START_MS + of(clock)->now_ms;
}

static uint64_t mono_ms(struct clock *clock)
{
    return of(clock)->now_ms;
}

/* splitmix64 (Steele, Lea, Flood 2014): good enough to mint with, and repeatable. */
static void random_bytes(struct clock *clock, void *out, size_t len)
{
    unsigned char *bytes = out;

    for (size_t i = 0; i < len; i++) {
        uint64_t z = of(clock)->seed += UINT64_C(0x9e3779b97f4a7c15);

        z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
        bytes[i] = (unsigned char)(z ^ z >> 31);
    }
}

static void cancel(struct clock *clock, struct clock_timer *timer)
{
    struct fake_clock *fake = of(clock);

    timer->armed = false;
    for (size_t i = 0; i < fake->n_timers; i++)
        if (fake->timers[i] == timer)
            fake->timers[i--] = fake->timers[--fake->n_timers];
}

static void after(struct clock *clock, struct clock_timer *timer, uint64_t ms)
{
    struct fake_clock *fake = of(clock);

    cancel(clock, timer);
    assert(fake->n_timers < FAKE_TIMERS_MAX);
    timer->armed = true;
    timer->due_ms = fake->now_ms + ms;
    fake->timers[fake->n_timers++] = timer;
}

void fake_clock_init(struct fake_clock *fake, uint64_t seed)
{
    *fake = (struct fake_clock){
        .clock = {wall_ms, mono_ms, random_bytes, after, cancel},
        .now_ms = 1000000,
        .seed = seed,
    };
}

static struct clock_timer *next_due(struct fake_clock *fake, uint64_t until)
{
    struct clock_timer *next = NULL;

    for (size_t i = 0; i < fake->n_timers; i++)
        if (fake->timers[i]->due_ms <= until &&
            (!next || fake->timers[i]->due_ms < next->due_ms))
            next = fake->timers[i];
    return next;
}

void fake_clock_pass(struct fake_clock *fake, uint64_t ms)
{
    uint64_t until = fake->now_ms + ms;

    for (struct clock_timer *timer; (timer = next_due(fake, until));) {
        if (timer->due_ms > fake->now_ms)
            fake->now_ms = timer->due_ms;
        cancel(&fake->clock, timer);
        timer->fire(timer);
    }
    fake->now_ms = until;
}
