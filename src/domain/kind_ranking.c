/* SPDX-License-Identifier: Apache-2.0 */

/* Ranking: between min and max options, the best first. Borda's count: among n options the
 * first place weighs n - 1, the next one less, and what is not ranked 0. After those counts
 * comes one for each option of how often it was put first. What needs pairs or rounds
 * (Condorcet, instant run-off) is counted from the ballots, domain/ranked.h. */
#include "domain/kind_row.h"

static enum err cells(const struct kind_shape *shape, const struct ballot *ballot,
                      struct cells *out)
{
    int32_t borda[RANKING_OPTIONS_MAX] = {0};
    uint32_t seen = 0;

    if (ballot->form != BALLOT_ORDER || ballot->n < (uint32_t)shape->min ||
        ballot->n > (uint32_t)shape->max)
        return ERR_BAD_BALLOT;
    for (uint32_t place = 0; place < ballot->n; place++) {
        uint32_t option = (uint32_t)ballot->numbers[place];

        if (option >= shape->n_options || seen & (1u << option))
            return ERR_BAD_BALLOT;
        seen |= 1u << option;
        borda[option] = (int32_t)(shape->n_options - 1 - place);
    }

    for (uint32_t option = 0; option < shape->n_options; option++)
        cells_add(out, option, borda[option]);
    cells_add(out, shape->n_options + (uint32_t)ballot->numbers[0], 1);
    return OK;
}

const struct kind_row kind_ranking = {"ranking", cells};
