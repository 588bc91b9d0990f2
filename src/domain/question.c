/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/question.h"

#include <stddef.h>
#include <string.h>

#include "base/names.h"

#define IN(state)  (1u << QUESTION_##state)
#define ALL_STATES (IN(DRAFT) | IN(OPEN) | IN(CLOSED) | IN(REVEALED))

static const char *const state_names[QUESTION_STATES] = {
    [QUESTION_DRAFT] = "draft",
    [QUESTION_OPEN] = "open",
    [QUESTION_CLOSED] = "closed",
    [QUESTION_REVEALED] = "revealed",
};

static const char *const mode_names[RESULT_MODES] = {
    [RESULTS_ALWAYS] = "always",
    [RESULTS_AFTER_VOTE] = "after_vote",
    [RESULTS_AFTER_CLOSE] = "after_close",
    [RESULTS_NEVER] = "never",
};

static const struct {
    const char *name;
    struct question_move_rule rule;
} moves[QUESTION_MOVES] = {
    [MOVE_OPEN] = {"open",
                   {IN(DRAFT), QUESTION_OPEN, 0, true, false, "question.opened",
                    QUESTION_MOVES}},
    [MOVE_CLOSE] = {"close",
                    {IN(OPEN), QUESTION_CLOSED, 0, false, false, "question.closed",
                     MOVE_REOPEN}},
    [MOVE_REVEAL] = {"reveal",
                     {IN(OPEN) | IN(CLOSED), QUESTION_REVEALED, 0, false, false,
                      "question.revealed", QUESTION_MOVES}},
    [MOVE_REOPEN] = {"reopen",
                     {IN(CLOSED) | IN(REVEALED), QUESTION_OPEN, 0, true, false,
                      "question.reopened", QUESTION_MOVES}},
    [MOVE_RESET] = {"reset",
                    {IN(OPEN) | IN(CLOSED) | IN(REVEALED), QUESTION_DRAFT, 1, false, false,
                     "question.reset", MOVE_RESTORE}},
    [MOVE_RESTORE] = {"restore",
                      {IN(DRAFT) | IN(OPEN), QUESTION_CLOSED, -1, false, true,
                       "question.restored", QUESTION_MOVES}},
    [MOVE_AGAIN] = {"again",
                    {IN(CLOSED) | IN(REVEALED), QUESTION_OPEN, 1, true, false,
                     "question.opened", MOVE_RESTORE}},
    [MOVE_TIME] = {"time",
                   {IN(OPEN), QUESTION_OPEN, 0, false, false, "question.changed",
                    QUESTION_MOVES}},
};

/* In which states each viewer is shown the counts. */
static const unsigned shown[RESULT_MODES][VIEWERS] = {
    [RESULTS_ALWAYS] = {ALL_STATES, ALL_STATES, ALL_STATES, ALL_STATES},
    [RESULTS_AFTER_VOTE] = {0, ALL_STATES, IN(REVEALED), ALL_STATES},
    [RESULTS_AFTER_CLOSE] = {0, IN(REVEALED), IN(REVEALED), ALL_STATES},
    [RESULTS_NEVER] = {0, 0, 0, ALL_STATES},
};

const char *question_state_name(enum question_state state)
{
    return state_names[state];
}

bool question_state_read(const char *name, enum question_state *out)
{
    return names_find(state_names, QUESTION_STATES, name, out);
}

const char *result_mode_name(enum result_mode mode)
{
    return mode_names[mode];
}

bool result_mode_read(const char *name, enum result_mode *out)
{
    return names_find(mode_names, RESULT_MODES, name, out);
}

const char *question_move_name(enum question_move move)
{
    return moves[move].name;
}

bool question_move_read(const char *name, enum question_move *out)
{
    for (unsigned i = 0; i < QUESTION_MOVES; i++) {
        if (strcmp(moves[i].name, name) == 0) {
            *out = (enum question_move)i;
            return true;
        }
    }
    return false;
}

const struct question_move_rule *question_move_rule(enum question_move move)
{
    return &moves[move].rule;
}

bool question_shows_counts(enum result_mode mode, enum question_state state,
                           enum viewer viewer)
{
    return shown[mode][viewer] & (1u << state);
}
