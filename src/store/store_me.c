/* SPDX-License-Identifier: Apache-2.0 */

/* What concerns one participant: their points, supports and news; and the news of a room,
 * for the workers that tell them. */

#include "store/ask.h"

#include "store/record_points.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool part_number(const redisReply *reply, size_t at, uint64_t *out)
{
    return reply_part(reply, at) && reply_number(reply_part(reply, at), out);
}

/* (entry, packed)... to the end of the reply */
static bool all_news_read(const redisReply *reply, size_t at, size_t max, struct news *news,
                          size_t *n)
{
    for (*n = 0; at < reply->elements; at += 2) {
        struct news *one = &news[*n];

        if (++*n > max || !news_read(reply_part_bytes(reply, at + 1), one) ||
            !packet_entry_id(reply_part_bytes(reply, at), &one->id))
            return false;
    }
    return true;
}

/* ---- Points, name, news ----------------------------------------------------------------
 */

struct me_ask {
    struct ask ask;
    size_t n_boards;
};

enum { BEFORE_SUPPORTS = 8 };

/* {ok, month, points, place, points and place of the month, name, looked, supports...,
 * (entry, packed)...} */
static bool me_read(const redisReply *reply, size_t n_boards, struct me *me,
                    struct news *news)
{
    uint64_t month;

    if (!part_number(reply, 1, &month) || month > UINT32_MAX ||
        !part_number(reply, 2, &me->all.points) || !part_number(reply, 3, &me->all.place) ||
        !part_number(reply, 4, &me->of_month.points) ||
        !part_number(reply, 5, &me->of_month.place) ||
        !packet_text(reply_part_bytes(reply, 6), me->all.name, sizeof me->all.name) ||
        !packet_entry_id(reply_part_bytes(reply, 7), &me->looked))
        return false;
    me->month = (uint32_t)month;
    for (size_t i = 0; i < n_boards; i++)
        if (!part_number(reply, BEFORE_SUPPORTS + i, &me->supports[i]))
            return false;
    me->news = news;
    return all_news_read(reply, BEFORE_SUPPORTS + n_boards, ME_NEWS_MAX, news, &me->n_news);
}

static void read_me(struct ask *ask, enum err err, const redisReply *reply)
{
    size_t n_boards = container_of(ask, struct me_ask, ask)->n_boards;
    struct news news[ME_NEWS_MAX];
    struct me me = {0};

    if (!err && !me_read(reply, n_boards, &me, news))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &me);
}

/* What somebody supports is in both. */
static void add_own_keys(struct redis_command *command, const struct id *room,
                         const struct id *board)
{
    redis_command_key(command, "{%s}:spent:%s", room->text, board->text);
    redis_command_key(command, "{%s}:mine:%s", room->text, board->text);
}

void store_me_read(struct store *store, struct store_request *request,
                   const struct id *room, const struct participant *participant,
                   const struct id *boards, size_t n_boards)
{
    static const char *const parts[] = {"points", "names", "looked", "news"};
    struct me_ask *me = ask_new(store, request, sizeof *me, false);

    if (!me)
        return;
    struct redis_command *command = &me->ask.call.command;

    me->ask.read = read_me;
    me->n_boards = n_boards < BOARDS_PER_ROOM_MAX ? n_boards : BOARDS_PER_ROOM_MAX;
    redis_command_fcall_read(command, "me_read",
                             sizeof parts / sizeof *parts + 3 * me->n_boards);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        redis_command_key(command, "{%s}:%s", room->text, parts[i]);
    for (size_t i = 0; i < me->n_boards; i++)
        add_own_keys(command, room, &boards[i]);
    for (size_t i = 0; i < me->n_boards; i++)
        redis_command_key(command, "{%s}:cards:%s", room->text, boards[i].text);
    redis_command_add(command, participant->bytes, PARTICIPANT_BYTES);
    redis_command_number(command, ME_NEWS_MAX);
    redis_command_number(command, ME_NEWS_READ_MAX);
    redis_command_number(command, ME_SUPPORTS_READ_MAX);
    for (size_t i = 0; i < me->n_boards; i++)
        redis_command_text(command, boards[i].text);
    ask_send(&me->ask);
}

void store_me_name(struct store *store, struct store_request *request,
                   const struct id *room, const struct participant *participant,
                   const char *name, const struct buf *folded)
{
    static const char *const parts[] = {"room", "names", "words"};
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"me_name", sizeof parts / sizeof *parts, ask_read_plain,
                                   ASK_GROWS});

    if (!command)
        return;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        redis_command_key(command, "{%s}:%s", room->text, parts[i]);
    redis_command_add(command, participant->bytes, PARTICIPANT_BYTES);
    redis_command_text(command, name);
    redis_command_add(command, folded ? folded->text : "", folded ? folded->len : 0);
    ask_call_send(command);
}

void store_me_look(struct store *store, struct store_request *request,
                   const struct id *room, const struct participant *participant,
                   const struct entry_id *upto)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"me_look", 2, ask_read_plain, ASK_GROWS});
    char entry[ENTRY_ID_BYTES];

    if (!command)
        return;
    redis_command_key(command, "{%s}:room", room->text);
    redis_command_key(command, "{%s}:looked", room->text);
    entry_id_write(upto, entry);
    redis_command_add(command, participant->bytes, PARTICIPANT_BYTES);
    redis_command_text(command, entry);
    ask_call_send(command);
}

/* ---- Supports --------------------------------------------------------------------------
 */

#define SECONDS_DIGITS 10

struct supports_ask {
    struct ask ask;
    uint32_t n;
};

static bool own_support_read(struct packet text, struct own_support *out)
{
    return text.len > SECONDS_DIGITS &&
           packet_number((struct packet){text.at, SECONDS_DIGITS}, &out->at_s) &&
           id_read(text.at + SECONDS_DIGITS, text.len - SECONDS_DIGITS, &out->idea);
}

static void read_supports(struct ask *ask, enum err err, const redisReply *reply)
{
    size_t n = container_of(ask, struct supports_ask, ask)->n;
    struct own_support supports[IDEAS_PER_PAGE_MAX];
    struct own_supports list = {.supports = supports};

    if (!err && reply->elements > 2 + n)
        err = ERR_INTERNAL;
    for (size_t i = 1; !err && i < reply->elements && list.n < n; i++) {
        if (!own_support_read(reply_part_bytes(reply, i), &supports[list.n]))
            err = ERR_INTERNAL;
        list.n++;
    }
    list.has_more = !err && reply->elements > 1 + n;
    ask_answer(ask, err, err ? NULL : &list);
}

void store_me_supports(struct store *store, struct store_request *request,
                       const struct idea_place *board,
                       const struct participant *participant,
                       const struct own_support *after, uint32_t n)
{
    struct supports_ask *supports = ask_new(store, request, sizeof *supports, false);
    char from[SECONDS_DIGITS + ID_BYTES_MAX + 12] = "";

    if (!supports)
        return;
    struct redis_command *command = &supports->ask.call.command;

    supports->n = n < IDEAS_PER_PAGE_MAX ? n : IDEAS_PER_PAGE_MAX;
    if (after)
        (void)snprintf(from, sizeof from, "%010" PRIu64 "%s", after->at_s,
                       after->idea.text);
    supports->ask.read = read_supports;
    redis_command_fcall_read(command, "me_supports", 2);
    add_own_keys(command, &board->room, &board->board);
    redis_command_add(command, participant->bytes, PARTICIPANT_BYTES);
    redis_command_text(command, from);
    redis_command_number(command, (uint64_t)supports->n + 1); /* Is there another one? */
    ask_send(&supports->ask);
}

/* ---- News of a room --------------------------------------------------------------------
 */

static void read_news(struct ask *ask, enum err err, const redisReply *reply)
{
    struct news news[NEWS_READ_MAX];
    struct news_list list = {.news = news};

    if (!err && (!packet_entry_id(reply_part_bytes(reply, 1), &list.last) ||
                 !all_news_read(reply, 2, NEWS_READ_MAX, news, &list.n)))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &list);
}

void store_news_after(struct store *store, struct store_request *request,
                      const struct id *room, const struct entry_id *after)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"news_after", 1, read_news, ASK_READS});
    char from[ENTRY_ID_BYTES] = "";

    if (!command)
        return;
    if (after)
        entry_id_write(after, from);
    redis_command_key(command, "{%s}:news", room->text);
    redis_command_text(command, from);
    redis_command_number(command, NEWS_READ_MAX);
    ask_call_send(command);
}

static void read_supporters(struct ask *ask, enum err err, const redisReply *reply)
{
    bool marks[SUPPORTERS_ASKED_MAX] = {0};
    struct packet text = {0};

    if (!err) {
        text = reply_part_bytes(reply, 1);
        if (text.len > SUPPORTERS_ASKED_MAX)
            err = ERR_INTERNAL;
    }
    for (size_t i = 0; !err && i < text.len; i++)
        marks[i] = text.at[i] == '1';
    ask_answer(ask, err, err ? NULL : marks);
}

void store_supporters(struct store *store, struct store_request *request,
                      const struct idea_place *place,
                      const struct participant *participants, size_t n)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"supporters", 2, read_supporters, ASK_READS});

    if (!command)
        return;
    redis_command_key(command, "{%s}:sup:%s:%s", place->room.text, place->board.text,
                      place->idea.text);
    redis_command_key(command, "{%s}:cards:%s", place->room.text, place->board.text);
    redis_command_text(command, place->idea.text);
    for (size_t i = 0; i < n && i < SUPPORTERS_ASKED_MAX; i++)
        redis_command_add(command, participants[i].bytes, PARTICIPANT_BYTES);
    ask_call_send(command);
}
