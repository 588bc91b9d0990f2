/* SPDX-License-Identifier: Apache-2.0 */

/* What questions have come to: part of the port of store.h, and with its rules. See
 * functions/results.lua. */
#ifndef STORE_STORE_RESULTS_H
#define STORE_STORE_RESULTS_H

#include "store/store.h"

/* Some rounds of a question, all as they are at one moment. */
struct results_rounds {
    uint64_t at_ms; /* That moment, by the store's clock. */
    uint32_t since; /* The first round under the present definition. */
    size_t n;
    struct tally tallies[RESULT_ROUNDS_MAX];
};
/* `n` rounds from `first` on, at most RESULT_ROUNDS_MAX. Result: const struct
 * results_rounds *. */
void store_results_rounds(struct store *store, struct store_request *request,
                          const struct id *room, const struct round_of *first, size_t n);

/* Who voted how, and is in which groups. */
struct results_person {
    struct participant participant;
    const char *value; /* As in ballots.lua; with a NUL behind it. */
    /* "<channel>\t<place>\t<device>\t<its name>"; "": a phone that says no place. */
    const char *source;
    bool is_late;                 /* It came after the close. */
    int32_t groups[SEGMENTS_MAX]; /* An option of each segment; -1: not said. */
};
struct results_people {
    bool is_last;
    char next[24];
    size_t n;
    const struct results_person *people;
};
/* `cursor` is "0", or `next` of the answer before; at most SEGMENTS_MAX segments. Result:
 * const struct results_people *. */
struct results_page {
    struct round_of round;
    size_t n_segments;
    const struct round_of *segments;
    const char *cursor;
};
void store_results_people(struct store *store, struct store_request *request,
                          const struct id *room, const struct results_page *page);

#endif
