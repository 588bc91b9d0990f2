/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_stream.h"

#include "base/mem.h"
#include "store/turn.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#define READ_BYTES    65536
#define PORT_TEXT_MAX 8

struct redis_stream {
    const struct redis_stream_events *events;
    const struct redis_address *address;
    union {
        uv_stream_t any;
        uv_pipe_t pipe;
        uv_tcp_t tcp;
    } socket;
    struct turn flush; /* Due while there is something to send. */
    uv_connect_t connect;
    uv_getaddrinfo_t resolve;
    uv_write_t write;
    redisReader *reader;
    struct strbuf out;     /* To be sent. */
    struct strbuf sending; /* libuv is at it. */
    const char *broken;    /* Failed within redis_stream_open: to be told. */
    unsigned holds;        /* Handles and lookups that still refer to this. */
    bool dropped;
    char in[READ_BYTES];
};

static void release(struct redis_stream *stream)
{
    const struct redis_stream_events *events = stream->events;

    if (--stream->holds > 0)
        return;
    redisReaderFree(stream->reader);
    strbuf_done(&stream->out);
    strbuf_done(&stream->sending);
    free(stream);
    events->gone(events->context);
}

static void on_close(uv_handle_t *handle)
{
    release(handle->data);
}

static void on_turn_closed(void *context)
{
    release(context);
}

void redis_stream_drop(struct redis_stream *stream)
{
    if (stream->dropped)
        return;
    stream->dropped = true;
    /* Fails when the lookup is running: its callback comes all the same. */
    (void)uv_cancel((uv_req_t *)&stream->resolve);
    turn_close(&stream->flush, on_turn_closed);
    uv_close((uv_handle_t *)&stream->socket.any, on_close);
}

static void lose(struct redis_stream *stream, const char *why)
{
    if (!stream->dropped)
        stream->events->lost(stream->events->context, why);
}

/* ---- Out ---------------------------------------------------------------------- */

static void flush(struct redis_stream *stream);

static void on_written(uv_write_t *request, int status)
{
    struct redis_stream *stream = request->data;

    stream->sending.len = 0;
    if (status < 0)
        lose(stream, uv_strerror(status));
    else
        flush(stream);
}

static void flush(struct redis_stream *stream)
{
    struct strbuf empty = stream->sending;

    if (stream->dropped || stream->sending.len > 0 || stream->out.len == 0)
        return;
    stream->sending = stream->out;
    stream->out = empty;

    uv_buf_t bytes = uv_buf_init(stream->sending.text, (unsigned)stream->sending.len);
    stream->write.data = stream;
    int failed = uv_write(&stream->write, &stream->socket.any, &bytes, 1, on_written);
    if (failed)
        lose(stream, uv_strerror(failed));
}

static void on_turn(void *context)
{
    struct redis_stream *stream = context;

    if (stream->broken)
        lose(stream, stream->broken);
    else if (uv_is_writable(&stream->socket.any))
        flush(stream);
}

struct strbuf *redis_stream_out(struct redis_stream *stream)
{
    turn_soon(&stream->flush);
    return &stream->out;
}

/* ---- In ----------------------------------------------------------------------- */

static void on_room(uv_handle_t *handle, size_t wanted, uv_buf_t *room)
{
    struct redis_stream *stream = handle->data;

    (void)wanted;
    *room = uv_buf_init(stream->in, sizeof stream->in);
}

static void on_read(uv_stream_t *socket, ssize_t len, const uv_buf_t *bytes)
{
    struct redis_stream *stream = socket->data;
    void *reply = NULL;

    if (len < 0) {
        lose(stream, uv_strerror((int)len));
        return;
    }
    redisReaderFeed(stream->reader, bytes->base, (size_t)len);
    while (!stream->dropped) {
        if (redisReaderGetReply(stream->reader, &reply) != REDIS_OK) {
            lose(stream, stream->reader->errstr);
            return;
        }
        if (!reply)
            return;
        stream->events->reply(stream->events->context, reply);
    }
}

/* ---- Opening -------------------------------------------------------------------- */

static void on_connect(uv_connect_t *request, int status)
{
    struct redis_stream *stream = request->data;

    if (stream->dropped)
        return;
    if (status == 0)
        status = uv_read_start(&stream->socket.any, on_room, on_read);
    if (status < 0)
        lose(stream, uv_strerror(status));
    else
        stream->events->opened(stream->events->context);
}

static void on_resolve(uv_getaddrinfo_t *request, int status, struct addrinfo *found)
{
    struct redis_stream *stream = request->data;

    if (!stream->dropped && status == 0) {
        (void)uv_tcp_nodelay(&stream->socket.tcp, 1); /* Slower without, that is all. */
        status = uv_tcp_connect(&stream->connect, &stream->socket.tcp, found->ai_addr,
                                on_connect);
    }
    if (found)
        uv_freeaddrinfo(found);
    if (status < 0)
        lose(stream, uv_strerror(status));
    release(stream);
}

static void resolve(uv_loop_t *loop, struct redis_stream *stream)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    char port[PORT_TEXT_MAX];

    (void)snprintf(port, sizeof port, "%u", stream->address->port);
    stream->resolve.data = stream;
    int failed = uv_getaddrinfo(loop, &stream->resolve, on_resolve, stream->address->host,
                                port, &hints);
    if (failed)
        stream->broken = uv_strerror(failed);
    else
        stream->holds++;
}

struct redis_stream *redis_stream_open(uv_loop_t *loop, const struct redis_address *address,
                                       const struct redis_stream_events *events)
{
    struct redis_stream *stream = mem_zero(sizeof *stream);
    bool is_unix = address->port == 0;
    int failed;

    stream->events = events;
    stream->address = address;
    stream->reader = redisReaderCreate();
    assert(stream->reader);
    stream->holds = 2;
    failed = is_unix ? uv_pipe_init(loop, &stream->socket.pipe, 0)
                     : uv_tcp_init(loop, &stream->socket.tcp);
    assert(failed == 0); /* Neither opens anything yet. */
    turn_init(&stream->flush, loop, on_turn, stream);
    stream->socket.any.data = stream->connect.data = stream;

    if (is_unix)
        uv_pipe_connect(&stream->connect, &stream->socket.pipe, address->host, on_connect);
    else
        resolve(loop, stream);
    if (stream->broken)
        turn_soon(&stream->flush);
    return stream;
}
