/* SPDX-License-Identifier: Apache-2.0 */

/* The worker's clock: base/clock.h on libuv.
 *
 * Armed timers form a heap by due time behind a single uv_timer, so a timer costs
 * its owner no handle and may be dropped the moment it is cancelled. Timers may be
 * armed and cancelled from within any `fire`. */
#ifndef APP_CLOCK_UV_H
#define APP_CLOCK_UV_H

#include "base/clock.h"

#include <uv.h>

struct clock *clock_uv_new(uv_loop_t *loop);
/* Timers still armed will not fire. The loop must run once more to let the handle go. Takes
 * NULL. */
void clock_uv_free(struct clock *clock);

#endif
