/* SPDX-License-Identifier: Apache-2.0 */

/* What happens by itself: ideas that pass gates, and which rooms the clerk minds. As
 * store.h. */
#ifndef STORE_STORE_GATES_H
#define STORE_STORE_GATES_H

#include "store/store.h"

/* ---- Gates ----------------------------------------------------------------------------
 */

/* An idea as gates see it. */
struct gate_card {
    struct idea idea;
    struct gate_state state;
    uint32_t good, bad; /* Opinions. */
};
/* As store_ideas_changed. Result: const struct gate_list *. */
struct gate_list {
    uint64_t rev, now_ms;
    size_t n;
    const struct gate_card *cards;
};
void store_gates_changed(struct store *store, struct store_request *request,
                         const struct id *room, const struct id *board, uint64_t rev);

/* Moves an idea through gate `n` of a board, or out of time, if it is so by the store's own
 * judgement: else ERR_WRONG_MOVE. Past it already: OK. ERR_STALE: the board is not of that
 * version any more. Result: NULL. */
struct gate_moving {
    uint64_t version; /* Of the board. */
    uint32_t n;
    const struct gate_rule *rule;
};
void store_idea_gate(struct store *store, struct store_request *request,
                     const struct idea_place *place, const struct gate_moving *moving);

/* What the team is to answer, the first due first, at most IDEAS_PER_PAGE_MAX. Result:
 * const struct gate_queue *. */
struct gate_queue {
    size_t n;
    struct id ideas[IDEAS_PER_PAGE_MAX];
};
void store_gates_queue(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *board);

/* An opinion, numbered like a support. Result: const struct opinion_answer *, also with
 * ERR_STALE. ERR_CLOSED, ERR_NOT_FOUND. */
struct opinion {
    uint32_t n;
    bool is_good;
};
struct opinion_answer {
    struct opinion opinion; /* As it is now. */
    bool is_news;           /* It was not so before. */
    uint64_t rev;
};
void store_opinion(struct store *store, struct store_request *request,
                   const struct idea_place *place, const struct participant *participant,
                   const struct opinion *opinion);

/* ---- Duties ---------------------------------------------------------------------------
 */

/* Say it before something is written that happens by itself, so that none is forgotten.
 * Result: NULL. */
void store_duty_tell(struct store *store, struct store_request *request,
                     const struct id *room);

#define DUTIES_READ_MAX 500
struct duty {
    struct id room;
    uint64_t at_ms; /* When it was told of last. */
};
struct duty_list {
    size_t n;
    const struct duty *duties; /* In the order in which they were told. */
};
/* Those that were told of from then on, at most DUTIES_READ_MAX. Result: const struct
 * duty_list *. */
void store_duties(struct store *store, struct store_request *request, uint64_t from_ms);
/* The room is gone. Result: NULL. */
void store_duty_drop(struct store *store, struct store_request *request,
                     const struct duty *duty);

#endif
