/* SPDX-License-Identifier: Apache-2.0 */

/* Number: a whole one between min and max. A cell for each `bin` values; behind them the
 * sum of how far the numbers are above min, which gives the exact mean. */
#include "domain/kind_row.h"

static enum err cells(const struct kind_shape *shape, const struct ballot *ballot,
                      struct cells *out)
{
    if (ballot->form != BALLOT_VALUE || ballot->numbers[0] < shape->min ||
        ballot->numbers[0] > shape->max)
        return ERR_BAD_BALLOT;

    int32_t above = ballot->numbers[0] - shape->min;

    cells_add(out, (uint32_t)above / shape->bin, 1);
    cells_add(out, shape->n_cells - 1, above);
    return OK;
}

const struct kind_row kind_number = {"number", cells};
