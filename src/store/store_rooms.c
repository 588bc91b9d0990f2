/* SPDX-License-Identifier: Apache-2.0 */

/* Rooms: found, made, listed, changed, deleted. Loading one is in store_read.c. */

#include "store/ask.h"

#include "base/mem.h"
#include "store/logo_files.h"
#include "store/record_board.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A code whose room never came to be is free again after this. */
#define CODE_CLAIM_S 60

/* ---- Codes ----------------------------------------------------------------------------
 */

static void read_code(struct ask *ask, enum err err, const redisReply *reply)
{
    struct packet text;
    struct id room;

    if (err)
        ask_answer(ask, err, NULL);
    else if (reply_bytes(reply, &text) && id_read(text.at, text.len, &room))
        ask_answer(ask, OK, &room);
    else
        ask_answer(ask, ERR_NOT_FOUND, NULL);
}

void store_code_find(struct store *store, struct store_request *request,
                     const struct code *code)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, false);

    if (!ask)
        return;
    ask->read = read_code;
    ask->is_plain = true;
    redis_command_text(&ask->call.command, "GET");
    redis_command_key(&ask->call.command, "code:%s", code->text);
    ask_send(ask);
}

/* ---- Records ---------------------------------------------------------------------------
 */

static void read_room(struct ask *ask, enum err err, const redisReply *reply)
{
    struct room_record record = {0};
    bool has_record = !err || err == ERR_STALE;

    if (has_record && !room_record_read(reply_part_bytes(reply, 1), &record, NULL)) {
        has_record = false;
        err = ERR_INTERNAL;
    }
    ask_answer(ask, err, has_record ? &record : NULL);
    room_record_done(&record);
}

static void add_change(struct redis_command *command, const char *field, const void *value,
                       size_t len)
{
    redis_command_text(command, field);
    redis_command_add(command, value, len);
}

void store_room_update(struct store *store, struct store_request *request,
                       const struct id *room, const struct room_change *change)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"room_update", 5, read_room, ASK_GROWS});

    if (!command)
        return;
    redis_command_key(command, "{%s}:room", room->text);
    redis_command_key(command, "{%s}:journal", room->text);
    redis_command_key(command, "{%s}:boards", room->text);
    redis_command_key(command, "{%s}:optpics", room->text);
    redis_command_key(command, "{%s}:acts", room->text);
    redis_command_add(command, change->by ? (const char *)change->by->bytes : "",
                      change->by ? PARTICIPANT_BYTES : 0);
    redis_command_number(command, change->rev);
    if (change->settings)
        add_change(command, "settings", change->settings->text, change->settings->len);
    if (change->current)
        add_change(command, "current", change->current->text,
                   strlen(change->current->text));
    if (change->board)
        add_change(command, "board", change->board->text, strlen(change->board->text));
    if (change->set_access) {
        const char *name = room_access_name(change->access);

        add_change(command, "access", name, strlen(name));
    }
    if (change->passcode_hash)
        add_change(command, "passcode", change->passcode_hash, PASSCODE_HASH_BYTES);
    if (change->set_small)
        add_change(command, "small", change->small ? "1" : "0", 1);
    ask_call_send(command);
}

void store_room_raise_epoch(struct store *store, struct store_request *request,
                            const struct id *room, uint64_t epoch, uint64_t seq)
{
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"room_raise_epoch", 2, ask_read_plain, ASK_WRITES});

    if (!command)
        return;
    redis_command_key(command, "{%s}:room", room->text);
    redis_command_key(command, "{%s}:journal", room->text);
    redis_command_number(command, epoch);
    redis_command_number(command, seq);
    ask_call_send(command);
}

/* ---- Making a room ----------------------------------------------------------------------
 */

/* One call each, in this order. */
enum creation_step { CLAIM_CODE, LIST_ROOM, MAKE_ROOM, KEEP_CODE };

struct creation {
    struct ask ask;
    enum creation_step step; /* Under way. */
    struct id room;
    struct code code;
    struct buf *settings;
    struct logo_files logo;
    struct room_record record;
};

static void creation_end(struct creation *creation, enum err err)
{
    struct room_record record = creation->record;
    struct buf *settings = creation->settings;
    struct logo_files logo = creation->logo;

    ask_answer(&creation->ask, err, err ? NULL : &record);
    room_record_done(&record);
    logo_files_done(&logo);
    buf_unref(settings);
}

static void creation_send(struct creation *creation)
{
    struct redis_command *command = &creation->ask.call.command;
    const char *room = creation->room.text;

    switch (creation->step) {
    case CLAIM_CODE:
        redis_command_fcall(command, "code_claim", 1);
        redis_command_key(command, "code:%s", creation->code.text);
        redis_command_text(command, room);
        redis_command_number(command, CODE_CLAIM_S);
        break;
    case LIST_ROOM:
        redis_command_fcall(command, "rooms_add", 1);
        redis_command_key(command, "{space:%s}:rooms", creation->ask.store->space.text);
        redis_command_text(command, room);
        redis_command_number(command, ROOMS_PER_SPACE_MAX);
        break;
    case MAKE_ROOM:
        redis_command_fcall(command, "room_create", 3);
        redis_command_key(command, "{%s}:room", room);
        redis_command_key(command, "{%s}:optpics", room);
        redis_command_key(command, "{%s}:optimg", room);
        redis_command_text(command, room);
        redis_command_text(command, creation->code.text);
        redis_command_add(command, creation->settings->text, creation->settings->len);
        logo_files_add(command, &creation->logo);
        break;
    case KEEP_CODE:
        /* Made before under another code: the one claimed now expires. */
        redis_command_fcall(command, "code_keep", 1);
        redis_command_key(command, "code:%s", creation->record.room.code.text);
        redis_command_text(command, room);
        break;
    }
    ask_send(&creation->ask);
}

static void creation_stepped(struct ask *ask, enum err err, const redisReply *reply)
{
    struct creation *creation = container_of(ask, struct creation, ask);

    if (!err && creation->step == MAKE_ROOM &&
        !room_record_read(reply_part_bytes(reply, 1), &creation->record, NULL))
        err = ERR_INTERNAL;
    if (err || creation->step == KEEP_CODE) {
        creation_end(creation, err);
        return;
    }
    creation->step++;
    creation_send(creation);
}

void store_room_create(struct store *store, struct store_request *request,
                       const struct id *room, const struct code *code, struct buf *settings,
                       const struct logo_files *logo)
{
    struct creation *creation = ask_new(store, request, sizeof *creation, true);

    if (!creation)
        return;
    creation->ask.read = creation_stepped;
    creation->room = *room;
    creation->code = *code;
    creation->settings = buf_ref(settings);
    if (logo)
        creation->logo = logo_files_ref(logo);
    creation_send(creation);
}

/* ---- Deleting: boards, each with its ideas; free the code, unlist, then the room itself,
 * so that a repeat finds the rest */

struct deletion {
    struct ask ask;
    struct id room;
    struct room order; /* Only its order is used. */
    struct rounds rounds;
    struct buf *order_text;
    struct store_request removal; /* Of a board. */
};

static void deletion_end(struct ask *ask, enum err err)
{
    struct deletion *deletion = container_of(ask, struct deletion, ask);
    struct buf *order_text = deletion->order_text;

    ask_answer(ask, err, NULL);
    buf_unref(order_text);
}

static void deletion_deleted(struct ask *ask, enum err err, const redisReply *reply);

static void deletion_send(struct deletion *deletion)
{
    static const char *const parts[] = {
        "room",       "journal",     "roles",      "entered",  "links",     "secrets",
        "boards",     "hooks",       "hookstate",  "hooklog",  "outbox",    "points",
        "points:log", "points:sent", "selections", "names",    "news",      "looked",
        "acts",       "words",       "wordlists",  "pics",     "pictures",  "loose",
        "invites",    "optpics",     "optimg",     "sendings", "reactions", "reacted",
        "decks",      "devices",     "devstate",   "series",   "here",      "counted",
        "sources",    "shared"};
    const size_t n_parts = sizeof parts / sizeof parts[0];
    struct redis_command *command = &deletion->ask.call.command;
    const char *room = deletion->room.text;
    size_t n_keys = n_parts;

    for (size_t i = 0; i < deletion->order.n_order; i++)
        n_keys += 1 + ROUND_KEYS * (size_t)deletion->rounds.round[i];
    deletion->ask.read = deletion_deleted;
    redis_command_fcall(command, "room_delete", n_keys);
    for (size_t i = 0; i < n_parts; i++)
        redis_command_key(command, "{%s}:%s", room, parts[i]);
    for (size_t i = 0; i < deletion->order.n_order; i++) {
        const char *question = deletion->order.order[i].text;

        redis_command_key(command, "{%s}:q:%s", room, question);
        for (uint32_t round = 1; round <= deletion->rounds.round[i]; round++) {
            ask_round_keys(command, room, question, round);
        }
    }
    if (deletion->order_text)
        redis_command_add(command, deletion->order_text->text, deletion->order_text->len);
    else
        redis_command_text(command, "");
    ask_send(&deletion->ask);
}

static bool deletion_learn(struct deletion *deletion, struct packet order)
{
    buf_unref(deletion->order_text);
    deletion->order_text = buf_new(order.at, order.len);
    return order_read(order, &deletion->order, &deletion->rounds);
}

static void deletion_deleted(struct ask *ask, enum err err, const redisReply *reply)
{
    struct deletion *deletion = container_of(ask, struct deletion, ask);

    if (err || !reply_is_again(reply))
        deletion_end(ask, err);
    else if (deletion_learn(deletion, reply_part_bytes(reply, 1)))
        deletion_send(deletion);
    else
        deletion_end(ask, ERR_INTERNAL);
}

static void deletion_unlisted(struct ask *ask, enum err err, const redisReply *reply)
{
    (void)reply;
    if (err)
        deletion_end(ask, err);
    else
        deletion_send(container_of(ask, struct deletion, ask));
}

static void deletion_freed(struct ask *ask, enum err err, const redisReply *reply)
{
    struct deletion *deletion = container_of(ask, struct deletion, ask);
    struct redis_command *command = &ask->call.command;

    (void)reply;
    if (err) {
        deletion_end(ask, err);
        return;
    }
    ask->read = deletion_unlisted;
    redis_command_fcall(command, "rooms_remove", 1);
    redis_command_key(command, "{space:%s}:rooms", ask->store->space.text);
    redis_command_text(command, deletion->room.text);
    ask_send(ask);
}

/* The answer to HGET of the room's code. */
static void deletion_coded(struct ask *ask, enum err err, const redisReply *reply)
{
    struct deletion *deletion = container_of(ask, struct deletion, ask);
    struct redis_command *command = &ask->call.command;
    struct packet text;
    struct code code;

    ask->is_plain = false;
    if (err) {
        deletion_end(ask, err);
    } else if (!reply_bytes(reply, &text) || !code_read(text.at, text.len, &code)) {
        deletion_freed(ask, OK, NULL); /* No room: it may still be listed. */
    } else {
        ask->read = deletion_freed;
        redis_command_fcall(command, "code_free", 1);
        redis_command_key(command, "code:%s", code.text);
        redis_command_text(command, deletion->room.text);
        ask_send(ask);
    }
}

static void deletion_next_board(struct deletion *deletion);

static void board_removed(struct store_request *request, enum err err, const void *result)
{
    struct deletion *deletion = request->owner;

    (void)result;
    /* A stale one was changed meanwhile: it is looked for again. */
    if (err && err != ERR_STALE)
        deletion_end(&deletion->ask, err);
    else
        deletion_next_board(deletion);
}

/* The answer to HVALS of the room's boards. */
static void deletion_boards(struct ask *ask, enum err err, const redisReply *reply)
{
    struct deletion *deletion = container_of(ask, struct deletion, ask);
    struct redis_command *command = &ask->call.command;
    struct board_record board = {0};

    if (!err && reply_part(reply, 0) &&
        !board_record_read(reply_part_bytes(reply, 0), &board))
        err = ERR_INTERNAL;
    if (err) {
        deletion_end(ask, err);
    } else if (reply_part(reply, 0)) {
        deletion->removal =
            (struct store_request){.done = board_removed, .owner = deletion};
        store_board_remove(ask->store, &deletion->removal, &deletion->room, &board.id,
                           board.version);
    } else {
        ask->read = deletion_coded;
        redis_command_text(command, "HGET");
        redis_command_key(command, "{%s}:room", deletion->room.text);
        redis_command_text(command, "code");
        ask_send(ask);
    }
    board_record_done(&board);
}

static void deletion_next_board(struct deletion *deletion)
{
    struct redis_command *command = &deletion->ask.call.command;

    deletion->ask.read = deletion_boards;
    deletion->ask.is_plain = true;
    redis_command_text(command, "HVALS");
    redis_command_key(command, "{%s}:boards", deletion->room.text);
    ask_send(&deletion->ask);
}

void store_room_delete(struct store *store, struct store_request *request,
                       const struct id *room)
{
    struct deletion *deletion = ask_new(store, request, sizeof *deletion, false);

    if (!deletion)
        return;
    deletion->room = *room;
    deletion_next_board(deletion);
}
