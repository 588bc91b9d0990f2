/* SPDX-License-Identifier: Apache-2.0 */

/* Words: between one and max of them. What they weigh is for the store to say, which knows
 * the words of all: they have no cells. */
#include "domain/kind_row.h"

static enum err cells(const struct kind_shape *shape, const struct ballot *ballot,
                      struct cells *out)
{
    (void)out;
    return ballot->form == BALLOT_WORDS && ballot->words && ballot->n >= 1 &&
                   ballot->n <= (uint32_t)shape->max
               ? OK
               : ERR_BAD_BALLOT;
}

const struct kind_row kind_words = {"words", cells};
