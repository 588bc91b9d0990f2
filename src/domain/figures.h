/* SPDX-License-Identifier: Apache-2.0 */

/* What the counts of a tally say: each count under its name, and the means and scores that
 * follow from them. Fractions of whole numbers, so that nothing is rounded here. */
#ifndef DOMAIN_FIGURES_H
#define DOMAIN_FIGURES_H

#include "domain/kind.h"

#define FIGURES_MAX  48
#define FIGURE_WHOLE (-1)

struct figure {
    const char *name; /* "votes", "mean" … */
    int32_t cell;     /* Of which count; FIGURE_WHOLE: of the question. */
    int64_t n;        /* Its value is n / of; */
    uint64_t of;      /* 0: there is none yet. */
    bool is_share;    /* n people of all voters: may be told in percent. */
};

/* Returns how many; `out` has room for FIGURES_MAX. */
size_t figures_make(const struct kind_shape *shape, uint64_t voters, const int64_t *counts,
                    struct figure *out);

#endif
