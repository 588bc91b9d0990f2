/* SPDX-License-Identifier: Apache-2.0 */

/* What the store says becomes what the mirror shows. */
#ifndef SERVICE_APPLY_H
#define SERVICE_APPLY_H

#include "service/watch.h"

/* Whole state replaces whole state; listeners start again only if facts were missed. */
void apply_image(struct watch *watch, const struct room_image *image);
/* The next fact, with seq one above the mirror's; it carries the room's record after it. */
void apply_fact(struct watch *watch, const struct fact *fact);

#endif
