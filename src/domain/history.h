/* SPDX-License-Identifier: Apache-2.0 */

/* What happened to an idea: one entry for each change that somebody may want to know of.
 * Made by the functions in the store, in the call that makes the change. */
#ifndef DOMAIN_HISTORY_H
#define DOMAIN_HISTORY_H

#include "base/id.h"

#include <stdbool.h>
#include <stdint.h>

enum history_what {
    HISTORY_POSTED,
    HISTORY_EDITED,    /* By its author. */
    HISTORY_STATE,     /* Shown, hidden, to be passed again: before and after are states. */
    HISTORY_WITHDRAWN, /* By its author. */
    HISTORY_STATUS,    /* Before and after are statuses. */
    HISTORY_ANSWERED,
    HISTORY_GATE,     /* It passed a gate, or missed it: after says which. */
    HISTORY_MERGED,   /* Into the idea that is `after`. */
    HISTORY_UNMERGED, /* From the idea that is `before`. */
    HISTORY_JOINED,   /* The idea that is `after` was merged into this one. */
    HISTORY_PARTED,   /* The idea that is `before` is one of its own again. */
    HISTORY_WHATS
};

enum history_by { HISTORY_BY_AUTHOR, HISTORY_BY_TEAM, HISTORY_BY_CLERK, HISTORY_BYS };

/* Who reads it, the fewest last. */
enum history_reader { HISTORY_EVERYONE, HISTORY_AUTHOR, HISTORY_STAFF };

#define HISTORY_WORD_BYTES 17 /* A state, a status or an id, and its NUL. */
struct history_entry {
    uint64_t at_ms;
    enum history_what what;
    enum history_by by;
    bool has_who;
    struct participant who;
    char before[HISTORY_WORD_BYTES], after[HISTORY_WORD_BYTES]; /* Empty: none. */
};

const char *history_what_name(enum history_what what);
bool history_what_read(const char *name, enum history_what *out);
const char *history_by_name(enum history_by by);
bool history_by_read(const char *name, enum history_by *out);
/* May somebody who reads as `reader` know of such a change? */
bool history_is_told(enum history_what what, enum history_reader reader);

#endif
