/* SPDX-License-Identifier: Apache-2.0 */

/* The kinds of question: what a ballot of each may hold and what it weighs.
 *
 * A ballot becomes *cells*, (index of a count, weight) pairs. The store adds and
 * subtracts cells and knows no kinds. The next kind is a row in kind.c and a
 * file kind_<name>.c; nothing else branches on it. */
#ifndef DOMAIN_KIND_H
#define DOMAIN_KIND_H

#include "base/err.h"
#include "base/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kind { KIND_SINGLE, KIND_MULTIPLE, KIND_SCALE, KINDS };

/* What a definition of any kind comes down to. */
struct kind_shape {
    enum kind kind;
    uint32_t n_cells;  /* Counts in the tally: 1..CELLS_MAX. */
    uint32_t min, max; /* multiple: options in a ballot. scale: its first and last step. */
};

/* An answer as the wire read it, whatever the kind. */
struct ballot {
    uint32_t n_options; /* 0 when the ballot holds a value. */
    uint8_t options[QUESTION_OPTIONS_MAX];
    bool has_value;
    uint32_t value;
};

struct cell {
    uint8_t index; /* Into the tally's counts. */
    int32_t weight;
};

struct cells {
    uint32_t n;
    struct cell cell[CELLS_MAX];
};

const char *kind_name(enum kind kind);
bool kind_read(const char *name, enum kind *out);

/* ERR_BAD_BALLOT when the ballot has not the shape of its question. Cells come
 * in ascending order of index. */
MUST_CHECK enum err kind_cells(const struct kind_shape *shape, const struct ballot *ballot,
                               struct cells *out);

#endif
