/* SPDX-License-Identifier: Apache-2.0 */

/* The fields of each command as JSON Schema, within wire. */
#ifndef WIRE_DESCRIBE_FIELDS_H
#define WIRE_DESCRIBE_FIELDS_H

#include "wire/command.h"

#include <jansson.h>

/* A message of the socket, with "mid" and "cmd"; or a body over HTTP, with "room" where the
 * command acts in one. The caller owns it. */
json_t *describe_message(enum command_type type);
json_t *describe_body(enum command_type type);

#endif
