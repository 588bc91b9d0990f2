/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LATE_US_MAX 1500000

static void put_bulk(struct strbuf *out, struct span text)
{
    strbuf_printf(out, "$%zu\r\n", text.len);
    strbuf_add(out, text.at, text.len);
    strbuf_puts(out, "\r\n");
}

static struct span span_of(const char *text)
{
    return (struct span){text, strlen(text)};
}

static void tell_subscriber(struct redis_stream *stream, bool is_sharded,
                            struct span channel, struct span message)
{
    struct net *net = stream->net;
    struct strbuf out = {0};
    bool is_lost = chance_permille(net->loop, net->faults.lose);
    bool is_late = chance_permille(net->loop, net->faults.late);
    unsigned times = chance_permille(net->loop, net->faults.twice) ? 2 : 1;

    net->counts.lost += is_lost;
    net->counts.late += is_late && !is_lost;
    net->counts.doubled += times == 2 && !is_lost;
    for (; times > 0 && !is_lost && !stream->is_quiet; times--) {
        strbuf_puts(&out, "*3\r\n");
        put_bulk(&out, span_of(is_sharded ? "smessage" : "message"));
        put_bulk(&out, channel);
        put_bulk(&out, message);
        if (is_late)
            wire_send_late(stream, TO_CLIENT, &out,
                           chance_between(net->loop, 0, LATE_US_MAX));
        else
            wire_send(stream, TO_CLIENT, &out);
    }
}

static size_t channel_find(const struct redis_stream *stream, bool is_sharded,
                           struct span name)
{
    size_t i = 0;

    while (i < stream->n_channels &&
           (stream->channels[i].is_sharded != is_sharded ||
            strlen(stream->channels[i].name) != name.len ||
            memcmp(stream->channels[i].name, name.at, name.len) != 0))
        i++;
    return i;
}

void server_publish(void *context, struct span verb, struct span channel,
                    struct span message)
{
    struct net *net = context;
    bool is_sharded = verb.at[0] == 'S';

    for (struct list *l = net->streams.next; l != &net->streams; l = l->next) {
        struct redis_stream *stream = container_of(l, struct redis_stream, link);

        if (stream->is_served && stream->node == net->runs_at &&
            channel_find(stream, is_sharded, channel) < stream->n_channels)
            tell_subscriber(stream, is_sharded, channel, message);
    }
}

static const struct {
    const char *verb, *answer;
    bool is_sharded, joins;
} subscribing[] = {
    {"SUBSCRIBE", "subscribe", false, true},
    {"SSUBSCRIBE", "ssubscribe", true, true},
    {"UNSUBSCRIBE", "unsubscribe", false, false},
    {"SUNSUBSCRIBE", "sunsubscribe", true, false},
};

/* False if the command is none of these. */
static bool subscribe(struct redis_stream *stream, const redisReply *command)
{
    size_t row = 0, n = sizeof subscribing / sizeof subscribing[0];

    while (row < n && strcmp(command->element[0]->str, subscribing[row].verb) != 0)
        row++;
    if (row == n)
        return false;
    for (size_t i = 1; i < command->elements; i++) {
        struct span name = {command->element[i]->str, (size_t)command->element[i]->len};
        size_t at = channel_find(stream, subscribing[row].is_sharded, name);

        if (subscribing[row].joins && at == stream->n_channels && at < CHANNELS_MAX) {
            stream->channels[at].is_sharded = subscribing[row].is_sharded;
            (void)snprintf(stream->channels[at].name, CHANNEL_MAX, "%s", name.at);
            stream->n_channels++;
        } else if (!subscribing[row].joins && at < stream->n_channels) {
            stream->channels[at] = stream->channels[--stream->n_channels];
        }
        strbuf_puts(&stream->answers, "*3\r\n");
        put_bulk(&stream->answers, span_of(subscribing[row].answer));
        put_bulk(&stream->answers, name);
        strbuf_printf(&stream->answers, ":%zu\r\n", stream->n_channels);
    }
    return true;
}

/* ["sunsubscribe", channel, how many are left], though nobody asked. */
void server_leave_slot(struct net *net, unsigned master, uint16_t slot)
{
    for (struct list *l = net->streams.next; l != &net->streams; l = l->next) {
        struct redis_stream *stream = container_of(l, struct redis_stream, link);

        for (size_t i = stream->n_channels; i-- > 0;) {
            struct span name = span_of(stream->channels[i].name);

            if (stream->node != master || redis_slot(name.at, name.len) != slot)
                continue;
            strbuf_puts(&stream->answers, "*3\r\n");
            put_bulk(&stream->answers, span_of("sunsubscribe"));
            put_bulk(&stream->answers, name);
            stream->channels[i] = stream->channels[--stream->n_channels];
            strbuf_printf(&stream->answers, ":%zu\r\n", stream->n_channels);
            wire_send(stream, TO_CLIENT, &stream->answers);
        }
    }
}

/* ---- Copies ------------------------------------------------------------------------- */

static void answer_copies(struct redis_stream *stream, bool are_there)
{
    stream->net->counts.waits++;
    stream->net->counts.short_waits += !are_there;
    strbuf_puts(&stream->answers, are_there ? ":1\r\n" : ":0\r\n");
}

/* WAIT 1 ms: for what was written before the last command of this connection was done. */
static void wait_for_copies(struct redis_stream *stream, const redisReply *command)
{
    struct net *net = stream->net;

    if (!net->is_behind || stream->written <= net->copied) {
        answer_copies(stream, true);
        return;
    }
    stream->is_waiting = true;
    loop_after(net->loop, &stream->waiting,
               strtoull(command->element[2]->str, NULL, 10) * US_PER_MS);
}

static void hear_on(struct redis_stream *stream);

void server_copied(struct redis_stream *stream, bool are_there)
{
    if (!stream->is_waiting)
        return;
    stream->is_waiting = false;
    loop_cancel(stream->net->loop, &stream->waiting);
    answer_copies(stream, are_there);
    hear_on(stream);
}

void server_copies_late(void *context)
{
    server_copied(context, false);
}

/* ---- Commands ----------------------------------------------------------------------- */

static bool is_verb(const redisReply *command, const char *verb)
{
    return strcmp(command->element[0]->str, verb) == 0;
}

/* CLUSTER SLOTS: [first, last, [host, port]] for each range. */
static void write_map(struct redis_stream *stream)
{
    struct shards *shards = &stream->net->shards;
    const uint8_t *owner = shards->at[stream->node].owner;
    struct strbuf ranges = {0};
    unsigned n = 0;

    for (size_t first = 0, last; first < REDIS_SLOTS; first = last + 1) {
        for (last = first; last + 1 < REDIS_SLOTS && owner[last + 1] == owner[first];)
            last++;
        strbuf_printf(&ranges, "*3\r\n:%zu\r\n:%zu\r\n*2\r\n$8\r\n10.0.0.1\r\n:%u\r\n",
                      first, last, shards->at[owner[first]].port);
        n++;
    }
    strbuf_printf(&stream->answers, "*%u\r\n", n);
    strbuf_add(&stream->answers, ranges.text, ranges.len);
    strbuf_done(&ranges);
}

/* What is said of the wires and not of the data. False if the command is none of these. */
static bool converse(struct redis_stream *stream, const redisReply *command)
{
    if (is_verb(command, "WAIT"))
        wait_for_copies(stream, command);
    else if (is_verb(command, "CLUSTER") && stream->net->shards.n > 1)
        write_map(stream);
    else if (is_verb(command, "ASKING"))
        strbuf_puts(&stream->answers, "+OK\r\n");
    else
        return subscribe(stream, command);
    return true;
}

static void run(struct redis_stream *stream, const redisReply *command)
{
    struct net *net = stream->net;
    size_t from = stream->answers.len;

    if (net->loop->now_us < net->shards.at[stream->node].loading_until_us) {
        strbuf_puts(&stream->answers,
                    "-LOADING Redis is loading the dataset in memory\r\n");
        net->counts.refused++;
        return;
    }
    if (shards_admit(stream, command, &stream->answers) && !converse(stream, command)) {
        net->runs_at = stream->node;
        fake_redis_run(net->redis, stream->node, command, &stream->answers);
        shards_ran(stream, command);
        stream->written = fake_redis_writes(net->redis);
        net->observe(
            net->context, command,
            (struct span){stream->answers.text + from, stream->answers.len - from});
    }
    stream->asking = is_verb(command, "ASKING");
}

static void hear_on(struct redis_stream *stream)
{
    void *command = NULL;

    while (!stream->is_waiting && stream->is_served &&
           redisReaderGetReply(stream->at_server, &command) == REDIS_OK && command) {
        run(stream, command);
        freeReplyObject(command);
    }
    if (stream->answers.len > 0)
        wire_send(stream, TO_CLIENT, &stream->answers);
}

void server_hear(struct redis_stream *stream, const struct strbuf *bytes)
{
    if (!stream->is_served)
        return;
    redisReaderFeed(stream->at_server, bytes->text, bytes->len);
    hear_on(stream);
}
