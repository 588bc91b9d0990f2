/* SPDX-License-Identifier: Apache-2.0 */

/* What people write, folded as the room's word lists are: judged by the store, in the call
 * that writes it, so that a word that was listed a moment ago holds. */
#ifndef SERVICE_STEMS_H
#define SERVICE_STEMS_H

#include "service/actor.h"

/* Of JSON that people's words are kept in; nothing where staff wrote it. */
struct folded folded_of(const struct request *request, const struct buf *json);
void folded_done(struct folded *folded);
/* Of one text: a stem a line. NULL where staff wrote it. The caller's. */
struct buf *folded_text(const struct request *request, const char *text);

/* Of JSON that came in with a file, whoever sent it: its name is judged with the rest. The
 * caller's. */
struct buf *folded_row(struct service *service, const struct buf *json);

/* An entry of a list: its stems, with blanks between. NULL: it has none, or more than
 * LISTED_STEMS_MAX. The caller's. */
struct buf *entry_stems(struct service *service, const char *word);

#endif
