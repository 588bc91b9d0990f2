/* SPDX-License-Identifier: Apache-2.0 */

#include "app/clock_uv.h"

#include "base/list.h"
#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#define HEAP_START 64

struct clock_uv {
    struct clock clock;
    uv_timer_t alarm;  /* Set for the first of the heap. */
    uint64_t alarm_ms; /* When it rings; 0 while it is off. */
    bool is_firing;    /* The alarm is set once, at the end. */
    size_t n, cap;
    struct clock_timer **heap; /* timer->backend is its place here. */
};

static struct clock_uv *from(struct clock *clock)
{
    return container_of(clock, struct clock_uv, clock);
}

/* ---- The heap ---- */

static void put(struct clock_uv *c, size_t at, struct clock_timer *timer)
{
    c->heap[at] = timer;
    timer->backend = &c->heap[at];
}

static void sift_up(struct clock_uv *c, size_t at)
{
    struct clock_timer *timer = c->heap[at];

    while (at > 0 && c->heap[(at - 1) / 2]->due_ms > timer->due_ms) {
        put(c, at, c->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    put(c, at, timer);
}

static void sift_down(struct clock_uv *c, size_t at)
{
    struct clock_timer *timer = c->heap[at];

    for (size_t child = 2 * at + 1; child < c->n; child = 2 * at + 1) {
        if (child + 1 < c->n && c->heap[child + 1]->due_ms < c->heap[child]->due_ms)
            child++;
        if (c->heap[child]->due_ms >= timer->due_ms)
            break;
        put(c, at, c->heap[child]);
        at = child;
    }
    put(c, at, timer);
}

static void heap_add(struct clock_uv *c, struct clock_timer *timer)
{
    if (c->n == c->cap) {
        c->cap *= 2;
        c->heap = mem_resize(c->heap, c->cap * sizeof(struct clock_timer *));
        for (size_t i = 0; i < c->n; i++)
            c->heap[i]->backend = &c->heap[i];
    }
    c->heap[c->n] = timer;
    sift_up(c, c->n++);
}

static void heap_remove(struct clock_uv *c, const struct clock_timer *timer)
{
    size_t at = (size_t)((struct clock_timer **)timer->backend - c->heap);

    assert(at < c->n && c->heap[at] == timer);
    c->n--;
    if (at == c->n)
        return;
    put(c, at, c->heap[c->n]);
    sift_down(c, at);
    sift_up(c, at);
}

/* ---- The port ---- */

static uint64_t wall_ms(struct clock *clock)
{
    struct timespec now;

    (void)clock;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static uint64_t mono_ms(struct clock *clock)
{
    (void)clock;
    return uv_hrtime() / 1000000;
}

static void random_bytes(struct clock *clock, void *out, size_t len)
{
    uint8_t *at = out;

    (void)clock;
    while (len > 0) {
        ssize_t got = getrandom(at, len, 0);

        if (got < 0)
            continue; /* Interrupted; nothing else can happen with no flags. */
        at += got;
        len -= (size_t)got;
    }
}

static void on_alarm(uv_timer_t *alarm);

static void set_alarm(struct clock_uv *c)
{
    if (c->is_firing)
        return;
    if (c->n == 0) {
        if (c->alarm_ms)
            uv_timer_stop(&c->alarm);
        c->alarm_ms = 0;
        return;
    }
    uint64_t due = c->heap[0]->due_ms;

    if (due == c->alarm_ms)
        return;
    /* libuv counts from its cached time, which may lag behind. */
    uint64_t now = uv_now(c->alarm.loop);

    uv_timer_start(&c->alarm, on_alarm, due > now ? due - now : 0, 0);
    c->alarm_ms = due;
}

static void on_alarm(uv_timer_t *alarm)
{
    struct clock_uv *c = alarm->data;
    uint64_t now = mono_ms(&c->clock);

    c->is_firing = true;
    c->alarm_ms = 0;
    while (c->n > 0 && c->heap[0]->due_ms <= now) {
        struct clock_timer *timer = c->heap[0];

        heap_remove(c, timer);
        timer->armed = false;
        timer->fire(timer);
    }
    c->is_firing = false;
    set_alarm(c);
}

static void after(struct clock *clock, struct clock_timer *timer, uint64_t ms)
{
    struct clock_uv *c = from(clock);

    assert(timer->fire);
    if (timer->armed)
        heap_remove(c, timer);
    /* Of this millisecond a part is over, hence one more. It also makes a timer that
     * arms itself anew with 0 wait for the next turn. */
    timer->due_ms = mono_ms(clock) + ms + 1;
    timer->armed = true;
    heap_add(c, timer);
    set_alarm(c);
}

static void cancel(struct clock *clock, struct clock_timer *timer)
{
    struct clock_uv *c = from(clock);

    if (!timer->armed)
        return;
    heap_remove(c, timer);
    timer->armed = false;
    set_alarm(c);
}

struct clock *clock_uv_new(uv_loop_t *loop)
{
    struct clock_uv *c = mem_zero(sizeof *c);

    c->clock = (struct clock){wall_ms, mono_ms, random_bytes, after, cancel};
    c->cap = HEAP_START;
    c->heap = mem_alloc(c->cap * sizeof(struct clock_timer *));
    uv_timer_init(loop, &c->alarm);
    c->alarm.data = c;
    return &c->clock;
}

static void on_closed(uv_handle_t *handle)
{
    struct clock_uv *c = handle->data;

    free(c->heap);
    free(c);
}

void clock_uv_free(struct clock *clock)
{
    if (!clock)
        return;
    struct clock_uv *c = from(clock);

    for (size_t i = 0; i < c->n; i++)
        c->heap[i]->armed = false;
    c->n = 0;
    uv_close((uv_handle_t *)&c->alarm, on_closed);
}
