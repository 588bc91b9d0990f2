/* SPDX-License-Identifier: Apache-2.0 */

/* Gathers ballots of the same question, round and definition into calls of up to
 * BATCH_BALLOTS_MAX. At most BATCHES_IN_FLIGHT calls of a question are under way; what
 * arrives meanwhile is the next one, so batches grow with the load and nothing waits for
 * a clock. The counts that come back are told here at once, and to other workers at most
 * every TALLY_PUBLISH_MS. */
#ifndef STORE_VOTE_BATCH_H
#define STORE_VOTE_BATCH_H

#include "store/record.h"
#include "store/store.h"

struct votes;

struct votes *votes_new(struct store *store);
/* On the turn after ballots came, so that those of one turn go together. */
void votes_dispatch(struct votes *votes);
/* A tally that changed otherwise. */
void votes_tell(struct votes *votes, const struct id *room, const struct tally_news *news);
/* The store is closing: nothing more is published. */
void votes_drain(struct votes *votes);
/* No cast may wait. */
void votes_free(struct votes *votes);

#endif
