/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/ballot_kept.h"

#include <stdlib.h>
#include <string.h>

enum err ballot_kept_cells(const char *value, struct cells *out)
{
    const char *at = strchr(value, ' ');

    *out = (struct cells){0};
    if (!at)
        return ERR_INTERNAL;
    for (at++; *at != ' ';) {
        char *end;
        unsigned long index = strtoul(at, &end, 10);

        if (end == at || *end != ':' || index >= CELLS_MAX || out->n == BALLOT_CELLS_MAX)
            return ERR_INTERNAL;
        at = end + 1;
        out->cell[out->n++] = (struct cell){(uint8_t)index, (int32_t)strtol(at, &end, 10)};
        if (end == at || (*end != ',' && *end != ' '))
            return ERR_INTERNAL;
        at = *end == ',' ? end + 1 : end;
    }
    return OK;
}

const char *ballot_kept_json(const char *value)
{
    const char *at = strchr(value, '{');

    return at ? at : "";
}
