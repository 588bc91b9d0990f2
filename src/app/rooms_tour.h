/* SPDX-License-Identifier: Apache-2.0 */

/* Every room of a store, one after the other. */
#ifndef APP_ROOMS_TOUR_H
#define APP_ROOMS_TOUR_H

#include <stdint.h>

#include "app/complaint.h"
#include "app/config.h"
#include "app/plain_store.h"

/* A sum over every ballot's key and every tally, and whether each tally equals a recount of
 * its ballots. */
struct rooms_count {
    uint64_t rooms, rounds, ballots;
    uint64_t wrong; /* Tallies that are not their recount. */
};
bool rooms_count(struct plain_store *store, struct rooms_count *out,
                 struct complaint *complaint);
/* Has `copy` every room of `store`, and as many ballots and the same tally in each round?
 * Together with a count of the copy that finds nothing wrong, both are the same. */
bool rooms_are_in(struct plain_store *store, struct plain_store *copy,
                  struct complaint *complaint);
/* Above all that was told before, wherever `address` leads: to the seconds of the clock. */
bool rooms_raise_epochs(const struct config *config, const char *address,
                        struct plain_store *store, struct complaint *complaint);

#endif
