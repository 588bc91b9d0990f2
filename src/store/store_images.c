/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_images.h"

#include "store/ask.h"
#include "store/record_board.h"
#include "store/record_images.h"

static void add_room_key(struct redis_command *command, const struct id *room,
                         const char *part)
{
    redis_command_key(command, "{%s}:%s", room->text, part);
}

static void add_board_key(struct redis_command *command, const struct id *room,
                          const char *part, const struct id *board)
{
    redis_command_key(command, "{%s}:%s:%s", room->text, part, board->text);
}

/* ---- Sending ---------------------------------------------------------------------------
 */

/* Over a limit comes with its name, too many with when to try again. */
static void read_sent(struct ask *ask, enum err err, const redisReply *reply)
{
    char limit[WORD_BYTES_MAX] = "";
    struct image_refusal refusal = {0};
    const redisReply *part = reply_part(reply, 1);

    if (err == ERR_LIMIT_REACHED) {
        refusal.limit = limit;
        if (!packet_text(reply_part_bytes(reply, 1), limit, sizeof limit))
            err = ERR_INTERNAL;
    } else if (err == ERR_TOO_MANY && (!part || !reply_number(part, &refusal.again_ms))) {
        err = ERR_INTERNAL;
    }
    ask_answer(ask, err, err ? &refusal : NULL);
}

/* "room board pics pictures loose" */
static void add_sending_keys(struct redis_command *command, const struct id *room,
                             const struct id *board)
{
    add_room_key(command, room, "room");
    add_board_key(command, room, "b", board);
    add_room_key(command, room, "pics");
    add_room_key(command, room, "pictures");
    add_room_key(command, room, "loose");
}

static void add_limits(struct redis_command *command)
{
    redis_command_number(command, IMAGES_LOOSE_MAX);
    redis_command_number(command, IMAGES_EACH_MAX);
    redis_command_number(command, IMAGES_ROOM_BYTES);
}

void store_image_ticket(struct store *store, struct store_request *request,
                        const struct id *room, const struct id *board,
                        const struct image_asking *asking)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"image_ticket", 7, read_sent, ASK_GROWS});

    if (!command)
        return;
    add_sending_keys(command, room, board);
    ask_ticket_key(command, room, asking->ticket);
    add_room_key(command, room, "sendings");
    redis_command_add(command, asking->who->bytes, PARTICIPANT_BYTES);
    redis_command_number(command, asking->is_staff);
    add_limits(command);
    redis_command_text(command, asking->note);
    redis_command_number(command, IMAGE_TICKET_MS);
    redis_command_number(command, IMAGE_TICKETS_HOUR);
    ask_call_send(command);
}

void store_image_put(struct store *store, struct store_request *request,
                     const struct id *room, const struct id *board,
                     const struct image_new *image)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"image_put", 6, read_sent, ASK_GROWS});

    if (!command)
        return;
    add_sending_keys(command, room, board);
    add_board_key(command, room, "img", &image->id);
    redis_command_add(command, image->who->bytes, PARTICIPANT_BYTES);
    add_limits(command);
    redis_command_text(command, image->id.text);
    redis_command_text(command, image->is_png ? "png" : "jpeg");
    redis_command_number(command, image->width);
    redis_command_number(command, image->height);
    redis_command_add(command, image->full, image->full_len);
    redis_command_add(command, image->small, image->small_len);
    ask_call_send(command);
}

/* ---- Looking ---------------------------------------------------------------------------
 */

/* {ok, everyone may, kind, bytes} */
static void read_bytes(struct ask *ask, enum err err, const redisReply *reply)
{
    struct packet bytes = reply_part_bytes(reply, 3);
    const struct image_bytes image = {
        .is_public = packet_is(reply_part_bytes(reply, 1), "1"),
        .is_png = packet_is(reply_part_bytes(reply, 2), "png"),
        .bytes = bytes.at,
        .len = bytes.len,
    };

    ask_answer(ask, err, err ? NULL : &image);
}

void store_image_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct image_wanted *wanted,
                      const struct idea_reader *reader)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"image_read", 3, read_bytes, ASK_READS});

    if (!command)
        return;
    add_board_key(command, room, "cards", &wanted->board);
    add_room_key(command, room, "pics");
    add_board_key(command, room, "img", &wanted->image);
    redis_command_add(command, reader->participant->bytes, PARTICIPANT_BYTES);
    redis_command_number(command, reader->is_staff);
    redis_command_number(command, reader->sees_others);
    redis_command_text(command, wanted->board.text);
    redis_command_text(command, wanted->image.text);
    redis_command_text(command, wanted->is_known   ? ""
                                : wanted->is_small ? "small"
                                                   : "full");
    ask_call_send(command);
}

/* ---- Of options ------------------------------------------------------------------------
 */

/* "room optpics optimg", and the limits. */
static void add_option_keys(struct redis_command *command, const struct id *room)
{
    add_room_key(command, room, "room");
    add_room_key(command, room, "optpics");
    add_room_key(command, room, "optimg");
}

static void add_option_limits(struct redis_command *command)
{
    redis_command_number(command, OPTION_IMAGES_MAX);
    redis_command_number(command, OPTION_IMAGES_BYTES);
}

void store_option_ticket(struct store *store, struct store_request *request,
                         const struct id *room, const struct image_asking *asking)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"option_ticket", 4, read_sent, ASK_GROWS});

    if (!command)
        return;
    add_option_keys(command, room);
    ask_ticket_key(command, room, asking->ticket);
    add_option_limits(command);
    redis_command_text(command, asking->note);
    redis_command_number(command, IMAGE_TICKET_MS);
    ask_call_send(command);
}

static void add_option_image(struct redis_command *command, const struct image_new *image)
{
    add_option_limits(command);
    redis_command_text(command, image->id.text);
    redis_command_text(command, image->is_png ? "png" : "jpeg");
    redis_command_add(command, image->full, image->full_len);
    redis_command_add(command, image->small, image->small_len);
}

void store_option_put(struct store *store, struct store_request *request,
                      const struct id *room, const struct image_new *image)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"option_put", 3, read_sent, ASK_GROWS});

    if (!command)
        return;
    add_option_keys(command, room);
    add_option_image(command, image);
    ask_call_send(command);
}

void store_slide_put(struct store *store, struct store_request *request,
                     const struct id *room, const struct id *deck,
                     const struct image_new *image)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"slide_put", 4, read_sent, ASK_GROWS});

    if (!command)
        return;
    add_option_keys(command, room);
    add_room_key(command, room, "decks");
    redis_command_text(command, deck->text);
    add_option_image(command, image);
    ask_call_send(command);
}

void store_deck_stop(struct store *store, struct store_request *request,
                     const struct id *room, const struct id *deck)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"deck_stop", 2, ask_read_plain, ASK_WRITES});

    if (!command)
        return;
    add_room_key(command, room, "room");
    add_room_key(command, room, "decks");
    redis_command_text(command, deck->text);
    ask_call_send(command);
}

void store_option_read(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *image, bool is_small)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"option_read", 2, read_bytes, ASK_READS});

    if (!command)
        return;
    add_room_key(command, room, "optpics");
    add_room_key(command, room, "optimg");
    redis_command_text(command, image->text);
    redis_command_text(command, is_small ? "small" : "full");
    ask_call_send(command);
}

/* ---- Staff -----------------------------------------------------------------------------
 */

void store_image_check(struct store *store, struct store_request *request,
                       const struct idea_place *place, const struct id *image,
                       enum idea_state state, const struct participant *by)
{
    static const char *const parts[] = {"b", "cards", "heat", "moved"};
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"image_check", 8, ask_read_idea, ASK_WRITES});

    if (!command)
        return;
    add_room_key(command, &place->room, "room");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        add_board_key(command, &place->room, parts[i], &place->board);
    add_room_key(command, &place->room, "pics");
    add_board_key(command, &place->room, "unseen", &place->board);
    add_room_key(command, &place->room, "acts");
    redis_command_text(command, place->board.text);
    redis_command_text(command, place->idea.text);
    redis_command_text(command, image->text);
    redis_command_text(command, idea_state_name(state));
    redis_command_add(command, by->bytes, PARTICIPANT_BYTES);
    ask_call_send(command);
}

/* {ok, total, (idea and picture)...} */
static void read_waiting(struct ask *ask, enum err err, const redisReply *reply)
{
    struct image_waiting images[IMAGES_WAITING_MAX];
    struct image_list list = {.images = images};
    const redisReply *total = reply_part(reply, 1);

    if (!err && (!total || !reply_number(total, &list.total) ||
                 reply->elements > 2 + IMAGES_WAITING_MAX))
        err = ERR_INTERNAL;
    for (size_t at = 2; !err && at < reply->elements; at++) {
        struct packet rest = reply_part_bytes(reply, at);
        struct image_waiting *one = &images[list.n++];

        if (!packet_next_id(&rest, &one->idea) || !image_record_next(&rest, &one->image))
            err = ERR_INTERNAL;
    }
    ask_answer(ask, err, err ? NULL : &list);
}

void store_image_list(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *board)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"image_list", 2, read_waiting, ASK_READS});

    if (!command)
        return;
    add_room_key(command, room, "pics");
    add_board_key(command, room, "unseen", board);
    redis_command_number(command, IMAGES_WAITING_MAX);
    ask_call_send(command);
}
