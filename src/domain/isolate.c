/* SPDX-License-Identifier: Apache-2.0 */

/* Groups are columns, people rows of noughts and ones. A sum of multiples of groups that
 * leaves only the people of a set R is nought on all other rows: there is one if, and only
 * if, the rows without R have a lower rank. Such an R meets every basis of the rows. So
 * take one, with as many people in each of its types as can be: R has to hold one of its
 * types with few people; try each, and go on without it. That is as deep as R has types.
 *
 * Most often that need not be tried: R has somebody of each of several bases that have
 * nobody in common, so it has as many people as there are such bases. */
#include "domain/isolate.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define PRIME     UINT64_C(2147483647)
#define STEPS_MAX 50000 /* Rows that are tried: a tenth of a second; */
#define DEPTH_MAX 16    /* and types of R: what takes more counts as found. */
#define FEW       8     /* So few are found sooner than bases are counted. */

struct search {
    const struct isolate_type *types;
    struct isolate_type *left; /* Whom no basis has yet; by how many there are. */
    size_t n, rank, steps;
    size_t gone[DEPTH_MAX], n_gone; /* Types of R. */
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

static int by_people(const void *a, const void *b)
{
    const struct isolate_type *left = a, *right = b;

    return (left->people < right->people) - (left->people > right->people);
}

/* A basis of those that no other has yet; returns how many people its least type has, and 0
 * when there is none. Takes so many of each. */
static uint64_t take_basis(struct search *search)
{
    struct isolate_type *left = search->left;
    struct basis basis = {.n = 0};
    uint64_t least = UINT64_MAX;

    qsort(left, search->n, sizeof *left, by_people);
    for (size_t i = 0; i < search->n && left[i].people > 0 && basis.n < search->rank;
         i++, search->steps++)
        add_row(&basis, &left[i], i);
    if (basis.n < search->rank)
        return 0;
    for (size_t i = 0; i < basis.n; i++)
        if (left[basis.type[i]].people < least)
            least = left[basis.type[i]].people;
    for (size_t i = 0; i < basis.n; i++)
        left[basis.type[i]].people -= least;
    return least;
}

/* Are there more bases than that which have nobody in common? */
static bool has_more_bases(struct search *search, uint64_t people)
{
    uint64_t n = 0, more;

    memcpy(search->left, search->types, search->n * sizeof *search->left);
    for (size_t i = 0; i < search->n_gone; i++)
        search->left[search->gone[i]].people = 0;
    while (n <= people && search->steps < STEPS_MAX && (more = take_basis(search)) > 0)
        n += more;
    return n > people;
}

static void find_basis(struct search *search, struct basis *out)
{
    out->n = 0;
    for (size_t i = 0; i < search->n && out->n < ISOLATE_COLUMNS_MAX; i++)
        if (!is_gone(search, i) && (search->rank == 0 || out->n < search->rank)) {
            add_row(out, &search->types[i], i);
            search->steps++;
        }
}

/* NOLINTNEXTLINE(misc-no-recursion): at most DEPTH_MAX deep */
static bool finds(struct search *search, uint64_t people)
{
    struct basis basis;

    if (search->steps > STEPS_MAX || search->n_gone == DEPTH_MAX)
        return true;
    find_basis(search, &basis);
    if (basis.n < search->rank)
        return true;
    if (people > FEW && has_more_bases(search, people))
        return false;
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

bool isolates(struct isolate_type types[], size_t n, uint64_t least)
{
    struct search search = {.types = types};
    struct basis all;
    bool is_found;

    qsort(types, n, sizeof *types, by_people);
    while (n > 0 && types[n - 1].people == 0)
        n--;
    search.n = n;
    find_basis(&search, &all);
    search.rank = all.n;
    if (search.rank == 0 || least == 0)
        return false;
    search.left = mem_zero(n * sizeof *search.left);
    is_found = finds(&search, least - 1);
    free(search.left);
    return is_found;
}
