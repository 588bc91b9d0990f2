/* SPDX-License-Identifier: Apache-2.0 */

/* Gates: what an idea has to reach, and by when, so that its status moves by itself.
 *
 * The gates of a board stand in a row, and an idea before one of them. Each gives it so
 * many days; what was left of those of the gate before is kept, so passing one early gives
 * the idea more time for the next. Past the last one, and once the team has decided
 * otherwise or the time was over, gates say nothing any more.
 *
 * Pure: the same board, idea and time are always judged the same. The store judges once
 * more, when it moves the idea (functions/gates.lua). */
#ifndef DOMAIN_GATE_H
#define DOMAIN_GATE_H

#include "base/limits.h"
#include "domain/status.h"

#include <stdbool.h>
#include <stdint.h>

enum gate_kind {
    GATE_SUPPORTS,     /* `at` supports */
    GATE_RATE,         /* `at` supports a day, over `over` days */
    GATE_SATISFACTION, /* `at` opinions, of which `percent` are good */
    GATE_DEADLINE,     /* the days are over */
    GATE_KINDS
};

struct gate_rule {
    enum gate_kind kind;
    uint32_t at, over, percent;
    uint32_t days;        /* The time it gives; 0: as long as it takes. */
    uint32_t answer_days; /* Of the team, once it is passed; 0: no date is promised. */
    enum idea_status then, late; /* What it moves the idea to: passed; out of time. */
};

struct gates {
    uint32_t n;
    struct gate_rule rules[GATES_PER_BOARD_MAX];
};

const char *gate_kind_name(enum gate_kind kind);
bool gate_kind_read(const char *name, enum gate_kind *out);
/* Is it still for gates to move? Not once the team has decided. */
bool gate_may_move(enum idea_status status);

/* How far an idea has come. Starts as {0}. */
struct gate_state {
    uint32_t passed;        /* Gates. */
    uint64_t base_ms;       /* From when the next one's days count; 0: from its posting. */
    uint64_t by_ms;         /* The team is to answer by then; 0: no date. */
    enum idea_status given; /* By the last one it passed. */
    bool is_over;           /* It ran out of time. */
};

struct gate_counts {
    uint64_t posted_ms;
    uint32_t supports;
    uint32_t recent;    /* Supports of the last days that a rate asks for. */
    uint32_t good, bad; /* Opinions. */
    enum idea_status status;
};

enum gate_verdict {
    GATE_NONE, /* No gate is before it. */
    GATE_WAITING,
    GATE_PASSED,
    GATE_LATE,
};

struct gate_look {
    enum gate_verdict verdict;
    const struct gate_rule *rule; /* The one that it stands before; NULL with GATE_NONE. */
    uint32_t have, need;          /* Supports, opinions; days for a deadline. */
    uint64_t until_ms;            /* 0: as long as it takes. */
};
struct gate_look gate_look(const struct gates *gates, const struct gate_state *state,
                           const struct gate_counts *counts, uint64_t now_ms);

/* What becomes of an idea that the gate `look` says is passed, or late. */
struct gate_state gate_step(const struct gate_state *state, const struct gate_look *look,
                            uint64_t now_ms);
/* Until when the team is to answer, while the idea still waits for that; 0: it does not. */
uint64_t gate_answer_by(const struct gate_state *state, enum idea_status status);

#endif
