/* SPDX-License-Identifier: Apache-2.0 */

/* Rows of the table of commands: invitations. */
#ifndef WIRE_COMMAND_INVITES_H
#define WIRE_COMMAND_INVITES_H

#include "wire/command.h"
#include "wire/fields.h"

void read_invite_add(struct fields *f, struct command *c);
void read_invite_list(struct fields *f, struct command *c);
void read_invite_revoke(struct fields *f, struct command *c);
struct buf **owns_invited(struct command *c);

#endif
