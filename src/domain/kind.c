/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/kind.h"

#include "domain/kind_row.h"

#include <string.h>

static const struct kind_row *const rows[KINDS] = {
    [KIND_SINGLE] = &kind_single, [KIND_MULTIPLE] = &kind_multiple,
    [KIND_SCALE] = &kind_scale,   [KIND_PAIR] = &kind_pair,
    [KIND_NPS] = &kind_nps,       [KIND_RANKING] = &kind_ranking,
    [KIND_POINTS] = &kind_points, [KIND_NUMBER] = &kind_number,
    [KIND_GRID] = &kind_grid,     [KIND_QUIZ] = &kind_quiz,
    [KIND_WORDS] = &kind_words,   [KIND_SEGMENT] = &kind_segment,
    [KIND_SLIDE] = &kind_slide,
};

const char *kind_name(enum kind kind)
{
    return rows[kind]->name;
}

bool kind_read(const char *name, enum kind *out)
{
    for (unsigned i = 0; i < KINDS; i++) {
        if (strcmp(rows[i]->name, name) == 0) {
            *out = (enum kind)i;
            return true;
        }
    }
    return false;
}

void cells_add(struct cells *cells, uint32_t index, int32_t weight)
{
    if (weight != 0)
        cells->cell[cells->n++] = (struct cell){.index = (uint8_t)index, .weight = weight};
}

enum err kind_cells(const struct kind_shape *shape, const struct ballot *ballot,
                    struct cells *out)
{
    struct cells cells = {0};
    enum err err = rows[shape->kind]->cells(shape, ballot, &cells);

    if (!err)
        *out = cells;
    return err;
}
