/* SPDX-License-Identifier: Apache-2.0 */

/* Rows of the table of commands: kiosks; and what kiosks and staff say for others. */
#ifndef WIRE_COMMAND_DEVICES_H
#define WIRE_COMMAND_DEVICES_H

#include "domain/device.h"
#include "wire/command.h"
#include "wire/fields.h"

/* `for`, and `ago` beside it. */
void take_behalf(struct fields *f, struct command *c);
/* A kiosk's `label`, which is its name, and `place`. */
void take_kiosk_names(struct fields *f, struct command *c);

void read_device_set(struct fields *f, struct command *c);
void read_device_revoke(struct fields *f, struct command *c);
void read_device_report(struct fields *f, struct command *c);
struct buf **owns_device(struct command *c);

/* A device as staff is told of it. */
void device_write(struct strbuf *out, const struct device *device);
/* As it is told of itself. */
void device_own_write(struct strbuf *out, const struct device *device,
                      const char *badge_key);

#endif
