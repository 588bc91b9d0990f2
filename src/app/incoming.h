/* SPDX-License-Identifier: Apache-2.0 */

/* A store that is being filled from elsewhere says so, under clameur:incoming, until it is
 * whole: what was killed half-way is neither served nor taken for a whole one, and may be
 * begun again by the same. */
#ifndef APP_INCOMING_H
#define APP_INCOMING_H

#include "app/data_folder.h"
#include "app/plain_store.h"

#define INCOMING_KEY   "clameur:incoming"
#define INCOMING_BYTES 160

/* What a move from this folder writes there. */
void incoming_move(const struct data_folder *folder, char by[INCOMING_BYTES]);
/* And a restore, whichever. */
#define INCOMING_RESTORE "clameur restore"

/* Takes an empty store, or what `by` left: wipes that. */
bool incoming_begin(struct plain_store *store, const char *by, struct complaint *complaint);
/* It is whole. */
bool incoming_end(struct plain_store *store, struct complaint *complaint);
/* Nothing of it is left. */
bool incoming_undo(struct plain_store *store, struct complaint *complaint);

/* Is nobody filling it? A move from `folder` that was settled there, and killed before it
 * could say so, is ended now; *had_left tells whether there was one. */
bool incoming_settle(struct plain_store *store, const struct data_folder *folder,
                     bool *had_left, struct complaint *complaint);

#endif
