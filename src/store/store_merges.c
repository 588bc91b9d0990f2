/* SPDX-License-Identifier: Apache-2.0 */

/* Merging ideas, and undoing it: as many calls as there are slices of supporters, each of
 * which leaves the data whole. One that was cut short is gone on with by the next who comes
 * across it: all that has to be known of it is in the store. */

#include "store/ask.h"

#include "store/record_board.h"

struct merge_ask {
    struct ask ask;
    void (*begin)(struct merge_ask *merge); /* What is asked for again, behind the rest. */
    struct idea_place place;
    struct id into;
    struct id busy_from, busy_into; /* The pair that is being worked on. */
    uint64_t version;
    bool is_author;
    struct participant by;
    uint32_t half_life_s;
};

static struct merge_ask *merge_of(struct ask *ask)
{
    return container_of(ask, struct merge_ask, ask);
}

/* "room board cards heat moved spent merges", and each one's supporters and history. */
static void add_keys(struct merge_ask *merge, const struct id *from, const struct id *into)
{
    static const char *const parts[] = {"b", "cards", "heat", "moved", "spent", "merges"};
    struct redis_command *command = &merge->ask.call.command;
    const char *room = merge->place.room.text, *board = merge->place.board.text;

    redis_command_key(command, "{%s}:room", room);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        redis_command_key(command, "{%s}:%s:%s", room, parts[i], board);
    redis_command_key(command, "{%s}:sup:%s:%s", room, board, from->text);
    redis_command_key(command, "{%s}:sup:%s:%s", room, board, into->text);
    redis_command_key(command, "{%s}:hist:%s:%s", room, board, from->text);
    redis_command_key(command, "{%s}:hist:%s:%s", room, board, into->text);
    redis_command_key(command, "{%s}:given:%s", room, board);
    redis_command_key(command, "{%s}:points", room);
    redis_command_key(command, "{%s}:points:log", room);
    redis_command_key(command, "{%s}:news", room);
    redis_command_key(command, "{%s}:mine:%s", room, board);
    redis_command_key(command, "{%s}:outbox", room);
    redis_command_key(command, "{%s}:acts", room);
}
enum { MERGE_KEYS = 18 };

/* ---- What is under way ----------------------------------------------------------------
 */

static void go_on(struct merge_ask *merge);

static bool pair_read(struct merge_ask *merge, const redisReply *reply, size_t at)
{
    struct packet from = reply_part_bytes(reply, at),
                  into = reply_part_bytes(reply, at + 1);

    return id_read(from.at, from.len, &merge->busy_from) &&
           id_read(into.at, into.len, &merge->busy_into);
}

/* True when the reply was that something has to be gone on with, and it is. */
static bool goes_on(struct ask *ask, enum err err, const redisReply *reply)
{
    if (err != ERR_TOO_MANY || !pair_read(merge_of(ask), reply, 1))
        return false;
    go_on(merge_of(ask));
    return true;
}

static void read_slice(struct ask *ask, enum err err, const redisReply *reply)
{
    if (goes_on(ask, err, reply))
        return;
    if (err)
        ask_answer(ask, err, NULL);
    else
        merge_of(ask)->begin(merge_of(ask));
}

static void go_on(struct merge_ask *merge)
{
    struct redis_command *command = &merge->ask.call.command;

    merge->ask.read = read_slice;
    redis_command_fcall(command, "merge_go_on", MERGE_KEYS);
    add_keys(merge, &merge->busy_from, &merge->busy_into);
    redis_command_text(command, merge->place.board.text);
    redis_command_text(command, merge->busy_from.text);
    redis_command_text(command, merge->busy_into.text);
    redis_command_number(command, merge->half_life_s);
    redis_command_number(command, MERGE_SLICE);
    ask_send(&merge->ask);
}

/* ---- Merging and undoing ---------------------------------------------------------------
 */

static void read_merged(struct ask *ask, enum err err, const redisReply *reply)
{
    if (!goes_on(ask, err, reply))
        ask_read_idea(ask, err, reply);
}

static void send_merge(struct merge_ask *merge, const char *function)
{
    struct redis_command *command = &merge->ask.call.command;

    merge->ask.read = read_merged;
    redis_command_fcall(command, function, MERGE_KEYS);
    add_keys(merge, &merge->place.idea, &merge->into);
    redis_command_text(command, merge->place.board.text);
    redis_command_text(command, merge->place.idea.text);
    redis_command_number(command, merge->version);
    redis_command_add(command, merge->by.bytes, merge->is_author ? PARTICIPANT_BYTES : 0);
    redis_command_add(command, merge->by.bytes, PARTICIPANT_BYTES);
    redis_command_number(command, merge->half_life_s);
    redis_command_number(command, MERGE_SLICE);
    redis_command_text(command, merge->into.text);
    redis_command_number(command, MERGED_INTO_MAX);
    ask_send(&merge->ask);
}

static struct merge_ask *merge_new(struct store *store, struct store_request *request,
                                   const struct idea_place *place,
                                   const struct idea_merging *merging, bool grows)
{
    struct merge_ask *merge = ask_new(store, request, sizeof *merge, grows);

    if (!merge)
        return NULL;
    merge->place = *place;
    merge->into = merging->into;
    merge->version = merging->version;
    merge->is_author = merging->author != NULL;
    merge->by = *merging->by;
    merge->half_life_s = merging->half_life_s;
    return merge;
}

static void merge_begin(struct merge_ask *merge)
{
    send_merge(merge, "idea_merge");
}

void store_idea_merge(struct store *store, struct store_request *request,
                      const struct idea_place *place, const struct idea_merging *merging)
{
    struct merge_ask *merge = merge_new(store, request, place, merging, true);

    if (!merge)
        return;
    merge->begin = merge_begin;
    merge->begin(merge);
}

/* ---- Where it is, and what is under way there ------------------------------------------
 */

static void find(struct merge_ask *merge,
                 void (*read)(struct ask *ask, enum err err, const redisReply *reply))
{
    struct redis_command *command = &merge->ask.call.command;
    const char *room = merge->place.room.text, *board = merge->place.board.text;

    merge->ask.read = read;
    redis_command_fcall_read(command, "merge_find", 2);
    redis_command_key(command, "{%s}:cards:%s", room, board);
    redis_command_key(command, "{%s}:merges:%s", room, board);
    redis_command_text(command, merge->place.idea.text);
    ask_send(&merge->ask);
}

enum { FOUND_INTO = 1, FOUND_END, FOUND_PAIR };

static void read_parent(struct ask *ask, enum err err, const redisReply *reply)
{
    struct merge_ask *merge = merge_of(ask);
    struct packet into = reply_part_bytes(reply, FOUND_INTO);

    if (err) {
        ask_answer(ask, err, NULL);
        return;
    }
    if (!id_read(into.at, into.len, &merge->into))
        merge->into =
            merge->place.idea; /* It is in none: the function says what of that. */
    send_merge(merge, "idea_unmerge");
}

static void unmerge_begin(struct merge_ask *merge)
{
    find(merge, read_parent);
}

void store_idea_unmerge(struct store *store, struct store_request *request,
                        const struct idea_place *place, const struct idea_merging *merging)
{
    struct merge_ask *merge = merge_new(store, request, place, merging, false);

    if (!merge)
        return;
    merge->begin = unmerge_begin;
    merge->begin(merge);
}

static void read_end(struct ask *ask, enum err err, const redisReply *reply)
{
    struct packet text = reply_part_bytes(reply, FOUND_END);
    struct id end = {0};

    if (!err && pair_read(merge_of(ask), reply, FOUND_PAIR)) {
        go_on(merge_of(ask));
        return;
    }
    if (!err && !id_read(text.at, text.len, &end))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &end);
}

static void finish_begin(struct merge_ask *merge)
{
    find(merge, read_end);
}

void store_merge_finish(struct store *store, struct store_request *request,
                        const struct idea_place *place, uint32_t half_life_s)
{
    const struct participant nobody = {0};
    struct merge_ask *merge =
        merge_new(store, request, place,
                  &(struct idea_merging){.by = &nobody, .half_life_s = half_life_s}, false);

    if (!merge)
        return;
    merge->begin = finish_begin;
    merge->begin(merge);
}
