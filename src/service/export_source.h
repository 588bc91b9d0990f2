/* SPDX-License-Identifier: Apache-2.0 */

/* Where the rows of a file come from: one table, one row for each thing that may be
 * fetched. */
#ifndef SERVICE_EXPORT_SOURCE_H
#define SERVICE_EXPORT_SOURCE_H

#include "service/carry.h"
#include "service/ticket.h"
#include "wire/comment_row.h"
#include "wire/idea_row.h"
#include "wire/record.h"

#define EXPORT_KEY_BYTES 16
#define PSEUDONYM_BYTES  8
#define PSEUDONYM_CHARS  16

struct results; /* service/results.h */

/* One export's own state, of which sources use this. */
struct export_rows {
    struct service *service;
    struct watch *watch;
    const struct ticket_note *note;
    bool is_full; /* Of single people, and of groups however small: for auditors. */
    struct store_request io;
    struct sheet sheet; /* Where the rows go. */
    bool is_over;       /* There are no more. */
    struct shelf_wait shelf;
    struct quiz_wait quiz;
    struct id *ids; /* Of all ideas, in their order; owned. */
    size_t n, at;
    char cursor[24];
    struct board_tags tags;
    struct round_of round;
    struct definition_texts texts; /* Of the question. */
    struct question_rules rules;
    struct room_settings settings; /* Likewise. */
    struct results *results;       /* NULL: none were begun. */
    size_t n_people;               /* Of this round, written so far. */
    const struct words *words;     /* Of a report; NULL otherwise. */
    /* Names of people: the same in the whole file, and in no other. */
    uint8_t key[EXPORT_KEY_BYTES];
    /* What was asked for is there. Perhaps from within. */
    void (*ready)(struct export_rows *rows, enum err err);
};

struct export_source {
    const char *const *columns;
    size_t n_columns;                        /* 0: it begins what it writes by itself. */
    void (*begin)(struct export_rows *rows); /* Then ready. */
    void (*more)(struct export_rows *rows);  /* Adds some rows, then ready. */
};
const struct export_source *export_source(enum carry_what what);

/* Of somebody in this file, or in one round of a question alone. */
void export_pseudonym(const struct export_rows *rows, const struct participant *who,
                      char out[PSEUDONYM_CHARS + 1]);
void export_round_pseudonym(const struct export_rows *rows, const struct participant *who,
                            const struct round_of *round, uint8_t out[PSEUDONYM_BYTES]);

#endif
