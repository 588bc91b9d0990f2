/* SPDX-License-Identifier: Apache-2.0 */

/* What is known of a room: the whole of it, one tally, its journal, its pulse. */

#include "store/ask.h"

#include "base/mem.h"
#include "store/record_board.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void add_tally_key(struct redis_command *command, const struct id *room,
                          const struct id *question, uint32_t round)
{
    redis_command_key(command, "{%s}:tally:%s:%" PRIu32, room->text, question->text, round);
}

/* ---- A whole room. Which keys it has, its order tells; the first guess is none at all
 * ------ */

struct loading {
    struct ask ask;
    struct id room;
    struct room order; /* Only its order is used. */
    struct rounds rounds;
};

static void read_load(struct ask *ask, enum err err, const redisReply *reply);

static void load_send(struct loading *loading, struct packet order)
{
    struct redis_command *command = &loading->ask.call.command;
    const struct room *room = &loading->order;

    loading->ask.read = read_load;
    redis_command_fcall_read(command, "room_load", 2 + 2 * room->n_order);
    redis_command_key(command, "{%s}:room", loading->room.text);
    redis_command_key(command, "{%s}:boards", loading->room.text);
    for (size_t i = 0; i < room->n_order; i++) {
        redis_command_key(command, "{%s}:q:%s", loading->room.text, room->order[i].text);
        add_tally_key(command, &loading->room, &room->order[i], loading->rounds.round[i]);
    }
    redis_command_add(command, order.at, order.len);
    ask_send(&loading->ask);
}

static void image_free(struct room_image *image)
{
    room_record_done(&image->room);
    for (size_t i = 0; i < image->n_questions; i++)
        question_record_done(&image->questions[i]);
    for (size_t i = 0; i < image->n_boards; i++)
        board_record_done(&image->boards[i]);
    free(image);
}

static bool image_boards_read(const redisReply *list, struct room_image *image)
{
    if (!list || list->type != REDIS_REPLY_ARRAY || list->elements > BOARDS_PER_ROOM_MAX)
        return false;
    for (size_t i = 0; i < list->elements; i++) {
        if (!board_record_read(reply_part_bytes(list, i), &image->boards[i]))
            return false;
        image->n_boards++;
    }
    return true;
}

/* {ok, room, {board, ...}, question, tally, question, tally, ...} */
static bool image_read(const redisReply *reply, struct room_image *image)
{
    struct rounds rounds;

    if (!room_record_read(reply_part_bytes(reply, 1), &image->room, &rounds) ||
        reply->elements != 3 + 2 * image->room.room.n_order ||
        !image_boards_read(reply_part(reply, 2), image))
        return false;
    for (size_t i = 0; i < image->room.room.n_order; i++) {
        struct question_record *question = &image->questions[i];
        struct packet tally = reply_part_bytes(reply, 4 + 2 * i);

        if (!question_record_read(reply_part_bytes(reply, 3 + 2 * i), question))
            return false;
        image->n_questions++;
        if (question->round != rounds.round[i] ||
            !id_same(&question->id, &image->room.room.order[i]) ||
            !tally_read(tally, question->round, &image->tallies[i]))
            return false;
    }
    return true;
}

static void read_load(struct ask *ask, enum err err, const redisReply *reply)
{
    struct loading *loading = container_of(ask, struct loading, ask);
    struct room_image *image;

    if (!err && reply_is_again(reply)) {
        struct packet order = reply_part_bytes(reply, 1);

        if (order_read(order, &loading->order, &loading->rounds))
            load_send(loading, order);
        else
            ask_answer(ask, ERR_INTERNAL, NULL);
        return;
    }
    if (err) {
        ask_answer(ask, err, NULL);
        return;
    }
    image = mem_zero(sizeof *image);
    if (image_read(reply, image))
        ask_answer(ask, OK, image);
    else
        ask_answer(ask, ERR_INTERNAL, NULL);
    image_free(image);
}

void store_room_load(struct store *store, struct store_request *request,
                     const struct id *room)
{
    struct loading *loading = ask_new(store, request, sizeof *loading, false);

    if (!loading)
        return;
    loading->room = *room;
    load_send(loading, (struct packet){"", 0});
}

/* ---- One tally -------------------------------------------------------------------------
 */

struct tally_ask {
    struct ask ask;
    uint32_t round;
};

static void read_tally(struct ask *ask, enum err err, const redisReply *reply)
{
    struct tally tally;

    struct packet text = {0};

    if (!err && reply->type != REDIS_REPLY_NIL && !reply_bytes(reply, &text))
        err = ERR_INTERNAL;
    if (!err && !tally_read(text, container_of(ask, struct tally_ask, ask)->round, &tally))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &tally);
}

void store_tally_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct round_of *round)
{
    struct tally_ask *reading = ask_new(store, request, sizeof *reading, false);

    if (!reading)
        return;
    reading->round = round->round;
    reading->ask.read = read_tally;
    reading->ask.is_plain = true;
    redis_command_text(&reading->ask.call.command, "GET");
    add_tally_key(&reading->ask.call.command, room, &round->question, round->round);
    ask_send(&reading->ask);
}

/* ---- Pulse ------------------------------------------------------------------------------
 */

/* {ok, now, epoch, seq, 1 if another Redis goes on, revision...} */
enum { AT_NOW = 1, AT_EPOCH, AT_SEQ, AT_OTHER, AT_REVISIONS };

static bool pulse_read(const redisReply *reply, struct pulse *pulse, uint64_t revisions[])
{
    uint64_t other;

    if (reply->elements < AT_REVISIONS ||
        reply->elements > AT_REVISIONS + QUESTIONS_PER_ROOM_MAX ||
        !reply_number(reply->element[AT_NOW], &pulse->now_ms) ||
        !reply_number(reply->element[AT_EPOCH], &pulse->epoch) ||
        !reply_number(reply->element[AT_SEQ], &pulse->seq) ||
        !reply_number(reply->element[AT_OTHER], &other))
        return false;
    pulse->is_other_redis = other != 0;
    pulse->n_revisions = reply->elements - AT_REVISIONS;
    pulse->revisions = revisions;
    for (size_t i = 0; i < pulse->n_revisions; i++)
        if (!reply_number(reply->element[AT_REVISIONS + i], &revisions[i]))
            return false;
    return true;
}

static void read_pulse(struct ask *ask, enum err err, const redisReply *reply)
{
    uint64_t revisions[QUESTIONS_PER_ROOM_MAX];
    struct pulse pulse = {0};

    if (!err && (!reply_part(reply, 0) || !pulse_read(reply, &pulse, revisions)))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &pulse);
}

void store_pulse(struct store *store, struct store_request *request, const struct id *room,
                 const struct round_of *rounds, size_t n)
{
    if (n > QUESTIONS_PER_ROOM_MAX)
        n = QUESTIONS_PER_ROOM_MAX;
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"pulse", 1 + n, read_pulse, ASK_READS});

    if (!command)
        return;
    redis_command_key(command, "{%s}:room", room->text);
    for (size_t i = 0; i < n; i++)
        add_tally_key(command, room, &rounds[i].question, rounds[i].round);
    ask_call_send(command);
}

/* ---- The journal
 * ------------------------------------------------------------------------- */

static void read_facts(struct ask *ask, enum err err, const redisReply *reply)
{
    struct fact *facts = mem_zero(FACTS_READ_MAX * sizeof *facts);
    struct fact_list list = {0, facts};

    if (!err && reply->elements > 1 + FACTS_READ_MAX)
        err = ERR_INTERNAL;
    for (size_t i = 1; !err && i < reply->elements; i++) {
        if (fact_read(reply_part_bytes(reply, i), &facts[list.n]))
            list.n++;
        else
            err = ERR_INTERNAL;
    }
    ask_answer(ask, err, err ? NULL : &list);
    for (size_t i = 0; i < list.n; i++)
        fact_done(&facts[i]);
    free(facts);
}

void store_facts_after(struct store *store, struct store_request *request,
                       const struct id *room, uint64_t after)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"facts_after", 2, read_facts, ASK_READS});

    if (!command)
        return;
    redis_command_key(command, "{%s}:room", room->text);
    redis_command_key(command, "{%s}:journal", room->text);
    redis_command_number(command, after);
    redis_command_number(command, FACTS_READ_MAX);
    ask_call_send(command);
}
