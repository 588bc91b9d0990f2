/* SPDX-License-Identifier: Apache-2.0 */

/* A room's leaderboard: what each player has in each quiz question that is revealed, and
 * the places that follow. All of it is made of the ballots and can be made again.
 *
 *   begin a column -> give what each answered -> settle: totals and places hold
 *
 * Who has as many points shares a place: 1, 2, 2, 4. Whoever answered any of the questions
 * is a player, with 0 points too. */
#ifndef LIVE_LEADERS_H
#define LIVE_LEADERS_H

#include "base/err.h"
#include "base/id.h"
#include "base/limits.h"
#include "domain/quiz.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What one has in one question. */
struct leaders_mark {
    bool has_answered, is_right;
    bool has_time;
    uint32_t taken_ms;
    uint32_t points;
    uint32_t place; /* Among the nearest, from 1; 0: not. */
    int32_t number; /* What was guessed. */
};

/* What a column was made of; another one is another column. */
struct leaders_key {
    struct id question;
    uint32_t round;
    uint64_t version;
};

struct leaders_player {
    struct participant who;
    uint64_t points, place; /* place from 1 */
    uint64_t was;           /* The place before the latest question; 0: none. */
};

struct leaders;

struct leaders *leaders_new(void);
void leaders_free(struct leaders *leaders);

/* ---- Columns --------------------------------------------------------------------- */

bool leaders_has(const struct leaders *leaders, const struct leaders_key *key);
/* Drops those that `keeps` says no of. Returns whether any went. */
bool leaders_drop(struct leaders *leaders,
                  bool (*keeps)(const struct leaders_key *key, void *context),
                  void *context);
/* A column to be filled; nothing of it counts before leaders_settle. There is room for one
 * more. */
void leaders_begin(struct leaders *leaders, const struct leaders_key *key,
                   const struct quiz_rules *rules);
/* Of the column that was begun. ERR_LIMIT_REACHED: too many players. */
MUST_CHECK enum err leaders_time(struct leaders *leaders, const struct participant *who,
                                 uint32_t taken_ms);
MUST_CHECK enum err leaders_options(struct leaders *leaders, const struct participant *who,
                                    const int32_t options[], size_t n);
MUST_CHECK enum err leaders_number(struct leaders *leaders, const struct participant *who,
                                   int32_t number);
/* It was given up, unfinished. */
void leaders_abandon(struct leaders *leaders);
/* What was begun is whole. Totals and places; `latest` (NULL: none) is what `was` leaves
 * out. */
void leaders_settle(struct leaders *leaders, const struct id *latest);

/* ---- What is known, once settled ---------------------------------------------------- */

size_t leaders_n(const struct leaders *leaders);
size_t leaders_n_columns(const struct leaders *leaders);
/* The player at so many behind the first. */
const struct leaders_player *leaders_at(const struct leaders *leaders, size_t at);
/* NULL for one who answered nothing. */
const struct leaders_player *leaders_find(const struct leaders *leaders,
                                          const struct participant *who);
/* What one has in a question; NULL: no answer, or no such column. */
const struct leaders_mark *leaders_mark(const struct leaders *leaders,
                                        const struct id *question,
                                        const struct leaders_player *player);
/* Those who came nearest in a question, the first places first; returns how many there are,
 * of whom at most `most` are given. */
size_t leaders_nearest(const struct leaders *leaders, const struct id *question,
                       const struct leaders_player *out[], size_t most);

#endif
