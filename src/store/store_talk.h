/* SPDX-License-Identifier: Apache-2.0 */

/* What is said of ideas: comments, their likes, and reports. Like the rest of store.h:
 * asynchronous, idempotent, judged by the function in Redis. */
#ifndef STORE_STORE_TALK_H
#define STORE_STORE_TALK_H

#include "domain/comment.h"
#include "store/store.h"

/* No comment: the idea itself, where that is said. */
struct comment_place {
    struct id room, board, idea, comment;
};

struct comment_posting {
    struct buf *words; /* JSON of wire/record.h. */
    bool by_team;
    uint32_t half_life_s; /* board_half_life_s of its kind */
    struct folded folded; /* As of an idea. */
};
/* What became of a comment; `rev` is 0 when nothing changed. */
struct comment_changed {
    struct comment comment;
    uint64_t rev;
    struct id into; /* With ERR_MERGED: the idea that takes comments instead. */
};
/* Result: const struct comment_changed *, also with ERR_MERGED. The same id, author and
 * words: the comment as it is, else ERR_EXISTS. ERR_CLOSED: the board takes none now.
 * ERR_LIMIT_REACHED: COMMENTS_PER_IDEA_MAX. ERR_SPENT: COMMENTS_EACH_MAX. */
void store_comment_post(struct store *store, struct store_request *request,
                        const struct comment_place *place, const struct participant *author,
                        const struct comment_posting *posting);

struct comment_change {
    uint64_t version;                 /* Expected, of staff. */
    const struct participant *author; /* Only if it is theirs, else ERR_FORBIDDEN; then
                                         whatever its version. NULL: staff. */
    enum idea_state state;
    const struct buf *why; /* NULL: none. */
    uint32_t half_life_s;
    const struct participant *by; /* Of staff, for their log. */
};
/* Result: const struct comment_changed *, also with ERR_STALE. */
void store_comment_change(struct store *store, struct store_request *request,
                          const struct comment_place *place,
                          const struct comment_change *change);

struct like {
    uint32_t n;
    bool on;
    bool is_news; /* In an answer: it was not so before; */
    uint64_t rev; /* the board's. */
};
/* Result: const struct like *, as stored now; also with ERR_STALE. */
void store_comment_like(struct store *store, struct store_request *request,
                        const struct comment_place *place,
                        const struct participant *participant, const struct like *like);

/* Once each; again is OK. Result: NULL. */
void store_report(struct store *store, struct store_request *request,
                  const struct comment_place *place, const struct participant *participant,
                  enum report_reason reason);

/* ---- Reading ------------------------------------------------------------------------ */

/* As one participant may read it. */
struct comment_read {
    struct id id;
    bool may_see; /* Else there is only the id. */
    struct comment comment;
    struct buf *words, *why; /* `why` NULL: none, or not for this one. */
    struct buf *listed;      /* As of an idea. */
    uint32_t n;              /* Of this one's like. */
    bool on;
    enum comment_by by;
};
struct comment_list {
    uint64_t rev; /* Everything up to it is told; ask again from there. */
    uint32_t total;
    bool more;
    size_t n_aside; /* The first so many are not shown to everyone. */
    size_t n;
    const struct comment_read *comments;
};
struct comment_query {
    const struct participant *participant;
    bool is_staff, sees_others;
    enum comment_order order;
    struct id after; /* Behind this one; none: from the beginning. */
    uint32_t n;
    bool has_since; /* What changed after that rev, instead. */
    uint64_t since;
};
/* ERR_NOT_FOUND: no such idea, or not for this one. Result: const struct comment_list *. */
void store_comment_list(struct store *store, struct store_request *request,
                        const struct comment_place *place,
                        const struct comment_query *query);

/* ---- What staff should look at ------------------------------------------------------ */

#define REVIEW_MAX COMMENTS_PER_PAGE_MAX

struct review_thing {
    struct id idea, comment; /* No comment: the idea itself. */
    uint32_t reports[REPORT_REASONS];
    int64_t score; /* With its ids, its place in the queue. */
};
struct review_list {
    uint64_t total; /* Also those behind these. */
    bool has_more;
    size_t n;
    struct review_thing things[REVIEW_MAX];
};
/* What was reported most first, then what has waited longest; behind the place of `after`
 * (NULL: from the beginning), whether it is still there or not. Result: const struct
 * review_list *. */
void store_review_list(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *board,
                       const struct review_thing *after);
/* The comments among them, as staff reads them, in their order. Result: const struct
 * comment_list *, `n` alone. */
void store_review_comments(struct store *store, struct store_request *request,
                           const struct id *room, const struct id *board,
                           const struct participant *participant,
                           const struct review_list *list);

#endif
