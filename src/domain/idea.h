/* SPDX-License-Identifier: Apache-2.0 */

/* One entry of a board: what everyone's screen needs to know of it, but for its words. */
#ifndef DOMAIN_IDEA_H
#define DOMAIN_IDEA_H

#include "base/id.h"
#include "domain/board.h"
#include "domain/status.h"

#include <stdbool.h>
#include <stdint.h>

/* Whether it may be seen. */
enum idea_state {
    IDEA_PENDING, /* Staff has not looked at it yet. */
    IDEA_SHOWN,
    IDEA_HIDDEN,    /* By staff; its author still sees it, and why. */
    IDEA_WITHDRAWN, /* By its author. */
    IDEA_STATES
};

struct idea {
    struct id id;
    struct participant author;
    uint32_t number;  /* In the order of posting, from 1. */
    uint32_t tags;    /* A bit for each tag of the board's definition. */
    uint64_t version; /* Grows with each change but supports. */
    uint64_t at_ms;   /* When it was posted. */
    enum idea_state state;
    enum idea_status status;
    uint64_t rev; /* The board's, when it changed last. */
    uint32_t supports;
    uint32_t comments; /* That everyone may see. */
    uint64_t talk_rev; /* The board's, when one of its comments changed last; 0: never. */
    double trend;      /* See functions/ideas.lua. */
    struct id into;    /* Merged: which one it is part of now. */
    uint32_t group;    /* Of the board's groups, from 1; 0: none. */
    uint64_t accepted; /* Version of the rules that its author accepted; 0: none. */
    bool is_busy;      /* Is being merged: somebody has to go on with that. */
};

const char *idea_state_name(enum idea_state state);
bool idea_state_read(const char *name, enum idea_state *out);
const char *idea_status_name(enum idea_status status);
bool idea_status_read(const char *name, enum idea_status *out);

/* Which comes first, like strcmp. Total: no two ideas are equal.
 *
 *   top     most supports, then the one that has waited longest
 *   new     the newest
 *   old     the one that has waited longest
 *   trend   the highest trend: supports weigh less the older they are
 *   needs   those that were shown least, in an order that `seed` shuffles: everyone starts
 *           elsewhere, and each idea gets its turn. `seen` are how often they were shown.
 */
struct idea_ranked {
    const struct idea *idea;
    uint32_t seen;
};
int idea_compare(enum idea_order order, uint64_t seed, const struct idea_ranked *a,
                 const struct idea_ranked *b);

#endif
