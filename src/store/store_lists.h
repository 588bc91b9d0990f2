/* SPDX-License-Identifier: Apache-2.0 */

/* The word lists of a room: functions/lists.lua. What is on one is read by staff first. */
#ifndef STORE_STORE_LISTS_H
#define STORE_STORE_LISTS_H

#include "store/store.h"

/* A word as it is listed, and its stem, or up to LISTED_STEMS_MAX with blanks between. */
struct listed_word {
    const char *word, *stem;
};
struct words_change {
    struct id list;
    bool on; /* Put on it, or taken off. */
    const struct participant *by;
    const struct listed_word *words; /* n of them, at most LISTED_AT_ONCE_MAX. */
    size_t n;
};
/* Result: const uint64_t *, how many the list has. ERR_LIMIT_REACHED: LISTED_WORDS_MAX, or
 * WORD_LISTS_MAX. */
void store_words_set(struct store *store, struct store_request *request,
                     const struct id *room, const struct words_change *change);

struct words_page {
    uint64_t total; /* On the list. */
    bool has_more;
    size_t n; /* At most LISTED_PER_PAGE_MAX. */
    const struct buf *const *words;
};
/* The words behind `after` ("": from the beginning), in the order of their bytes. Result:
 * const struct words_page *. */
void store_words_of(struct store *store, struct store_request *request,
                    const struct id *room, const struct id *list, const char *after,
                    uint32_t n);

struct word_list {
    struct id name;
    uint64_t n;
};
struct word_lists {
    size_t n; /* At most WORD_LISTS_MAX. */
    const struct word_list *lists;
};
/* Those that have words. Result: const struct word_lists *. */
void store_word_lists(struct store *store, struct store_request *request,
                      const struct id *room);

#endif
