/* SPDX-License-Identifier: Apache-2.0 */

/* Multiple choice: between min and max options, a cell of weight 1 each. */
#include "domain/kind_row.h"

static enum err cells(const struct kind_shape *shape, const struct ballot *ballot,
                      struct cells *out)
{
    if (ballot->has_value || ballot->n_options < shape->min ||
        ballot->n_options > shape->max)
        return ERR_BAD_BALLOT;

    for (uint32_t i = 0; i < ballot->n_options; i++) {
        uint8_t option = ballot->options[i];

        /* Ascending, so no option counts twice and equal answers are equal bytes. */
        if (option >= shape->n_cells || (i > 0 && option <= ballot->options[i - 1]))
            return ERR_BAD_BALLOT;
        out->cell[out->n++] = (struct cell){.index = option, .weight = 1};
    }
    return OK;
}

const struct kind_row kind_multiple = {"multiple", cells};
