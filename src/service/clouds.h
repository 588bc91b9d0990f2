/* SPDX-License-Identifier: Apache-2.0 */

/* The words of questions that ask for some. A tally says that they changed, not which there
 * are: a worker reads those that most say, of one question after the other, at most every
 * CLOUD_MS, and the mirror adopts them with the tally of the same moment. */
#ifndef SERVICE_CLOUDS_H
#define SERVICE_CLOUDS_H

#include "base/clock.h"
#include "store/store.h"

struct watch;

struct cloud_keeper {
    struct store_request io;
    struct clock_timer timer;
    struct round_of reading;
    uint64_t due; /* A bit for each slot of the mirror. */
    uint64_t read_ms;
    bool is_busy;
};

void clouds_init(struct watch *watch);
void clouds_done(struct watch *watch);
bool clouds_are_idle(const struct watch *watch);
/* A tally came, of whatever kind of question: the mirror has it now, or with its words. */
void clouds_hear(struct watch *watch, const struct id *question, const struct tally *tally);
/* The lists of words are others: what is shown may be. */
void clouds_read_again(struct watch *watch);

#endif
