/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_bus.h"

#include "base/limits.h"
#include "base/mem.h"
#include "store/redis_command.h"
#include "store/redis_link.h"
#include "store/redis_setup.h"
#include "store/redis_stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#define TICK_MS     100  /* How often deadlines are looked at. */
#define SILENCE_MS  5000 /* After this a quiet connection is asked for a sign of life. */
#define CHANNEL_MAX (ID_BYTES_MAX + 8)

struct channel {
    struct id room;
    bool wanted;         /* Else it goes when Redis has confirmed all it was told. */
    bool is_astray;      /* Redis took the subscription away: the room moves. */
    unsigned joins_due;  /* SSUBSCRIBE sent and not confirmed. */
    unsigned leaves_due; /* SUNSUBSCRIBE, likewise. */
    struct list waiting; /* redis_bus_wait */
    UT_hash_handle hh;
};

struct redis_bus {
    struct redis_bus_options options;
    struct redis_stream_events events;
    struct redis_stream *stream; /* NULL between two connections. */
    struct clock_timer back_off, tick;
    struct channel *channels; /* By room. */
    bool is_open;             /* The stream takes commands. */
    bool renewing;            /* Connected anew, not every subscription is back. */
    bool was_open, draining, asked_life;
    uint64_t heard_ms;
    unsigned tries, n_streams;
    void (*closed)(void *context);
    void *closed_context;
};

static uint64_t now_ms(const struct redis_bus *bus)
{
    return bus->options.clock->mono_ms(bus->options.clock);
}

static void after(struct redis_bus *bus, struct clock_timer *timer, uint64_t ms)
{
    bus->options.clock->after(bus->options.clock, timer, ms);
}

static bool is_settled(const struct channel *channel)
{
    return channel->joins_due == 0 && channel->leaves_due == 0;
}

static void send_words(struct redis_bus *bus, const char *verb, const char *word)
{
    struct redis_command command = {0};

    redis_command_text(&command, verb);
    if (word)
        redis_command_text(&command, word);
    redis_command_write(&command, redis_stream_out(bus->stream));
    redis_command_done(&command);
}

static void send_channel(struct redis_bus *bus, struct channel *channel, const char *verb)
{
    char name[CHANNEL_MAX];

    (void)snprintf(name, sizeof name, "{%s}:bus", channel->room.text);
    send_words(bus, verb, name);
}

static void join(struct redis_bus *bus, struct channel *channel)
{
    channel->wanted = true;
    channel->is_astray = false;
    if (!bus->is_open)
        return;
    send_channel(bus, channel, "SSUBSCRIBE");
    channel->joins_due++;
}

static void leave(struct redis_bus *bus, struct channel *channel)
{
    channel->wanted = false;
    if (!bus->is_open)
        return;
    send_channel(bus, channel, "SUNSUBSCRIBE");
    channel->leaves_due++;
}

/* ---- Channels --------------------------------------------------------------------- */

static struct channel *find(struct redis_bus *bus, const struct id *room)
{
    struct channel *channel;

    HASH_FIND(hh, bus->channels, room, sizeof *room, channel);
    return channel;
}

static struct channel *find_or_add(struct redis_bus *bus, const struct id *room)
{
    struct channel *channel = find(bus, room);

    if (channel)
        return channel;
    channel = mem_zero(sizeof *channel);
    channel->room = *room;
    list_init(&channel->waiting);
    HASH_ADD(hh, bus->channels, room, sizeof channel->room, channel);
    return channel;
}

static void forget(struct redis_bus *bus, struct channel *channel)
{
    /* The analyzer does not see through uthash's neighbours. */
    HASH_DEL(bus->channels, channel); /* NOLINT(clang-analyzer-unix.Malloc) */
    free(channel);
}

static void tell_waiting(struct channel *channel, enum err err)
{
    struct list waiting;

    list_init(&waiting);
    list_splice(&waiting, &channel->waiting);
    while (!list_is_empty(&waiting)) {
        struct redis_bus_wait *wait =
            container_of(waiting.next, struct redis_bus_wait, link);

        list_remove(&wait->link);
        wait->done(wait, err);
    }
}

void redis_bus_watch(struct redis_bus *bus, const struct id *room,
                     struct redis_bus_wait *wait)
{
    struct channel *channel = find_or_add(bus, room);

    if (!channel->wanted)
        join(bus, channel);
    wait->deadline_ms = now_ms(bus) + STORE_WAIT_MS;
    list_init(&wait->link);
    list_append(&channel->waiting, &wait->link);
    if (bus->draining || (bus->is_open && is_settled(channel)))
        after(bus, &bus->tick, 0); /* It stands already: told on the next turn. */
}

void redis_bus_unwatch(struct redis_bus *bus, const struct id *room)
{
    struct channel *channel = find(bus, room);

    if (!channel || !channel->wanted)
        return;
    leave(bus, channel);
    if (!bus->is_open && list_is_empty(&channel->waiting))
        forget(bus, channel);
}

/* Once every subscription stands. */
static void tell_doubt(struct redis_bus *bus)
{
    struct channel *at, *next;

    if (!bus->renewing)
        return;
    HASH_ITER(hh, bus->channels, at, next)
    {
        if (!is_settled(at))
            return;
    }
    bus->renewing = false;
    bus->options.doubt(bus->options.context);
}

static void on_ack(struct redis_bus *bus, struct channel *channel, unsigned *due)
{
    if (*due > 0)
        --*due;
    if (!is_settled(channel))
        return;
    tell_waiting(channel, OK);
    if (!channel->wanted && is_settled(channel))
        forget(bus, channel);
    tell_doubt(bus);
}

/* Without having been asked: the room's slot is another node's now. */
static void on_taken_away(struct redis_bus *bus, struct channel *channel)
{
    channel->is_astray = true;
    bus->options.stray(bus->options.context);
}

void redis_bus_hand_over(struct redis_bus *bus,
                         struct redis_bus *(*home)(void *context, const struct id *room),
                         void *context)
{
    struct channel *channel, *next;

    HASH_ITER(hh, bus->channels, channel, next)
    {
        struct redis_bus *to = home(context, &channel->room);
        struct channel *there;

        if (to == bus) {
            if (channel->is_astray && channel->wanted) {
                bus->renewing = true;
                join(bus, channel);
            }
            continue;
        }
        if (!channel->wanted && list_is_empty(&channel->waiting))
            continue;
        there = find_or_add(to, &channel->room);
        if (channel->wanted && !there->wanted) {
            to->renewing = to->renewing || bus->options.address;
            join(to, there);
        }
        list_splice(&there->waiting, &channel->waiting);
        /* Redis ends the subscription with the slot: to do so too would be answered MOVED,
         * and errors name no channel. */
        forget(bus, channel);
    }
    if (bus->is_open)
        tell_doubt(bus);
}

/* ---- The connection ----------------------------------------------------------------- */

static void lose(struct redis_bus *bus)
{
    struct channel *channel, *next;

    if (!bus->stream)
        return;
    redis_stream_drop(bus->stream);
    bus->stream = NULL;
    bus->is_open = false;
    HASH_ITER(hh, bus->channels, channel, next)
    {
        channel->joins_due = channel->leaves_due = 0;
        if (!channel->wanted && list_is_empty(&channel->waiting))
            forget(bus, channel);
    }
    if (!bus->closed)
        after(bus, &bus->back_off, redis_back_off_ms(bus->options.clock, bus->tries));
}

static void on_lost(void *context, const char *why)
{
    (void)why; /* The link tells, once for both. */
    lose(context);
}

static void on_opened(void *context)
{
    struct redis_bus *bus = context;
    struct channel *channel, *next;

    bus->is_open = true;
    bus->renewing = bus->channels && (bus->renewing || bus->was_open);
    bus->was_open = true;
    bus->heard_ms = now_ms(bus);
    bus->asked_life = false;
    (void)redis_login_send(bus->options.login, bus->stream); /* Its answer is no array. */
    HASH_ITER(hh, bus->channels, channel, next)
    {
        if (channel->wanted)
            join(bus, channel);
    }
}

/* The room of a channel's name. */
static bool read_room(const redisReply *name, struct id *out)
{
    const char suffix[] = "}:bus";
    const size_t around = sizeof suffix; /* The suffix, and "{" for its NUL. */

    if (name->type != REDIS_REPLY_STRING || name->len <= around || name->str[0] != '{' ||
        memcmp(name->str + name->len - around + 1, suffix, around - 1) != 0)
        return false;
    return id_read(name->str + 1, name->len - around, out);
}

static bool is_word(const redisReply *reply, const char *word)
{
    return reply->type == REDIS_REPLY_STRING && strcmp(reply->str, word) == 0;
}

static void hear_message(struct redis_bus *bus, const struct channel *channel,
                         const redisReply *payload)
{
    if (channel->wanted && payload->type == REDIS_REPLY_STRING)
        bus->options.message(bus->options.context, &channel->room, payload->str,
                             payload->len);
}

static void hear(struct redis_bus *bus, const redisReply *reply)
{
    struct id room;

    bus->heard_ms = now_ms(bus);
    bus->asked_life = false;
    if (reply->type == REDIS_REPLY_ERROR) {
        /* Errors do not name the channel: all are subscribed again. */
        bus->options.stray(bus->options.context);
        lose(bus);
        return;
    }
    bus->tries = 0;
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 3 ||
        !read_room(reply->element[1], &room))
        return; /* The answer to AUTH or PING. */

    struct channel *channel = find(bus, &room);

    if (!channel)
        return;
    if (is_word(reply->element[0], "ssubscribe"))
        on_ack(bus, channel, &channel->joins_due);
    else if (!is_word(reply->element[0], "sunsubscribe"))
        hear_message(bus, channel, reply->element[2]);
    else if (channel->leaves_due > 0)
        on_ack(bus, channel, &channel->leaves_due);
    else
        on_taken_away(bus, channel);
}

static void on_reply(void *context, redisReply *reply)
{
    hear(context, reply);
    freeReplyObject(reply);
}

static void on_back_off(struct clock_timer *timer)
{
    struct redis_bus *bus = timer->owner;

    bus->tries++;
    bus->n_streams++;
    bus->stream = redis_stream_open(bus->options.loop, bus->options.address, &bus->events);
}

static void check_life(struct redis_bus *bus)
{
    uint64_t quiet_ms = now_ms(bus) - bus->heard_ms;

    if (!bus->is_open || quiet_ms < SILENCE_MS)
        return;
    if (!bus->asked_life)
        send_words(bus, "PING", NULL);
    else if (quiet_ms >= 2 * (uint64_t)SILENCE_MS)
        lose(bus);
    bus->asked_life = true;
}

/* Those unwatched while somebody still waited for them. */
static void forget_unwanted(struct redis_bus *bus)
{
    struct channel *channel, *next;

    HASH_ITER(hh, bus->channels, channel, next)
    {
        if (!channel->wanted && is_settled(channel) && list_is_empty(&channel->waiting))
            forget(bus, channel);
    }
}

static void on_tick(struct clock_timer *timer)
{
    struct redis_bus *bus = timer->owner;
    struct channel *channel, *next;
    struct list expired;

    list_init(&expired);
    HASH_ITER(hh, bus->channels, channel, next)
    {
        if (bus->is_open && is_settled(channel))
            tell_waiting(channel, OK);
        while (!list_is_empty(&channel->waiting)) {
            struct redis_bus_wait *wait =
                container_of(channel->waiting.next, struct redis_bus_wait, link);

            if (!bus->draining && wait->deadline_ms > now_ms(bus))
                break;
            list_remove(&wait->link);
            list_append(&expired, &wait->link);
        }
    }
    forget_unwanted(bus);
    while (!list_is_empty(&expired)) {
        struct redis_bus_wait *wait =
            container_of(expired.next, struct redis_bus_wait, link);

        list_remove(&wait->link);
        wait->done(wait, ERR_STORE_DOWN);
    }
    check_life(bus);
    after(bus, &bus->tick, TICK_MS);
}

/* ---- Its own life ---------------------------------------------------------------------
 */

static void on_gone(void *context)
{
    struct redis_bus *bus = context;
    struct channel *channel, *next;

    bus->n_streams--;
    if (!bus->closed || bus->n_streams > 0)
        return;
    void (*closed)(void *) = bus->closed;
    void *closed_context = bus->closed_context;

    HASH_ITER(hh, bus->channels, channel, next)
    {
        forget(bus, channel);
    }
    free(bus);
    closed(closed_context);
}

struct redis_bus *redis_bus_new(const struct redis_bus_options *options)
{
    struct redis_bus *bus = mem_zero(sizeof *bus);

    bus->options = *options;
    bus->events = (struct redis_stream_events){bus, on_opened, on_reply, on_lost, on_gone};
    bus->back_off = (struct clock_timer){.fire = on_back_off, .owner = bus};
    bus->tick = (struct clock_timer){.fire = on_tick, .owner = bus};
    if (options->address)
        after(bus, &bus->back_off, 0);
    after(bus, &bus->tick, TICK_MS);
    return bus;
}

void redis_bus_drain(struct redis_bus *bus)
{
    bus->draining = true;
    after(bus, &bus->tick, 0);
}

static void on_closing(struct clock_timer *timer)
{
    struct redis_bus *bus = timer->owner;

    bus->n_streams++;
    on_gone(bus);
}

void redis_bus_close(struct redis_bus *bus, void (*closed)(void *context), void *context)
{
    struct clock *clock = bus->options.clock;

    bus->closed = closed;
    bus->closed_context = context;
    clock->cancel(clock, &bus->back_off);
    clock->cancel(clock, &bus->tick);
    if (bus->stream) {
        lose(bus);
    } else if (bus->n_streams == 0) {
        bus->back_off.fire = on_closing;
        after(bus, &bus->back_off, 0);
    }
}
