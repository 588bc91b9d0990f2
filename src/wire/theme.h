/* SPDX-License-Identifier: Apache-2.0 */

/* A theme as it comes from outside and as it is kept. */
#ifndef WIRE_THEME_H
#define WIRE_THEME_H

#include "base/buf.h"
#include "domain/theme.h"
#include "wire/fields.h"

/* Leaves `out` as it is where the field is missing; `null` is no theme. A colour that
 * cannot be read is ERR_CONTRAST, and the nearest one that can be in f->nearest. */
void take_theme(struct fields *f, const char *name, struct theme *out);
/* {"font":"plain","light":{…}}, the same bytes for the same theme. */
void theme_write(struct strbuf *out, const struct theme *theme);
/* What theme_write wrote. */
enum err theme_read(const struct buf *json, struct theme *out);

#endif
