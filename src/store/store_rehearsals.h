/* SPDX-License-Identifier: Apache-2.0 */

/* Which rooms are rehearsals, and until when: part of the port of store.h. */
#ifndef STORE_REHEARSALS_H
#define STORE_REHEARSALS_H

#include "store/store.h"

/* Result: const uint64_t *, the ms until which it is there; the same again for a room that
 * is listed. Over REHEARSALS_MAX: ERR_LIMIT_REACHED. */
void store_rehearsal_list(struct store *store, struct store_request *request,
                          const struct id *room);
/* Result: const struct id *, one whose time is over; NULL: none. */
void store_rehearsal_due(struct store *store, struct store_request *request);
/* Once the room is deleted. */
void store_rehearsal_drop(struct store *store, struct store_request *request,
                          const struct id *room);

#endif
