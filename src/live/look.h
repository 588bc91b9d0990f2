/* SPDX-License-Identifier: Apache-2.0 */

/* The ideas that one connection has on its screen, and how much of them it was told: so
 * that counts and states move there, and nothing else is sent. */
#ifndef LIVE_LOOK_H
#define LIVE_LOOK_H

#include "base/list.h"
#include "live/shelf.h"

struct look {
    struct list link; /* In its mirror_board's looks. */
    struct mirror_board *board;
    struct shelf_viewer viewer;
    bool is_told; /* Something, so that what has no news yet is told once. */
    uint64_t sent_rev;
    size_t n;
    const struct shelf_idea *ideas[IDEAS_LOOKED_AT_MAX];
};

struct mirror_board;

/* At those of `ids` that are on the board and may be seen. Frees what was looked at before;
 * `*at` is NULL afterwards when `board` is. */
void look_at(struct look **at, struct mirror_board *board,
             const struct shelf_viewer *viewer, const struct id *ids, size_t n);
/* Whether there is something to tell; then the event is in `out`. */
bool look_gather(struct look *look, uint64_t epoch, struct strbuf *out);

#endif
