/* SPDX-License-Identifier: Apache-2.0 */

/* What is asked about themes. */
#ifndef WIRE_COMMAND_THEME_H
#define WIRE_COMMAND_THEME_H

#include "wire/command.h"
#include "wire/fields.h"

void read_theme_look(struct fields *f, struct command *c);
void read_space_theme(struct fields *f, struct command *c);
struct buf **owns_theme(struct command *c);

#endif
