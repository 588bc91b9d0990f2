/* SPDX-License-Identifier: Apache-2.0 */

/* A slide: it is shown, between what is asked. No ballot suits it. */
#include "domain/kind_row.h"

static enum err cells(const struct kind_shape *shape, const struct ballot *ballot,
                      struct cells *out)
{
    (void)shape;
    (void)ballot;
    (void)out;
    return ERR_BAD_BALLOT;
}

const struct kind_row kind_slide = {"slide", cells};
