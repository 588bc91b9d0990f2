/* SPDX-License-Identifier: Apache-2.0 */

/* Groups are columns, people rows of noughts and ones. A sum of multiples of groups that
 * leaves only the people of a set R is nought on all other rows: there is one if, and only
 * if, the rows without R have a lower rank. Such an R meets every basis of the rows. So
 * take one, with as many people in each of its types as can be: R has to hold one of its
 * types with few people; try each, and go on without it. At most four people are ever taken
 * out, so that is at most four deep. */
#include "domain/isolate.h"

#include <stdlib.h>
#include <string.h>

#define PRIME     UINT64_C(2147483647)
#define STEPS_MAX 20000 /* Bases that are looked for. */

struct search {
    const struct isolate_type *types;
    size_t n, rank, steps;
    size_t gone[8], n_gone; /* Types of R. */
};

struct basis {
    size_t n;
    size_t type[ISOLATE_COLUMNS_MAX];
    size_t pivot[ISOLATE_COLUMNS_MAX];
    uint64_t row[ISOLATE_COLUMNS_MAX][ISOLATE_COLUMNS_MAX];
};

static uint64_t power(uint64_t base, uint64_t exponent)
{
    uint64_t out = 1;

    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            out = out * base % PRIME;
        base = base * base % PRIME;
    }
    return out;
}

/* Adds the row unless it follows from those that are there. */
static void add_row(struct basis *basis, const struct isolate_type *type, size_t at)
{
    uint64_t row[ISOLATE_COLUMNS_MAX];
    size_t pivot = 0;

    for (size_t c = 0; c < ISOLATE_COLUMNS_MAX; c++)
        row[c] = type->columns >> c & 1;
    for (size_t i = 0; i < basis->n; i++) {
        uint64_t times = row[basis->pivot[i]];

        for (size_t c = 0; times && c < ISOLATE_COLUMNS_MAX; c++)
            row[c] = (row[c] + (PRIME - times) * basis->row[i][c]) % PRIME;
    }
    while (pivot < ISOLATE_COLUMNS_MAX && !row[pivot])
        pivot++;
    if (pivot == ISOLATE_COLUMNS_MAX)
        return;
    uint64_t inverse = power(row[pivot], PRIME - 2);

    for (size_t c = 0; c < ISOLATE_COLUMNS_MAX; c++)
        basis->row[basis->n][c] = row[c] * inverse % PRIME;
    basis->type[basis->n] = at;
    basis->pivot[basis->n++] = pivot;
}

static bool is_gone(const struct search *search, size_t type)
{
    for (size_t i = 0; i < search->n_gone; i++)
        if (search->gone[i] == type)
            return true;
    return false;
}

static void find_basis(const struct search *search, struct basis *out)
{
    out->n = 0;
    for (size_t i = 0; i < search->n && out->n < ISOLATE_COLUMNS_MAX; i++)
        if (!is_gone(search, i) && (search->rank == 0 || out->n < search->rank))
            add_row(out, &search->types[i], i);
}

/* NOLINTNEXTLINE(misc-no-recursion): at most four people deep */
static bool finds(struct search *search, uint64_t people)
{
    struct basis basis;

    if (++search->steps > STEPS_MAX)
        return true;
    find_basis(search, &basis);
    if (basis.n < search->rank)
        return true;
    for (size_t i = 0; i < basis.n; i++) {
        size_t type = basis.type[i];

        if (search->types[type].people > people)
            continue;
        search->gone[search->n_gone++] = type;
        if (finds(search, people - search->types[type].people))
            return true;
        search->n_gone--;
    }
    return false;
}

static int by_people(const void *a, const void *b)
{
    const struct isolate_type *left = a, *right = b;

    return (left->people < right->people) - (left->people > right->people);
}

bool isolates(struct isolate_type types[], size_t n, uint64_t least)
{
    struct search search = {.types = types, .n = n};
    struct basis all;

    while (n > 0 && least <= sizeof search.gone / sizeof *search.gone) {
        qsort(types, n, sizeof *types, by_people);
        while (n > 0 && types[n - 1].people == 0)
            n--;
        search.n = n;
        find_basis(&search, &all);
        search.rank = all.n;
        return search.rank > 0 && finds(&search, least - 1);
    }
    return n > 0;
}
