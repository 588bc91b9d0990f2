/* SPDX-License-Identifier: Apache-2.0 */

/* What each file kind_<name>.c provides, for the table in kind.c alone. */
#ifndef DOMAIN_KIND_ROW_H
#define DOMAIN_KIND_ROW_H

#include "domain/kind.h"

struct kind_row {
    const char *name;
    enum err (*cells)(const struct kind_shape *shape, const struct ballot *ballot,
                      struct cells *out);
};

extern const struct kind_row kind_single, kind_multiple, kind_scale, kind_pair, kind_nps,
    kind_ranking, kind_points, kind_number, kind_grid, kind_quiz, kind_words, kind_segment,
    kind_slide;

/* For kinds that share a rule. */
enum err kind_one_option(const struct kind_shape *shape, const struct ballot *ballot,
                         struct cells *out);
enum err kind_some_options(const struct kind_shape *shape, const struct ballot *ballot,
                           struct cells *out);
enum err kind_one_step(const struct kind_shape *shape, const struct ballot *ballot,
                       struct cells *out);
/* A count by its index; weights of 0 are left out. */
void cells_add(struct cells *cells, uint32_t index, int32_t weight);

#endif
