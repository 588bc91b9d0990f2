/* SPDX-License-Identifier: Apache-2.0 */

/* A ballot as the store keeps it: "<n> <cells> <ballot>", cells being "index:weight" with
 * commas between. */
#ifndef WIRE_BALLOT_KEPT_H
#define WIRE_BALLOT_KEPT_H

#include "domain/kind.h"

/* What it weighs. ERR_INTERNAL when it is not ours. */
MUST_CHECK enum err ballot_kept_cells(const char *value, struct cells *out);
/* Its JSON; "" when there is none. */
const char *ballot_kept_json(const char *value);

#endif
