/* SPDX-License-Identifier: Apache-2.0 */

/* A store_request under way, and what all of src/store shares.
 *
 * An ask carries one call at a time to Redis and answers its request once; most are one
 * call (ask_call). One that needs several sends the next from within `read`. Asks with more
 * to remember have it behind this struct. */
#ifndef STORE_ASK_H
#define STORE_ASK_H

#include "store/record.h"
#include "store/redis_nodes.h"
#include "store/store.h"
#include "store/turn.h"

#include <hiredis/hiredis.h>

struct votes;
struct supports;

struct store {
    struct store_options options;
    struct redis_uri uri;
    struct id space;
    struct redis_nodes *nodes;
    struct votes *votes;
    struct supports *supports;
    uint64_t worker;   /* A random number, to know our own messages by. */
    size_t n_asks;     /* Requests that were not answered yet. */
    struct list later; /* Requests to be answered on the next turn, with an error. */
    struct turn turn;  /* Dispatches ballots, answers those of `later`, tells the state. */
    struct clock_timer probe;
    bool disk_full, refused; /* Two reasons to be full. */
    uint16_t refused_slot;   /* Where room was refused: there it is asked for again. */
    bool is_probing, was_up, closing, nodes_closing;
    struct store_state told; /* What the last state event said. */
    bool doubt_due;
    void (*closed)(void *context);
    void *closed_context;
};

struct ask {
    struct redis_call call;
    struct store *store;
    struct store_request *request;
    bool grows;       /* Needs room in the store. */
    bool is_plain;    /* A command of Redis's own: its answer has no status. */
    unsigned n_again; /* Times the keys were the wrong ones. */
    uint16_t slot;    /* Where the call went. */
    /* The answer of one call: OK, or the error its status stands for (reply is then what
     * came with it), or an error of the link (reply is NULL). Ends in ask_answer or
     * ask_send. */
    void (*read)(struct ask *ask, enum err err, const redisReply *reply);
};

/* `size` is that of a struct that begins with an ask; the rest is zero. NULL when the
 * request cannot be taken now: then it is answered later, and there is nothing left to do.
 */
void *ask_new(struct store *store, struct store_request *request, size_t size, bool grows);
/* Sends ask->call.command. */
void ask_send(struct ask *ask);
/* A request that is one call of a function, with nothing to remember meanwhile. */
enum ask_mode { ASK_WRITES, ASK_GROWS /* Needs room in the store, too. */, ASK_READS };
struct ask_call {
    const char *function;
    size_t n_keys;
    void (*read)(struct ask *ask, enum err err, const redisReply *reply);
    enum ask_mode mode;
};
/* The call without its keys and arguments: they are added, then it is sent. NULL as with
 * ask_new. */
struct redis_command *ask_call(struct store *store, struct store_request *request,
                               struct ask_call call);
void ask_call_send(struct redis_command *command);

/* Answers the request and frees the ask. */
void ask_answer(struct ask *ask, enum err err, const void *result);
/* A reader for requests whose result is NULL. */
void ask_read_plain(struct ask *ask, enum err err, const redisReply *reply);

/* One for requests whose result is an idea: {ok|stale, card, rev}, or {merged, id}. */
void ask_read_idea(struct ask *ask, enum err err, const redisReply *reply);

/* All that a round of a question may have. */
#define ROUND_KEYS 9
void ask_round_keys(struct redis_command *command, const char *room, const char *question,
                    uint32_t round);

/* Where a ticket is kept. */
void ask_ticket_key(struct redis_command *command, const struct id *room,
                    const uint8_t hash[TICKET_HASH_BYTES]);

/* Answers a request that has no ask, on the next turn. */
void store_answer_later(struct store *store, struct store_request *request, enum err err);
/* A call that needs room in this slot ended so: learns whether the store is full. */
void store_note_growth(struct store *store, uint16_t slot, enum err err);
/* A request was answered; the last one lets the store close. */
void store_answered(struct store *store);
bool store_is_full(const struct store *store);
/* Publishes on the bus of a room. Best effort. Takes the content of `packed`. */
void store_publish(struct store *store, const struct id *room, struct strbuf *packed);

/* What the status of a function's reply stands for. ERR_INTERNAL for anything unknown. */
enum err reply_status(const redisReply *reply);
/* Is the status "again": keys were missing? */
bool reply_is_again(const redisReply *reply);
/* The n-th part of an array, or NULL. */
const redisReply *reply_part(const redisReply *reply, size_t n);
/* Its bytes; empty if there are none. */
struct packet reply_part_bytes(const redisReply *reply, size_t n);

#endif
