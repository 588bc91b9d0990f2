/* SPDX-License-Identifier: Apache-2.0 */

/* Sites that the rooms of a space may be embedded in. */
#ifndef WIRE_COMMAND_ORIGINS_H
#define WIRE_COMMAND_ORIGINS_H

#include "base/buf.h"
#include "wire/command.h"
#include "wire/fields.h"

void read_space_origins(struct fields *f, struct command *c);
struct buf **owns_origins(struct command *c);

/* As a list in JSON. `origins` is one a line, or NULL. */
void origins_json(struct strbuf *out, const struct buf *origins);

#endif
