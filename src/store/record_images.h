/* SPDX-License-Identifier: Apache-2.0 */

/* Reads pictures as the functions in Redis pack them, and packs those that an idea is to
 * have. Total, like record.h. */
#ifndef STORE_RECORD_IMAGES_H
#define STORE_RECORD_IMAGES_H

#include "store/packet.h"
#include "store/redis_command.h"
#include "store/store.h"

/* "id state width height words" of one. `out` points into the packet. */
bool image_record_next(struct packet *rest, struct idea_image *out);
/* Those of an idea, a packet each; false when they are not ours, or too many. */
bool idea_images_read(struct packet packed, struct idea_image out[], size_t *n);

/* The keys pics, pictures, loose and unseen, and those of the bytes of all that is named.
 */
#define IMAGE_KEYS 4
size_t images_keys(const struct idea_images *images);
void add_images_keys(struct redis_command *command, const struct id *room,
                     const struct id *board, const struct idea_images *images);
/* Two arguments: what it is to have, "-" for what it has; the state of what is new. */
void add_images(struct redis_command *command, const struct idea_images *images);

#endif
