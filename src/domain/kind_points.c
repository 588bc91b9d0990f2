/* SPDX-License-Identifier: Apache-2.0 */

/* Points: BALLOT_POINTS_TOTAL of them, all shared out; a cell weighs what its option got.
 */
#include "domain/kind_row.h"

static enum err cells(const struct kind_shape *shape, const struct ballot *ballot,
                      struct cells *out)
{
    int32_t total = 0;

    if (ballot->form != BALLOT_POINTS || ballot->n != shape->n_options)
        return ERR_BAD_BALLOT;
    for (uint32_t option = 0; option < ballot->n; option++) {
        int32_t points = ballot->numbers[option];

        if (points < 0 || points > BALLOT_POINTS_TOTAL)
            return ERR_BAD_BALLOT;
        total += points;
        cells_add(out, option, points);
    }
    return total == BALLOT_POINTS_TOTAL ? OK : ERR_BAD_BALLOT;
}

const struct kind_row kind_points = {"points", cells};
