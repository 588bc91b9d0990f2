/* SPDX-License-Identifier: Apache-2.0 */

/* Keeps an instance running: the data folder's lock, the private Redis, the listening
 * sockets and the workers. No loop library, no threads: a poll of signals and pipes, and
 * a look around at each tick.
 *
 *   STARTING ─> SERVING ─> STOPPING_WORKERS ─> STOPPING_REDIS ─> GONE
 *       └───────────────────────^
 */
#ifndef APP_SUPERVISOR_H
#define APP_SUPERVISOR_H

#include "app/config.h"

/* Serves until SIGTERM or SIGINT; the exit status. What is wrong at the start is said in
 * one line on stderr. */
int supervisor_run(const struct config *config);

#endif
