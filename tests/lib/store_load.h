/* SPDX-License-Identifier: Apache-2.0 */

/* A crowd that votes in one room without a pause: whoever is counted makes place for the
 * next, whoever is not is sent again until it is. */
#ifndef TESTS_LIB_STORE_LOAD_H
#define TESTS_LIB_STORE_LOAD_H

#include "lib/store_rig.h"

#define LOAD_PEOPLE_MAX 30000 /* Then it rests, so that no room outgrows the others. */
#define LOAD_WINDOW     200   /* Ballots under way. */

struct load;

struct load_seat {
    struct load *load;
    struct cast cast;
    uint32_t person;
};

struct load {
    struct rig *rig;
    struct id room;
    struct load_seat seats[LOAD_WINDOW];
    uint32_t n_people;              /* Who ever voted: 0, 1, 2 ... */
    size_t n_counted, n_again;      /* Ballots answered OK; sent again. */
    uint64_t paused_ms, counted_ms; /* The longest time without one; the last. */
    size_t n_out;
    bool is_ending;
    bool is_over; /* Nobody has a ballot under way. */
};

/* Question "q" of `room` is open. */
void load_begin(struct load *load, struct rig *rig, const char *room);
/* No more people; those who vote are counted before it is over. */
void load_end(struct load *load);

/* One more ballot, and the other worker, who watches the room, hears of it, or of doubt:
 * then messages may have been missed, and it must hear of the next. So the room is watched
 * where it lives now. Returns how many ballots it took. */
size_t load_until_heard(struct rig *by, struct rig *there, const struct id *room);

/* How many who were told that they are counted are not in `redis`, which has the room. */
size_t load_lost(const struct load *load, const struct redis_fixture *redis);

#endif
