/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_nodes.h"

#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/redis_finder.h"
#include "store/redis_node.h"
#include "store/turn.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define PARKED_MS        20 /* How often parked calls are looked at. */
#define PARKED_TRIES_MAX 2  /* The back-off grows no further. */

struct redis_nodes {
    struct redis_nodes_options options;
    struct redis_finder *finder;
    struct list all; /* struct redis_node */
    struct redis_node *owner[REDIS_SLOTS];
    size_t n_uncovered;
    struct redis_bus *nowhere; /* Where rooms are whose node is not known. */
    struct list parked;        /* Calls that wait for a node, or for a better moment. */
    struct clock_timer unpark;
    struct turn turn;
    bool was_up, has_strays, draining;
    unsigned n_parts; /* Nodes and our own parts: open or closing. */
    void (*closed)(void *context);
    void *closed_context;
};

static uint64_t now_ms(const struct redis_nodes *nodes)
{
    return nodes->options.clock->mono_ms(nodes->options.clock);
}

static struct redis_node *node_at(struct list *at)
{
    return container_of(at, struct redis_node, in_nodes);
}

static struct redis_call *call_at(struct list *at)
{
    return container_of(at, struct redis_call, link);
}

bool redis_nodes_are_up(const struct redis_nodes *nodes)
{
    for (struct list *at = nodes->all.next; at != &nodes->all; at = at->next) {
        const struct redis_node *node = node_at(at);

        if (node->n_slots > 0 && !redis_node_is_up(node))
            return false;
    }
    return nodes->n_uncovered == 0;
}

struct store_promise redis_nodes_promise(const struct redis_nodes *nodes)
{
    struct store_promise promise = {KEEPS_DISK, nodes->options.copies};
    bool has_any = false;

    for (struct list *at = nodes->all.next; at != &nodes->all; at = at->next) {
        const struct redis_node *node = node_at(at);
        enum store_keeps keeps = redis_link_keeps(node->link);

        has_any = has_any || node->n_slots > 0;
        if (node->n_slots > 0 && keeps < promise.keeps)
            promise.keeps = keeps;
    }
    if (!has_any)
        promise.keeps = KEEPS_UNKNOWN;
    return promise;
}

/* ---- Calls ----------------------------------------------------------------------------
 */

static void park(struct redis_nodes *nodes, struct redis_call *call, uint64_t ms)
{
    struct clock *clock = nodes->options.clock;

    call->again_ms = now_ms(nodes) + ms;
    list_init(&call->link);
    list_append(&nodes->parked, &call->link);
    if (!nodes->unpark.armed)
        clock->after(clock, &nodes->unpark, nodes->draining ? 0 : PARKED_MS);
}

static void route(struct redis_nodes *nodes, struct redis_call *call)
{
    struct redis_node *node = nodes->owner[call->command.slot];

    call->asking = false;
    if (node)
        redis_node_call(node, call);
    else
        park(nodes, call, STORE_WAIT_MS); /* Until there is a map that has it. */
}

static void route_all(struct redis_nodes *nodes, struct list *calls)
{
    while (!list_is_empty(calls)) {
        struct redis_call *call = call_at(calls->next);

        list_remove(&call->link);
        route(nodes, call);
    }
}

void redis_nodes_call(struct redis_nodes *nodes, struct redis_call *call)
{
    count_add(&nodes->options.counters->store_calls, 1);
    call->deadline_ms = now_ms(nodes) + STORE_WAIT_MS;
    call->n_bounces = 0;
    route(nodes, call);
}

static void on_unpark(struct clock_timer *timer)
{
    struct redis_nodes *nodes = timer->owner;
    struct clock *clock = nodes->options.clock;
    uint64_t now = now_ms(nodes);
    struct list parked;

    list_init(&parked);
    list_splice(&parked, &nodes->parked);
    while (!list_is_empty(&parked)) {
        struct redis_call *call = call_at(parked.next);

        list_remove(&call->link);
        if (call->deadline_ms <= now || nodes->draining)
            redis_call_finish(call, nodes->options.counters, ERR_STORE_DOWN, NULL);
        else if (call->again_ms <= now)
            route(nodes, call);
        else
            list_append(&nodes->parked, &call->link);
    }
    if (!list_is_empty(&nodes->parked))
        clock->after(clock, timer, PARKED_MS);
}

/* ---- Nodes ----------------------------------------------------------------------------
 */

static void look_soon(struct redis_nodes *nodes)
{
    turn_soon(&nodes->turn);
}

static void on_stray(struct redis_node *node)
{
    struct redis_nodes *nodes = node->context;

    nodes->has_strays = true;
    look_soon(nodes);
}

static void on_node_changed(struct redis_node *node)
{
    look_soon(node->context);
}

static void on_bounced(struct redis_node *by, struct redis_call *call, const char *why);

static void on_part_closed(void *context)
{
    struct redis_nodes *nodes = context;

    if (--nodes->n_parts > 0 || !nodes->closed)
        return;
    void (*closed)(void *) = nodes->closed;
    void *closed_context = nodes->closed_context;

    free(nodes);
    closed(closed_context);
}

static struct redis_node *node_of(struct redis_nodes *nodes,
                                  const struct redis_address *address)
{
    static const struct redis_node_events events = {on_node_changed, on_stray, on_bounced,
                                                    on_part_closed};

    for (struct list *at = nodes->all.next; at != &nodes->all; at = at->next)
        if (redis_address_same(&node_at(at)->address, address))
            return node_at(at);

    struct redis_node *node = redis_node_new(&nodes->options, &events, nodes, address);

    list_append(&nodes->all, &node->in_nodes);
    nodes->n_parts++;
    if (nodes->draining)
        redis_node_drain(node);
    return node;
}

static void set_owner(struct redis_nodes *nodes, size_t slot, struct redis_node *node)
{
    struct redis_node *was = nodes->owner[slot];

    if (was)
        was->n_slots--;
    else
        nodes->n_uncovered--;
    nodes->owner[slot] = node;
    if (node)
        node->n_slots++;
    else
        nodes->n_uncovered++;
}

/* ---- A new map ------------------------------------------------------------------------
 */

static struct redis_bus *home(void *context, const struct id *room)
{
    struct redis_nodes *nodes = context;
    struct redis_node *node = nodes->owner[redis_slot(room->text, strlen(room->text))];

    return node ? node->bus : nodes->nowhere;
}

static bool belongs(void *context, const struct redis_call *call)
{
    const struct redis_node *node = context;
    const struct redis_nodes *nodes = node->context;

    return call->asking || nodes->owner[call->command.slot] == node;
}

static bool adopt_owners(struct redis_nodes *nodes, const struct redis_map *map)
{
    struct redis_node *masters[REDIS_MASTERS_MAX + 1] = {NULL};
    bool is_new = false;

    for (size_t i = 0; i < map->n; i++)
        masters[i + 1] = node_of(nodes, &map->masters[i]);
    for (size_t slot = 0; slot < REDIS_SLOTS; slot++) {
        struct redis_node *node = masters[map->owner[slot]];

        if (node == nodes->owner[slot])
            continue;
        set_owner(nodes, slot, node);
        is_new = true;
    }
    return is_new;
}

/* Calls and rooms go where they belong by now; nodes without slots are left. */
static void settle(struct redis_nodes *nodes)
{
    struct list strayed;

    list_init(&strayed);
    redis_bus_hand_over(nodes->nowhere, home, nodes);
    for (struct list *at = nodes->all.next, *next; at != &nodes->all; at = next) {
        struct redis_node *node = node_at(at);

        next = at->next;
        redis_node_take_back(node, belongs, &strayed);
        redis_bus_hand_over(node->bus, home, nodes);
        if (node->n_slots == 0 && !node->is_guest)
            redis_node_leave(node, &strayed);
        node->is_guest = false;
    }
    list_splice(&strayed, &nodes->parked);
    route_all(nodes, &strayed);
}

static void on_found(void *context, const struct redis_map *map)
{
    struct redis_nodes *nodes = context;

    if (adopt_owners(nodes, map))
        log_info("store.map", "masters=%zu uncovered=%zu", map->n, nodes->n_uncovered);
    nodes->has_strays = false;
    settle(nodes);
    look_soon(nodes);
}

/* ---- What nodes say of a call -----------------------------------------------------------
 */

/* "MOVED 7365 127.0.0.1:7002": the node it names, or NULL. */
static struct redis_node *node_named(struct redis_node *by, const struct redis_call *call,
                                     const char *why)
{
    struct redis_address address;
    const char *slot = strchr(why, ' '), *at = slot ? strchr(slot + 1, ' ') : NULL;

    if (!at || strtoul(slot + 1, NULL, 10) != call->command.slot ||
        !redis_address_read(&address, at + 1, &by->address))
        return NULL;
    return node_of(by->context, &address);
}

static void on_bounced(struct redis_node *by, struct redis_call *call, const char *why)
{
    struct redis_nodes *nodes = by->context;
    struct clock *clock = nodes->options.clock;
    bool is_moved = strncmp(why, "MOVED ", 6) == 0, is_ask = strncmp(why, "ASK ", 4) == 0;
    struct redis_node *node = is_moved || is_ask ? node_named(by, call, why) : NULL;
    unsigned tries =
        call->n_bounces < PARKED_TRIES_MAX ? call->n_bounces : PARKED_TRIES_MAX;

    call->asking = false;
    if (node && is_ask) {
        call->asking = node->is_guest = true;
        redis_node_call(node, call);
        return;
    }
    if (!is_ask)
        on_stray(by);
    if (node)
        set_owner(nodes, call->command.slot, node);
    if (node && call->n_bounces++ == 0) {
        route(nodes, call);
        return;
    }
    call->n_bounces++;
    park(nodes, call, redis_back_off_ms(clock, tries));
}

/* ---- Watching -------------------------------------------------------------------------
 */

void redis_nodes_watch(struct redis_nodes *nodes, const struct id *room,
                       struct redis_bus_wait *wait)
{
    redis_bus_watch(home(nodes, room), room, wait);
}

void redis_nodes_unwatch(struct redis_nodes *nodes, const struct id *room)
{
    /* Wherever it is: it may be on its way. */
    redis_bus_unwatch(nodes->nowhere, room);
    for (struct list *at = nodes->all.next; at != &nodes->all; at = at->next)
        redis_bus_unwatch(node_at(at)->bus, room);
}

/* ---- Their own life -------------------------------------------------------------------
 */

static void on_turn(void *context)
{
    struct redis_nodes *nodes = context;
    bool is_up = redis_nodes_are_up(nodes);

    if (nodes->closed)
        return;
    redis_finder_hurry(nodes->finder, !is_up || nodes->has_strays);
    if (is_up != nodes->was_up) {
        nodes->was_up = is_up;
        nodes->options.changed(nodes->options.context, is_up);
    }
}

struct redis_nodes *redis_nodes_new(const struct redis_nodes_options *options)
{
    struct redis_nodes *nodes = mem_zero(sizeof *nodes);

    nodes->options = *options;
    list_init(&nodes->all);
    list_init(&nodes->parked);
    nodes->n_uncovered = REDIS_SLOTS;
    nodes->unpark = (struct clock_timer){.fire = on_unpark, .owner = nodes};
    turn_init(&nodes->turn, options->loop, on_turn, nodes);
    nodes->nowhere = redis_bus_new(&(struct redis_bus_options){.clock = options->clock});
    nodes->finder = redis_finder_new(&(struct redis_finder_options){
        .loop = options->loop,
        .uri = options->uri,
        .clock = options->clock,
        .found = on_found,
        .context = nodes,
    });
    nodes->n_parts = 3; /* Turn, finder, the bus of nowhere. */
    return nodes;
}

void redis_nodes_drain(struct redis_nodes *nodes)
{
    struct clock *clock = nodes->options.clock;

    nodes->draining = true;
    for (struct list *at = nodes->all.next; at != &nodes->all; at = at->next)
        redis_node_drain(node_at(at));
    redis_bus_drain(nodes->nowhere);
    clock->after(clock, &nodes->unpark, 0);
}

void redis_nodes_close(struct redis_nodes *nodes, void (*closed)(void *context),
                       void *context)
{
    struct clock *clock = nodes->options.clock;
    struct list left;

    list_init(&left);
    nodes->closed = closed;
    nodes->closed_context = context;
    clock->cancel(clock, &nodes->unpark);
    while (!list_is_empty(&nodes->all))
        redis_node_leave(node_at(nodes->all.next), &left);
    assert(list_is_empty(&left) && list_is_empty(&nodes->parked));
    redis_bus_close(nodes->nowhere, on_part_closed, nodes);
    redis_finder_close(nodes->finder, on_part_closed, nodes);
    turn_close(&nodes->turn, on_part_closed);
}
