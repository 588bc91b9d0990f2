/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_bans.h"

#include "base/mem.h"
#include "store/ask.h"

#include <stdlib.h>

static void add_room_key(struct redis_command *command, const struct id *room,
                         const char *part)
{
    redis_command_key(command, "{%s}:%s", room->text, part);
}

/* ---- Banning ---------------------------------------------------------------------------
 */

static void read_handle(struct ask *ask, enum err err, const redisReply *reply)
{
    struct packet text = reply_part_bytes(reply, 1);
    struct id handle;

    if (!err && !id_read(text.at, text.len, &handle))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &handle);
}

void store_ban(struct store *store, struct store_request *request,
               const struct idea_place *place, const struct id *comment,
               const struct participant *by)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"ban_add", 4, read_handle, ASK_GROWS});
    const char *room = place->room.text, *board = place->board.text;

    if (!command)
        return;
    add_room_key(command, &place->room, "room");
    redis_command_key(command, "{%s}:cards:%s", room, board);
    redis_command_key(command, "{%s}:talk:%s:%s", room, board, place->idea.text);
    add_room_key(command, &place->room, "acts");
    redis_command_text(command, board);
    redis_command_text(command, place->idea.text);
    redis_command_text(command, comment->text);
    redis_command_add(command, by->bytes, PARTICIPANT_BYTES);
    redis_command_number(command, BANS_PER_ROOM_MAX);
    ask_call_send(command);
}

void store_unban(struct store *store, struct store_request *request, const struct id *room,
                 const struct id *handle, const struct participant *by)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"ban_remove", 2, ask_read_plain, ASK_WRITES});

    if (!command)
        return;
    add_room_key(command, room, "room");
    add_room_key(command, room, "acts");
    redis_command_text(command, handle->text);
    redis_command_add(command, by->bytes, PARTICIPANT_BYTES);
    ask_call_send(command);
}

static bool ban_read(const redisReply *reply, size_t at, struct ban *out)
{
    struct packet handle = reply_part_bytes(reply, at),
                  rest = reply_part_bytes(reply, at + 1);

    return id_read(handle.at, handle.len, &out->handle) &&
           packet_next_number(&rest, &out->at_ms) && packet_next_id(&rest, &out->by) &&
           packet_next_id(&rest, &out->board) && packet_next_id(&rest, &out->idea) &&
           rest.len == 0;
}

static void read_bans(struct ask *ask, enum err err, const redisReply *reply)
{
    struct ban *bans = mem_zero(BANS_PER_ROOM_MAX * sizeof *bans);
    struct ban_list list = {0, bans};

    if (!err && reply->elements > 1 + 2 * BANS_PER_ROOM_MAX)
        err = ERR_INTERNAL;
    for (size_t at = 1; !err && at < reply->elements; at += 2)
        if (!ban_read(reply, at, &bans[list.n++]))
            err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &list);
    free(bans);
}

void store_ban_list(struct store *store, struct store_request *request,
                    const struct id *room)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"ban_list", 1, read_bans, ASK_READS});

    if (!command)
        return;
    add_room_key(command, room, "room");
    ask_call_send(command);
}

/* ---- What staff did ---------------------------------------------------------------------
 */

static bool next_text(struct packet *rest, char out[ACT_WORD_BYTES])
{
    struct packet text;

    return packet_next(rest, &text) && packet_text(text, out, ACT_WORD_BYTES);
}

/* Of what is about the room there is no board, and no idea. */
static bool next_id_if_any(struct packet *rest, struct id *out)
{
    struct packet text;

    *out = (struct id){0};
    return packet_next(rest, &text) && (text.len == 0 || id_read(text.at, text.len, out));
}

static bool act_read(const redisReply *reply, size_t at, struct act *out)
{
    struct packet rest = reply_part_bytes(reply, at + 1);

    return reply_part(reply, at) && reply_number(reply->element[at], &out->number) &&
           packet_next_number(&rest, &out->at_ms) && packet_next_id(&rest, &out->by) &&
           next_text(&rest, out->what) && next_id_if_any(&rest, &out->board) &&
           next_id_if_any(&rest, &out->idea) && next_text(&rest, out->before) &&
           next_text(&rest, out->after) && rest.len == 0;
}

struct acts_ask {
    struct ask ask;
    size_t n;
};

static void read_acts(struct ask *ask, enum err err, const redisReply *reply)
{
    size_t most = container_of(ask, struct acts_ask, ask)->n;
    struct act *acts = mem_zero(ACTS_PER_PAGE_MAX * sizeof *acts);
    struct act_list list = {.acts = acts};

    if (!err && reply->elements > 1 + 2 * (most + 1))
        err = ERR_INTERNAL;
    for (size_t at = 1; !err && at < reply->elements && list.n < most; at += 2)
        if (!act_read(reply, at, &acts[list.n++]))
            err = ERR_INTERNAL;
    list.has_more = !err && reply->elements > 1 + 2 * most;
    ask_answer(ask, err, err ? NULL : &list);
    free(acts);
}

void store_act_list(struct store *store, struct store_request *request,
                    const struct id *room, uint64_t before, uint32_t n, const char *what)
{
    struct acts_ask *acts = ask_new(store, request, sizeof *acts, false);

    if (!acts)
        return;
    struct redis_command *command = &acts->ask.call.command;

    acts->n = n < ACTS_PER_PAGE_MAX ? n : ACTS_PER_PAGE_MAX;
    acts->ask.read = read_acts;
    redis_command_fcall_read(command, "acts_list", 1);
    add_room_key(command, room, "acts");
    redis_command_number(command, before);
    redis_command_number(command, (uint64_t)acts->n + 1); /* Is there another one? */
    redis_command_text(command, what);
    ask_send(&acts->ask);
}
