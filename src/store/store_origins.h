/* SPDX-License-Identifier: Apache-2.0 */

/* Sites that the rooms of the space may be embedded in. */
#ifndef STORE_STORE_ORIGINS_H
#define STORE_STORE_ORIGINS_H

#include "base/buf.h"
#include "store/store.h"

/* Result of both: const struct buf *, one origin a line. */
void store_space_origins(struct store *store, struct store_request *request);
void store_space_origins_set(struct store *store, struct store_request *request,
                             const struct buf *lines);

#endif
