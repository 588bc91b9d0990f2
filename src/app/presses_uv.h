/* SPDX-License-Identifier: Apache-2.0 */

/* base/press.h by `clameur press`, a process for each picture, one at a time. The loop does
 * not end while one is under way. */
#ifndef APP_PRESSES_UV_H
#define APP_PRESSES_UV_H

#include "base/clock.h"
#include "base/list.h"
#include "base/press.h"

#include <uv.h>

struct presses_uv {
    struct presses presses;
    uv_loop_t *loop;
    struct clock *clock;
    struct list waiting;
    bool is_busy;
};

void presses_uv_init(struct presses_uv *presses, uv_loop_t *loop, struct clock *clock);

#endif
