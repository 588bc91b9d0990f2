/* SPDX-License-Identifier: Apache-2.0 */

#include "store/ask.h"

#include "base/mem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Keys go stale only when somebody changes the very room in between. */
#define AGAIN_MAX 16

static const struct {
    const char *status;
    enum err err;
} statuses[] = {
    {"ok", OK},
    {"stale", ERR_STALE},
    {"missing", ERR_NOT_FOUND},
    {"wrong_move", ERR_WRONG_MOVE},
    {"exists", ERR_EXISTS},
    {"limit", ERR_LIMIT_REACHED},
    {"link_spent", ERR_LINK_SPENT},
    {"spent", ERR_SPENT},
    {"closed", ERR_CLOSED},
    {"forbidden", ERR_FORBIDDEN},
    {"merged", ERR_MERGED},
    {"rules", ERR_RULES},
    {"group", ERR_BAD_FIELD},
    {"banned", ERR_BANNED},
    {"word", ERR_WORD},
    {"picture", ERR_BAD_IMAGE},
    {"unnamed", ERR_BAD_FIELD},
    {"too_many", ERR_TOO_MANY},
    {"busy", ERR_TOO_MANY},
    {"round", ERR_ROUND_OVER},
    {"def", ERR_WRONG_MOVE},
};

const redisReply *reply_part(const redisReply *reply, size_t n)
{
    if (!reply || reply->type != REDIS_REPLY_ARRAY || n >= reply->elements)
        return NULL;
    return reply->element[n];
}

struct packet reply_part_bytes(const redisReply *reply, size_t n)
{
    const redisReply *part = reply_part(reply, n);
    struct packet bytes = {"", 0};

    if (part)
        (void)reply_bytes(part, &bytes); /* Empty if it is something else. */
    return bytes;
}

static bool is_status(const redisReply *reply, const char *status)
{
    struct packet bytes = reply_part_bytes(reply, 0);

    return bytes.len == strlen(status) && memcmp(bytes.at, status, bytes.len) == 0;
}

enum err reply_status(const redisReply *reply)
{
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
        if (is_status(reply, statuses[i].status))
            return statuses[i].err;
    return ERR_INTERNAL;
}

bool reply_is_again(const redisReply *reply)
{
    return is_status(reply, "again");
}

/* ---- Asks --------------------------------------------------------------------------- */

void *ask_new(struct store *store, struct store_request *request, size_t size, bool grows)
{
    struct ask *ask;

    if (store->closing || (grows && store->disk_full)) {
        store_answer_later(store, request,
                           store->closing ? ERR_GOING_AWAY : ERR_STORE_FULL);
        return NULL;
    }
    ask = mem_zero(size);
    ask->store = store;
    ask->request = request;
    ask->grows = grows;
    request->backend = ask;
    store->n_asks++;
    return ask;
}

static void on_done(struct redis_call *call, enum err err, const redisReply *reply)
{
    struct ask *ask = call->owner;

    if (ask->grows)
        store_note_growth(ask->store, ask->slot, err);
    if (!err && !ask->is_plain) {
        if (!reply_is_again(reply))
            err = reply_status(reply);
        else if (++ask->n_again > AGAIN_MAX)
            err = ERR_INTERNAL;
    }
    ask->read(ask, err, reply);
}

void ask_send(struct ask *ask)
{
    ask->call.done = on_done;
    ask->call.owner = ask;
    ask->slot = ask->call.command.slot;
    redis_nodes_call(ask->store->nodes, &ask->call);
}

struct redis_command *ask_call(struct store *store, struct store_request *request,
                               struct ask_call call)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, call.mode == ASK_GROWS);

    if (!ask)
        return NULL;
    ask->read = call.read;
    (call.mode == ASK_READS ? redis_command_fcall_read : redis_command_fcall)(
        &ask->call.command, call.function, call.n_keys);
    return &ask->call.command;
}

void ask_call_send(struct redis_command *command)
{
    ask_send(container_of(command, struct ask, call.command));
}

void ask_answer(struct ask *ask, enum err err, const void *result)
{
    struct store *store = ask->store;
    struct store_request *request = ask->request;

    free(ask);
    request->backend = NULL;
    request->done(request, err, result);
    store_answered(store);
}

void ask_read_plain(struct ask *ask, enum err err, const redisReply *reply)
{
    (void)reply; /* The status is all there is to it. */
    ask_answer(ask, err, NULL);
}

void ask_round_keys(struct redis_command *command, const char *room, const char *question,
                    uint32_t round)
{
    static const char *const parts[ROUND_KEYS] = {
        "ballots", "tally", "times", "terms", "said", "splits", "curve", "from", "late"};

    for (size_t i = 0; i < ROUND_KEYS; i++)
        redis_command_key(command, "{%s}:%s:%s:%" PRIu32, room, parts[i], question, round);
}
