/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/figures.h"

#include <assert.h>

struct making {
    const struct kind_shape *shape;
    uint64_t voters;
    const int64_t *counts;
    struct figure *out;
    size_t n;
};

static_assert(2 * CELLS_MAX <= FIGURES_MAX, "two figures for each count, at most");

static void add(struct making *m, const char *name, int32_t cell, int64_t n, uint64_t of)
{
    m->out[m->n++] = (struct figure){name, cell, n, of, false};
}

static void add_people(struct making *m, const char *name, int32_t cell, int64_t n)
{
    m->out[m->n++] = (struct figure){name, cell, n, 1, true};
}

/* People who chose each of the first counts. */
static void votes(struct making *m, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        add_people(m, "votes", (int32_t)i, m->counts[i]);
}

static void choice(struct making *m)
{
    votes(m, m->shape->n_cells);
}

static void scale(struct making *m)
{
    int64_t sum = 0;

    votes(m, m->shape->n_cells);
    for (uint32_t i = 0; i < m->shape->n_cells; i++)
        sum += m->counts[i] * (m->shape->min + (int64_t)i);
    add(m, "mean", FIGURE_WHOLE, sum, m->voters);
}

/* Reichheld's groups: 9 and 10 promote, 7 and 8 are passive, 0 to 6 detract. */
static void nps(struct making *m)
{
    enum { PASSIVES_FROM = 7, PROMOTERS_FROM = 9, PERCENT = 100 };
    int64_t groups[3] = {0};

    votes(m, m->shape->n_cells);
    for (uint32_t i = 0; i < m->shape->n_cells; i++)
        groups[(i >= PASSIVES_FROM) + (i >= PROMOTERS_FROM)] += m->counts[i];
    add_people(m, "promoters", FIGURE_WHOLE, groups[2]);
    add_people(m, "passives", FIGURE_WHOLE, groups[1]);
    add_people(m, "detractors", FIGURE_WHOLE, groups[0]);
    add(m, "score", FIGURE_WHOLE, PERCENT * (groups[2] - groups[0]), m->voters);
}

static void ranking(struct making *m)
{
    uint32_t n = m->shape->n_options;

    for (uint32_t i = 0; i < n; i++)
        add(m, "borda", (int32_t)i, m->counts[i], 1);
    for (uint32_t i = 0; i < n; i++)
        add_people(m, "first", (int32_t)i, m->counts[n + i]);
}

static void points(struct making *m)
{
    for (uint32_t i = 0; i < m->shape->n_options; i++)
        add(m, "points", (int32_t)i, m->counts[i], 1);
    for (uint32_t i = 0; i < m->shape->n_options; i++)
        add(m, "mean", (int32_t)i, m->counts[i], m->voters);
}

/* The last count is how far above the least all numbers are together. */
static void number(struct making *m)
{
    uint32_t bins = m->shape->n_cells - 1;
    int64_t sum = m->counts[bins] + m->shape->min * (int64_t)m->voters;

    votes(m, bins);
    add(m, "mean", FIGURE_WHOLE, sum, m->voters);
}

static void grid(struct making *m)
{
    static const char *const axes[2] = {"across", "up"};

    for (uint32_t i = 0; i < m->shape->n_cells; i++)
        add(m, axes[i % 2], (int32_t)i / 2, m->counts[i], m->voters);
}

/* The words themselves are told by whoever has them. */
static void words(struct making *m)
{
    static const char *const names[] = {"words", "different", "others"};

    for (uint32_t i = 0; i < m->shape->n_cells && i < sizeof names / sizeof *names; i++)
        add(m, names[i], FIGURE_WHOLE, m->counts[i], 1);
}

size_t figures_make(const struct kind_shape *shape, uint64_t voters, const int64_t *counts,
                    struct figure *out)
{
    static void (*const by_kind[KINDS])(struct making * m) = {
        [KIND_SINGLE] = choice, [KIND_MULTIPLE] = choice, [KIND_SCALE] = scale,
        [KIND_PAIR] = choice,   [KIND_NPS] = nps,         [KIND_RANKING] = ranking,
        [KIND_POINTS] = points, [KIND_NUMBER] = number,   [KIND_GRID] = grid,
        [KIND_WORDS] = words,   [KIND_SEGMENT] = choice,  [KIND_QUIZ] = choice,
    };
    struct making m = {shape, voters, counts, out, 0};

    if (by_kind[shape->kind])
        by_kind[shape->kind](&m);
    return m.n;
}
