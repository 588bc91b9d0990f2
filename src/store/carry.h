/* SPDX-License-Identifier: Apache-2.0 */

/* What is carried out of a room and into it: part of the port of store.h, and with its
 * rules. */
#ifndef STORE_CARRY_H
#define STORE_CARRY_H

#include "domain/comment.h"
#include "store/store.h"

struct ticket_kept {
    const uint8_t *hash; /* TICKET_HASH_BYTES */
    const char *note;
    uint64_t ms;
    const struct participant *by; /* Whose act it is; NULL: it is not written down. */
    const char *what;             /* Of an act: what file, */
    struct id board, question;    /* of which of them; none: of the room. */
};
/* Keeps a note for some time, to be taken once. Result: NULL. */
void store_ticket_put(struct store *store, struct store_request *request,
                      const struct id *room, const struct ticket_kept *ticket);
/* Result: const char *, the note; ERR_LINK_SPENT. */
void store_ticket_take(struct store *store, struct store_request *request,
                       const struct id *room, const uint8_t hash[TICKET_HASH_BYTES]);

/* Ideas with their words, whoever may see them; those that are gone are left out. At most
 * CARRY_IDEAS_MAX. Result: const struct idea_pages *, with their gates and opinions, but
 * without anybody's support. */
#define CARRY_IDEAS_MAX 50
void store_carry_ideas(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *board,
                       const struct id ideas[], size_t n);

/* Who supports what, or voted how: the entries of one hash after the other. */
struct carry_entry {
    size_t of; /* Which of those that were asked for. */
    struct participant participant;
    const char *value; /* As in functions/ideas.lua, ballots.lua; with a NUL behind it. */
};
struct carry_entries {
    size_t done;   /* So many were read to their end. */
    char next[24]; /* Where to go on in the one after them. */
    size_t n;
    const struct carry_entry *entries;
};
/* `cursor` is "0", or `next` of the answer before. Result: const struct carry_entries *. */
void store_carry_supports(struct store *store, struct store_request *request,
                          const struct idea_place *board, const struct id ideas[], size_t n,
                          const char *cursor);
void store_carry_ballots(struct store *store, struct store_request *request,
                         const struct id *room, const struct round_of *round,
                         const char *cursor);

/* How long the answers to a quiz took (of 0), then its ballots (of 1), from the `from`-th
 * of both on; `of` counts from there. */
void store_carry_answers(struct store *store, struct store_request *request,
                         const struct id *room, const struct round_of *round, size_t from,
                         const char *cursor);

/* What is said below ideas, likewise, in no order. */
struct carry_comment {
    size_t of;
    struct comment comment;
    struct buf *words; /* JSON; empty for one that was withdrawn. */
};
struct carry_comments {
    size_t done;
    char next[24];
    size_t n;
    const struct carry_comment *comments;
};
/* Result: const struct carry_comments *. */
void store_carry_comments(struct store *store, struct store_request *request,
                          const struct idea_place *board, const struct id ideas[], size_t n,
                          const char *cursor);

/* An idea from elsewhere. */
struct carry_idea {
    struct id id;         /* The same for the same idea, however often it comes. */
    struct id other;      /* It may be here under this one; none: it is not. */
    uint32_t tags, group; /* The group from 1; 0: none. */
    enum idea_status status;
    enum idea_state state;
    uint64_t at_ms;
    struct buf *words;  /* JSON of wire/record.h. */
    struct buf *folded; /* Its words as of struct folded; NULL: not looked at. */
};
struct carry_parcel {
    uint32_t half_life_s;
    bool is_dry; /* Only tells what would become of them. */
    size_t n;    /* At most CARRY_IDEAS_MAX. */
    const struct carry_idea *ideas;
    const struct participant *by;
    size_t n_before; /* New ones that the same file brought. */
};
struct carry_receipt {
    uint64_t rev;                  /* The board's. */
    size_t n_new, n_known, n_over; /* Over: the board is full. */
};
/* Result: const struct carry_receipt *. */
void store_carry_put(struct store *store, struct store_request *request,
                     const struct id *room, const struct id *board,
                     const struct carry_parcel *parcel);

#endif
