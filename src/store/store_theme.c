/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_theme.h"

#include "store/ask.h"

/* {ok, theme or ""} */
static void read_theme(struct ask *ask, enum err err, const redisReply *reply)
{
    struct packet text = reply_part_bytes(reply, 1);
    struct buf *theme = !err && text.len > 0 ? buf_new(text.at, text.len) : NULL;

    ask_answer(ask, err, theme);
    buf_unref(theme);
}

static void space_send(struct store *store, struct store_request *request,
                       const struct buf *theme, bool sets)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, sets);

    if (!ask)
        return;
    struct redis_command *command = &ask->call.command;

    ask->read = read_theme;
    if (sets)
        redis_command_fcall(command, "space_theme_set", 1);
    else
        redis_command_fcall_read(command, "space_theme", 1);
    redis_command_key(command, "{space:%s}:theme", store->space.text);
    if (sets)
        redis_command_add(command, theme ? theme->text : "", theme ? theme->len : 0);
    ask_send(ask);
}

void store_space_theme(struct store *store, struct store_request *request)
{
    space_send(store, request, NULL, false);
}

void store_space_theme_set(struct store *store, struct store_request *request,
                           const struct buf *theme)
{
    space_send(store, request, theme, true);
}
