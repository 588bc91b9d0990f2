/* SPDX-License-Identifier: Apache-2.0 */

/* The commands about files, for the table in command.c. */
#ifndef WIRE_COMMAND_CARRY_H
#define WIRE_COMMAND_CARRY_H

#include "wire/command.h"
#include "wire/fields.h"

void read_board_export(struct fields *f, struct command *c);
void read_board_import(struct fields *f, struct command *c);
void read_question_export(struct fields *f, struct command *c);
void read_room_export(struct fields *f, struct command *c);
/* deck.ticket, deck.stop */
void read_deck(struct fields *f, struct command *c);

#endif
