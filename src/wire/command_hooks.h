/* SPDX-License-Identifier: Apache-2.0 */

/* As command_boards.h: those about webhooks. */
#ifndef WIRE_COMMAND_HOOKS_H
#define WIRE_COMMAND_HOOKS_H

#include "wire/command.h"
#include "wire/fields.h"

void read_hook_add(struct fields *f, struct command *c);
void read_hook(struct fields *f, struct command *c);

struct buf **owns_hook(struct command *c);

#endif
