/* SPDX-License-Identifier: Apache-2.0 */

/* Grid: every option gets a place on two axes of 0 to GRID_STEP_MAX. Two cells for each
 * option, which sum up how far along each axis it was put: shared by the voters, its mean
 * place. */
#include "domain/kind_row.h"

static enum err cells(const struct kind_shape *shape, const struct ballot *ballot,
                      struct cells *out)
{
    if (ballot->form != BALLOT_PLACES || ballot->n != 2 * shape->n_options)
        return ERR_BAD_BALLOT;
    for (uint32_t i = 0; i < ballot->n; i++) {
        if (ballot->numbers[i] < 0 || ballot->numbers[i] > GRID_STEP_MAX)
            return ERR_BAD_BALLOT;
        cells_add(out, i, ballot->numbers[i]);
    }
    return OK;
}

const struct kind_row kind_grid = {"grid", cells};
