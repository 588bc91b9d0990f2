/* SPDX-License-Identifier: Apache-2.0 */

/* clameur restore FOLDER: a backup becomes the data folder of a server that does not run,
 * or with --redis fills an empty Redis, be it one, behind sentinels, or a cluster.
 *
 * Everything is verified before anything is touched, and nothing is overwritten. A private
 * store is made anew beside its place and moved there when it is whole; a shared one
 * carries a mark until then. Whoever is killed in between leaves what no server serves, and
 * what the next restore begins anew. Every room's epoch is raised above all that a client
 * may have seen, so that each loads afresh what it now is. */
#ifndef APP_RESTORE_H
#define APP_RESTORE_H

#include "app/config.h"

int restore_run(const struct config *config);

#endif
