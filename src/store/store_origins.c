/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_origins.h"

#include "store/ask.h"

static void read_origins(struct ask *ask, enum err err, const redisReply *reply)
{
    struct packet text = reply_part_bytes(reply, 1);
    struct buf *lines = err ? NULL : buf_new(text.at, text.len);

    ask_answer(ask, err, lines);
    buf_unref(lines);
}

void store_space_origins(struct store *store, struct store_request *request)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"space_origins", 1, read_origins, ASK_READS});

    if (!command)
        return;
    redis_command_key(command, "{space:%s}:origins", store->space.text);
    ask_call_send(command);
}

void store_space_origins_set(struct store *store, struct store_request *request,
                             const struct buf *lines)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"space_origins_set", 1, read_origins, ASK_GROWS});

    if (!command)
        return;
    redis_command_key(command, "{space:%s}:origins", store->space.text);
    redis_command_add(command, lines->text, lines->len);
    ask_call_send(command);
}
