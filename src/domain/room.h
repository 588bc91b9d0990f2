/* SPDX-License-Identifier: Apache-2.0 */

/* Where people gather: the unit of consistency. What a room is called is in its
 * settings, which only wire reads; here is what the rules need. */
#ifndef DOMAIN_ROOM_H
#define DOMAIN_ROOM_H

#include "base/id.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum room_access { ACCESS_OPEN, ACCESS_PASSCODE, ACCESS_INVITED, ROOM_ACCESSES };

/* Who says what a participant looks at: the host, or each for themselves. */
enum room_pace { PACE_LIVE, PACE_SURVEY, ROOM_PACES };

struct room {
    struct id id;
    struct code code;
    uint64_t epoch; /* Grows when the store went back in time. */
    uint64_t seq;   /* Of the newest fact in the journal. */
    uint64_t rev;   /* Grows with each change of the room's own record. */
    enum room_access access;
    struct id current; /* The question the room looks at, or none. */
    struct id board;   /* The board it looks at in place of that, or none. */
    bool hide_people;
    uint64_t
        small_groups_ms; /* Since when groups are told however small; 0: they are not. */
    size_t n_order;
    struct id order[QUESTIONS_PER_ROOM_MAX]; /* Questions as the host arranged them. */
};

const char *room_access_name(enum room_access access);
bool room_access_read(const char *name, enum room_access *out);

#endif
