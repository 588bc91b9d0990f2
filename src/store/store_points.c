/* SPDX-License-Identifier: Apache-2.0 */

/* Leaderboards, the record behind them, and selections. */

#include "store/ask.h"

#include "store/record_points.h"

#include <string.h>

static bool name_read(const redisReply *reply, size_t at, char out[NAME_BYTES_MAX + 1])
{
    return packet_text(reply_part_bytes(reply, at), out, NAME_BYTES_MAX + 1);
}

static bool part_number(const redisReply *reply, size_t at, uint64_t *out)
{
    return reply_part(reply, at) && reply_number(reply_part(reply, at), out);
}

static bool part_participant(const redisReply *reply, size_t at, struct participant *out)
{
    struct packet bytes = reply_part_bytes(reply, at);

    if (bytes.len != PARTICIPANT_BYTES)
        return false;
    memcpy(out->bytes, bytes.at, PARTICIPANT_BYTES);
    return true;
}

/* ---- Leaderboards ----------------------------------------------------------------------
 */

enum { PARTS_OF_A_PLACE = 4, BEFORE_PLACES = 6 };

/* {ok, period, total, points, place, name, (who, points, place, name)...} */
static bool board_read(const redisReply *reply, struct points_board *out,
                       struct points_place *places)
{
    uint64_t period;

    if (!part_number(reply, 1, &period) || period > UINT32_MAX ||
        !part_number(reply, 2, &out->total) || !part_number(reply, 3, &out->own.points) ||
        !part_number(reply, 4, &out->own.place) || !name_read(reply, 5, out->own.name) ||
        reply->elements > BEFORE_PLACES + PARTS_OF_A_PLACE * POINTS_PAGE_MAX)
        return false;
    out->period = (uint32_t)period;
    out->places = places;
    for (size_t at = BEFORE_PLACES; at < reply->elements; at += PARTS_OF_A_PLACE) {
        struct points_place *place = &places[out->n++];

        if (!part_participant(reply, at, &place->who) ||
            !part_number(reply, at + 1, &place->points) ||
            !part_number(reply, at + 2, &place->place) ||
            !name_read(reply, at + 3, place->name))
            return false;
    }
    return true;
}

static void read_points_board(struct ask *ask, enum err err, const redisReply *reply)
{
    struct points_place places[POINTS_PAGE_MAX] = {0};
    struct points_board board = {0};

    if (!err && !board_read(reply, &board, places))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &board);
}

void store_points_board(struct store *store, struct store_request *request,
                        const struct id *room, const struct participant *participant,
                        const struct points_query *query)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"points_board", 2, read_points_board, ASK_READS});

    if (!command)
        return;
    if (query->is_of_space) {
        redis_command_key(command, "{space:%s}:points", store->space.text);
        redis_command_key(command, "{space:%s}:names", store->space.text);
    } else {
        redis_command_key(command, "{%s}:points", room->text);
        redis_command_key(command, "{%s}:names", room->text);
    }
    redis_command_add(command, participant->bytes, PARTICIPANT_BYTES);
    if (query->is_this_month)
        redis_command_text(command, "");
    else
        redis_command_number(command, query->period);
    redis_command_number(command, query->skip);
    redis_command_number(command, query->n);
    ask_call_send(command);
}

/* ---- The record ------------------------------------------------------------------------
 */

enum { PARTS_OF_A_MOVE = 3 };

/* {ok, (entry, packed, name)...} */
static bool log_read(const redisReply *reply, struct points_log *log,
                     struct points_move *moves)
{
    if (reply->elements > 1 + PARTS_OF_A_MOVE * POINTS_PAGE_MAX)
        return false;
    log->moves = moves;
    for (size_t at = 1; at < reply->elements; at += PARTS_OF_A_MOVE) {
        struct points_move *move = &moves[log->n++];

        if (!points_move_read(reply_part_bytes(reply, at + 1), move) ||
            !packet_entry_id(reply_part_bytes(reply, at), &move->id) ||
            !name_read(reply, at + 2, move->name))
            return false;
    }
    return true;
}

static void read_log(struct ask *ask, enum err err, const redisReply *reply)
{
    struct points_move moves[POINTS_PAGE_MAX];
    struct points_log log = {0};

    if (!err && !log_read(reply, &log, moves))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &log);
}

void store_points_log(struct store *store, struct store_request *request,
                      const struct id *room, const struct entry_id *before, uint32_t n)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"points_log", 2, read_log, ASK_READS});
    char from[ENTRY_ID_BYTES] = "";

    if (!command)
        return;
    if (before)
        entry_id_write(before, from);
    redis_command_key(command, "{%s}:points:log", room->text);
    redis_command_key(command, "{%s}:names", room->text);
    redis_command_text(command, from);
    redis_command_number(command, n);
    ask_call_send(command);
}

/* ---- Selections ------------------------------------------------------------------------
 */

/* {ok, packed, name...} */
static bool selected_read(const redisReply *reply, struct selection *out,
                          struct points_place *people)
{
    if (!selection_read(reply_part_bytes(reply, 1), out, people) ||
        reply->elements != 2 + out->n_people)
        return false;
    for (size_t i = 0; i < out->n_people; i++)
        if (!name_read(reply, 2 + i, people[i].name))
            return false;
    return true;
}

static void read_selection(struct ask *ask, enum err err, const redisReply *reply)
{
    struct points_place people[SELECTED_MAX];
    struct selection selection = {0};

    if (!err && !selected_read(reply, &selection, people))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &selection);
}

void store_points_select(struct store *store, struct store_request *request,
                         const struct id *room, const struct selection *wanted)
{
    static const char *const parts[] = {"points", "points:log", "names", "selections"};
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"points_select", sizeof parts / sizeof *parts,
                                   read_selection, ASK_GROWS});

    if (!command)
        return;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        redis_command_key(command, "{%s}:%s", room->text, parts[i]);
    redis_command_text(command, wanted->id.text);
    redis_command_number(command, wanted->period);
    redis_command_number(command, wanted->n);
    redis_command_text(command, ties_name(wanted->ties));
    redis_command_number(command, SELECTED_MAX);
    redis_command_number(command, SELECTIONS_PER_ROOM_MAX);
    ask_call_send(command);
}

static void read_selections(struct ask *ask, enum err err, const redisReply *reply)
{
    struct selection selections[SELECTIONS_PER_ROOM_MAX];
    struct selection_list list = {0, selections};

    if (!err && reply->elements > 1 + SELECTIONS_PER_ROOM_MAX)
        err = ERR_INTERNAL;
    for (size_t at = 1; !err && at < reply->elements; at++) {
        if (!selection_read(reply_part_bytes(reply, at), &selections[list.n], NULL))
            err = ERR_INTERNAL;
        list.n++;
    }
    ask_answer(ask, err, err ? NULL : &list);
}

void store_points_selected(struct store *store, struct store_request *request,
                           const struct id *room)
{
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"points_selected", 1, read_selections, ASK_READS});

    if (!command)
        return;
    redis_command_key(command, "{%s}:selections", room->text);
    ask_call_send(command);
}

/* ---- Names -----------------------------------------------------------------------------
 */

static void read_names(struct ask *ask, enum err err, const redisReply *reply)
{
    struct name_list list = {0};

    if (!err && reply->elements > 1 + NAMES_READ_MAX)
        err = ERR_INTERNAL;
    for (size_t at = 1; !err && at < reply->elements; at++)
        if (!name_read(reply, at, list.names[list.n++]))
            err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &list);
}

void store_names_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct participant people[], size_t n)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"names_read", 1, read_names, ASK_READS});

    if (!command)
        return;
    redis_command_key(command, "{%s}:names", room->text);
    for (size_t i = 0; i < n && i < NAMES_READ_MAX; i++)
        redis_command_add(command, people[i].bytes, PARTICIPANT_BYTES);
    ask_call_send(command);
}
