/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_gates.h"

#include "base/mem.h"
#include "store/ask.h"
#include "store/record_board.h"
#include "store/record_gate.h"

#include <stdlib.h>

#define ADD_KEYS(command, place, parts)                                                    \
    add_keys(command, &(place)->room, &(place)->board, parts,                              \
             sizeof(parts) / sizeof *(parts))

/* "room", and those of the board. */
static void add_keys(struct redis_command *command, const struct id *room,
                     const struct id *board, const char *const parts[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        redis_command_key(command, "{%s}:%s:%s", room->text, parts[i], board->text);
}

/* ---- What is new ----------------------------------------------------------------------
 */

enum { PARTS_OF_A_CARD = 4, PARTS_BEFORE = 3 };

static bool card_read(const redisReply *reply, size_t at, struct gate_card *out)
{
    return idea_card_read(reply_part_bytes(reply, at), &out->idea) &&
           idea_heat_read(reply_part_bytes(reply, at + 1), &out->idea) &&
           gate_state_read(reply_part_bytes(reply, at + 2), &out->state) &&
           opinions_read(reply_part_bytes(reply, at + 3), &out->good, &out->bad);
}

static bool changed_read(const redisReply *reply, struct gate_list *list,
                         struct gate_card *cards)
{
    const redisReply *rev = reply_part(reply, 1), *now = reply_part(reply, 2);

    if (!rev || !now || !reply_number(rev, &list->rev) ||
        !reply_number(now, &list->now_ms) ||
        reply->elements > PARTS_BEFORE + PARTS_OF_A_CARD * BOARD_CARDS_MAX)
        return false;
    list->cards = cards;
    for (size_t at = PARTS_BEFORE; at < reply->elements; at += PARTS_OF_A_CARD)
        if (!card_read(reply, at, &cards[list->n++]))
            return false;
    return true;
}

static void read_changed(struct ask *ask, enum err err, const redisReply *reply)
{
    struct gate_card *cards = mem_zero(BOARD_CARDS_MAX * sizeof *cards);
    struct gate_list list = {0};

    if (!err && !changed_read(reply, &list, cards))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &list);
    free(cards);
}

void store_gates_changed(struct store *store, struct store_request *request,
                         const struct id *room, const struct id *board, uint64_t rev)
{
    static const char *const parts[] = {"b", "cards", "heat", "moved", "gates", "opis"};
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"gates_changed", 1 + sizeof parts / sizeof *parts,
                                   read_changed, ASK_READS});

    if (!command)
        return;
    redis_command_key(command, "{%s}:boards", room->text);
    add_keys(command, room, board, parts, sizeof parts / sizeof *parts);
    redis_command_text(command, board->text);
    redis_command_number(command, rev);
    redis_command_number(command, BOARD_CARDS_MAX);
    ask_call_send(command);
}

/* ---- Moving ---------------------------------------------------------------------------
 */

void store_idea_gate(struct store *store, struct store_request *request,
                     const struct idea_place *place, const struct gate_moving *moving)
{
    static const char *const parts[] = {"b",     "cards", "heat", "moved",
                                        "gates", "due",   "opis"};
    const struct gate_rule *rule = moving->rule;
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"idea_gate", 9 + sizeof parts / sizeof *parts,
                                   ask_read_plain, ASK_WRITES});

    if (!command)
        return;
    redis_command_key(command, "{%s}:room", place->room.text);
    redis_command_key(command, "{%s}:boards", place->room.text);
    ADD_KEYS(command, place, parts);
    redis_command_key(command, "{%s}:sup:%s:%s", place->room.text, place->board.text,
                      place->idea.text);
    redis_command_key(command, "{%s}:hist:%s:%s", place->room.text, place->board.text,
                      place->idea.text);
    redis_command_key(command, "{%s}:outbox", place->room.text);
    redis_command_key(command, "{%s}:given:%s", place->room.text, place->board.text);
    redis_command_key(command, "{%s}:points", place->room.text);
    redis_command_key(command, "{%s}:points:log", place->room.text);
    redis_command_key(command, "{%s}:news", place->room.text);
    redis_command_text(command, place->board.text);
    redis_command_number(command, moving->version);
    redis_command_text(command, place->idea.text);
    redis_command_number(command, moving->n);
    redis_command_text(command, gate_kind_name(rule->kind));
    redis_command_number(command, rule->at);
    redis_command_number(command, rule->over);
    redis_command_number(command, rule->percent);
    redis_command_number(command, rule->days);
    redis_command_text(command, idea_status_name(rule->then));
    redis_command_text(command, idea_status_name(rule->late));
    redis_command_number(command, rule->answer_days);
    ask_call_send(command);
}

/* ---- The team's queue -----------------------------------------------------------------
 */

static void read_queue(struct ask *ask, enum err err, const redisReply *reply)
{
    struct gate_queue queue = {0};

    for (size_t i = 1; !err && i < reply->elements && queue.n < IDEAS_PER_PAGE_MAX; i++) {
        struct packet id = reply_part_bytes(reply, i);

        if (id_read(id.at, id.len, &queue.ideas[queue.n]))
            queue.n++;
        else
            err = ERR_INTERNAL;
    }
    ask_answer(ask, err, err ? NULL : &queue);
}

void store_gates_queue(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *board)
{
    static const char *const parts[] = {"cards", "gates", "due"};
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"gates_queue", sizeof parts / sizeof *parts, read_queue,
                                   ASK_WRITES});

    if (!command)
        return;
    add_keys(command, room, board, parts, sizeof parts / sizeof *parts);
    redis_command_number(command, IDEAS_PER_PAGE_MAX);
    ask_call_send(command);
}

/* ---- Opinions -------------------------------------------------------------------------
 */

struct opining {
    struct ask ask;
    struct opinion opinion;
};

static void read_opinion(struct ask *ask, enum err err, const redisReply *reply)
{
    struct opining *opining = container_of(ask, struct opining, ask);
    struct opinion_answer answer = {.opinion = opining->opinion};
    uint64_t n, good;
    bool is_read = true;

    if (!err) {
        is_read = reply_part(reply, 2) && reply_number(reply_part(reply, 1), &answer.rev) &&
                  reply_number(reply_part(reply, 2), &good);
        answer.is_news = is_read && good == 1;
    } else if (err == ERR_STALE) {
        is_read = reply_part(reply, 2) && reply_number(reply_part(reply, 1), &n) &&
                  reply_number(reply_part(reply, 2), &good);
        if (is_read)
            answer.opinion = (struct opinion){(uint32_t)n, good == 1};
    }
    if (!is_read)
        err = ERR_INTERNAL;
    ask_answer(ask, err, !err || err == ERR_STALE ? &answer : NULL);
}

void store_opinion(struct store *store, struct store_request *request,
                   const struct idea_place *place, const struct participant *participant,
                   const struct opinion *opinion)
{
    static const char *const parts[] = {"b", "cards", "heat", "moved", "opis", "opi"};
    struct opining *opining = ask_new(store, request, sizeof *opining, true);

    if (!opining)
        return;
    struct redis_command *command = &opining->ask.call.command;

    opining->opinion = *opinion;
    opining->ask.read = read_opinion;
    redis_command_fcall(command, "idea_opine", 1 + sizeof parts / sizeof *parts);
    redis_command_key(command, "{%s}:room", place->room.text);
    ADD_KEYS(command, place, parts);
    redis_command_text(command, place->board.text);
    redis_command_text(command, place->idea.text);
    redis_command_add(command, participant->bytes, PARTICIPANT_BYTES);
    redis_command_number(command, opinion->n);
    redis_command_number(command, opinion->is_good);
    ask_send(&opining->ask);
}
