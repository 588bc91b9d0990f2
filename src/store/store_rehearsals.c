/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_rehearsals.h"

#include "store/ask.h"

static struct redis_command *begin(struct store *store, struct store_request *request,
                                   struct ask_call call)
{
    struct redis_command *command = ask_call(store, request, call);

    if (command)
        redis_command_key(command, "{space:%s}:rehearsals", store->space.text);
    return command;
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
    struct redis_command *command = begin(
        store, request, (struct ask_call){"rehearsal_list", 1, read_until, ASK_GROWS});

    if (!command)
        return;
    redis_command_text(command, room->text);
    redis_command_number(command, REHEARSAL_MS);
    redis_command_number(command, REHEARSALS_MAX);
    ask_call_send(command);
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
    struct redis_command *command =
        begin(store, request, (struct ask_call){"rehearsal_due", 1, read_due, ASK_WRITES});

    if (!command)
        return;
    ask_call_send(command);
}

void store_rehearsal_drop(struct store *store, struct store_request *request,
                          const struct id *room)
{
    struct redis_command *command = begin(
        store, request, (struct ask_call){"rehearsal_drop", 1, ask_read_plain, ASK_WRITES});

    if (!command)
        return;
    redis_command_text(command, room->text);
    ask_call_send(command);
}
