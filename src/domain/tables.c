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

static uint64_t people_of(const struct table_types *types)
{
    uint64_t people = 0;

    for (size_t i = 0; i < types->n; i++)
        people += types->type[i].people;
    return people;
}

static struct tables no_tables(const struct split splits[], size_t n)
{
    struct tables none = {.n = n};

    for (size_t s = 0; s < n; s++)
        none.n_options[s] = splits[s].n_groups - 1; /* Before who has not said. */
    return none;
}

static bool tell_of_few(const struct tables *tables, const struct table_types *types,
                        uint64_t least)
{
    struct isolate_type *cells = mem_zero((types->n + 1) * sizeof *cells);
    size_t n_told = 0, n_columns = 0;
    bool is_so;

    for (size_t s = 0; s < tables->n; s++) {
        n_told += tables->of[s].n_groups > 0;
        n_columns += tables->of[s].n_groups;
    }
    is_so = n_columns > ISOLATE_COLUMNS_MAX || (n_told > 1 && types->is_over) ||
            isolates(cells, cells_of(tables, types, cells), least);
    free(cells);
    return is_so;
}

/* Adds a table, unless it would tell of few beside those that are there. */
static void add_table(const struct split *table, size_t s, const struct table_types *types,
                      uint64_t least, struct tables *out)
{
    out->of[s] = *table;
    if (table->n_groups > 0 && tell_of_few(out, types, least))
        out->of[s].n_groups = 0;
}

static bool has_groups(const struct tables *tables)
{
    for (size_t s = 0; s < tables->n; s++)
        if (tables->of[s].n_groups > 0)
            return true;
    return false;
}

void tables_make(const struct split splits[], size_t n, const struct table_types *types,
                 struct tables *out)
{
    *out = no_tables(splits, n);
    for (size_t s = 0; s < n; s++) {
        struct split table;

        split_told(&splits[s], SEGMENT_PEOPLE_MIN, &table);
        add_table(&table, s, types, SEGMENT_PEOPLE_MIN, out);
    }
    out->told = has_groups(out) ? people_of(types) : 0;
}

void tables_of_every(const struct split splits[], size_t n, struct tables *out)
{
    *out = no_tables(splits, n);
    for (size_t s = 0; s < n; s++) {
        struct split *of = &out->of[s];

        of->n_cells = splits[s].n_cells;
        for (uint32_t i = 0; i < splits[s].n_groups; i++)
            if (splits[s].groups[i].voters > 0)
                of->groups[of->n_groups++] = splits[s].groups[i];
        if (of->n_groups < 2)
            of->n_groups = 0; /* That is everyone. */
    }
}

uint64_t table_voters(const struct split *table)
{
    uint64_t voters = 0;

    for (uint32_t i = 0; i < table->n_groups; i++)
        voters += table->groups[i].voters;
    return voters;
}

/* Of those that are left the one that was told of fewest; the first of equals. */
static size_t next_in_turn(const struct tables *was, const bool is_done[])
{
    size_t found = was->n;

    for (size_t s = 0; s < was->n; s++)
        if (!is_done[s] &&
            (found == was->n || table_voters(&was->of[s]) < table_voters(&was->of[found])))
            found = s;
    return found;
}

bool tables_follow(const struct tables *was, const struct split splits[],
                   const struct table_types *types, struct tables *out)
{
    uint64_t least = was->told + SEGMENT_PEOPLE_MIN;
    bool is_done[TABLES_MAX] = {false};
    size_t s;

    *out = no_tables(splits, was->n);
    while ((s = next_in_turn(was, is_done)) < was->n) {
        struct split table;

        is_done[s] = true;
        split_told(&splits[s], least, &table);
        if (table.n_groups >= was->of[s].n_groups)
            add_table(&table, s, types, least, out);
    }
    out->told = was->told + people_of(types);
    return has_groups(out);
}
