/* SPDX-License-Identifier: Apache-2.0 */

/* A rehearsal is a room of its own: what happens in it never was in the real one. It is in
 * no file, no webhook and no sum of the space, and is thrown away when it ends, or after a
 * day. */
#ifndef SERVICE_REHEARSALS_H
#define SERVICE_REHEARSALS_H

#include "service/actor.h"
#include "wire/record.h"

struct logo_files;

/* Is this room one? Nothing changes that. */
bool is_rehearsal(const struct watch *watch, struct rehearsal *out);
/* The settings of a room.update say what the room's say of a rehearsal. */
void rehearsal_stays(struct request *request);

/* Of service/rooms.c: makes the room that command.room_create names, under a code that is
 * free, with these settings and the files of their logo, or NULL. */
void room_make(struct request *request, struct buf *settings,
               const struct logo_files *logo);
/* It is there. */
void rehearsal_made(struct request *request, const struct room_record *record);

#endif
