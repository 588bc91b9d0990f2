/* SPDX-License-Identifier: Apache-2.0 */

/* Questions: written, placed, moved, removed. */

#include "store/ask.h"

#include <inttypes.h>
#include <string.h>

/* Those that touch keys of a round do not know which round it is: they guess 1, and the
 * function says if it is another. */
struct round_ask {
    struct ask ask;
    struct id room, question;
    struct question_moving moving; /* Of a move. */
    uint64_t version;              /* Of a removal. */
    uint32_t round;
};

static void read_question(struct ask *ask, enum err err, const redisReply *reply)
{
    struct question_record record = {0};
    bool has_record = !err || err == ERR_STALE;

    if (has_record && !question_record_read(reply_part_bytes(reply, 1), &record)) {
        has_record = false;
        err = ERR_INTERNAL;
    }
    ask_answer(ask, err, has_record ? &record : NULL);
    question_record_done(&record);
}

/* "room question journal", the keys that all of them begin with. */
static void add_keys(struct redis_command *command, const struct id *room,
                     const struct id *question)
{
    redis_command_key(command, "{%s}:room", room->text);
    redis_command_key(command, "{%s}:q:%s", room->text, question->text);
    redis_command_key(command, "{%s}:journal", room->text);
}

/* Of its options. */
static void add_pictures_key(struct redis_command *command, const struct id *room)
{
    redis_command_key(command, "{%s}:optpics", room->text);
}

void store_question_add(struct store *store, struct store_request *request,
                        const struct id *room, const struct id *question, struct buf *def,
                        bool may_change)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"question_add", 4, read_question, ASK_GROWS});

    if (!command)
        return;
    add_keys(command, room, question);
    add_pictures_key(command, room);
    redis_command_text(command, question->text);
    redis_command_add(command, def->text, def->len);
    redis_command_number(command, may_change);
    redis_command_number(command, QUESTIONS_PER_ROOM_MAX);
    ask_call_send(command);
}

/* NOLINTNEXTLINE(readability-function-size): each of the seven is another thing. */
void store_question_update(struct store *store, struct store_request *request,
                           const struct id *room, const struct id *question,
                           uint64_t version, struct buf *def, bool may_change)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"question_update", 4, read_question, ASK_GROWS});

    if (!command)
        return;
    add_keys(command, room, question);
    add_pictures_key(command, room);
    redis_command_number(command, version);
    redis_command_add(command, def->text, def->len);
    redis_command_number(command, may_change);
    ask_call_send(command);
}

void store_question_place(struct store *store, struct store_request *request,
                          const struct id *room, const struct id *question, uint32_t place)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"question_place", 2, ask_read_plain, ASK_WRITES});

    if (!command)
        return;
    redis_command_key(command, "{%s}:room", room->text);
    redis_command_key(command, "{%s}:journal", room->text);
    redis_command_text(command, question->text);
    redis_command_number(command, place);
    ask_call_send(command);
}

/* Takes the round from {again, round}. False if it makes no sense. */
static bool learn_round(struct round_ask *ask, const redisReply *reply)
{
    uint64_t round;

    if (!packet_number(reply_part_bytes(reply, 1), &round) || round == 0 ||
        round > UINT32_MAX)
        return false;
    ask->round = (uint32_t)round;
    return true;
}

/* ---- Removing --------------------------------------------------------------------------
 */

static void removal_send(struct round_ask *removal);

static void read_removal(struct ask *ask, enum err err, const redisReply *reply)
{
    struct round_ask *removal = container_of(ask, struct round_ask, ask);

    if (err == ERR_STALE)
        read_question(ask, err, reply);
    else if (err || !reply_is_again(reply))
        ask_answer(ask, err, NULL);
    else if (learn_round(removal, reply))
        removal_send(removal);
    else
        ask_answer(ask, ERR_INTERNAL, NULL);
}

static void removal_send(struct round_ask *removal)
{
    struct redis_command *command = &removal->ask.call.command;
    const char *room = removal->room.text, *question = removal->question.text;

    removal->ask.read = read_removal;
    redis_command_fcall(command, "question_remove",
                        4 + ROUND_KEYS * (size_t)removal->round);
    add_keys(command, &removal->room, &removal->question);
    add_pictures_key(command, &removal->room);
    for (uint32_t round = 1; round <= removal->round; round++)
        ask_round_keys(command, room, question, round);
    redis_command_text(command, question);
    redis_command_number(command, removal->version);
    redis_command_number(command, removal->round);
    ask_send(&removal->ask);
}

void store_question_remove(struct store *store, struct store_request *request,
                           const struct id *room, const struct id *question,
                           uint64_t version)
{
    struct round_ask *removal = ask_new(store, request, sizeof *removal, false);

    if (!removal)
        return;
    removal->room = *room;
    removal->question = *question;
    removal->version = version;
    removal->round = 1;
    removal_send(removal);
}

/* ---- Moving ----------------------------------------------------------------------------
 */

static void move_send(struct round_ask *move);

static void read_move(struct ask *ask, enum err err, const redisReply *reply)
{
    struct round_ask *move = container_of(ask, struct round_ask, ask);

    if (err || !reply_is_again(reply))
        read_question(ask, err, reply);
    else if (learn_round(move, reply))
        move_send(move);
    else
        ask_answer(ask, ERR_INTERNAL, NULL);
}

static void add_states(struct redis_command *command, unsigned states)
{
    struct strbuf names = {0};

    for (unsigned state = 0; state < QUESTION_STATES; state++)
        if (states & (1u << state))
            strbuf_printf(&names, "%s%s", names.len ? "," : "",
                          question_state_name((enum question_state)state));
    redis_command_add(command, names.text, names.len);
    strbuf_done(&names);
}

static void move_send(struct round_ask *move)
{
    const struct question_move_rule *rule = question_move_rule(move->moving.move);
    struct redis_command *command = &move->ask.call.command;

    move->ask.read = read_move;
    redis_command_fcall(command, "question_move", 4);
    add_keys(command, &move->room, &move->question);
    redis_command_key(command, "{%s}:tally:%s:%" PRIu32, move->room.text,
                      move->question.text, move->round);
    redis_command_number(command, move->moving.version);
    add_states(command, rule->from);
    redis_command_text(command, question_state_name(rule->to));
    redis_command_key(command, "%d", rule->round_step);
    redis_command_number(command, rule->takes_focus && !move->moving.keeps_focus);
    redis_command_number(command, rule->needs_empty_round);
    redis_command_text(command, rule->fact);
    redis_command_number(command, move->moving.closes_in_ms);
    redis_command_number(command, move->moving.only_if_due);
    redis_command_number(command, move->round);
    /* Nobody's hand closes what is due. */
    redis_command_text(command, rule->undo == QUESTION_MOVES || move->moving.only_if_due
                                    ? ""
                                    : question_move_name(rule->undo));
    redis_command_number(command, rule->undo == MOVE_REOPEN ? UNDO_CLOSE_MS : UNDO_MS);
    ask_send(&move->ask);
}

void store_question_move(struct store *store, struct store_request *request,
                         const struct id *room, const struct id *question,
                         const struct question_moving *moving)
{
    struct round_ask *move = ask_new(store, request, sizeof *move, false);

    if (!move)
        return;
    move->room = *room;
    move->question = *question;
    move->moving = *moving;
    move->round = 1;
    move_send(move);
}
