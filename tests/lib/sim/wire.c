/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/wire.h"

#include "base/mem.h"

#include <stdlib.h>

/* Bytes on their way. */
struct parcel {
    struct list link;
    struct loop_event arrival;
    struct redis_stream *stream;
    enum direction direction;
    struct strbuf bytes;
};

void wire_maybe_free(struct redis_stream *stream)
{
    if (!stream->is_gone || !list_is_empty(&stream->wire[TO_SERVER]) ||
        !list_is_empty(&stream->wire[TO_CLIENT]))
        return;
    list_remove(&stream->link);
    redisReaderFree(stream->at_client);
    redisReaderFree(stream->at_server);
    strbuf_done(&stream->out);
    strbuf_done(&stream->answers);
    free(stream);
}

static void parcel_free(struct parcel *parcel)
{
    list_remove(&parcel->link);
    loop_cancel(parcel->stream->net->loop, &parcel->arrival);
    strbuf_done(&parcel->bytes);
    free(parcel);
}

static void arrive(void *context)
{
    struct parcel *parcel = context;
    struct redis_stream *stream = parcel->stream;
    struct strbuf bytes = parcel->bytes;
    enum direction direction = parcel->direction;

    parcel->bytes = (struct strbuf){0};
    parcel_free(parcel);
    if (direction == TO_SERVER)
        server_hear(stream, &bytes);
    else
        client_hear(stream, &bytes);
    strbuf_done(&bytes);
    wire_maybe_free(stream);
}

void wire_send_late(struct redis_stream *stream, enum direction direction,
                    struct strbuf *bytes, uint64_t us)
{
    struct parcel *parcel = mem_zero(sizeof *parcel);

    parcel->stream = stream;
    parcel->direction = direction;
    parcel->bytes = *bytes;
    *bytes = (struct strbuf){0};
    parcel->arrival = (struct loop_event){.run = arrive, .context = parcel};
    list_init(&parcel->link);
    list_append(&stream->wire[direction], &parcel->link);
    loop_after(stream->net->loop, &parcel->arrival, us);
}

/* After all that was sent before it. */
void wire_send(struct redis_stream *stream, enum direction direction, struct strbuf *bytes)
{
    struct loop *loop = stream->net->loop;
    uint64_t at = loop->now_us + chance_between(loop, WIRE_US_MIN, WIRE_US_MAX);

    if (stream->is_quiet) {
        strbuf_done(bytes);
        return;
    }
    if (at < stream->last_us[direction])
        at = stream->last_us[direction];
    stream->last_us[direction] = at;
    wire_send_late(stream, direction, bytes, at - loop->now_us);
}

static struct parcel *first_of(struct list *wire)
{
    return container_of(wire->next, struct parcel, link);
}

/* Some of what is on the wire arrives at once, the rest never. */
void wire_settle(struct redis_stream *stream, enum direction direction)
{
    struct list wire;

    list_init(&wire);
    list_splice(&wire, &stream->wire[direction]);
    while (!list_is_empty(&wire) && chance_below(stream->net->loop, 2)) {
        struct parcel *parcel = first_of(&wire);

        if (direction == TO_SERVER)
            server_hear(stream, &parcel->bytes);
        else
            client_hear(stream, &parcel->bytes);
        parcel_free(parcel);
    }
    while (!list_is_empty(&wire))
        parcel_free(first_of(&wire));
}

void wire_clear(struct redis_stream *stream)
{
    for (enum direction way = TO_SERVER; way < DIRECTIONS; way++) {
        struct list wire;

        list_init(&wire);
        list_splice(&wire, &stream->wire[way]);
        while (!list_is_empty(&wire))
            parcel_free(first_of(&wire));
    }
}
