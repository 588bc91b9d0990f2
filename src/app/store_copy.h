/* SPDX-License-Identifier: Apache-2.0 */

/* All keys of one store into another that has none of them.
 *
 * What may be large goes in pieces, so that neither Redis is busy with one command for
 * longer than some milliseconds. */
#ifndef APP_STORE_COPY_H
#define APP_STORE_COPY_H

#include "app/plain_store.h"

/* Nobody may write to `from` meanwhile. */
bool store_copy(struct plain_store *from, struct plain_store *to,
                struct complaint *complaint);

#endif
