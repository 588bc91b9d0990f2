/* SPDX-License-Identifier: Apache-2.0 */

/* What goes on in a room over time: part of the port of store.h, and with its rules. See
 * functions/series.lua. */
#ifndef STORE_STORE_SERIES_H
#define STORE_STORE_SERIES_H

#include "domain/series.h"
#include "store/store.h"

struct series_batch {
    uint64_t number; /* Grows with each of this process; 0: nothing is counted. */
    uint64_t ago_ms; /* Since it was begun. */
    uint32_t people; /* That are here now. */
    uint32_t counts[SERIES_COUNTS];
    size_t n_waits;
    uint8_t waits[SERIES_WAITS_MAX]; /* Slots of first answers. */
    size_t n_rounds;                 /* Whose tally moved. */
    struct round_of rounds[SERIES_CURVES_MAX];
};
/* Counted once, however often it is sent. Result: NULL, or ERR_NOT_FOUND. */
void store_series_add(struct store *store, struct store_request *request,
                      const struct id *room, const struct series_batch *batch);

/* Somebody came by what another person shared: counted at once, and once each; not those
 * beyond SERIES_SHARED_MAX. Result: NULL, or ERR_NOT_FOUND. */
void store_series_shared(struct store *store, struct store_request *request,
                         const struct id *room, const struct participant *participant);

struct series_page {
    uint64_t now_ms, since_ms; /* `since_ms` 0: nothing yet. */
    uint64_t waits[SERIES_WAIT_SLOTS];
    size_t n;
    const struct series_row *rows; /* In the order of time; of empty slots there is none. */
};
/* Result: const struct series_page *. */
void store_series_read(struct store *store, struct store_request *request,
                       const struct id *room, enum series_ring ring, uint64_t since_ms,
                       uint64_t until_ms);

struct curve_point {
    uint64_t at_ms;
    struct tally tally;
};
struct curve_page {
    uint64_t now_ms, step_ms;
    struct tally tally; /* As it is now. */
    size_t n;
    const struct curve_point *points; /* In the order of time. */
};
/* Result: const struct curve_page *. */
void store_curve_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct round_of *round);

#endif
