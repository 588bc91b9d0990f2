/* SPDX-License-Identifier: Apache-2.0 */

/* Boards: written, moved, removed. */

#include "store/ask.h"

#include "store/record_board.h"

static void read_board(struct ask *ask, enum err err, const redisReply *reply)
{
    struct board_record record = {0};
    bool has_record = !err || err == ERR_STALE;

    if (has_record && !board_record_read(reply_part_bytes(reply, 1), &record)) {
        has_record = false;
        err = ERR_INTERNAL;
    }
    ask_answer(ask, err, has_record ? &record : NULL);
    board_record_done(&record);
}

/* "room boards journal board", the keys that all of them begin with. */
static void add_keys(struct redis_command *command, const struct id *room,
                     const struct id *board)
{
    redis_command_key(command, "{%s}:room", room->text);
    redis_command_key(command, "{%s}:boards", room->text);
    redis_command_key(command, "{%s}:journal", room->text);
    redis_command_key(command, "{%s}:b:%s", room->text, board->text);
}

void store_board_add(struct store *store, struct store_request *request,
                     const struct id *room, const struct board *board, struct buf *def)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"board_add", 4, read_board, ASK_GROWS});
    char gate[BOARD_GATE_BYTES];

    if (!command)
        return;
    board_gate(board, gate);
    add_keys(command, room, &board->id);
    redis_command_text(command, board->id.text);
    redis_command_add(command, def->text, def->len);
    redis_command_text(command, phase_rule(board->phase)->name);
    redis_command_text(command, gate);
    redis_command_number(command, BOARDS_PER_ROOM_MAX);
    ask_call_send(command);
}

void store_board_change(struct store *store, struct store_request *request,
                        const struct id *room, const struct board_change *change)
{
    const struct board *board = change->board;
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"board_change", 6, read_board, ASK_WRITES});
    char gate[BOARD_GATE_BYTES];

    if (!command)
        return;
    board_gate(board, gate);
    add_keys(command, room, &board->id);
    redis_command_key(command, "{%s}:outbox", room->text);
    redis_command_key(command, "{%s}:acts", room->text);
    redis_command_text(command, board->id.text);
    redis_command_number(command, board->version);
    redis_command_add(command, change->def->text, change->def->len);
    redis_command_text(command, phase_rule(board->phase)->name);
    if (change->keeps_closing)
        redis_command_text(command, "");
    else
        redis_command_number(command, change->closes_in_ms);
    redis_command_text(command, change->fact);
    redis_command_text(command, gate);
    if (change->by)
        redis_command_add(command, change->by->bytes, PARTICIPANT_BYTES);
    else
        redis_command_text(command, "");
    ask_call_send(command);
}

/* ---- Removing: then its ideas, some at a time, so that nothing else waits long. One that
 * was cut short is finished by the next, for what is asked for is what is left ------------
 */

struct removal {
    struct ask ask;
    struct id room, board;
    bool is_last; /* What is under way leaves nothing. */
};

static void removal_look(struct removal *removal);

/* Every key of a board is {R}:<part>:<board>, of an idea {R}:<part>:<board>:<idea>. */
static const char *const board_parts[] = {"b",     "cards",  "heat",  "moved", "merges",
                                          "spent", "spoke",  "queue", "blame", "given",
                                          "mine",  "unseen", "sfrom"};
static const char *const idea_parts[] = {"idea",  "sup",  "hist",  "talk",  "said",
                                         "marks", "told", "liked", "aside", "turned"};
enum {
    BOARD_PARTS = sizeof board_parts / sizeof *board_parts,
    IDEA_PARTS = sizeof idea_parts / sizeof *idea_parts,
    ROOM_PARTS = 3,     /* "room", before the board's, "pics pictures" behind */
    PARTS_LOOKED_AT = 4 /* "b cards heat moved" */
};

/* "room", and the first of the board's own. */
static void add_board_keys(struct redis_command *command, const struct removal *removal,
                           size_t n)
{
    redis_command_key(command, "{%s}:room", removal->room.text);
    for (size_t i = 0; i < n; i++)
        redis_command_key(command, "{%s}:%s:%s", removal->room.text, board_parts[i],
                          removal->board.text);
}

static void read_swept(struct ask *ask, enum err err, const redisReply *reply)
{
    struct removal *removal = container_of(ask, struct removal, ask);

    (void)reply;
    if (err == ERR_EXISTS || (!err && removal->is_last))
        ask_answer(ask, OK,
                   NULL); /* Swept; perhaps by another, and it was made anew since. */
    else if (err)
        ask_answer(ask, err, NULL);
    else
        removal_look(removal);
}

static void removal_sweep(struct removal *removal, const redisReply *reply)
{
    const char *room = removal->room.text, *board = removal->board.text;
    struct redis_command *command = &removal->ask.call.command;
    struct id images[IMAGES_PER_IDEA_MAX];
    struct idea idea;
    size_t n = reply->elements / 2 - 1, n_images = 0;

    for (size_t i = 0; i < n; i++)
        n_images += idea_card_images(reply_part_bytes(reply, 2 + 2 * i), images);
    removal->is_last = n == 0;
    removal->ask.read = read_swept;
    redis_command_fcall(command, "ideas_sweep",
                        ROOM_PARTS + BOARD_PARTS + IDEA_PARTS * n + n_images);
    add_board_keys(command, removal, BOARD_PARTS);
    redis_command_key(command, "{%s}:pics", room);
    redis_command_key(command, "{%s}:pictures", room);
    for (size_t i = 0; i < n; i++) {
        (void)idea_card_read(reply_part_bytes(reply, 2 + 2 * i), &idea);
        for (size_t part = 0; part < IDEA_PARTS; part++)
            redis_command_key(command, "{%s}:%s:%s:%s", room, idea_parts[part], board,
                              idea.id.text);
        n_images = idea_card_images(reply_part_bytes(reply, 2 + 2 * i), images);
        for (size_t image = 0; image < n_images; image++)
            redis_command_key(command, "{%s}:img:%s", room, images[image].text);
    }
    redis_command_number(command, BOARD_PARTS);
    for (size_t i = 0; i < n; i++) {
        (void)idea_card_read(reply_part_bytes(reply, 2 + 2 * i), &idea);
        redis_command_text(command, idea.id.text);
    }
    ask_send(&removal->ask);
}

static void read_looked(struct ask *ask, enum err err, const redisReply *reply)
{
    if (err)
        ask_answer(ask, err, NULL);
    else if (reply->elements < 2)
        ask_answer(ask, ERR_INTERNAL, NULL);
    else
        removal_sweep(container_of(ask, struct removal, ask), reply);
}

static void removal_look(struct removal *removal)
{
    struct redis_command *command = &removal->ask.call.command;

    removal->ask.read = read_looked;
    redis_command_fcall_read(command, "ideas_changed", 1 + PARTS_LOOKED_AT);
    add_board_keys(command, removal, PARTS_LOOKED_AT);
    redis_command_number(command, 0);
    redis_command_number(command, BOARD_CARDS_MAX);
    ask_send(&removal->ask);
}

static void read_removed(struct ask *ask, enum err err, const redisReply *reply)
{
    if (err == ERR_STALE)
        read_board(ask, err, reply);
    else if (err)
        ask_answer(ask, err, NULL);
    else
        removal_look(container_of(ask, struct removal, ask));
}

void store_board_remove(struct store *store, struct store_request *request,
                        const struct id *room, const struct id *board, uint64_t version)
{
    /* What is one key however many ideas there are, and is not asked for while they go. */
    static const char *const parts[] = {"gates", "due", "opis", "opi"};
    const size_t n_parts = sizeof parts / sizeof *parts;
    struct removal *removal = ask_new(store, request, sizeof *removal, false);

    if (!removal)
        return;
    struct redis_command *command = &removal->ask.call.command;

    removal->room = *room;
    removal->board = *board;
    removal->ask.read = read_removed;
    redis_command_fcall(command, "board_remove", 4 + n_parts);
    add_keys(command, room, board);
    for (size_t i = 0; i < n_parts; i++)
        redis_command_key(command, "{%s}:%s:%s", room->text, parts[i], board->text);
    redis_command_text(command, board->text);
    redis_command_number(command, version);
    ask_send(&removal->ask);
}
