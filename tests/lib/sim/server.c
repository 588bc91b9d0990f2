/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/wire.h"

#include <stdio.h>
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

        if (stream->is_served &&
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

static void run(struct redis_stream *stream, const redisReply *command)
{
    struct net *net = stream->net;
    size_t from = stream->answers.len;

    if (net->loop->now_us < net->loading_until_us) {
        strbuf_puts(&stream->answers,
                    "-LOADING Redis is loading the dataset in memory\r\n");
        net->counts.refused++;
        return;
    }
    if (subscribe(stream, command))
        return;
    fake_redis_run(net->redis, command, &stream->answers);
    net->observe(net->context, command,
                 (struct span){stream->answers.text + from, stream->answers.len - from});
}

void server_hear(struct redis_stream *stream, const struct strbuf *bytes)
{
    void *command = NULL;

    if (!stream->is_served)
        return;
    redisReaderFeed(stream->at_server, bytes->text, bytes->len);
    while (redisReaderGetReply(stream->at_server, &command) == REDIS_OK && command) {
        run(stream, command);
        freeReplyObject(command);
    }
    if (stream->answers.len > 0)
        wire_send(stream, TO_CLIENT, &stream->answers);
}
