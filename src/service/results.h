/* SPDX-License-Identifier: Apache-2.0 */

/* What a room's questions have come to, one after the other, for whatever writes it down:
 * tables, a document, a report. A page of ballots is held at a time, however many there
 * are.
 *
 *   begin ─┬─ question ─┬─ round ── person … ─┐ ─ question_end ─┐ ─ end
 *          │            └─────────────────────┘                 │
 *          └────────────────────────────────────────────────────┘
 *
 * All figures of a question are of one moment. Ballots are read after them, in pages: what
 * is cast meanwhile may be among them. */
#ifndef SERVICE_RESULTS_H
#define SERVICE_RESULTS_H

#include "domain/reaction.h"
#include "domain/split.h"
#include "service/export_source.h"
#include "service/result_words.h"
#include "service/tellings.h"
#include "store/store_results.h"

struct cloud; /* store/store_terms.h */

/* A question that others are split by. */
struct result_segment {
    struct round_of round;
    uint32_t n_options; /* With the one not to say. */
    struct definition_texts texts;
};

/* A question, and the round of it that is at hand. */
struct result {
    size_t place;  /* Among those of the room that were asked, from 1. */
    bool is_first; /* In this file. */
    struct question question;
    struct buf *def;
    struct definition_texts texts;
    uint64_t at_ms; /* Of its figures, by the store's clock. */
    const struct tally *tally;
    const struct cloud *cloud;     /* The words that most said; NULL: there are none. */
    bool is_open;                  /* This round is. */
    const struct split_kept *told; /* By groups. */
    size_t n_rounds;               /* Before this one. */
};

/* The round at hand by what people are, or by where their ballots came from. */
struct result_table {
    const struct result_segment *segment; /* NULL: by source. */
    enum split_source source;
    const struct split_names *names; /* Of a source's groups. */
    const struct split *split;
    uint64_t voters; /* In all its groups: perhaps fewer than have voted by now. */
};

struct results;

struct results_writer {
    bool wants_splits, wants_words, wants_people;
    bool is_present_alone;    /* Earlier rounds are passed over, */
    bool leaves_out_segments; /* and questions that say who one is. */
    /* Any may be NULL. */
    void (*begin)(struct export_rows *rows);
    void (*question)(struct export_rows *rows, const struct result *result);
    void (*round)(struct export_rows *rows, const struct result *result);
    /* Where the file is not full, nothing is said of it but the participant and the value;
     * such come in the order of their names. */
    void (*person)(struct export_rows *rows, const struct result *result,
                   const struct results_person *person);
    void (*round_end)(struct export_rows *rows);
    void (*question_end)(struct export_rows *rows);
    void (*end)(struct export_rows *rows);
};

/* All questions of the room but drafts that never were anything else; or, if `about` is not
 * NULL, that one. */
void results_begin(struct export_rows *rows, const struct results_writer *writer,
                   const struct id *about);
void results_more(struct export_rows *rows);
void results_done(struct export_rows *rows); /* Also where nothing was begun. */

/* Where a ballot came from, taken apart. */
struct result_part {
    const char *text;
    size_t len;
};
struct result_source {
    struct result_part channel, place, device, name;
};
struct result_source result_source_of(const struct results_person *person);

/* For writers. */
size_t results_segments(const struct export_rows *rows, const struct result_segment **out);
const char *results_lang(const struct export_rows *rows);
const char *results_title(const struct export_rows *rows);
uint64_t results_at_ms(const struct export_rows *rows); /* When it was begun. */
/* How often people reacted, in all; NULL where nobody has, and of one question. */
const struct reaction_sums *results_reactions(const struct export_rows *rows);
struct result_words result_words_of(const struct export_rows *rows,
                                    const struct result *result);
/* The tables that are told of it; returns how many. */
size_t result_tables(const struct export_rows *rows, const struct result *result,
                     struct result_table out[TABLES_MAX]);
/* The names of the groups in `members`; returns how many. `names` has room for
 * SPLIT_GROUPS_MAX. */
size_t result_group_names(const struct export_rows *rows, const struct result_table *table,
                          uint32_t members, const char *names[]);
/* Which group of a segment somebody is in, as result_group() counts them. */
uint32_t result_person_group(const struct export_rows *rows, size_t segment,
                             const struct results_person *person);
/* Whose ballot it is: one name in the whole file of an auditor; in others a name for each
 * round, as the ballots of one person together would be of few. */
void result_voter(const struct export_rows *rows, const struct results_person *person,
                  char out[PSEUDONYM_CHARS + 1]);

#endif
