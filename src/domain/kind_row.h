/* SPDX-License-Identifier: Apache-2.0 */

/* What each file kind_<name>.c provides, for the table in kind.c alone. */
#ifndef DOMAIN_KIND_ROW_H
#define DOMAIN_KIND_ROW_H

#include "domain/kind.h"

struct kind_row {
    const char *name;
    enum err (*cells)(const struct kind_shape *shape, const struct ballot *ballot,
                      struct cells *out);
};

extern const struct kind_row kind_single, kind_multiple, kind_scale;

#endif
