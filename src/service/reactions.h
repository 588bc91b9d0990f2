/* SPDX-License-Identifier: Apache-2.0 */

/* Reactions of a room: taps are gathered for half a second and then written at once, so
 * that ten thousand of them cost the store as much as one. Nothing of it is near the vote.
 */
#ifndef SERVICE_REACTIONS_H
#define SERVICE_REACTIONS_H

#include "base/clock.h"
#include "domain/reaction.h"
#include "store/store.h"

struct watch;

struct reaction_keeper {
    bool is_on; /* The host lets people. */
    bool is_busy;
    uint32_t waiting[REACTIONS], sent[REACTIONS];
    uint64_t batch; /* Of what is sent; 0: nothing is. */
    uint64_t told_ms;
    struct store_request io;
    struct clock_timer timer;
};

void reactions_init(struct watch *watch);
void reactions_done(struct watch *watch);
bool reactions_are_idle(const struct watch *watch);
/* The room's settings came, and the mirror has its record. */
void reactions_set(struct watch *watch, bool is_on);

#endif
