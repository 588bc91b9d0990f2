/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_lists.h"

#include "store/ask.h"

static void add_room_keys(struct redis_command *command, const struct id *room,
                          const char *const parts[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        redis_command_key(command, "{%s}:%s", room->text, parts[i]);
}

static bool part_number(const redisReply *reply, size_t at, uint64_t *out)
{
    return reply_part(reply, at) && reply_number(reply_part(reply, at), out);
}

static void read_size(struct ask *ask, enum err err, const redisReply *reply)
{
    uint64_t n = 0;

    if (!err && !part_number(reply, 1, &n))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &n);
}

void store_words_set(struct store *store, struct store_request *request,
                     const struct id *room, const struct words_change *change)
{
    static const char *const parts[] = {"room", "words", "wordlists", "acts"};
    const size_t n_parts = sizeof parts / sizeof *parts;
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"words_set", n_parts, read_size,
                                   change->on ? ASK_GROWS : ASK_WRITES});

    if (!command)
        return;
    add_room_keys(command, room, parts, n_parts);
    redis_command_text(command, change->list.text);
    redis_command_number(command, change->on);
    redis_command_add(command, change->by->bytes, PARTICIPANT_BYTES);
    redis_command_number(command, LISTED_WORDS_MAX);
    redis_command_number(command, WORD_LISTS_MAX);
    for (size_t i = 0; i < change->n; i++) {
        redis_command_text(command, change->words[i].word);
        redis_command_text(command, change->words[i].stem);
    }
    ask_call_send(command);
}

/* ---- Reading ----------------------------------------------------------------------------
 */

enum { BEFORE_WORDS = 3 };

static void read_page(struct ask *ask, enum err err, const redisReply *reply)
{
    struct buf *words[LISTED_PER_PAGE_MAX];
    struct words_page page = {.words = (const struct buf *const *)words};
    uint64_t more = 0;

    if (!err && (!part_number(reply, 1, &page.total) || !part_number(reply, 2, &more) ||
                 reply->elements > BEFORE_WORDS + LISTED_PER_PAGE_MAX))
        err = ERR_INTERNAL;
    page.has_more = more == 1;
    for (size_t at = BEFORE_WORDS; !err && at < reply->elements; at++) {
        struct packet word = reply_part_bytes(reply, at);

        words[page.n++] = buf_new(word.at, word.len);
    }
    ask_answer(ask, err, err ? NULL : &page);
    for (size_t i = 0; i < page.n; i++)
        buf_unref(words[i]);
}

void store_words_of(struct store *store, struct store_request *request,
                    const struct id *room, const struct id *list, const char *after,
                    uint32_t n)
{
    static const char *const parts[] = {"wordlists"};
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"words_of", 1, read_page, ASK_READS});

    if (!command)
        return;
    add_room_keys(command, room, parts, 1);
    redis_command_text(command, list->text);
    redis_command_text(command, after);
    redis_command_number(command, n < LISTED_PER_PAGE_MAX ? n : LISTED_PER_PAGE_MAX);
    ask_call_send(command);
}

static void read_lists(struct ask *ask, enum err err, const redisReply *reply)
{
    struct word_list lists[WORD_LISTS_MAX];
    struct word_lists all = {.lists = lists};

    if (!err && reply->elements > 1 + 2 * WORD_LISTS_MAX)
        err = ERR_INTERNAL;
    for (size_t at = 1; !err && at < reply->elements; at += 2) {
        struct packet name = reply_part_bytes(reply, at);
        struct word_list *list = &lists[all.n++];

        if (!id_read(name.at, name.len, &list->name) ||
            !part_number(reply, at + 1, &list->n))
            err = ERR_INTERNAL;
    }
    ask_answer(ask, err, err ? NULL : &all);
}

void store_word_lists(struct store *store, struct store_request *request,
                      const struct id *room)
{
    static const char *const parts[] = {"wordlists"};
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"word_lists", 1, read_lists, ASK_READS});

    if (!command)
        return;
    add_room_keys(command, room, parts, 1);
    ask_call_send(command);
}
