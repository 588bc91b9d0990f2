/* SPDX-License-Identifier: Apache-2.0 */

#include "service/people.h"

#include "service/internal.h"

static struct clock *clock_of(const struct watch *watch)
{
    return watch->service->clock;
}

static void count(struct watch *watch)
{
    uint32_t sum = watch->people_here;

    for (size_t i = 0; i < watch->n_elsewhere; i++)
        sum += watch->elsewhere[i].n;
    mirror_set_people(&watch->mirror, sum);
}

static void tell(struct watch *watch)
{
    watch->people_told = watch->people_here;
    watch->people_told_ms = clock_of(watch)->mono_ms(clock_of(watch));
    store_people_tell(watch->service->store, &watch->id, watch->people_here);
}

static void tell_due(struct clock_timer *timer)
{
    struct watch *watch = timer->owner;

    count(watch);
    if (watch->people_told != watch->people_here)
        tell(watch);
}

void watch_people(struct watch *watch, int32_t step)
{
    struct clock *clock = clock_of(watch);
    uint64_t due = watch->people_told_ms + PEOPLE_MS, now = clock->mono_ms(clock);

    watch->people_here = (uint32_t)((int32_t)watch->people_here + step);
    series_hear_people(watch);
    if (!watch->people_timer.armed)
        clock->after(clock, &watch->people_timer, due > now ? due - now : 0);
}

void people_elsewhere(struct watch *watch, uint64_t worker, uint32_t n)
{
    uint64_t now = clock_of(watch)->mono_ms(clock_of(watch));
    size_t i = 0;

    while (i < watch->n_elsewhere && watch->elsewhere[i].worker != worker)
        i++;
    if (i == PEOPLE_WORKERS_MAX)
        return;
    if (i == watch->n_elsewhere)
        watch->n_elsewhere++;
    watch->elsewhere[i].worker = worker;
    watch->elsewhere[i].seen_ms = now;
    watch->elsewhere[i].n = n;
    if (!watch->people_timer.armed)
        clock_of(watch)->after(clock_of(watch), &watch->people_timer, PEOPLE_MS);
}

void people_pulse(struct watch *watch)
{
    uint64_t now = clock_of(watch)->mono_ms(clock_of(watch));

    for (size_t i = watch->n_elsewhere; i-- > 0;)
        if (now - watch->elsewhere[i].seen_ms > PEOPLE_EXPIRE_MS)
            watch->elsewhere[i] = watch->elsewhere[--watch->n_elsewhere];
    count(watch);
    if (watch->people_here > 0)
        tell(watch);
}

void people_init(struct watch *watch)
{
    watch->people_timer = (struct clock_timer){.fire = tell_due, .owner = watch};
}

void people_done(struct watch *watch)
{
    clock_of(watch)->cancel(clock_of(watch), &watch->people_timer);
}
