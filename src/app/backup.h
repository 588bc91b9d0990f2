/* SPDX-License-Identifier: Apache-2.0 */

/* clameur backup FOLDER: a copy of everything as of one moment, while votes go on.
 *
 * The Redis, or each master of a cluster, is asked for what it would give to a new replica:
 * it forks, and writes down the moment of the fork. Every ballot acknowledged before the
 * command began is in it. */
#ifndef APP_BACKUP_H
#define APP_BACKUP_H

#include "app/config.h"

int backup_run(const struct config *config);

#endif
