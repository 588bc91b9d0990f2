/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/shift.h"

bool shift_is_moves(enum kind kind)
{
    return kind == KIND_SINGLE || kind == KIND_PAIR || kind == KIND_SCALE ||
           kind == KIND_NPS;
}

bool shift_suits(enum kind kind)
{
    return shift_is_moves(kind) || kind == KIND_MULTIPLE;
}

/* The row or column of answers: of several, the first stands for them. */
static uint32_t line_of(const struct shift *shift, uint32_t cells)
{
    uint32_t line = 0;

    while (line < shift->n_cells && !(cells >> line & 1))
        line++;
    return line;
}

bool shift_add(struct shift *shift, uint32_t before, uint32_t now, uint64_t n)
{
    if (now == SHIFT_NONE || before >> shift->n_cells || now >> shift->n_cells)
        return false;
    shift->moves[line_of(shift, before)][line_of(shift, now)] += n;
    if (before == SHIFT_NONE) {
        shift->joined += n;
        return true;
    }
    shift->both += n;
    for (uint32_t i = 0; i < shift->n_cells; i++) {
        bool was = before >> i & 1, is = now >> i & 1;

        shift->kept[i] += was && is ? n : 0;
        shift->left[i] += was && !is ? n : 0;
        shift->gained[i] += !was && is ? n : 0;
    }
    return true;
}

bool shift_end(struct shift *shift, const struct tally *before, const struct tally *now)
{
    if (shift->both + shift->joined != now->voters || before->voters < shift->both)
        return false;
    for (uint32_t from = 0; from < shift->n_cells; from++) {
        uint64_t moved = 0, was = (uint64_t)before->counts[from];

        for (uint32_t to = 0; to < shift->n_cells; to++)
            moved += shift->moves[from][to];
        shift->moves[from][shift->n_cells] = was > moved ? was - moved : 0;
        if (shift->kept[from] + shift->left[from] > was)
            return false;
    }
    return true;
}
