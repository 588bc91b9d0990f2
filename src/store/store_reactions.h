/* SPDX-License-Identifier: Apache-2.0 */

/* Reactions, in batches: part of the port of store.h, and with its rules. */
#ifndef STORE_REACTIONS_H
#define STORE_REACTIONS_H

#include "domain/reaction.h"
#include "store/store.h"

/* Adds what was tapped here; every worker that watches is told the sums. `batch` grows with
 * each of this process, and is counted once however often it is sent; 0 only asks.
 * Result: const struct reaction_sums *. */
void store_react(struct store *store, struct store_request *request, const struct id *room,
                 uint64_t batch, const uint32_t taps[REACTIONS]);

#endif
