/* SPDX-License-Identifier: Apache-2.0 */

/* Scale, and the question whether one would recommend something: one step between the first
 * and the last, a cell for each step. */
#include "domain/kind_row.h"

enum err kind_one_step(const struct kind_shape *shape, const struct ballot *ballot,
                       struct cells *out)
{
    if (ballot->form != BALLOT_VALUE || ballot->numbers[0] < shape->min ||
        ballot->numbers[0] > shape->max)
        return ERR_BAD_BALLOT;

    cells_add(out, (uint32_t)(ballot->numbers[0] - shape->min), 1);
    return OK;
}

const struct kind_row kind_scale = {"scale", kind_one_step};
