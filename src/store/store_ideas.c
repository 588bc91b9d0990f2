/* SPDX-License-Identifier: Apache-2.0 */

/* Ideas: posted, changed, read. What they weigh is in support_batch.c. */

#include "store/ask.h"

#include "base/mem.h"
#include "store/record_board.h"
#include "store/record_gate.h"
#include "store/record_images.h"

#include <stdlib.h>

/* What a merged idea is now. */
static bool end_read(const redisReply *reply, struct idea *out)
{
    struct packet id = reply_part_bytes(reply, 1);

    *out = (struct idea){0};
    return id_read(id.at, id.len, &out->into);
}

void ask_read_idea(struct ask *ask, enum err err, const redisReply *reply)
{
    struct idea idea;
    bool has_idea = !err || err == ERR_STALE;

    if (err == ERR_MERGED && end_read(reply, &idea)) {
        ask_answer(ask, err, &idea);
        return;
    }
    if (has_idea && !idea_card_read(reply_part_bytes(reply, 1), &idea)) {
        has_idea = false;
        err = ERR_INTERNAL;
    }
    if (has_idea && reply_part(reply, 2) && !reply_number(reply_part(reply, 2), &idea.rev))
        idea.rev = 0;
    ask_answer(ask, err, has_idea ? &idea : NULL);
}

/* "room board cards heat moved" */
static void add_keys(struct redis_command *command, const struct id *room,
                     const struct id *board)
{
    static const char *const parts[] = {"b", "cards", "heat", "moved"};

    redis_command_key(command, "{%s}:room", room->text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        redis_command_key(command, "{%s}:%s:%s", room->text, parts[i], board->text);
}

static void add_folded(struct redis_command *command, const struct folded *folded)
{
    const struct buf *words = folded->words, *name = folded->name;

    redis_command_add(command, words ? words->text : "", words ? words->len : 0);
    redis_command_add(command, name ? name->text : "", name ? name->len : 0);
}

/* "given points log", for what an idea earns its author */
static void add_points_keys(struct redis_command *command, const struct id *room,
                            const struct id *board)
{
    redis_command_key(command, "{%s}:given:%s", room->text, board->text);
    redis_command_key(command, "{%s}:points", room->text);
    redis_command_key(command, "{%s}:points:log", room->text);
}

static void add_words_key(struct redis_command *command, const struct id *room,
                          const struct id *board, const struct id *idea)
{
    redis_command_key(command, "{%s}:idea:%s:%s", room->text, board->text, idea->text);
}

void store_idea_post(struct store *store, struct store_request *request,
                     const struct idea_place *place, const struct participant *author,
                     const struct idea_posting *posting)
{
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"idea_post", 12 + images_keys(posting->images),
                                   ask_read_idea, ASK_GROWS});

    if (!command)
        return;
    add_keys(command, &place->room, &place->board);
    redis_command_key(command, "{%s}:spent:%s", place->room.text, place->board.text);
    add_words_key(command, &place->room, &place->board, &place->idea);
    redis_command_key(command, "{%s}:outbox", place->room.text);
    add_points_keys(command, &place->room, &place->board);
    redis_command_key(command, "{%s}:words", place->room.text);
    add_images_keys(command, &place->room, &place->board, posting->images);
    redis_command_text(command, place->board.text);
    redis_command_text(command, place->idea.text);
    redis_command_add(command, author->bytes, PARTICIPANT_BYTES);
    redis_command_add(command, posting->words->text, posting->words->len);
    redis_command_number(command, posting->tags);
    redis_command_number(command, posting->half_life_s);
    redis_command_number(command, IDEAS_PER_BOARD_MAX);
    redis_command_number(command, posting->accepted);
    add_folded(command, &posting->folded);
    add_images(command, posting->images ? posting->images : &(struct idea_images){0});
    redis_command_add(command, (posting->by ? posting->by : author)->bytes,
                      PARTICIPANT_BYTES);
    redis_command_number(command, posting->is_staff);
    ask_call_send(command);
}

/* ---- Changes ------------------------------------------------------------------------- */

void store_idea_change(struct store *store, struct store_request *request,
                       const struct idea_place *place, const struct idea_change *change)
{
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"idea_change", 16 + images_keys(change->images),
                                   ask_read_idea, change->words ? ASK_GROWS : ASK_WRITES});

    if (!command)
        return;
    add_keys(command, &place->room, &place->board);
    add_words_key(command, &place->room, &place->board, &place->idea);
    redis_command_key(command, "{%s}:hist:%s:%s", place->room.text, place->board.text,
                      place->idea.text);
    redis_command_key(command, "{%s}:queue:%s", place->room.text, place->board.text);
    redis_command_key(command, "{%s}:blame:%s", place->room.text, place->board.text);
    redis_command_key(command, "{%s}:outbox", place->room.text);
    add_points_keys(command, &place->room, &place->board);
    redis_command_key(command, "{%s}:news", place->room.text);
    redis_command_key(command, "{%s}:acts", place->room.text);
    redis_command_key(command, "{%s}:words", place->room.text);
    add_images_keys(command, &place->room, &place->board, change->images);
    redis_command_text(command, place->board.text);
    redis_command_text(command, place->idea.text);
    redis_command_number(command, change->version);
    redis_command_add(command, change->author ? change->author->bytes : (const void *)"",
                      change->author ? PARTICIPANT_BYTES : 0);
    redis_command_number(command, IDEA_EDIT_MS);
    redis_command_text(command, change->state ? idea_state_name(*change->state) : "");
    redis_command_text(command, change->status ? idea_status_name(*change->status) : "");
    if (change->tags)
        redis_command_number(command, *change->tags);
    else
        redis_command_text(command, "");
    redis_command_add(command, change->words ? change->words->text : "",
                      change->words ? change->words->len : 0);
    redis_command_add(command, change->by ? change->by->bytes : (const void *)"",
                      change->by ? PARTICIPANT_BYTES : 0);
    redis_command_text(command, change->words_as ? change->words_as : "");
    add_folded(command, &change->folded);
    add_images(command, change->images);
    ask_call_send(command);
}

/* ---- What is new --------------------------------------------------------------------- */

/* {ok, rev, (card, heat)...} */
static bool changed_read(const redisReply *reply, struct idea_list *list,
                         struct idea *ideas)
{
    const redisReply *rev = reply_part(reply, 1);

    if (!rev || !reply_number(rev, &list->rev) || reply->elements % 2 != 0 ||
        reply->elements > 2 + 2 * BOARD_CARDS_MAX)
        return false;
    list->ideas = ideas;
    for (size_t i = 2; i < reply->elements; i += 2) {
        struct idea *idea = &ideas[list->n++];

        if (!idea_card_read(reply_part_bytes(reply, i), idea) ||
            !idea_heat_read(reply_part_bytes(reply, i + 1), idea))
            return false;
    }
    return true;
}

static void read_changed(struct ask *ask, enum err err, const redisReply *reply)
{
    struct idea *ideas = mem_zero(BOARD_CARDS_MAX * sizeof *ideas);
    struct idea_list list = {0};

    if (!err && !changed_read(reply, &list, ideas))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &list);
    free(ideas);
}

void store_ideas_changed(struct store *store, struct store_request *request,
                         const struct id *room, const struct id *board, uint64_t rev)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"ideas_changed", 5, read_changed, ASK_READS});

    if (!command)
        return;
    add_keys(command, room, board);
    redis_command_number(command, rev);
    redis_command_number(command, BOARD_CARDS_MAX);
    ask_call_send(command);
}

/* ---- Words --------------------------------------------------------------------------- */

enum { PARTS_OF_A_READ = 6 }; /* card, heat, words, own support, gate, pictures */

static bool read_one(const redisReply *reply, size_t at, struct idea_read *out)
{
    struct packet words = reply_part_bytes(reply, at + 2), listed;

    if (!idea_card_read(reply_part_bytes(reply, at), &out->idea) ||
        !idea_heat_read(reply_part_bytes(reply, at + 1), &out->idea) ||
        !support_read(reply_part_bytes(reply, at + 3), &out->n, &out->on) ||
        !gate_read_read(reply_part_bytes(reply, at + 4), &out->gate) ||
        !idea_images_read(reply_part_bytes(reply, at + 5), out->images, &out->n_images))
        return false;
    out->n_with = idea_card_with(reply_part_bytes(reply, at), out->with);
    out->words = buf_new(words.at, words.len);
    listed = idea_card_listed(reply_part_bytes(reply, at));
    out->listed = listed.len > 0 ? buf_new(listed.at, listed.len) : NULL;
    return true;
}

static void read_pages(struct ask *ask, enum err err, const redisReply *reply)
{
    struct idea_read ideas[IDEAS_PER_PAGE_MAX] = {0};
    struct idea_pages pages = {.ideas = ideas};

    if (!err && (reply->elements < 2 ||
                 reply->elements > 2 + PARTS_OF_A_READ * IDEAS_PER_PAGE_MAX ||
                 !spent_read(reply_part_bytes(reply, 1), &pages.spent)))
        err = ERR_INTERNAL;
    for (size_t at = 2; !err && at < reply->elements; at += PARTS_OF_A_READ) {
        if (reply_part_bytes(reply, at).len == 0)
            continue; /* Not for this one. */
        if (read_one(reply, at, &ideas[pages.n]))
            pages.n++;
        else
            err = ERR_INTERNAL;
    }
    ask_answer(ask, err, err ? NULL : &pages);
    for (size_t i = 0; i < pages.n; i++) {
        buf_unref(ideas[i].words);
        buf_unref(ideas[i].listed);
    }
}

void store_ideas_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *board,
                      const struct idea_reader *reader)
{
    static const char *const parts[] = {"cards", "heat", "gates", "opis", "opi", "spent"};
    size_t n = reader->n < IDEAS_PER_PAGE_MAX ? reader->n : IDEAS_PER_PAGE_MAX;
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"ideas_read", sizeof parts / sizeof *parts + 1 + 2 * n,
                                   read_pages, ASK_READS});

    if (!command)
        return;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        redis_command_key(command, "{%s}:%s:%s", room->text, parts[i], board->text);
    redis_command_key(command, "{%s}:pics", room->text);
    for (size_t i = 0; i < n; i++) {
        add_words_key(command, room, board, &reader->ideas[i]);
        redis_command_key(command, "{%s}:sup:%s:%s", room->text, board->text,
                          reader->ideas[i].text);
    }
    redis_command_add(command, reader->participant->bytes, PARTICIPANT_BYTES);
    redis_command_number(command, reader->is_staff);
    redis_command_number(command, reader->sees_others);
    for (size_t i = 0; i < n; i++)
        redis_command_text(command, reader->ideas[i].text);
    ask_call_send(command);
}
