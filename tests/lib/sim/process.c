/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/process.h"

#include "base/mem.h"
#include "store/turn.h"

#include <stdlib.h>

#define WALL_START_US UINT64_C(1700000000000000)
#define SKEW_MS_MAX   5000
#define TURN_US_MAX   300 /* How long a turn of a worker's loop takes. */

uint64_t store_us(const struct loop *loop)
{
    return WALL_START_US + loop->now_us;
}

static struct process *of(struct clock *clock)
{
    return (struct process *)(void *)clock;
}

static uint64_t wall_ms(struct clock *clock)
{
    return (uint64_t)((int64_t)(store_us(of(clock)->loop) / US_PER_MS) +
                      of(clock)->skew_ms);
}

static uint64_t mono_ms(struct clock *clock)
{
    return of(clock)->loop->now_us / US_PER_MS;
}

static void random_bytes(struct clock *clock, void *out, size_t len)
{
    unsigned char *bytes = out;

    for (size_t i = 0; i < len; i++)
        bytes[i] = (unsigned char)chance(&of(clock)->seed);
}

/* ---- Timers ----------------------------------------------------------------------- */

struct timer {
    struct loop_event event;
    struct clock_timer *timer;
};

static void fire(void *context)
{
    struct timer *timer = context;
    struct clock_timer *fires = timer->timer;

    free(timer);
    fires->backend = NULL;
    fires->armed = false;
    fires->fire(fires);
}

static void cancel(struct clock *clock, struct clock_timer *timer)
{
    struct timer *backend = timer->armed ? timer->backend : NULL;

    timer->armed = false;
    timer->backend = NULL;
    if (backend)
        loop_cancel(of(clock)->loop, &backend->event);
    free(backend);
}

static void after(struct clock *clock, struct clock_timer *timer, uint64_t ms)
{
    struct process *process = of(clock);
    struct timer *backend = mem_zero(sizeof *backend);

    cancel(clock, timer);
    backend->timer = timer;
    backend->event = (struct loop_event){.run = fire, .context = backend};
    timer->backend = backend;
    timer->armed = true;
    timer->due_ms = mono_ms(clock) + ms;
    /* A timer is never early, and often late. */
    loop_after(process->loop, &backend->event,
               ms * US_PER_MS + chance_below(process->loop, 2 * US_PER_MS));
}

void process_init(struct process *process, struct loop *loop, struct net *net)
{
    *process = (struct process){
        .clock = {wall_ms, mono_ms, random_bytes, after, cancel},
        .loop = loop,
        .net = net,
        .skew_ms = (int64_t)chance_below(loop, 2 * SKEW_MS_MAX) - SKEW_MS_MAX,
        .seed = chance(&loop->seed),
    };
}

/* ---- Turns: in place of store/turn.c --------------------------------------------------
 */

struct turn_backend {
    struct loop_event event;
    struct process *process;
    struct turn *turn;
};

static void run_turn(void *context)
{
    struct turn *turn = ((struct turn_backend *)context)->turn;

    turn->run(turn->context);
}

static void turn_closed(void *context)
{
    struct turn_backend *backend = context;
    struct turn *turn = backend->turn;

    free(backend);
    turn->closed(turn->context);
}

void turn_init(struct turn *turn, void *loop, void (*run)(void *context), void *context)
{
    struct turn_backend *backend = mem_zero(sizeof *backend);

    backend->event = (struct loop_event){.run = run_turn, .context = backend};
    backend->process = loop;
    backend->turn = turn;
    turn->idle.data = backend;
    turn->run = run;
    turn->context = context;
    turn->closed = NULL;
}

static void soon(struct turn_backend *backend)
{
    struct loop *loop = backend->process->loop;

    if (backend->event.place == 0)
        loop_after(loop, &backend->event, chance_below(loop, TURN_US_MAX));
}

void turn_soon(struct turn *turn)
{
    if (!turn->closed)
        soon(turn->idle.data);
}

void turn_close(struct turn *turn, void (*closed)(void *context))
{
    struct turn_backend *backend = turn->idle.data;

    turn->closed = closed;
    loop_cancel(backend->process->loop, &backend->event);
    backend->event.run = turn_closed;
    soon(backend);
}
