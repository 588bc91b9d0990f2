/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/tables.h"

#include "base/mem.h"
#include "domain/isolate.h"

#include <stdlib.h>
#include <string.h>

void table_types_add(struct table_types *types, const int32_t options[TABLES_MAX])
{
    int8_t wanted[TABLES_MAX];
    size_t at = 0;

    for (size_t s = 0; s < TABLES_MAX; s++)
        wanted[s] = (int8_t)options[s];
    while (at < types->n && memcmp(types->type[at].options, wanted, sizeof wanted) != 0)
        at++;
    if (at == TABLE_TYPES_MAX) {
        types->is_over = true;
        return;
    }
    if (at == types->n) {
        types->n++;
        memcpy(types->type[at].options, wanted, sizeof wanted);
        types->type[at].people = 0;
    }
    types->type[at].people++;
}

/* Which group of the table an answer belongs to. */
static size_t group_of(const struct split *table, uint32_t n_options, int option)
{
    uint32_t place =
        option >= 0 && (uint32_t)option < n_options ? (uint32_t)option : n_options;
    size_t group = 0;

    while (group < table->n_groups && !(table->groups[group].members >> place & 1))
        group++;
    return group;
}

/* People of the same groups of all tables that are told: as many types as there are cells.
 */
static size_t cells_of(const struct tables *tables, const struct table_types *types,
                       struct isolate_type out[])
{
    size_t n = 0;

    for (size_t i = 0; i < types->n; i++) {
        uint64_t columns = 0;
        size_t first = 0, at = 0;

        for (size_t s = 0; s < tables->n; s++) {
            const struct split *table = &tables->of[s];

            if (table->n_groups > 0)
                columns |= UINT64_C(1) << (first + group_of(table, tables->n_options[s],
                                                            types->type[i].options[s]));
            first += table->n_groups;
        }
        while (at < n && out[at].columns != columns)
            at++;
        if (at == n)
            out[n++] = (struct isolate_type){.columns = columns};
        out[at].people += types->type[i].people;
    }
    return n;
}

void tables_make(const struct split splits[], size_t n, const struct table_types *types,
                 struct tables *out)
{
    struct isolate_type *cells = mem_zero((types->n + 1) * sizeof *cells);
    size_t n_told = 0, n_columns = 0;

    *out = (struct tables){.n = n};
    for (size_t s = 0; s < n; s++)
        out->n_options[s] = splits[s].n_groups - 1; /* Before who has not said. */
    for (size_t s = 0; s < n; s++) {
        split_told(&splits[s], &out->of[s]);
        if (out->of[s].n_groups == 0)
            continue;
        n_columns += out->of[s].n_groups;
        bool tells_of_few =
            n_columns > ISOLATE_COLUMNS_MAX || (n_told > 0 && types->is_over);

        if (!tells_of_few)
            tells_of_few = isolates(cells, cells_of(out, types, cells), SEGMENT_PEOPLE_MIN);
        if (tells_of_few) {
            n_columns -= out->of[s].n_groups;
            out->of[s].n_groups = 0;
        } else {
            n_told++;
        }
        memset(cells, 0, (types->n + 1) * sizeof *cells);
    }
    for (size_t i = 0; n_told > 0 && i < types->n; i++)
        out->told += types->type[i].people;
    free(cells);
}

void tables_of_every(const struct split splits[], size_t n, struct tables *out)
{
    *out = (struct tables){.n = n};
    for (size_t s = 0; s < n; s++) {
        struct split *of = &out->of[s];

        out->n_options[s] = splits[s].n_groups - 1;
        of->n_cells = splits[s].n_cells;
        for (uint32_t i = 0; i < splits[s].n_groups; i++)
            if (splits[s].groups[i].voters > 0)
                of->groups[of->n_groups++] = splits[s].groups[i];
        if (of->n_groups < 2)
            of->n_groups = 0; /* That is everyone. */
    }
}

bool tables_may_follow(const struct tables *told, const struct table_types *types,
                       struct tables *next)
{
    struct isolate_type *cells = mem_zero((types->n + 1) * sizeof *cells);
    bool may = !types->is_over && next->told > 0;
    size_t n;

    n = cells_of(next, types, cells);
    for (size_t i = 0; i < n; i++)
        may = may && cells[i].people >= told->told + SEGMENT_PEOPLE_MIN;
    free(cells);
    if (may)
        next->told += told->told;
    return may;
}
