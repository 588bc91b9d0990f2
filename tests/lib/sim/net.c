/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/wire.h"

#include "base/mem.h"

#include <stdlib.h>

#define LOAD_US_MAX     300000
#define FAILOVER_US_MAX 1000000

/* ---- The worker's end: store/redis_stream.h --------------------------------------------
 */

void client_hear(struct redis_stream *stream, const struct strbuf *bytes)
{
    void *reply = NULL;

    if (stream->is_dropped || !stream->is_open)
        return;
    redisReaderFeed(stream->at_client, bytes->text, bytes->len);
    while (!stream->is_dropped &&
           redisReaderGetReply(stream->at_client, &reply) == REDIS_OK && reply) {
        stream->events->reply(stream->events->context, reply);
    }
}

static void on_flush(void *context)
{
    struct redis_stream *stream = context;

    if (stream->is_open && stream->out.len > 0)
        wire_send(stream, TO_SERVER, &stream->out);
}

static void on_lost(void *context)
{
    struct redis_stream *stream = context;

    if (!stream->is_dropped)
        stream->events->lost(stream->events->context, "connection reset");
}

static void lose_soon(struct redis_stream *stream)
{
    struct loop *loop = stream->net->loop;

    loop_after(loop, &stream->losing, chance_between(loop, WIRE_US_MIN, WIRE_US_MAX));
}

static void on_opening(void *context)
{
    struct redis_stream *stream = context;
    struct net *net = stream->net;

    if (stream->process->is_cut ||
        net->loop->now_us < net->shards.at[stream->node].down_until_us) {
        lose_soon(stream);
        return;
    }
    stream->is_open = stream->is_served = true;
    stream->events->opened(stream->events->context);
}

static void on_going(void *context)
{
    struct redis_stream *stream = context;

    stream->is_gone = true;
    stream->events->gone(stream->events->context);
    wire_maybe_free(stream);
}

struct redis_stream *redis_stream_open(uv_loop_t *loop, const struct redis_address *address,
                                       const struct redis_stream_events *events)
{
    struct redis_stream *stream = mem_zero(sizeof *stream);

    stream->process = (struct process *)(void *)loop;
    stream->net = stream->process->net;
    stream->port = address->port;
    stream->node = shards_find(&stream->net->shards, address->port);
    stream->events = events;
    stream->at_client = redisReaderCreate();
    stream->at_server = redisReaderCreate();
    stream->flush = (struct loop_event){.run = on_flush, .context = stream};
    stream->opening = (struct loop_event){.run = on_opening, .context = stream};
    stream->losing = (struct loop_event){.run = on_lost, .context = stream};
    stream->going = (struct loop_event){.run = on_going, .context = stream};
    stream->waiting = (struct loop_event){.run = server_copies_late, .context = stream};
    list_init(&stream->wire[TO_SERVER]);
    list_init(&stream->wire[TO_CLIENT]);
    list_init(&stream->link);
    list_append(&stream->net->streams, &stream->link);
    loop_after(stream->net->loop, &stream->opening,
               chance_between(stream->net->loop, WIRE_US_MIN, WIRE_US_MAX));
    return stream;
}

struct strbuf *redis_stream_out(struct redis_stream *stream)
{
    if (stream->flush.place == 0 && !stream->is_dropped)
        loop_after(stream->net->loop, &stream->flush,
                   chance_below(stream->net->loop, WIRE_US_MIN));
    return &stream->out;
}

/* Redis's end goes too: what was under way to it may still arrive, without an answer. */
static void hang_up(struct redis_stream *stream)
{
    wire_settle(stream, TO_SERVER);
    stream->is_served = stream->is_waiting = false;
    stream->n_channels = 0;
    loop_cancel(stream->net->loop, &stream->waiting);
}

void redis_stream_drop(struct redis_stream *stream)
{
    struct loop *loop = stream->net->loop;

    if (stream->is_dropped)
        return;
    stream->is_dropped = true;
    hang_up(stream);
    loop_cancel(loop, &stream->flush);
    loop_cancel(loop, &stream->opening);
    loop_cancel(loop, &stream->losing);
    loop_after(loop, &stream->going, chance_between(loop, 1, WIRE_US_MAX));
}

/* ---- What goes wrong --------------------------------------------------------------------
 */

static void cut(struct redis_stream *stream)
{
    if (stream->is_dropped || !stream->is_served)
        return;
    hang_up(stream);
    wire_settle(stream, TO_CLIENT);
    if (!stream->is_dropped) /* Upon what it heard last. */
        lose_soon(stream);
}

void net_break_one(struct net *net, bool quietly)
{
    uint32_t n = 0;

    for (struct list *l = net->streams.next; l != &net->streams; l = l->next)
        n++;
    if (n == 0)
        return;
    struct list *at = net->streams.next;
    for (uint32_t i = chance_below(net->loop, n); i > 0; i--)
        at = at->next;
    struct redis_stream *stream = container_of(at, struct redis_stream, link);

    if (!stream->is_served)
        return;
    if (quietly) {
        net->counts.quiet++;
        stream->is_quiet = true;
        wire_settle(stream, TO_SERVER);
        wire_settle(stream, TO_CLIENT);
    } else {
        net->counts.cut++;
        cut(stream);
    }
}

void net_outage(struct net *net, unsigned master, uint64_t down_us)
{
    struct shard *shard = &net->shards.at[master];

    net->counts.outages++;
    shard->down_until_us = net->loop->now_us + down_us;
    shard->loading_until_us = shard->down_until_us + chance_below(net->loop, LOAD_US_MAX);
    for (struct list *l = net->streams.next; l != &net->streams; l = l->next) {
        struct redis_stream *stream = container_of(l, struct redis_stream, link);

        if (stream->node == master)
            cut(stream);
    }
    fake_redis_start(net->redis, master, chance_below(net->loop, 2));
}

void net_fall_behind(struct net *net)
{
    fake_redis_remember(net->redis);
    net->is_behind = true;
    net->copied = fake_redis_writes(net->redis);
}

void net_catch_up(struct net *net)
{
    net->is_behind = false;
    for (struct list *l = net->streams.next; l != &net->streams; l = l->next)
        server_copied(container_of(l, struct redis_stream, link), true);
}

void net_fall_back(struct net *net, unsigned master)
{
    shards_promote(&net->shards, master);
    net_outage(net, master, chance_below(net->loop, FAILOVER_US_MAX));
    net->counts.falls++;
    fake_redis_fall_back(net->redis, master);
    net->copied = fake_redis_writes(net->redis); /* So much it has. */
}

void net_cut_process(struct net *net, struct process *process)
{
    process->is_cut = true;
    for (struct list *l = net->streams.next; l != &net->streams; l = l->next) {
        struct redis_stream *stream = container_of(l, struct redis_stream, link);

        if (stream->process == process)
            cut(stream);
    }
}

/* ---- Its own life ----------------------------------------------------------------- */

static uint64_t now_us(void *context)
{
    return store_us(((const struct net *)context)->loop);
}

static unsigned home(void *context, struct span key)
{
    return shards_home(&((const struct net *)context)->shards, key);
}

struct fake_redis *net_redis(struct net *net)
{
    static struct fake_redis *redis;
    static struct fake_redis_host host;

    if (!redis)
        redis = fake_redis_new(&host);
    host = net->host;
    return redis;
}

void net_init(struct net *net, struct loop *loop, unsigned masters)
{
    *net = (struct net){
        .loop = loop,
        .host = {.context = net, .now_us = now_us, .publish = server_publish, .home = home},
    };
    list_init(&net->streams);
    net->redis = net_redis(net);
    shards_init(&net->shards, net, masters);
    fake_redis_reset(net->redis, masters);
}

void net_done(struct net *net)
{
    struct list *l;

    while ((l = net->streams.next) != &net->streams) {
        struct redis_stream *stream = container_of(l, struct redis_stream, link);

        wire_clear(stream);
        wire_maybe_free(stream);
    }
}
