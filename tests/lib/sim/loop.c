/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/loop.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

#define START_US UINT64_C(1000000000)

void loop_init(struct loop *loop, uint64_t seed)
{
    *loop = (struct loop){.now_us = START_US, .seed = seed};
}

void loop_done(struct loop *loop)
{
    free(loop->heap);
    *loop = (struct loop){0};
}

/* ---- A binary heap --------------------------------------------------------------------
 */

static bool is_before(const struct loop_event *a, const struct loop_event *b)
{
    return a->at_us != b->at_us ? a->at_us < b->at_us : a->order < b->order;
}

static void put(struct loop *loop, size_t place, struct loop_event *event)
{
    loop->heap[place] = event;
    event->place = place;
}

static void rise(struct loop *loop, struct loop_event *event, size_t place)
{
    while (place > 1 && is_before(event, loop->heap[place / 2])) {
        put(loop, place, loop->heap[place / 2]);
        place /= 2;
    }
    put(loop, place, event);
}

static void sink(struct loop *loop, struct loop_event *event, size_t place)
{
    for (size_t child; (child = 2 * place) <= loop->n; place = child) {
        if (child < loop->n && is_before(loop->heap[child + 1], loop->heap[child]))
            child++;
        if (!is_before(loop->heap[child], event))
            break;
        put(loop, place, loop->heap[child]);
    }
    put(loop, place, event);
}

void loop_cancel(struct loop *loop, struct loop_event *event)
{
    size_t place = event->place;

    if (place == 0)
        return;
    struct loop_event *last = loop->heap[loop->n--];
    event->place = 0;
    if (last == event)
        return;
    sink(loop, last, place);
    rise(loop, last, last->place);
}

void loop_after(struct loop *loop, struct loop_event *event, uint64_t us)
{
    assert(event->run);
    loop_cancel(loop, event);
    event->at_us = loop->now_us + us;
    event->order = loop->order++;
    if (loop->n + 2 > loop->cap) {
        loop->cap = loop->cap ? 2 * loop->cap : 256;
        loop->heap = mem_resize(loop->heap, loop->cap * sizeof(void *));
    }
    rise(loop, event, ++loop->n);
}

bool loop_step(struct loop *loop)
{
    if (loop->n == 0)
        return false;
    struct loop_event *event = loop->heap[1];

    loop_cancel(loop, event);
    loop->now_us = event->at_us;
    event->run(event->context);
    return true;
}

/* ---- Chance ----------------------------------------------------------------------- */

/* splitmix64 (Steele, Lea, Flood 2014) */
uint64_t chance(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint32_t chance_below(struct loop *loop, uint32_t n)
{
    return (uint32_t)(chance(&loop->seed) % n);
}

uint64_t chance_between(struct loop *loop, uint64_t least, uint64_t most)
{
    return least + chance(&loop->seed) % (most - least + 1);
}

bool chance_permille(struct loop *loop, uint32_t permille)
{
    return chance_below(loop, 1000) < permille;
}
