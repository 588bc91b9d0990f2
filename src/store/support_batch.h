/* SPDX-License-Identifier: Apache-2.0 */

/* Supports of the ideas of one board, in calls of up to BATCH_SUPPORTS_MAX; see gather.h.
 */
#ifndef STORE_SUPPORT_BATCH_H
#define STORE_SUPPORT_BATCH_H

#include "store/store_support.h"

struct supports;

struct supports *supports_new(struct store *store);
void supports_dispatch(struct supports *supports);
/* No support may wait. */
void supports_free(struct supports *supports);

#endif
