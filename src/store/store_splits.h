/* SPDX-License-Identifier: Apache-2.0 */

/* What was told of questions by groups: part of the port of store.h, and with its rules.
 * See functions/splits.lua. */
#ifndef STORE_STORE_SPLITS_H
#define STORE_STORE_SPLITS_H

#include "domain/tables.h"
#include "store/store.h"

/* What groups of a source are called, as far as they are told apart. */
struct split_names {
    size_t n;
    char name[SEGMENT_OPTIONS_MAX][PLACE_BYTES_MAX + 1];
};

/* The tables of a round: by which rounds of which segments they are, and behind these by
 * sources, all of them. */
struct split_kept {
    struct tables tables;
    struct round_of by[SEGMENTS_MAX];
    struct split_names names[SPLIT_SOURCES];
};
/* How many of the tables are by segments. */
static inline size_t split_segments(const struct split_kept *kept)
{
    return kept->tables.n < SPLIT_SOURCES ? 0 : kept->tables.n - SPLIT_SOURCES;
}

static inline bool round_same(const struct round_of *a, const struct round_of *b)
{
    return a->round == b->round && id_same(&a->question, &b->question);
}

/* Keeps `next` if what is kept is still `was` (no tables: nothing yet); NULL: only asks.
 * Result: const struct split_kept *, what is kept now; without tables when nothing is. */
void store_split_keep(struct store *store, struct store_request *request,
                      const struct id *room, const struct round_of *round,
                      const struct split_kept *was, const struct split_kept *next);

#endif
