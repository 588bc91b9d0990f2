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
    struct ask *ask = ask_new(store, request, sizeof *ask, false);

    if (!ask)
        return;
    ask->read = read_origins;
    redis_command_fcall_read(&ask->call.command, "space_origins", 1);
    redis_command_key(&ask->call.command, "{space:%s}:origins", store->space.text);
    ask_send(ask);
}

void store_space_origins_set(struct store *store, struct store_request *request,
                             const struct buf *lines)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, true);

    if (!ask)
        return;
    ask->read = read_origins;
    redis_command_fcall(&ask->call.command, "space_origins_set", 1);
    redis_command_key(&ask->call.command, "{space:%s}:origins", store->space.text);
    redis_command_add(&ask->call.command, lines->text, lines->len);
    ask_send(ask);
}
