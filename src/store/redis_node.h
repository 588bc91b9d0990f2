/* SPDX-License-Identifier: Apache-2.0 */

/* One of the redis_nodes: the links and the bus that lead to it. */
#ifndef STORE_REDIS_NODE_H
#define STORE_REDIS_NODE_H

#include "store/redis_bus.h"
#include "store/redis_link.h"
#include "store/redis_nodes.h"

#include <stdbool.h>
#include <stddef.h>

struct redis_node;

/* What a node tells; `context` is that of the options. */
struct redis_node_events {
    void (*changed)(struct redis_node *node);
    /* A room is not here, or not any more. */
    void (*stray)(struct redis_node *node);
    void (*bounced)(struct redis_node *node, struct redis_call *call, const char *why);
    /* It was left, and its memory is free. */
    void (*gone)(void *context);
};

struct redis_node {
    const struct redis_nodes_options *options;
    const struct redis_node_events *events;
    void *context;
    struct redis_address address;
    struct redis_link *link;
    struct redis_link *writer; /* For calls that write and wait for copies; else NULL. */
    struct redis_bus *bus;
    size_t n_slots;   /* The owner's. */
    bool is_guest;    /* The owner's: a slot is on its way to it. */
    unsigned n_parts; /* Of the three above; when closing, those still open. */
    struct list in_nodes;
};

/* Keeps `options` and `events`. */
struct redis_node *redis_node_new(const struct redis_nodes_options *options,
                                  const struct redis_node_events *events, void *context,
                                  const struct redis_address *address);
bool redis_node_is_up(const struct redis_node *node);
void redis_node_call(struct redis_node *node, struct redis_call *call);
/* Hands back calls that were not sent and do not belong here any more. */
void redis_node_take_back(struct redis_node *node,
                          bool (*stays)(void *context, const struct redis_call *call),
                          struct list *out);
void redis_node_drain(struct redis_node *node);
/* Out of its list, and closes it; what it has not answered goes to the end of `left`. */
void redis_node_leave(struct redis_node *node, struct list *left);

#endif
