/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_rehearsals.h"

#include "store/ask.h"

static struct ask *begin(struct store *store, struct store_request *request,
                         const char *function, bool grows)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, grows);

    if (!ask)
        return NULL;
    ask->read = ask_read_plain;
    redis_command_fcall(&ask->call.command, function, 1);
    redis_command_key(&ask->call.command, "{space:%s}:rehearsals", store->space.text);
    return ask;
}

static void read_until(struct ask *ask, enum err err, const redisReply *reply)
{
    uint64_t until_ms = 0;

    if (!err && !packet_number(reply_part_bytes(reply, 1), &until_ms))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &until_ms);
}

void store_rehearsal_list(struct store *store, struct store_request *request,
                          const struct id *room)
{
    struct ask *ask = begin(store, request, "rehearsal_list", true);

    if (!ask)
        return;
    ask->read = read_until;
    redis_command_text(&ask->call.command, room->text);
    redis_command_number(&ask->call.command, REHEARSAL_MS);
    redis_command_number(&ask->call.command, REHEARSALS_MAX);
    ask_send(ask);
}

static void read_due(struct ask *ask, enum err err, const redisReply *reply)
{
    struct packet text = reply_part_bytes(reply, 1);
    struct id room;
    bool is_due = !err && id_read(text.at, text.len, &room);

    ask_answer(ask, err, is_due ? &room : NULL);
}

void store_rehearsal_due(struct store *store, struct store_request *request)
{
    struct ask *ask = begin(store, request, "rehearsal_due", false);

    if (!ask)
        return;
    ask->read = read_due;
    ask_send(ask);
}

void store_rehearsal_drop(struct store *store, struct store_request *request,
                          const struct id *room)
{
    struct ask *ask = begin(store, request, "rehearsal_drop", false);

    if (!ask)
        return;
    redis_command_text(&ask->call.command, room->text);
    ask_send(ask);
}
