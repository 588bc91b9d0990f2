/* SPDX-License-Identifier: Apache-2.0 */

/* What a client knows of a room: made of nothing but the messages of docs/PROTOCOL.md, and
 * in their own words. The truth (truth.h) has the same shape, so that the two can be
 * compared. */
#ifndef TESTS_SIM_KNOWN_H
#define TESTS_SIM_KNOWN_H

#include "lib/sim/sim.h"

#include <jansson.h>

enum sim_kind {
    SIM_SINGLE,
    SIM_MULTIPLE,
    SIM_SCALE,
    SIM_QUIZ,
    SIM_WORDS,
    SIM_SEGMENT,
    SIM_KINDS
};

/* What is said to a question for words; each has two spellings. */
#define SIM_TERMS 5
extern const char *const known_words[SIM_TERMS][2];

struct known_tally {
    uint32_t round;
    uint64_t rev;
    bool has_voters, has_counts;
    int64_t voters;
    int64_t counts[SIM_CELLS];
};

struct known_question {
    bool is_used;
    enum question_state state;
    uint32_t round;
    uint64_t version, closes;
    enum sim_kind kind;
    enum result_mode results;
    bool may_change, hide_voters, has_right;
    uint32_t n_cells, from;
    struct known_tally tally;
};

struct known {
    uint64_t epoch, seq, rev;
    uint32_t current; /* SIM_QUESTIONS: none. */
    uint32_t n_order;
    uint32_t order[SIM_QUESTIONS];
    char title[32];
    uint32_t people;
    struct known_question questions[SIM_QUESTIONS];
};

/* All of these return false for what is not as the page says. */
bool known_index(const char *id, uint32_t *out);
bool known_read_definition(const json_t *def, struct known_question *out);
bool known_take_snapshot(struct known *known, const json_t *event);
/* An event with a seq. */
bool known_take_fact(struct known *known, const char *name, const json_t *event);
/* A tally or voters event; `question` is the one it is about. One revision is one tally,
 * unless the epoch `is_torn`. */
bool known_take_tally(struct known *known, const json_t *event, bool is_torn,
                      uint32_t *question);

#endif
