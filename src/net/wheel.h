/* SPDX-License-Identifier: Apache-2.0 */

/* Deadlines of many connections behind one timer.
 *
 * A connection has one entry, whose time is that of whatever comes next for it: a
 * header overdue, a ping, a hang-up. Entries lie in slots of WHEEL_TICK_MS; setting and
 * clearing cost the same for ten connections and ten thousand. An entry never fires
 * early, and late by at most a tick. */
#ifndef NET_WHEEL_H
#define NET_WHEEL_H

#include "base/clock.h"
#include "base/list.h"

#include <stddef.h>
#include <stdint.h>

#define WHEEL_TICK_MS 250
#define WHEEL_SLOTS   256 /* Times further away are looked at again on the way. */

struct wheel_entry {
    struct list link;
    uint64_t due_ms;
};

struct wheel {
    struct clock *clock;
    struct clock_timer timer;
    void (*fire)(struct wheel_entry *entry); /* The entry is no longer set. */
    uint64_t tick;                           /* The last one dealt with. */
    size_t n;
    struct list slots[WHEEL_SLOTS];
};

void wheel_init(struct wheel *wheel, struct clock *clock,
                void (*fire)(struct wheel_entry *));
/* Entries still set will not fire. */
void wheel_done(struct wheel *wheel);

void wheel_entry_init(struct wheel_entry *entry);
/* (Re)sets. */
void wheel_set(struct wheel *wheel, struct wheel_entry *entry, uint64_t due_ms);
/* Safe on an entry that is not set. */
void wheel_clear(struct wheel *wheel, struct wheel_entry *entry);

#endif
