/* SPDX-License-Identifier: Apache-2.0 */

/* The store: points of a whole space, which the clerk adds up from what rooms record. */
#ifndef STORE_STORE_EARNINGS_H
#define STORE_STORE_EARNINGS_H

#include "store/store_points.h"

#define EARNINGS_TAKEN_MAX 200 /* Movements of one call. */

struct earning {
    struct participant who;
    uint32_t month;
    int64_t by;
};
/* What a room's record says behind one entry up to another. */
struct earnings {
    struct entry_id after, last;
    size_t n; /* 0: nothing. */
    struct earning sums[EARNINGS_TAKEN_MAX];
};

/* Up to where a room's movements are in the sums of the space. Result: const struct
 * entry_id *. */
void store_earnings_mark(struct store *store, struct store_request *request,
                         const struct id *room);
/* What the room has moved since. Result: const struct earnings *. */
void store_earnings_take(struct store *store, struct store_request *request,
                         const struct id *room, const struct entry_id *after);
/* Adds them, once. Result: const struct entry_id *, as above: where others were quicker,
 * not the last of these. */
void store_earnings_add(struct store *store, struct store_request *request,
                        const struct id *room, const struct earnings *earnings);

#endif
