/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/idea.h"

#include "base/names.h"

static const char *const state_names[IDEA_STATES] = {
    [IDEA_PENDING] = "pending",
    [IDEA_SHOWN] = "shown",
    [IDEA_HIDDEN] = "hidden",
    [IDEA_WITHDRAWN] = "withdrawn",
};

static const char *const status_names[IDEA_STATUSES] = {
    [STATUS_NEW] = "new",           [STATUS_READ] = "read",
    [STATUS_REVIEW] = "review",     [STATUS_PLANNED] = "planned",
    [STATUS_MAKING] = "making",     [STATUS_RELEASED] = "released",
    [STATUS_DECLINED] = "declined", [STATUS_MERGED] = "merged",
};

const char *idea_state_name(enum idea_state state)
{
    return state_names[state];
}

bool idea_state_read(const char *name, enum idea_state *out)
{
    return names_find(state_names, IDEA_STATES, name, out);
}

const char *idea_status_name(enum idea_status status)
{
    return status_names[status];
}

bool idea_status_read(const char *name, enum idea_status *out)
{
    return names_find(status_names, IDEA_STATUSES, name, out);
}

/* ---- Orders ------------------------------------------------------------------------ */

/* The finalizer of MurmurHash3: any two numbers that differ end far apart. */
static uint64_t scatter(uint64_t x)
{
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdull;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ull;
    return x ^ x >> 33;
}

/* Ideas that were shown about as often are in one class: its order is for chance. */
static unsigned exposure(uint32_t seen)
{
    unsigned class = 0;

    for (; seen; seen >>= 1)
        class ++;
    return class;
}

#define FIRST_HIGH(a, b) (((a) < (b)) - ((a) > (b)))

static int by_number(const struct idea_ranked *a, const struct idea_ranked *b)
{
    return FIRST_HIGH(a->idea->number, b->idea->number);
}

static int by_top(const struct idea_ranked *a, const struct idea_ranked *b)
{
    int order = FIRST_HIGH(a->idea->supports, b->idea->supports);

    return order ? order : -by_number(a, b);
}

static int by_trend(const struct idea_ranked *a, const struct idea_ranked *b)
{
    int order = FIRST_HIGH(a->idea->trend, b->idea->trend);

    return order ? order : by_number(a, b);
}

static int by_need(uint64_t seed, const struct idea_ranked *a, const struct idea_ranked *b)
{
    int order = -FIRST_HIGH(exposure(a->seen), exposure(b->seen));

    if (!order)
        order =
            FIRST_HIGH(scatter(seed ^ a->idea->number), scatter(seed ^ b->idea->number));
    return order ? order : by_number(a, b);
}

int idea_compare(enum idea_order order, uint64_t seed, const struct idea_ranked *a,
                 const struct idea_ranked *b)
{
    switch (order) {
    case ORDER_TOP:
        return by_top(a, b);
    case ORDER_TREND:
        return by_trend(a, b);
    case ORDER_OLD:
        return -by_number(a, b);
    case ORDER_NEEDS:
        return by_need(seed, a, b);
    case ORDER_NEW:
    case IDEA_ORDERS:
        break;
    }
    return by_number(a, b);
}
