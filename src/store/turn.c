/* SPDX-License-Identifier: Apache-2.0 */

#include "store/turn.h"

#include <assert.h>

static void on_idle(uv_idle_t *idle)
{
    struct turn *turn = idle->data;

    uv_idle_stop(idle);
    turn->run(turn->context);
}

static void on_close(uv_handle_t *handle)
{
    struct turn *turn = handle->data;

    turn->closed(turn->context);
}

void turn_init(struct turn *turn, void *loop, void (*run)(void *context), void *context)
{
    int failed = uv_idle_init(loop, &turn->idle);

    assert(failed == 0); /* It opens nothing. */
    (void)failed;
    turn->idle.data = turn;
    turn->run = run;
    turn->context = context;
}

void turn_soon(struct turn *turn)
{
    if (!uv_is_closing((uv_handle_t *)&turn->idle))
        uv_idle_start(&turn->idle, on_idle);
}

void turn_close(struct turn *turn, void (*closed)(void *context))
{
    turn->closed = closed;
    uv_close((uv_handle_t *)&turn->idle, on_close);
}
