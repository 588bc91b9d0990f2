/* SPDX-License-Identifier: Apache-2.0 */

/* Rows of the table of commands: ideas that are put together. */
#ifndef WIRE_COMMAND_GROUPS_H
#define WIRE_COMMAND_GROUPS_H

#include "wire/command.h"
#include "wire/fields.h"

void read_idea_group(struct fields *f, struct command *c);

#endif
