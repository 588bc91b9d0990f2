/* SPDX-License-Identifier: Apache-2.0 */

/* Tells of tallies that our own batches changed: here at once, to other workers at most
 * every TALLY_PUBLISH_MS for each question, the first at once and the last always. */
#ifndef STORE_TALLY_NEWS_H
#define STORE_TALLY_NEWS_H

#include "store/record.h"

struct tally_desk;

struct tally_desk *tally_desk_new(struct store *store);
void tally_desk_tell(struct tally_desk *desk, const struct id *room,
                     const struct tally_news *news);
/* Publishes what is left to publish, and nothing from then on. */
void tally_desk_drain(struct tally_desk *desk);
void tally_desk_free(struct tally_desk *desk);

#endif
