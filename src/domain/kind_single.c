/* SPDX-License-Identifier: Apache-2.0 */

/* Single choice: one option, one cell of weight 1. */
#include "domain/kind_row.h"

enum err kind_one_option(const struct kind_shape *shape, const struct ballot *ballot,
                         struct cells *out)
{
    if (ballot->form != BALLOT_OPTIONS || ballot->n != 1 || ballot->numbers[0] < 0 ||
        (uint32_t)ballot->numbers[0] >= shape->n_options)
        return ERR_BAD_BALLOT;

    cells_add(out, (uint32_t)ballot->numbers[0], 1);
    return OK;
}

const struct kind_row kind_single = {"single", kind_one_option};
