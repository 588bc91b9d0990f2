/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_node.h"

#include "base/mem.h"

#include <stdlib.h>

/* ---- What its parts tell ----------------------------------------------------------------
 */

static void on_changed(void *context, bool is_up)
{
    struct redis_node *node = context;

    (void)is_up; /* All its parts count: see redis_node_is_up. */
    node->events->changed(node);
}

static void on_bounced(void *context, struct redis_call *call, const char *why)
{
    struct redis_node *node = context;

    node->events->bounced(node, call, why);
}

static void on_stray(void *context)
{
    struct redis_node *node = context;

    node->events->stray(node);
}

static void on_message(void *context, const struct id *room, const char *bytes, size_t len)
{
    const struct redis_nodes_options *options = ((struct redis_node *)context)->options;

    options->message(options->context, room, bytes, len);
}

static void on_doubt(void *context)
{
    const struct redis_nodes_options *options = ((struct redis_node *)context)->options;

    options->doubt(options->context);
}

/* ---- Its life -------------------------------------------------------------------------
 */

static struct redis_link *new_link(struct redis_node *node, uint32_t copies)
{
    node->n_parts++;
    return redis_link_new(&(struct redis_link_options){
        .loop = node->options->loop,
        .address = &node->address,
        .login = &node->options->uri->login,
        .clock = node->options->clock,
        .counters = node->options->counters,
        .copies = copies,
        .changed = on_changed,
        .bounced = on_bounced,
        .context = node,
    });
}

struct redis_node *redis_node_new(const struct redis_nodes_options *options,
                                  const struct redis_node_events *events, void *context,
                                  const struct redis_address *address)
{
    struct redis_node *node = mem_zero(sizeof *node);

    node->options = options;
    node->events = events;
    node->context = context;
    node->address = *address;
    list_init(&node->in_nodes);
    node->link = new_link(node, 0);
    if (options->copies > 0)
        node->writer = new_link(node, options->copies);
    node->n_parts++;
    node->bus = redis_bus_new(&(struct redis_bus_options){
        .loop = options->loop,
        .address = &node->address,
        .login = &options->uri->login,
        .clock = options->clock,
        .message = on_message,
        .doubt = on_doubt,
        .stray = on_stray,
        .context = node,
    });
    return node;
}

bool redis_node_is_up(const struct redis_node *node)
{
    return redis_link_is_up(node->link) &&
           (!node->writer || redis_link_is_up(node->writer));
}

void redis_node_call(struct redis_node *node, struct redis_call *call)
{
    redis_link_call(call->command.writes && node->writer ? node->writer : node->link, call);
}

void redis_node_take_back(struct redis_node *node,
                          bool (*stays)(void *context, const struct redis_call *call),
                          struct list *out)
{
    redis_link_take_back(node->link, stays, node, out);
    if (node->writer)
        redis_link_take_back(node->writer, stays, node, out);
}

void redis_node_drain(struct redis_node *node)
{
    redis_link_drain(node->link);
    if (node->writer)
        redis_link_drain(node->writer);
    redis_bus_drain(node->bus);
}

static void on_part_closed(void *context)
{
    struct redis_node *node = context;
    const struct redis_node_events *events = node->events;
    void *owner = node->context;

    if (--node->n_parts > 0)
        return;
    free(node);
    events->gone(owner);
}

void redis_node_leave(struct redis_node *node, struct list *left)
{
    list_remove(&node->in_nodes);
    redis_link_close(node->link, left, on_part_closed, node);
    if (node->writer)
        redis_link_close(node->writer, left, on_part_closed, node);
    redis_bus_close(node->bus, on_part_closed, node);
}
