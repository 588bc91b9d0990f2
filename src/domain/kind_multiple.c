/* SPDX-License-Identifier: Apache-2.0 */

/* Multiple choice: between min and max options, a cell of weight 1 each. */
#include "domain/kind_row.h"

enum err kind_some_options(const struct kind_shape *shape, const struct ballot *ballot,
                           struct cells *out)
{
    if (ballot->form != BALLOT_OPTIONS || ballot->n < (uint32_t)shape->min ||
        ballot->n > (uint32_t)shape->max)
        return ERR_BAD_BALLOT;

    for (uint32_t i = 0; i < ballot->n; i++) {
        int32_t option = ballot->numbers[i];

        /* Ascending, so no option counts twice and equal answers are equal bytes. */
        if (option < 0 || (uint32_t)option >= shape->n_options ||
            (i > 0 && option <= ballot->numbers[i - 1]))
            return ERR_BAD_BALLOT;
        cells_add(out, (uint32_t)option, 1);
    }
    return OK;
}

const struct kind_row kind_multiple = {"multiple", kind_some_options};
