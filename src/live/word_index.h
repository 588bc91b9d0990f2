/* SPDX-License-Identifier: Apache-2.0 */

/* Which ideas of a board have which words: for search, and to find those that are alike.
 *
 * Holds stems, never texts, in this worker's memory alone; an idea is known by its place on
 * the shelf. For each stem there is a list of ideas, for each idea a list of its stems, the
 * title's first. Whether an idea may be seen is not asked here: whoever asks filters.
 *
 * All indexes of a worker share INDEX_BYTES_MAX. What does not fit is left out, and
 * `is_partial` says so. */
#ifndef LIVE_WORD_INDEX_H
#define LIVE_WORD_INDEX_H

#include "base/lexicon.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INDEX_GROUPS_MAX 256

/* What a worker's indexes weigh, and may. */
struct index_share {
    size_t bytes, bytes_max;
};

/* An entry of a term: place * 2, and 1 if it is in the title. */
struct term {
    char stem[WORD_BYTES_MAX + 1];
    uint32_t *entries;
    uint32_t n, cap;
    uint16_t group;
    bool is_weak;
};

struct indexed {
    uint32_t *terms; /* Distinct; n_title of the title, then those of the text alone. */
    uint16_t n, n_title;
};

struct word_index {
    struct lexicon *lexicon;
    struct index_share *share;
    bool is_partial;
    struct term *terms;
    /* Of each term, a bit for each letter that it has: to pass quickly over most of them.
     */
    uint64_t *letters;
    uint32_t n_terms, cap_terms;
    uint32_t *slots; /* Hash of stems: number of a term + 1, or 0. */
    uint32_t n_slots;
    struct {
        uint32_t *terms;
        uint32_t n, cap;
    } groups[INDEX_GROUPS_MAX];
    struct indexed *ideas; /* By place. */
    uint32_t cap_ideas, n_ideas;
    float *scores;  /* By place: of the last question. */
    uint8_t *marks; /* By place, likewise. */
    struct word *words;
};

struct index_text {
    const char *title, *text;
    size_t title_len, text_len;
};

struct word_index *word_index_new(struct lexicon *lexicon, struct index_share *share);
void word_index_free(struct word_index *index); /* Takes NULL. */
/* The words of the idea at this place, new or changed. */
void word_index_put(struct word_index *index, uint32_t place,
                    const struct index_text *text);

/* For the files of the index. */
#define TERM_NONE UINT32_MAX
uint32_t word_index_find(const struct word_index *index, const char *stem);
uint64_t word_letters(const char *text);
/* Whether that is so of words that are a typo apart: at most two letters only one has. */
static inline bool letters_are_near(uint64_t a, uint64_t b)
{
    uint64_t apart = a ^ b;

    apart &= apart - 1;
    return (apart & (apart - 1)) == 0;
}
/* One letter more, less or other, or two that changed places. */
bool word_is_typo(const char *a, const char *b);

#endif
