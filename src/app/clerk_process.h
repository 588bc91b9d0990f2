/* SPDX-License-Identifier: Apache-2.0 */

/* The process that the clerk is: started by the supervisor, and started again when it ends.
 */
#ifndef APP_CLERK_PROCESS_H
#define APP_CLERK_PROCESS_H

#include "app/child.h"
#include "app/config.h"

#include <stdbool.h>

/* What is inherited. */
enum clerk_fd {
    CLERK_FD_LOCK = CHILD_FD_FIRST, /* As a worker's. */
    CLERK_FD_PAGE,                  /* struct counters_page, to be mapped. */
};

/* Until SIGTERM; the exit status. */
int clerk_run(const struct config *config, bool has_private_redis);

#endif
