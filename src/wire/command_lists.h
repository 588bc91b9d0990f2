/* SPDX-License-Identifier: Apache-2.0 */

/* Rows of the table of commands: word lists. */
#ifndef WIRE_COMMAND_LISTS_H
#define WIRE_COMMAND_LISTS_H

#include "wire/command.h"
#include "wire/fields.h"

void read_words_set(struct fields *f, struct command *c);
void read_words_list(struct fields *f, struct command *c);
struct buf **owns_listed(struct command *c);

#endif
