/* SPDX-License-Identifier: Apache-2.0 */

/* Single choice: one option, one cell of weight 1. */
#include "domain/kind_row.h"

static enum err cells(const struct kind_shape *shape, const struct ballot *ballot,
                      struct cells *out)
{
    if (ballot->has_value || ballot->n_options != 1 || ballot->options[0] >= shape->n_cells)
        return ERR_BAD_BALLOT;

    out->n = 1;
    out->cell[0] = (struct cell){.index = ballot->options[0], .weight = 1};
    return OK;
}

const struct kind_row kind_single = {"single", cells};
