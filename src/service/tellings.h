/* SPDX-License-Identifier: Apache-2.0 */

/* What may be told of a round by groups. There is one telling of it for everyone: screens,
 * files and the report show the same tables, so that none can be held against another.
 *
 *   what was told ── is it worth reading? ──┬── no:  that
 *                                           └── yes: ballots, in pages ── tables ── may
 * they follow? ──┬── no:  what was told └── yes: kept, then told
 *
 * Ballots may come and change meanwhile: the rule of domain/tables.h holds whatever moves.
 */
#ifndef SERVICE_TELLINGS_H
#define SERVICE_TELLINGS_H

#include "service/watch.h"
#include "store/store_splits.h"

enum telling_how {
    TELL_AGAIN, /* Only what was told before. */
    TELL_NOW,   /* What may be told by now. */
    TELL_EVERY  /* Every group however small, and nothing is kept: not for everyone. */
};

struct telling_work;

struct telling {
    /* Whoever asks says this; the watch and the telling stay until `done`. */
    struct watch *watch;
    struct round_of round;
    uint32_t n_cells;
    uint64_t voters; /* As many as are known of. */
    enum telling_how how;
    /* NULL: it is read to its end. */
    bool (*is_wanted)(const struct telling *telling);
    /* Once; `told` is NULL with an error, without tables when nothing may be told. */
    void (*done)(struct telling *telling, enum err err, const struct split_kept *told);
    void *owner;
    /* Its own. */
    struct store_request io;
    struct telling_work *work;
};
void telling_begin(struct telling *telling);

#endif
