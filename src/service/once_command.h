/* SPDX-License-Identifier: Apache-2.0 */

/* once_run for a command that is already read. */
#ifndef SERVICE_ONCE_COMMAND_H
#define SERVICE_ONCE_COMMAND_H

#include "service/once.h"
#include "wire/command.h"

/* Takes the command. */
void once_command(struct service *service, struct once *once,
                  const struct session_from *from, struct command *command);

#endif
