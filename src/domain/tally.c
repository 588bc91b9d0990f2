/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/tally.h"

#include <assert.h>

struct tally tally_empty(uint32_t round, uint32_t n_cells)
{
    assert(n_cells >= 1 && n_cells <= CELLS_MAX);

    return (struct tally){.round = round, .n_cells = n_cells};
}

enum err tally_adopt(struct tally *t, const struct tally *newer)
{
    if (newer->round != t->round || newer->n_cells != t->n_cells ||
        newer->revision <= t->revision)
        return ERR_STALE;

    *t = *newer;
    return OK;
}

void tally_percentages(const struct tally *t, unsigned out[])
{
    uint64_t total = 0, lost[CELLS_MAX];

    for (size_t i = 0; i < t->n_cells; i++)
        total += (uint64_t)t->counts[i];

    unsigned left = total ? 100 : 0;
    for (size_t i = 0; i < t->n_cells; i++) {
        uint64_t share = (uint64_t)t->counts[i] * 100;

        out[i] = total ? (unsigned)(share / total) : 0;
        lost[i] = total ? share % total : 0;
        left -= out[i];
    }

    for (; left > 0; left--) {
        size_t most = 0;

        for (size_t i = 1; i < t->n_cells; i++)
            if (lost[i] > lost[most])
                most = i;
        out[most]++;
        lost[most] = 0;
    }
}
