/* SPDX-License-Identifier: Apache-2.0 */

/* What a space's new rooms look like: part of the port of store.h, and with its rules.
 * Result of both: const struct buf *, the theme as wire made it; NULL for none. */
#ifndef STORE_THEME_H
#define STORE_THEME_H

#include "store/store.h"

void store_space_theme(struct store *store, struct store_request *request);
/* NULL: none any more. */
void store_space_theme_set(struct store *store, struct store_request *request,
                           const struct buf *theme);

#endif
