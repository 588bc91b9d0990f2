/* SPDX-License-Identifier: Apache-2.0 */

/* Records inside a command, within wire: checked, cleaned and made canonical. */
#ifndef WIRE_RECORD_TAKE_H
#define WIRE_RECORD_TAKE_H

#include "wire/command.h"
#include "wire/fields.h"

/* The caller owns out->json, which is NULL after an error. */
void take_definition(struct fields *f, const char *name, struct definition *out);
/* NULL after an error. */
struct buf *take_settings(struct fields *f, const char *name);
void take_ballot(struct fields *f, const char *name, struct ballot *out);

#endif
