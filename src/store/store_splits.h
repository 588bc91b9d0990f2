/* SPDX-License-Identifier: Apache-2.0 */

/* What was told of questions by groups: part of the port of store.h, and with its rules.
 * See functions/splits.lua. */
#ifndef STORE_STORE_SPLITS_H
#define STORE_STORE_SPLITS_H

#include "domain/split.h"
#include "store/store.h"

/* Which is which: a round of a question, by a round of a segment. */
struct split_key {
    struct round_of round, by;
};

/* Keeps `next` if what is kept is still `was` (no groups: nothing yet); NULL: only asks.
 * Result: const struct split *, what is kept now; without groups when nothing is. */
void store_split_keep(struct store *store, struct store_request *request,
                      const struct id *room, const struct split_key *key,
                      const struct split *was, const struct split *next);

#endif
