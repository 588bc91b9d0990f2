/* SPDX-License-Identifier: Apache-2.0 */

/* Rows of the table of commands: those about points, and about oneself. */
#ifndef WIRE_COMMAND_POINTS_H
#define WIRE_COMMAND_POINTS_H

#include "wire/command.h"
#include "wire/fields.h"

void read_points_board(struct fields *f, struct command *c);
void read_quiz_board(struct fields *f, struct command *c);
void read_points_log(struct fields *f, struct command *c);
void read_points_select(struct fields *f, struct command *c);
void read_me_supports(struct fields *f, struct command *c);
void read_me_name(struct fields *f, struct command *c);
void read_me_look(struct fields *f, struct command *c);

#endif
