/* SPDX-License-Identifier: Apache-2.0 */

/* A cast as clients write it, read at once instead of through a tree.
 *
 * Casts are nearly all that a crowd sends, and all of them look alike: see
 * docs/PROTOCOL.md. Whatever differs in anything (a blank, another order, an escape, a
 * number out of range) is left to command_parse's general way, which also knows what is
 * wrong with it. So this only ever says yes, and only to what the general way would read as
 * the same; fuzz_command holds the two against each other. */
#ifndef WIRE_CAST_READ_H
#define WIRE_CAST_READ_H

#include "wire/command.h"

/* `*out` is written only when it is one. */
bool cast_read(const char *text, size_t len, struct command *out);

#endif
