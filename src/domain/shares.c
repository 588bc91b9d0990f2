/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/shares.h"

#include <string.h>

static bool is_beside(const struct figure *a, const struct figure *b)
{
    if (!b->is_share || (a->cell == FIGURE_WHOLE) != (b->cell == FIGURE_WHOLE))
        return false;
    return a->cell == FIGURE_WHOLE || strcmp(a->name, b->name) == 0;
}

/* How many, from the first on, are told beside each other; and how many people they are. */
static size_t run_of(const struct figure *figures, size_t n, uint64_t *people)
{
    size_t run = 0;

    *people = 0;
    while (run < n && is_beside(figures, &figures[run]))
        *people += (uint64_t)figures[run++].n;
    return run;
}

static void part(const struct figure *figures, size_t n, uint64_t voters, uint64_t whole,
                 uint64_t *out)
{
    uint64_t left = whole, rest[FIGURES_MAX];

    for (size_t i = 0; i < n; i++) {
        uint64_t share = (uint64_t)figures[i].n * whole;

        out[i] = share / voters;
        rest[i] = share % voters;
        left -= out[i];
    }
    for (; left > 0; left--) {
        size_t most = 0;

        for (size_t i = 1; i < n; i++)
            if (rest[i] > rest[most])
                most = i;
        out[most]++;
        rest[most] = 0;
    }
}

void shares_make(const struct figure *figures, size_t n, uint64_t voters, uint64_t whole,
                 uint64_t out[FIGURES_MAX])
{
    size_t run;

    for (size_t at = 0; at < n; at += run) {
        uint64_t people;

        run = figures[at].is_share ? run_of(figures + at, n - at, &people) : 1;
        if (!figures[at].is_share || !voters)
            memset(out + at, 0, run * sizeof *out);
        else if (people == voters)
            part(figures + at, run, voters, whole, out + at);
        else
            for (size_t i = at; i < at + run; i++)
                out[i] = ((uint64_t)figures[i].n * whole + voters / 2) / voters;
    }
}
