/* SPDX-License-Identifier: Apache-2.0 */

/* What the fields of a command are, by its own reader, within wire. */
#ifndef WIRE_COMMAND_NOTE_H
#define WIRE_COMMAND_NOTE_H

#include "wire/command.h"
#include "wire/fields.h"

/* Has the reader of a command tell what it asks for, given notes->given and
 * notes->has_all. */
void command_note(enum command_type type, struct field_notes *notes);

#endif
