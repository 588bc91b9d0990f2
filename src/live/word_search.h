/* SPDX-License-Identifier: Apache-2.0 */

/* The ideas of an index that have all the words of a search, the last perhaps half typed:
 * "pis" finds "piscines". What holds a sentence together is passed over, and a word that no
 * idea has may be one letter off. */
#ifndef LIVE_WORD_SEARCH_H
#define LIVE_WORD_SEARCH_H

#include "live/word_index.h"

/* How well each idea fits, by place: 0 not at all. For places from `*n` on it is 0. Of the
 * index, and valid until it is asked or told anything else. */
const float *word_index_search(struct word_index *index, const char *text, size_t len,
                               uint32_t *n);

#endif
