/* SPDX-License-Identifier: Apache-2.0 */

/* libuv's threads as base/work.h. The loop does not end while work is under way. */
#ifndef APP_WORKS_UV_H
#define APP_WORKS_UV_H

#include "base/work.h"

#include <uv.h>

struct works_uv {
    struct works works;
    uv_loop_t *loop;
};

void works_uv_init(struct works_uv *works, uv_loop_t *loop);

#endif
