/* SPDX-License-Identifier: Apache-2.0 */

/* Throws away rehearsals whose day is over. */
#ifndef CLERK_SWEEPER_H
#define CLERK_SWEEPER_H

#include "store/store.h"

struct clerk;

struct sweeper {
    struct clerk *clerk;
    struct clock_timer pause;
    struct store_request io;
    struct id room; /* Under way. */
};

void sweeper_start(struct sweeper *sweeper, struct clerk *clerk);
void sweeper_stop(struct sweeper *sweeper);

#endif
