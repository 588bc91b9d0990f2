/* SPDX-License-Identifier: Apache-2.0 */

/* Tickets, and what is fetched and sent with them: functions/carry.lua. */

#include "store/carry.h"

#include "base/mem.h"
#include "store/ask.h"
#include "store/record_board.h"
#include "store/record_gate.h"
#include "store/record_talk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRIES_AT_ONCE  500
#define COMMENTS_AT_ONCE 100

/* ---- Tickets ------------------------------------------------------------------------- */

void ask_ticket_key(struct redis_command *command, const struct id *room,
                    const uint8_t hash[TICKET_HASH_BYTES])
{
    char hex[2 * TICKET_HASH_BYTES + 1];

    for (size_t i = 0; i < TICKET_HASH_BYTES; i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", hash[i]);
    redis_command_key(command, "{%s}:ticket:%s", room->text, hex);
}

void store_ticket_put(struct store *store, struct store_request *request,
                      const struct id *room, const struct ticket_kept *ticket)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"ticket_put", 3, ask_read_plain, ASK_WRITES});

    if (!command)
        return;
    ask_ticket_key(command, room, ticket->hash);
    redis_command_room_keys(command, room, KEYS_OF("room", "acts"));
    redis_command_text(command, ticket->note);
    redis_command_number(command, ticket->ms);
    redis_command_add(command, ticket->by ? (const char *)ticket->by->bytes : "",
                      ticket->by ? PARTICIPANT_BYTES : 0);
    redis_command_text(command, ticket->board.text);
    redis_command_text(command, ticket->by ? ticket->what : "");
    redis_command_text(command, ticket->question.text);
    ask_call_send(command);
}

static void read_note(struct ask *ask, enum err err, const redisReply *reply)
{
    char text[TICKET_NOTE_MAX + 1];

    if (!err && !packet_text(reply_part_bytes(reply, 1), text, sizeof text))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : text);
}

void store_ticket_take(struct store *store, struct store_request *request,
                       const struct id *room, const uint8_t hash[TICKET_HASH_BYTES])
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"ticket_take", 1, read_note, ASK_WRITES});

    if (!command)
        return;
    ask_ticket_key(command, room, hash);
    ask_call_send(command);
}

/* ---- Ideas ----------------------------------------------------------------------------
 */

enum { PARTS_OF_AN_IDEA = 6 }; /* card, heat, words, gates, opinions, reached */

static bool read_gates(const redisReply *reply, size_t at, struct gate_read *out)
{
    struct packet reached = reply_part_bytes(reply, at + 2);

    return gate_state_read(reply_part_bytes(reply, at), &out->state) &&
           opinions_read(reply_part_bytes(reply, at + 1), &out->good, &out->bad) &&
           (reached.len == 0 || packet_number(reached, &out->reached_ms));
}

static bool read_one(const redisReply *reply, size_t at, struct idea_read *out)
{
    struct packet words = reply_part_bytes(reply, at + 2);

    if (!idea_card_read(reply_part_bytes(reply, at), &out->idea) ||
        !idea_heat_read(reply_part_bytes(reply, at + 1), &out->idea) ||
        !read_gates(reply, at + 3, &out->gate))
        return false;
    out->words = buf_new(words.at, words.len);
    return true;
}

static void read_ideas(struct ask *ask, enum err err, const redisReply *reply)
{
    struct idea_read ideas[CARRY_IDEAS_MAX] = {0};
    struct idea_pages pages = {.ideas = ideas};

    if (!err && reply->elements > 1 + PARTS_OF_AN_IDEA * CARRY_IDEAS_MAX)
        err = ERR_INTERNAL;
    for (size_t at = 1; !err && at < reply->elements; at += PARTS_OF_AN_IDEA) {
        if (reply_part_bytes(reply, at).len == 0)
            continue; /* Its board was removed meanwhile. */
        if (read_one(reply, at, &ideas[pages.n]))
            pages.n++;
        else
            err = ERR_INTERNAL;
    }
    ask_answer(ask, err, err ? NULL : &pages);
    for (size_t i = 0; i < pages.n; i++)
        buf_unref(ideas[i].words);
}

static void add_words_key(struct redis_command *command, const struct id *room,
                          const struct id *board, const struct id *idea)
{
    redis_command_key(command, "{%s}:idea:%s:%s", room->text, board->text, idea->text);
}

void store_carry_ideas(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *board,
                       const struct id ideas[], size_t n)
{
    static const char *const parts[] = {"cards", "heat", "gates", "opis"};

    if (n > CARRY_IDEAS_MAX)
        n = CARRY_IDEAS_MAX;
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"carry_ideas", sizeof parts / sizeof *parts + 2 * n,
                                   read_ideas, ASK_READS});

    if (!command)
        return;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        redis_command_key(command, "{%s}:%s:%s", room->text, parts[i], board->text);
    for (size_t i = 0; i < n; i++) {
        add_words_key(command, room, board, &ideas[i]);
        redis_command_key(command, "{%s}:hist:%s:%s", room->text, board->text,
                          ideas[i].text);
    }
    for (size_t i = 0; i < n; i++)
        redis_command_text(command, ideas[i].text);
    ask_call_send(command);
}

/* ---- Entries ---------------------------------------------------------------------------
 */

enum { AT_DONE = 1, AT_NEXT, AT_ENTRIES, PARTS_OF_AN_ENTRY = 3 };

static bool read_entry(const redisReply *reply, size_t at, struct carry_entry *out)
{
    struct packet who = reply_part_bytes(reply, at + 1);
    struct packet value = reply_part_bytes(reply, at + 2);
    uint64_t of;

    if (!reply_number(reply_part(reply, at), &of) || who.len != PARTICIPANT_BYTES ||
        !value.at)
        return false;
    out->of = (size_t)of;
    memcpy(out->participant.bytes, who.at, PARTICIPANT_BYTES);
    out->value = value.at; /* hiredis puts a NUL behind each text. */
    return true;
}

/* Of an answer to either: the parts behind them, or false. */
static bool read_way(const redisReply *reply, size_t *done, char next[24], size_t *most)
{
    uint64_t number;

    if (reply->elements < AT_ENTRIES ||
        !reply_number(reply_part(reply, AT_DONE), &number) ||
        !packet_text(reply_part_bytes(reply, AT_NEXT), next, 24) ||
        (reply->elements - AT_ENTRIES) % PARTS_OF_AN_ENTRY)
        return false;
    *done = (size_t)number;
    *most = (reply->elements - AT_ENTRIES) / PARTS_OF_AN_ENTRY;
    return true;
}

static void read_entries(struct ask *ask, enum err err, const redisReply *reply)
{
    struct carry_entries list = {0};
    struct carry_entry *entries;
    size_t most = 0;

    if (!err && !read_way(reply, &list.done, list.next, &most))
        err = ERR_INTERNAL;
    entries = mem_zero((most + 1) * sizeof *entries);
    list.entries = entries;
    for (size_t at = AT_ENTRIES; !err && list.n < most; at += PARTS_OF_AN_ENTRY)
        if (!read_entry(reply, at, &entries[list.n++]))
            err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &list);
    free(entries);
}

static bool read_comment(const redisReply *reply, size_t at, struct carry_comment *out)
{
    struct packet words = reply_part_bytes(reply, at + 2);
    uint64_t of;

    if (!reply_number(reply_part(reply, at), &of) ||
        !comment_card_read(reply_part_bytes(reply, at + 1), &out->comment))
        return false;
    out->of = (size_t)of;
    out->words = buf_new(words.at, words.len);
    return true;
}

static void read_comments(struct ask *ask, enum err err, const redisReply *reply)
{
    struct carry_comments list = {0};
    struct carry_comment *comments;
    size_t most = 0;

    if (!err && !read_way(reply, &list.done, list.next, &most))
        err = ERR_INTERNAL;
    comments = mem_zero((most + 1) * sizeof *comments);
    list.comments = comments;
    for (size_t at = AT_ENTRIES; !err && list.n < most; at += PARTS_OF_AN_ENTRY)
        if (read_comment(reply, at, &comments[list.n]))
            list.n++;
        else
            err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &list);
    for (size_t i = 0; i < list.n; i++)
        buf_unref(comments[i].words);
    free(comments);
}

static struct redis_command *entries_ask(struct store *store, struct store_request *request,
                                         size_t n)
{
    return ask_call(store, request,
                    (struct ask_call){"carry_entries", n, read_entries, ASK_READS});
}

static void entries_send(struct redis_command *command, const char *cursor)
{
    redis_command_text(command, cursor);
    redis_command_number(command, ENTRIES_AT_ONCE);
    ask_call_send(command);
}

void store_carry_supports(struct store *store, struct store_request *request,
                          const struct idea_place *board, const struct id ideas[], size_t n,
                          const char *cursor)
{
    struct redis_command *command;

    if (n > CARRY_IDEAS_MAX)
        n = CARRY_IDEAS_MAX;
    command = entries_ask(store, request, n);
    if (!command)
        return;
    for (size_t i = 0; i < n; i++)
        redis_command_key(command, "{%s}:sup:%s:%s", board->room.text, board->board.text,
                          ideas[i].text);
    entries_send(command, cursor);
}

void store_carry_ballots(struct store *store, struct store_request *request,
                         const struct id *room, const struct round_of *round,
                         const char *cursor)
{
    struct redis_command *command = entries_ask(store, request, 1);

    if (!command)
        return;
    redis_command_key(command, "{%s}:ballots:%s:%" PRIu32, room->text, round->question.text,
                      round->round);
    entries_send(command, cursor);
}

void store_carry_answers(struct store *store, struct store_request *request,
                         const struct id *room, const struct round_of *round, size_t from,
                         const char *cursor)
{
    static const char *const parts[] = {"times", "ballots"};
    struct redis_command *command = entries_ask(store, request, 2 - from);

    if (!command)
        return;
    for (size_t i = from; i < 2; i++)
        redis_command_key(command, "{%s}:%s:%s:%" PRIu32, room->text, parts[i],
                          round->question.text, round->round);
    entries_send(command, cursor);
}

void store_carry_comments(struct store *store, struct store_request *request,
                          const struct idea_place *board, const struct id ideas[], size_t n,
                          const char *cursor)
{
    if (n > CARRY_IDEAS_MAX)
        n = CARRY_IDEAS_MAX;
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"carry_comments", 2 * n, read_comments, ASK_READS});

    if (!command)
        return;
    for (size_t i = 0; i < n; i++) {
        redis_command_key(command, "{%s}:talk:%s:%s", board->room.text, board->board.text,
                          ideas[i].text);
        redis_command_key(command, "{%s}:said:%s:%s", board->room.text, board->board.text,
                          ideas[i].text);
    }
    redis_command_text(command, cursor);
    redis_command_number(command, COMMENTS_AT_ONCE);
    ask_call_send(command);
}

/* ---- Putting ideas in ------------------------------------------------------------------
 */

/* {ok, rev, statuses} */
static void read_receipt(struct ask *ask, enum err err, const redisReply *reply)
{
    struct carry_receipt receipt = {0};
    struct packet statuses = {0};

    if (!err)
        statuses = reply_part_bytes(reply, 2);
    if (!err &&
        (!reply_part(reply, 1) || !reply_number(reply_part(reply, 1), &receipt.rev)))
        err = ERR_INTERNAL;
    for (size_t i = 0; i < statuses.len; i++) {
        receipt.n_new += statuses.at[i] == '+';
        receipt.n_known += statuses.at[i] == '=';
        receipt.n_over += statuses.at[i] == 'l';
    }
    ask_answer(ask, err, err ? NULL : &receipt);
}

static void add_idea(struct redis_command *command, const struct carry_idea *idea)
{
    redis_command_text(command, idea->id.text);
    redis_command_text(command, idea->other.text);
    redis_command_add(command, idea->words->text, idea->words->len);
    redis_command_number(command, idea->tags);
    redis_command_text(command, idea_status_name(idea->status));
    redis_command_text(command, idea_state_name(idea->state));
    redis_command_number(command, idea->at_ms);
    if (idea->group > 0)
        redis_command_number(command, idea->group);
    else
        redis_command_text(command, "");
    redis_command_add(command, idea->folded ? idea->folded->text : "",
                      idea->folded ? idea->folded->len : 0);
}

void store_carry_put(struct store *store, struct store_request *request,
                     const struct id *room, const struct id *board,
                     const struct carry_parcel *parcel)
{
    static const char *const parts[] = {"b", "cards", "heat", "moved"};
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"carry_put", 7 + parcel->n, read_receipt,
                                   parcel->is_dry ? ASK_WRITES : ASK_GROWS});

    if (!command)
        return;
    redis_command_key(command, "{%s}:room", room->text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        redis_command_key(command, "{%s}:%s:%s", room->text, parts[i], board->text);
    redis_command_key(command, "{%s}:words", room->text);
    redis_command_key(command, "{%s}:acts", room->text);
    for (size_t i = 0; i < parcel->n; i++)
        add_words_key(command, room, board, &parcel->ideas[i].id);
    redis_command_text(command, board->text);
    redis_command_number(command, parcel->half_life_s);
    redis_command_number(command, IDEAS_PER_BOARD_MAX);
    redis_command_number(command, parcel->is_dry);
    redis_command_add(command, parcel->by->bytes, PARTICIPANT_BYTES);
    redis_command_number(command, parcel->n_before);
    for (size_t i = 0; i < parcel->n; i++)
        add_idea(command, &parcel->ideas[i]);
    ask_call_send(command);
}
