/* SPDX-License-Identifier: Apache-2.0 */

/* Commands about the words of a question. */
#ifndef WIRE_COMMAND_CLOUD_H
#define WIRE_COMMAND_CLOUD_H

#include "wire/command.h"
#include "wire/fields.h"

void read_cloud_list(struct fields *f, struct command *c);
void read_cloud_hide(struct fields *f, struct command *c);

#endif
