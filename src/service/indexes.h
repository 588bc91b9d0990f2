/* SPDX-License-Identifier: Apache-2.0 */

/* Indexes of the words on a watched room's boards, made when somebody first searches there.
 * From then on the shelf notes which ideas have new words; they are read when somebody
 * searches again, so that a board where nobody does costs nothing. */
#ifndef SERVICE_INDEXES_H
#define SERVICE_INDEXES_H

#include "service/shelves.h"

/* Who asks while a large board is being read is told of what is read by then. */
#define INDEX_WAIT_MS 1000

struct index_keeper {
    struct watch *watch;
    struct id board; /* None: unused. */
    struct store_request io;
    bool busy;
    size_t n;
    struct id asked[WORDS_READ_MAX];
    struct list waiters; /* struct shelf_wait */
    struct clock_timer patience;
};

void indexes_init(struct watch *watch);
void indexes_done(struct watch *watch);
bool indexes_are_idle(const struct watch *watch);
/* OK as soon as all words on the shelf are indexed, which must be loaded, or INDEX_WAIT_MS
 * are over: see shelf_is_searched. `done` once, perhaps from within the call. */
void indexes_load(struct watch *watch, const struct id *board, struct shelf_wait *wait);

#endif
