/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/kind.h"

#include "domain/kind_row.h"

#include <string.h>

static const struct kind_row *const rows[KINDS] = {
    [KIND_SINGLE] = &kind_single,
    [KIND_MULTIPLE] = &kind_multiple,
    [KIND_SCALE] = &kind_scale,
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

enum err kind_cells(const struct kind_shape *shape, const struct ballot *ballot,
                    struct cells *out)
{
    struct cells cells = {0};
    enum err err = rows[shape->kind]->cells(shape, ballot, &cells);

    if (!err)
        *out = cells;
    return err;
}
