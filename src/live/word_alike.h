/* SPDX-License-Identifier: Apache-2.0 */

/* The ideas of an index that are like one that is being typed (domain/alike.h).
 *
 * In two steps: every idea is given the weights of the typed words it has, by the lists of
 * the words; the best of them are then compared as they should be, both ways. */
#ifndef LIVE_WORD_ALIKE_H
#define LIVE_WORD_ALIKE_H

#include "live/word_index.h"

struct alike_query {
    struct index_text typed;
    /* Whether whoever asks may be shown the idea at this place. */
    bool (*may_show)(void *context, uint32_t place);
    void *context;
    double least; /* ALIKE_LEAST */
};

struct alike_found {
    uint32_t place;
    double score;
};

/* The best first, at most `max`; returns how many. */
size_t word_index_alike(struct word_index *index, const struct alike_query *query,
                        struct alike_found found[], size_t max);

#endif
