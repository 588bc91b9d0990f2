/* SPDX-License-Identifier: Apache-2.0 */

/* Two rounds of a question, read in slices. */
#ifndef STORE_STORE_SHIFT_H
#define STORE_STORE_SHIFT_H

#include "store/store.h"

struct shift_pair {
    uint32_t before, now; /* Bit sets of cells; 0: no ballot. */
    uint64_t n;
};
struct shift_page {
    char next[24]; /* Where to go on; "0" at the end. */
    struct tally before, now;
    size_t n;
    const struct shift_pair *pairs;
};

/* `cursor` is "0", or `next` of the answer before. Result: const struct shift_page *. */
void store_shift(struct store *store, struct store_request *request, const struct id *room,
                 const struct round_of *now, uint32_t before, const char *cursor);

#endif
