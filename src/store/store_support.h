/* SPDX-License-Identifier: Apache-2.0 */

/* Supports of ideas: part of the port of store.h, and with its rules. See
 * functions/supports.lua. */
#ifndef STORE_STORE_SUPPORT_H
#define STORE_STORE_SUPPORT_H

#include "store/store.h"

/* One support on its way, like a cast. */
struct support {
    struct store_request request; /* result: const struct support_answer * */
    struct idea_place place;
    struct participant participant;
    uint32_t n;
    bool on;
    uint32_t half_life_s;     /* board_half_life_s of its kind */
    const struct buf *source; /* As of a cast. */
    uint32_t ago_ms;
    struct list link; /* The store's own. */
};
struct support_answer {
    uint32_t n; /* As stored now; 0: never. */
    bool on;
    bool is_busy; /* With ERR_TOO_MANY: it is being merged. store_merge_finish, then again.
                   */
    bool is_news; /* It was not so before. */
    uint64_t rev; /* The board's. */
};
/* OK is "counted". ERR_STALE, ERR_CLOSED, ERR_NOT_FOUND (no such idea, or not shown),
 * ERR_SPENT (none left to give) and ERR_MERGED come with an answer. */
void store_support(struct store *store, struct support *support);

#endif
