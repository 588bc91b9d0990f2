/* SPDX-License-Identifier: Apache-2.0 */

/* Ballots of one round in the order of their voters' names in a file: an order of nothing
 * else. As they are read they would stand as they came, or as the same people's ballots to
 * another question do.
 *
 * Only so many are held at once. Where there are more, each share of all names has a pile
 * of its own, and all ballots are read again for each:
 *
 *   new ── add … ── sort ── take … ── next share? ──┬── yes: add …
 *                                                   └── no */
#ifndef SERVICE_BALLOT_PILE_H
#define SERVICE_BALLOT_PILE_H

#include "domain/room.h"

#define PILE_NAME_BYTES 8

struct ballot_pile;

struct pile_ballot {
    uint8_t name[PILE_NAME_BYTES];
    struct participant participant;
    char *value; /* As in ballots.lua. */
};

/* For about so many ballots, at most `at_once` in a pile. */
struct ballot_pile *ballot_pile_new(uint64_t n, uint64_t at_once);
void ballot_pile_free(struct ballot_pile *pile); /* Takes NULL. */
/* Passed over when its name is of another share. */
void ballot_pile_add(struct ballot_pile *pile, const uint8_t name[PILE_NAME_BYTES],
                     const struct participant *who, const char *value);
void ballot_pile_sort(struct ballot_pile *pile);
/* Borrowed until the next call; NULL: there are no more on this pile. */
const struct pile_ballot *ballot_pile_take(struct ballot_pile *pile);
/* Begins the next pile; false: that was the last. */
bool ballot_pile_next(struct ballot_pile *pile);

#endif
