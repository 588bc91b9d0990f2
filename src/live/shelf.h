/* SPDX-License-Identifier: Apache-2.0 */

/* A worker's copy of one board: every idea but its words, and the orders they are shown in.
 *
 * Ideas never leave it before it is emptied, so whoever looks at one may keep a pointer. An
 * order is sorted when somebody asks for a page of it, and no more often than takes a
 * twentieth of the time: at once while a board is small, some times a second when it holds
 * a hundred thousand ideas. What was shown moves back in "needs": that order stands still
 * for SHELF_NEEDS_MS, and for whoever asks for the page behind. */
#ifndef LIVE_SHELF_H
#define LIVE_SHELF_H

#include "base/buf.h"
#include "base/clock.h"
#include "domain/idea.h"
#include "live/word_index.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uthash.h>

struct shelf_idea {
    struct idea idea;
    uint32_t place; /* In the shelf's ideas. */
    bool is_unread; /* Its words are to be indexed. */
    uint32_t seen;  /* How often it was on a page; for the order "needs". */
    UT_hash_handle hh;
};

/* "needs" is shuffled in so many ways; everyone is given one of them. */
#define SHELF_SHUFFLES 4
#define SHELF_NEEDS_MS 10000
#define SHELF_ORDERS   (IDEA_ORDERS - 1 + SHELF_SHUFFLES)

struct shelf {
    uint64_t rev;     /* Everything up to it is here. */
    uint32_t shown;   /* Ideas that everyone may see, but for merged ones: no secret. */
    uint32_t pending; /* Those that wait for staff. */
    uint32_t busy;    /* Ideas that are being merged. */
    size_t n, cap;
    struct shelf_idea **ideas;
    struct shelf_idea *by_id; /* uthash */
    struct shelf_order {
        struct shelf_idea **sorted;
        size_t n;
        uint64_t rev, sorted_ms, took_ms;
    } orders[SHELF_ORDERS];
    struct word_index *index; /* NULL until somebody searches. */
    uint32_t *unread;         /* Places; room for `cap`. */
    size_t n_unread;
};

/* Starts as {0}. Pointers to its ideas are void afterwards. */
void shelf_empty(struct shelf *shelf);
/* Adopts an idea as it is at its rev; an older one is passed over. */
void shelf_put(struct shelf *shelf, const struct idea *idea);
/* From now on the words of its ideas are indexed; more than once is once. */
void shelf_index(struct shelf *shelf, struct lexicon *lexicon, struct index_share *share);
/* Ideas whose words are to be read, which is then taken for done. */
size_t shelf_take_unread(struct shelf *shelf, struct id ids[], size_t max);
/* Whether a search looks at all of it, as far as is known here. */
bool shelf_is_searched(const struct shelf *shelf);
void shelf_read_again(struct shelf *shelf, const struct id *id);
/* One that is being merged; NULL when none is. */
const struct idea *shelf_busy(const struct shelf *shelf);
struct shelf_idea *shelf_find(const struct shelf *shelf, const struct id *id);

/* Who looks, and at what is theirs. */
struct shelf_viewer {
    struct participant participant;
    bool is_staff;
    bool sees_others; /* The board's phase shows ideas. */
};
bool shelf_may_see(const struct shelf_viewer *viewer, const struct idea *idea);

struct shelf_query {
    struct shelf_viewer viewer;
    enum idea_order order;
    bool has_group, has_tag, has_status, has_state, has_after, mine;
    uint32_t tag, group; /* The group from 0. */
    enum idea_status status;
    enum idea_state state;
    struct id after; /* Begin behind this one. */
    size_t n;        /* At most IDEAS_PER_PAGE_MAX. */
    /* How well each idea fits a search, by place; NULL: no search. */
    const float *scores;
    uint32_t n_scores;
    bool is_search, best_first; /* Best first instead of `order`. */
};
/* The ids of a page, to `ids`; returns how many. `*more`: there are others behind. */
size_t shelf_page(struct shelf *shelf, struct clock *clock, const struct shelf_query *query,
                  struct id ids[], bool *more);
/* The same of a search; `*found` is how many ideas there are on all its pages. */
size_t shelf_search(struct shelf *shelf, struct clock *clock,
                    const struct shelf_query *query, struct id ids[], bool *more,
                    uint32_t *found);

#endif
