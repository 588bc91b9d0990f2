/* SPDX-License-Identifier: Apache-2.0 */

#include "base/names.h"

#include <string.h>

bool names_find(const char *const names[], size_t n, const char *name, unsigned *out)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (unsigned)i;
            return true;
        }
    }
    return false;
}
