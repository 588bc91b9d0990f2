/* SPDX-License-Identifier: Apache-2.0 */

/* Files of a logo as arguments of a call. */
#ifndef STORE_LOGO_FILES_H
#define STORE_LOGO_FILES_H

#include "store/ask.h"
#include "store/store_theme.h"

/* Appends id, kind, full and small of each. */
void logo_files_add(struct redis_command *command, const struct logo_files *files);

#endif
