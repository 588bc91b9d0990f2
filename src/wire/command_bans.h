/* SPDX-License-Identifier: Apache-2.0 */

/* Rows of the table of commands: moderation of people. */
#ifndef WIRE_COMMAND_BANS_H
#define WIRE_COMMAND_BANS_H

#include "wire/command.h"
#include "wire/fields.h"

void read_room_ban(struct fields *f, struct command *c);
void read_room_unban(struct fields *f, struct command *c);
void read_log_list(struct fields *f, struct command *c);

#endif
