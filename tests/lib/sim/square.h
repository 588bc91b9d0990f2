/* SPDX-License-Identifier: Apache-2.0 */

/* A board of the room, its guests, and what has to be true of it when all is quiet: counts
 * are supporters, leaderboards are the record, everybody who looks sees the newest. */
#ifndef TESTS_SIM_SQUARE_H
#define TESTS_SIM_SQUARE_H

#include "lib/sim/sim.h"

#include <jansson.h>

#define SQUARE_IDEAS    12 /* i0, i1, ... */
#define SQUARE_COMMENTS 24 /* c0, c1, ... */
#define SQUARE_GUESTS   8
#define SQUARE_HOSTS    2 /* The first guests. */

struct guest;

/* What one may know of an idea. */
struct sight_idea {
    bool is_used;
    uint64_t rev;             /* When it changed last; of the truth alone. */
    unsigned char author[16]; /* Of the truth alone. */
    uint64_t version, supports, comments, talk;
    char state[12], status[12];
};

/* What one knows of the board; the truth has the same shape. */
struct sight {
    bool is_told;
    uint64_t epoch, rev, total;
    struct sight_idea ideas[SQUARE_IDEAS];
};

/* The newest word that somebody was told is counted. */
struct word {
    uint32_t n;
    bool on;
    unsigned falls; /* sim->n_falls when it was said. */
};

struct square {
    struct sim *sim;
    unsigned n_guests;
    struct guest *guests[SQUARE_GUESTS];
    uint32_t n_ideas, n_comments; /* Ids given out. */
    uint32_t idea_of[SQUARE_COMMENTS];
    struct word supports[SQUARE_IDEAS][SQUARE_GUESTS];
    struct word likes[SQUARE_COMMENTS][SQUARE_GUESTS];
    unsigned n_merges; /* Asked for. Undone, they may take back what was counted. */
};

/* The board, and who comes to it. */
struct square *square_new(struct sim *sim);
void square_free(struct square *square);
/* What is not well yet; NULL if nothing. */
const char *square_unrest(struct square *square, unsigned *who);
/* Recounts everything. */
void square_audit(struct square *square);
/* Everybody says again what they said last. */
void square_repeat(struct square *square);
void square_come_anew(struct square *square);
void square_ask_me(struct square *square);

/* "i7": 7. False for any other text. */
bool square_index(const char *id, char letter, uint32_t most, uint32_t *out);

#endif
