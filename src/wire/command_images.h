/* SPDX-License-Identifier: Apache-2.0 */

/* Readers of the commands about pictures; rows of command.c. */
#ifndef WIRE_COMMAND_IMAGES_H
#define WIRE_COMMAND_IMAGES_H

#include "wire/command.h"
#include "wire/fields.h"

void read_image_ticket(struct fields *f, struct command *c);
void read_image_check(struct fields *f, struct command *c);
void read_image_list(struct fields *f, struct command *c);
/* One of a list "images"; `path` stands before its fields in a blame. */
void take_image(struct fields *f, json_t *item, const char *path, struct image_ref *out);
/* "images" of idea.post and idea.edit. */
void take_images(struct fields *f, struct command *c);

#endif
