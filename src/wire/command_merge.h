/* SPDX-License-Identifier: Apache-2.0 */

/* Rows of the table of commands: merging ideas. */
#ifndef WIRE_COMMAND_MERGE_H
#define WIRE_COMMAND_MERGE_H

#include "wire/command.h"
#include "wire/fields.h"

void read_idea_merge(struct fields *f, struct command *c);
void read_idea_unmerge(struct fields *f, struct command *c);

#endif
