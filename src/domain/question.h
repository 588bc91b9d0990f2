/* SPDX-License-Identifier: Apache-2.0 */

/* One thing a room is asked, from draft to revealed result.
 *
 *             open            close            reveal
 *     DRAFT ────────> OPEN ──────────> CLOSED ────────> REVEALED
 *       ^  ^           ^ │               │ │                │
 *       │  │           │ └── reveal ─────┼─┼──────────────> │
 *       │  │           └──── reopen ─────┘ │                │
 *       │  │           └──── reopen ───────┼────────────────┘
 *       │  └── reset (a new round) ────────┴── from OPEN, CLOSED, REVEALED
 *       └───── restore: DRAFT -> CLOSED, back to the round before, while the new one is
 * empty
 * (or OPEN again, which is CLOSED, REVEALED -> OPEN with a new round)
 * time: OPEN -> OPEN, with another closing time
 *
 * What a question says (title, options) is a definition that only wire reads;
 * here is what the rules need. Plain data: copy it with `=`. */
#ifndef DOMAIN_QUESTION_H
#define DOMAIN_QUESTION_H

#include "base/err.h"
#include "base/id.h"
#include "domain/kind.h"
#include "domain/quiz.h"

#include <stdbool.h>
#include <stdint.h>

enum question_state {
    QUESTION_DRAFT,
    QUESTION_OPEN,
    QUESTION_CLOSED,
    QUESTION_REVEALED,
    QUESTION_STATES
};

enum question_move {
    MOVE_OPEN,
    MOVE_CLOSE,
    MOVE_REVEAL,
    MOVE_REOPEN,
    MOVE_RESET,
    MOVE_RESTORE,
    MOVE_TIME,  /* Another closing time, or none. */
    MOVE_AGAIN, /* A second vote; the first is kept to be compared with. */
    QUESTION_MOVES
};

enum result_mode {
    RESULTS_ALWAYS,
    RESULTS_AFTER_VOTE,
    RESULTS_AFTER_CLOSE,
    RESULTS_NEVER,
    RESULT_MODES
};

/* The rules that a definition sets. */
struct question_rules {
    struct kind_shape shape;
    enum result_mode results;
    bool may_change;  /* A ballot may be replaced until the close. */
    bool hide_voters; /* The number of voters is for hosts only. */
    uint32_t
        grace_min; /* So long after the close kiosks may bring what was made before it. */
    struct quiz_rules quiz;
};

/* The move that takes the last one back, and until when hosts are offered it. */
struct question_undo {
    enum question_move move;
    uint64_t until_ms; /* By the store's clock; 0: there is none. */
};

struct question {
    struct id id;
    enum question_state state;
    uint32_t round;     /* From 1. */
    uint32_t before;    /* The round of which this is a second vote; 0 for none. */
    uint64_t version;   /* Grows with each change of the record. */
    uint64_t closes_ms; /* By the store's clock; 0 for no closing time. */
    uint64_t opened_ms; /* Likewise: when its round was first; 0 before that. */
    struct question_undo undo;
    struct question_rules rules;
};

const char *question_state_name(enum question_state state);
bool question_state_read(const char *name, enum question_state *out);
const char *question_move_name(enum question_move move);
bool question_move_read(const char *name, enum question_move *out);
const char *result_mode_name(enum result_mode mode);
bool result_mode_read(const char *name, enum result_mode *out);

/* What a move does, the single source for the server and for the function in
 * the store, which is handed the row. */
struct question_move_rule {
    unsigned from; /* Bit set of 1u << enum question_state. */
    enum question_state to;
    int round_step;         /* +1 a new round, -1 back to the one before. */
    bool takes_focus;       /* Becomes the room's current question. */
    bool needs_empty_round; /* Only while no ballot of this round is counted. */
    const char *fact;       /* Name of the fact that tells it. */
    enum question_move
        undo; /* What takes it back; QUESTION_MOVES: nothing that is offered. */
};
const struct question_move_rule *question_move_rule(enum question_move move);

/* Who looks at a tally. */
enum viewer {
    VIEWER_PARTICIPANT, /* has not voted in this round, or we do not know yet */
    VIEWER_VOTER,
    VIEWER_STAGE,
    VIEWER_HOST,
    VIEWERS
};

/* The table of docs/PROTOCOL.md; the only place that decides it. */
bool question_shows_counts(enum result_mode mode, enum question_state state,
                           enum viewer viewer);

#endif
