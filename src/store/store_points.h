/* SPDX-License-Identifier: Apache-2.0 */

/* The store: points, leaderboards, and what concerns one participant. */
#ifndef STORE_STORE_POINTS_H
#define STORE_STORE_POINTS_H

#include "store/store.h"

/* ---- Points (store_points.c): given by what changes ideas and supports; read here -------
 */

struct points_place {
    struct participant who;
    uint64_t points, place;        /* 0: none. */
    char name[NAME_BYTES_MAX + 1]; /* What they want to be called; may be empty. */
};
struct points_board {
    uint32_t period;
    uint64_t total; /* People who have points. */
    struct points_place own;
    size_t n;
    const struct points_place *places;
};
struct points_query {
    bool is_of_space; /* Of all rooms: without names, which are rooms' own. */
    bool is_this_month;
    uint32_t period, skip, n; /* n at most POINTS_PAGE_MAX */
};
/* Result: const struct points_board *. */
void store_points_board(struct store *store, struct store_request *request,
                        const struct id *room, const struct participant *participant,
                        const struct points_query *query);

struct points_move {
    struct entry_id id;
    struct participant who;
    enum points_rule rule;
    int64_t by;
    struct id board, idea;
    char name[NAME_BYTES_MAX + 1];
};
struct points_log {
    size_t n;
    const struct points_move *moves; /* Newest first. */
};
/* Those before an entry (NULL: the newest), at most `n` of POINTS_PAGE_MAX. Result: const
 * struct points_log *. */
void store_points_log(struct store *store, struct store_request *request,
                      const struct id *room, const struct entry_id *before, uint32_t n);

struct selection {
    struct id id;
    uint64_t at_ms;
    uint32_t period, n;
    enum ties ties;
    struct entry_id upto; /* What the log said up to here. */
    uint32_t left_out;    /* Had a place, but shared it with too many. */
    size_t n_people;
    const struct points_place *people;
};
struct selection_list {
    size_t n;
    const struct selection *selections; /* Without people. */
};
/* Once; the same id and rule again: as it was then. Else ERR_EXISTS. ERR_LIMIT_REACHED: the
 * room has SELECTIONS_PER_ROOM_MAX. ERR_SPENT: more than SELECTED_MAX people would be in
 * it. Result: const struct selection *. */
void store_points_select(struct store *store, struct store_request *request,
                         const struct id *room, const struct selection *wanted);
/* Result: const struct selection_list *. */
void store_points_selected(struct store *store, struct store_request *request,
                           const struct id *room);

/* ---- One participant, and what concerns them (store_me.c) -------------------------------
 */

struct news {
    struct entry_id id;
    struct id board, idea;
    enum news_what what;
    enum idea_status status; /* Afterwards. */
    enum idea_state state;
    struct participant author;
};
struct me {
    uint32_t month;
    struct points_place all, of_month;
    struct entry_id looked;
    uint64_t supports[BOARDS_PER_ROOM_MAX]; /* On each of the boards asked for. */
    size_t n_news;
    const struct news *news; /* Newest first, at most ME_NEWS_MAX. */
};
/* Result: const struct me *. */
void store_me_read(struct store *store, struct store_request *request,
                   const struct id *room, const struct participant *participant,
                   const struct id *boards, size_t n_boards);
/* What they want to be called; "" for nothing. `folded` as of struct folded. ERR_WORD: not
 * that. Result: NULL. */
void store_me_name(struct store *store, struct store_request *request,
                   const struct id *room, const struct participant *participant,
                   const char *name, const struct buf *folded);
/* They have seen the news up to there. Never goes back. Result: NULL. */
void store_me_look(struct store *store, struct store_request *request,
                   const struct id *room, const struct participant *participant,
                   const struct entry_id *upto);

struct own_support {
    uint64_t at_s;
    struct id idea;
};
struct own_supports {
    size_t n;
    bool has_more;
    const struct own_support *supports; /* Newest first. */
};
/* Behind `after` (NULL: from the first), at most `n` of IDEAS_PER_PAGE_MAX. Result: const
 * struct own_supports *. */
void store_me_supports(struct store *store, struct store_request *request,
                       const struct idea_place *board,
                       const struct participant *participant,
                       const struct own_support *after, uint32_t n);

struct news_list {
    struct entry_id last; /* Where the room's news end. */
    size_t n;
    const struct news *news; /* Oldest first, at most NEWS_READ_MAX. */
};
/* NULL: only where they end. Result: const struct news_list *. */
void store_news_after(struct store *store, struct store_request *request,
                      const struct id *room, const struct entry_id *after);
/* Who of so many (at most SUPPORTERS_ASKED_MAX) supports an idea. Result: const bool *. */
void store_supporters(struct store *store, struct store_request *request,
                      const struct idea_place *place,
                      const struct participant *participants, size_t n);

/* What people want to be called, "" where nothing is known; at most NAMES_READ_MAX. Result:
 * const struct name_list *. */
#define NAMES_READ_MAX (QUIZ_PLACES_MAX + QUIZ_NEAREST_MAX + 1)
struct name_list {
    size_t n;
    char names[NAMES_READ_MAX][NAME_BYTES_MAX + 1];
};
void store_names_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct participant people[], size_t n);

#endif
