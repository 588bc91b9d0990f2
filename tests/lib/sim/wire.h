/* SPDX-License-Identifier: Apache-2.0 */

/* What net.c, wire.c and server.c share: a connection, and bytes on their way. */
#ifndef TESTS_SIM_WIRE_H
#define TESTS_SIM_WIRE_H

#include "lib/sim/net.h"
#include "store/redis_stream.h"

#define WIRE_US_MIN  20
#define WIRE_US_MAX  2500
#define CHANNELS_MAX 16
#define CHANNEL_MAX  40

enum direction { TO_SERVER, TO_CLIENT, DIRECTIONS };

/* One connection, both of its ends. */
struct redis_stream {
    const struct redis_stream_events *events;
    struct process *process;
    struct net *net;
    struct list link;             /* In net->streams. */
    struct list wire[DIRECTIONS]; /* struct parcel, oldest first */
    uint64_t last_us[DIRECTIONS]; /* When the last of them arrives. */
    struct strbuf out, answers;   /* Not on the wire yet. */
    struct loop_event flush, opening, losing, going;
    redisReader *at_client, *at_server;
    bool is_open, is_dropped, is_quiet, is_gone;
    bool is_served; /* Redis has its end of it. */
    unsigned node;  /* To which master it leads, or (by its port) to whose replica. */
    uint16_t port;
    bool asking;               /* Has just said so. */
    uint64_t written;          /* How much the last command had before it. */
    bool is_waiting;           /* For copies: nothing else is run. */
    struct loop_event waiting; /* How long. */
    size_t n_channels;
    struct {
        bool is_sharded;
        char name[CHANNEL_MAX];
    } channels[CHANNELS_MAX];
};

/* Takes the bytes; they arrive after all that was sent before them. */
void wire_send(struct redis_stream *stream, enum direction direction, struct strbuf *bytes);
/* They arrive when they do. */
void wire_send_late(struct redis_stream *stream, enum direction direction,
                    struct strbuf *bytes, uint64_t us);
/* Some of what is on the wire arrives at once, the rest never. */
void wire_settle(struct redis_stream *stream, enum direction direction);
void wire_clear(struct redis_stream *stream);
/* Once nothing is on the wire, and its owner was told that it is gone. */
void wire_maybe_free(struct redis_stream *stream);

/* Redis's end: server.c. */
void server_hear(struct redis_stream *stream, const struct strbuf *bytes);
void server_publish(void *context, struct span verb, struct span channel,
                    struct span message);
/* Its subscribers at that master are told that a slot went away. */
void server_leave_slot(struct net *net, unsigned master, uint16_t slot);
/* The copies that a connection waits for are there, or are not. */
void server_copied(struct redis_stream *stream, bool are_there);
void server_copies_late(void *context);
/* The worker's end: net.c. */
void client_hear(struct redis_stream *stream, const struct strbuf *bytes);

#endif
