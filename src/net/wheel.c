/* SPDX-License-Identifier: Apache-2.0 */

#include "net/wheel.h"

static uint64_t now_ms(const struct wheel *wheel)
{
    return wheel->clock->mono_ms(wheel->clock);
}

static void place(struct wheel *wheel, struct wheel_entry *entry)
{
    uint64_t tick = (entry->due_ms + WHEEL_TICK_MS - 1) / WHEEL_TICK_MS;

    if (tick <= wheel->tick)
        tick = wheel->tick + 1;
    if (tick > wheel->tick + WHEEL_SLOTS - 1)
        tick = wheel->tick + WHEEL_SLOTS - 1;
    list_append(&wheel->slots[tick % WHEEL_SLOTS], &entry->link);
}

static void arm(struct wheel *wheel)
{
    uint64_t now = now_ms(wheel), next = (wheel->tick + 1) * WHEEL_TICK_MS;

    wheel->clock->after(wheel->clock, &wheel->timer, next > now ? next - now : 0);
}

/* Everything in the slots up to `tick`, each slot once. */
static void gather(struct wheel *wheel, uint64_t tick, struct list *out)
{
    uint64_t first = wheel->tick + 1;

    list_init(out);
    if (tick >= first + WHEEL_SLOTS)
        first = tick - WHEEL_SLOTS + 1;
    for (uint64_t t = first; t <= tick; t++)
        list_splice(out, &wheel->slots[t % WHEEL_SLOTS]);
    wheel->tick = tick;
}

static void turn(struct clock_timer *timer)
{
    struct wheel *wheel = timer->owner;
    uint64_t now = now_ms(wheel);
    struct list due;

    gather(wheel, now / WHEEL_TICK_MS, &due);
    while (!list_is_empty(&due)) {
        struct wheel_entry *entry = container_of(due.next, struct wheel_entry, link);

        list_remove(&entry->link);
        if (entry->due_ms > now) {
            place(wheel, entry);
            continue;
        }
        wheel->n--;
        wheel->fire(entry);
    }
    if (wheel->n && !wheel->timer.armed)
        arm(wheel);
}

void wheel_init(struct wheel *wheel, struct clock *clock,
                void (*fire)(struct wheel_entry *))
{
    *wheel = (struct wheel){.clock = clock, .fire = fire};
    wheel->timer = (struct clock_timer){.fire = turn, .owner = wheel};
    for (size_t i = 0; i < WHEEL_SLOTS; i++)
        list_init(&wheel->slots[i]);
}

void wheel_done(struct wheel *wheel)
{
    wheel->clock->cancel(wheel->clock, &wheel->timer);
    for (size_t i = 0; i < WHEEL_SLOTS; i++)
        while (!list_is_empty(&wheel->slots[i]))
            list_remove(wheel->slots[i].next);
}

void wheel_entry_init(struct wheel_entry *entry)
{
    list_init(&entry->link);
    entry->due_ms = 0;
}

void wheel_set(struct wheel *wheel, struct wheel_entry *entry, uint64_t due_ms)
{
    wheel_clear(wheel, entry);
    if (!wheel->n)
        wheel->tick = now_ms(wheel) / WHEEL_TICK_MS;
    entry->due_ms = due_ms;
    place(wheel, entry);
    wheel->n++;
    if (!wheel->timer.armed)
        arm(wheel);
}

void wheel_clear(struct wheel *wheel, struct wheel_entry *entry)
{
    if (list_is_empty(&entry->link))
        return;
    list_remove(&entry->link);
    wheel->n--;
    if (!wheel->n)
        wheel->clock->cancel(wheel->clock, &wheel->timer);
}
