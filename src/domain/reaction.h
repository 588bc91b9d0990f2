/* SPDX-License-Identifier: Apache-2.0 */

/* What people may tap at any time: it is counted, shown for a moment, and nobody's. */
#ifndef DOMAIN_REACTION_H
#define DOMAIN_REACTION_H

#include <stdbool.h>
#include <stdint.h>

enum reaction {
    REACTION_HEART,
    REACTION_CLAP,
    REACTION_LAUGH,
    REACTION_PARTY,
    REACTION_THINK,
    REACTIONS
};
bool reaction_read(const char *name, enum reaction *out);
const char *reaction_name(enum reaction reaction);

/* How often each was tapped in a room, in all, within an epoch. */
struct reaction_sums {
    uint64_t epoch;
    uint64_t of[REACTIONS];
};

#endif
