/* SPDX-License-Identifier: Apache-2.0 */

/* The ballots of one round for a file, one after the other. An auditor's has them page by
 * page, as they are kept. Others have them in the order of their names and without anything
 * that says whose they are: see service/ballot_pile.h. */
#ifndef SERVICE_RESULTS_BALLOTS_H
#define SERVICE_RESULTS_BALLOTS_H

#include "service/export_source.h"
#include "store/store_results.h"

struct ballot_pile;

struct results_ballots {
    /* Whoever asks says this; `segments` stay. */
    struct export_rows *rows;
    struct round_of round;
    uint64_t voters;
    size_t n_segments;
    const struct round_of *segments;
    void (*person)(struct export_rows *rows, const struct results_person *person);
    /* Some were there, or none; `is_last`: so were all. */
    void (*paged)(struct export_rows *rows, enum err err, bool is_last);
    /* Its own. */
    char cursor[24];
    struct ballot_pile *pile;
    bool is_piled; /* It was read, and is being written. */
};
void results_ballots_begin(struct results_ballots *ballots);
void results_ballots_more(struct results_ballots *ballots);
void results_ballots_done(struct results_ballots *ballots); /* Also where none began. */

#endif
