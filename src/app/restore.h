/* SPDX-License-Identifier: Apache-2.0 */

/* clameur restore FOLDER: a backup becomes the data folder of a server that does not run.
 *
 * Everything is verified before anything is touched, and nothing is overwritten. The store
 * is made anew beside its place, by a Redis of its own, and moved there when it is whole.
 * Every room's epoch is raised above all that a client may have seen, so that each loads
 * afresh what it now is. */
#ifndef APP_RESTORE_H
#define APP_RESTORE_H

#include "app/config.h"

int restore_run(const struct config *config);

#endif
