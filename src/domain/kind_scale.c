/* SPDX-License-Identifier: Apache-2.0 */

/* Scale: one step between the first and the last, a cell for each step. */
#include "domain/kind_row.h"

static enum err cells(const struct kind_shape *shape, const struct ballot *ballot,
                      struct cells *out)
{
    if (!ballot->has_value || ballot->value < shape->min || ballot->value > shape->max)
        return ERR_BAD_BALLOT;

    out->n = 1;
    out->cell[0] =
        (struct cell){.index = (uint8_t)(ballot->value - shape->min), .weight = 1};
    return OK;
}

const struct kind_row kind_scale = {"scale", cells};
