/* SPDX-License-Identifier: Apache-2.0 */

/* What one connection has been told of a room, and may be told.
 *
 * Whether it voted in a question decides what an "after_vote" tally shows, so that is
 * remembered per slot and forgotten when the round changes: it fails closed. */
#ifndef LIVE_LISTENER_H
#define LIVE_LISTENER_H

#include "live/frame.h"
#include "live/look.h"
#include "live/mirror.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct listener {
    struct list link; /* In its mirror's pace. */
    struct mirror *mirror;
    void (*wake)(struct listener *listener);
    enum audience audience;
    enum pace pace;
    enum viewer viewer; /* VIEWER_VOTER stands for no listener: see `voted`. */
    bool needs_snapshot;
    bool slots_due;    /* Its pace was visited since slots were last gathered. */
    uint64_t position; /* In the ring of its audience. */
    uint64_t voted;    /* A bit a slot. */
    uint32_t people_sent, reactions_sent;
    struct look *look; /* NULL: at no board. */
    size_t n_sent;
    uint32_t *sent; /* The stamp last sent of each slot; 0: none. */
};

/* From now on `wake` is called when there is something to gather. With `after` the listener
 * is told what came after that seq if it is still known, else it starts with a snapshot.
 * Returns whether it resumed. */
bool listener_start(struct listener *listener, struct mirror *mirror, bool has_after,
                    uint64_t after);
/* Safe on one that was never started (zeroed). */
void listener_stop(struct listener *listener);

/* The participant's ballot of the present round is known. */
void listener_set_voted(struct listener *listener, const struct id *question,
                        uint32_t round);

/* Snapshot or facts; false when the window is full and more is left. */
bool listener_gather_facts(struct listener *listener, struct outgoing *outgoing,
                           struct window *window);
/* Then tallies and people, if their time has come. Only after the facts. */
bool listener_gather_slots(struct listener *listener, struct outgoing *outgoing,
                           struct window *window);

#endif
