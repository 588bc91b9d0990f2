/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/split.h"

#include <string.h>

bool split_suits(enum kind kind)
{
    return kind != KIND_SEGMENT && kind != KIND_WORDS;
}

struct split split_empty(uint32_t n_cells, uint32_t n_options)
{
    struct split split = {.n_cells = n_cells, .n_groups = n_options + 1};

    for (uint32_t i = 0; i < split.n_groups; i++)
        split.groups[i].members = 1u << i;
    return split;
}

void split_add(struct split *split, int32_t option, const struct cells *cells)
{
    uint32_t last = split->n_groups - 1;
    bool has_said = option >= 0 && (uint32_t)option < last;
    struct split_group *group = &split->groups[has_said ? (uint32_t)option : last];

    group->voters++;
    for (uint32_t i = 0; i < cells->n; i++)
        if (cells->cell[i].index < split->n_cells)
            group->counts[cells->cell[i].index] += cells->cell[i].weight;
}

static void join(struct split_group *into, const struct split_group *from)
{
    into->members |= from->members;
    into->voters += from->voters;
    for (uint32_t i = 0; i < CELLS_MAX; i++)
        into->counts[i] += from->counts[i];
}

/* Of those with voters that are not among `joined`; of equals the last, n for none. */
static uint32_t smallest(const struct split *split, uint32_t joined)
{
    uint32_t found = split->n_groups;

    for (uint32_t i = 0; i < split->n_groups; i++) {
        const struct split_group *group = &split->groups[i];

        if (group->voters == 0 || joined & 1u << i)
            continue;
        if (found == split->n_groups || group->voters <= split->groups[found].voters)
            found = i;
    }
    return found;
}

void split_told(const struct split *split, uint64_t least, struct split *out)
{
    struct split_group others = {0};
    uint32_t joined = 0, next;

    while ((next = smallest(split, joined)) < split->n_groups) {
        bool is_small = split->groups[next].voters < least;
        bool helps = others.voters > 0 && others.voters < least;

        if (!is_small && !helps)
            break;
        joined |= 1u << next;
        join(&others, &split->groups[next]);
    }
    *out = (struct split){.n_cells = split->n_cells};
    for (uint32_t i = 0; i < split->n_groups; i++) {
        const struct split_group *group = &split->groups[i];

        if (group->voters > 0 && !(joined & 1u << i))
            out->groups[out->n_groups++] = *group;
        else if (group->voters == 0 && joined)
            join(&others, group);
    }
    if (joined)
        out->groups[out->n_groups++] = others;
    if (out->n_groups < 2)
        out->n_groups = 0;
}
