/* SPDX-License-Identifier: Apache-2.0 */

/* As command_boards.h: those about gates. */
#ifndef WIRE_COMMAND_GATES_H
#define WIRE_COMMAND_GATES_H

#include "wire/command.h"
#include "wire/fields.h"

void read_idea_opinion(struct fields *f, struct command *c);
void read_idea_queue(struct fields *f, struct command *c);

#endif
