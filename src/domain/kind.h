/* SPDX-License-Identifier: Apache-2.0 */

/* The kinds of question: what a ballot of each may hold and what it weighs.
 *
 * A ballot becomes *cells*, (index of a count, weight) pairs. The store adds and
 * subtracts cells and knows no kinds. The next kind is a row in kind.c and a
 * file kind_<name>.c; nothing else branches on it. */
#ifndef DOMAIN_KIND_H
#define DOMAIN_KIND_H

#include "base/buf.h"
#include "base/err.h"
#include "base/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kind {
    KIND_SINGLE,
    KIND_MULTIPLE,
    KIND_SCALE,
    KIND_PAIR,    /* this or that */
    KIND_NPS,     /* would you recommend it, 0 to 10 */
    KIND_RANKING, /* options in order of liking */
    KIND_POINTS,  /* BALLOT_POINTS_TOTAL, shared out among the options */
    KIND_NUMBER,
    KIND_GRID,    /* each option placed on two axes */
    KIND_QUIZ,    /* options of which some are right */
    KIND_WORDS,   /* a few words each, which become a cloud */
    KIND_SEGMENT, /* which of the options one is; the last: would rather not say */
    KIND_SLIDE,   /* a picture that is shown: it takes no ballots */
    KINDS
};

/* What a definition of any kind comes down to. */
struct kind_shape {
    enum kind kind;
    uint32_t n_cells; /* Counts in the tally: 1..CELLS_MAX. */
    int32_t min, max; /* multiple, ranking, quiz: options in a ballot; words: words. scale,
                         nps, number: the   lowest and the highest value. */
    uint32_t n_options; /* 0 where values are asked for. */
    uint32_t bin;       /* number: how many values share a count. */
};

/* What the numbers of a ballot are. */
enum ballot_form {
    BALLOT_OPTIONS, /* the options chosen, ascending */
    BALLOT_VALUE,   /* one value */
    BALLOT_ORDER,   /* options, the best first */
    BALLOT_POINTS,  /* one number for each option */
    BALLOT_PLACES,  /* two for each option: along the first axis and the second */
    BALLOT_WORDS,   /* texts, in place of numbers */
    BALLOT_FORMS
};

/* An answer as the wire read it, whatever the kind. */
struct ballot {
    enum ballot_form form;
    uint32_t n;
    int32_t numbers[BALLOT_NUMBERS_MAX];
    struct buf *words; /* n texts, each with its NUL; the command's. */
};

struct cell {
    uint8_t index; /* Into the tally's counts. */
    int32_t weight;
};

struct cells {
    uint32_t n;
    struct cell cell[BALLOT_CELLS_MAX];
};

const char *kind_name(enum kind kind);
bool kind_read(const char *name, enum kind *out);

/* ERR_BAD_BALLOT when the ballot has not the shape of its question. Cells come
 * in ascending order of index. */
MUST_CHECK enum err kind_cells(const struct kind_shape *shape, const struct ballot *ballot,
                               struct cells *out);

#endif
