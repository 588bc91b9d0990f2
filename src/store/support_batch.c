/* SPDX-License-Identifier: Apache-2.0 */

#include "store/support_batch.h"

#include "base/mem.h"
#include "store/ask.h"
#include "store/gather.h"
#include "store/record_device.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

/* What supports must share to go in one call. Compared as bytes: zero it first. */
struct board_key {
    struct id room, board;
    uint32_t half_life_s;
    bool has_sources; /* Those of ordinary phones cost nothing for it. */
};

struct supports {
    struct store *store;
    struct gather *gather;
};

#define SUPPORT_KEYS 10 /* of the function, before those of the ideas */
#define SOURCE_KEYS  5  /* behind them, of supports that came from somewhere */

/* A call under way. */
struct batch {
    struct redis_call call;
    struct supports *supports;
    struct gather_line *line;
    uint16_t slot;
    size_t n, n_ideas;
    struct support *supported[BATCH_SUPPORTS_MAX]; /* Idea by idea. */
    struct {
        const struct id *id;
        size_t n;
    } ideas[BATCH_SUPPORTS_MAX]; /* Each once. */
};

static void answer(struct store *store, struct support *support, enum err err,
                   const struct support_answer *with)
{
    support->request.done(&support->request, err, with);
    store_answered(store);
}

/* ---- What comes back -------------------------------------------------------------------
 */

/* Where the parts of the function's reply are. */
enum { AT_REV = 2, AT_STATUSES, AT_REFUSED };

static bool judgement_read(char letter, enum err *out)
{
    static const struct {
        char letter;
        enum err err;
    } letters[] = {{'+', OK},           {'~', OK},         {'=', OK},
                   {'s', ERR_STALE},    {'c', ERR_CLOSED}, {'m', ERR_NOT_FOUND},
                   {'b', ERR_SPENT},    {'g', ERR_MERGED}, {'w', ERR_TOO_MANY},
                   {'x', ERR_FORBIDDEN}};

    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (letters[i].letter == letter) {
            *out = letters[i].err;
            return true;
        }
    }
    return false;
}

/* Everything, before anybody is told anything. */
static bool judgements_read(const redisReply *reply, const struct batch *batch,
                            enum err errs[], struct support_answer answers[])
{
    struct packet statuses = reply_part_bytes(reply, AT_STATUSES);
    const struct board_key *key = gather_key(batch->line);
    const redisReply *rev = reply_part(reply, AT_REV);
    size_t at = AT_REFUSED;
    uint64_t at_rev, n;

    if (!rev || !reply_number(rev, &at_rev) ||
        !statuses_fit(statuses, batch->n, key->has_sources))
        return false;
    for (size_t i = 0; i < batch->n; i++) {
        struct support_answer *to = &answers[i];

        *to = (struct support_answer){batch->supported[i]->n, batch->supported[i]->on,
                                      .is_news = statuses.at[i] == '+', .rev = at_rev};
        if (!judgement_read(statuses.at[i], &errs[i]))
            return false;
        if (!errs[i])
            continue;
        if (!reply_part(reply, at + 1) || !reply_number(reply->element[at], &n) ||
            n > UINT32_MAX)
            return false;
        to->n = (uint32_t)n;
        to->on = packet_is(reply_part_bytes(reply, at + 1), "1");
        to->is_busy = errs[i] == ERR_TOO_MANY;
        at += 2;
    }
    return at == reply->elements;
}

static void answer_judged(const struct batch *batch, const redisReply *reply)
{
    struct store *store = batch->supports->store;
    struct support_answer answers[BATCH_SUPPORTS_MAX];
    enum err errs[BATCH_SUPPORTS_MAX];
    bool is_read = judgements_read(reply, batch, errs, answers);
    const struct board_key *key = gather_key(batch->line);

    if (is_read)
        devices_flagged_say(&key->room, reply_part_bytes(reply, AT_STATUSES), batch->n);
    for (size_t i = 0; i < batch->n; i++)
        answer(store, batch->supported[i], is_read ? errs[i] : ERR_INTERNAL,
               is_read ? &answers[i] : NULL);
}

static void fail_one(void *context, struct list *item)
{
    struct supports *supports = context;

    answer(supports->store, container_of(item, struct support, link), ERR_STORE_DOWN, NULL);
}

static void on_batch(struct redis_call *call, enum err err, const redisReply *reply)
{
    struct batch *batch = call->owner;
    struct gather_line *line = batch->line;
    struct store *store = batch->supports->store;

    store_note_growth(store, batch->slot, err);
    if (!err)
        err = reply_status(reply);
    if (!err)
        answer_judged(batch, reply);
    else
        for (size_t i = 0; i < batch->n; i++)
            answer(store, batch->supported[i], err, NULL);
    free(batch);

    if (err == ERR_STORE_DOWN)
        gather_fail_waiting(line);
    gather_came_back(line);
}

/* ---- Sending ---------------------------------------------------------------------------
 */

/* Those who are, or what is, in a batch already, by their bytes. */
struct place {
    size_t at;
    UT_hash_handle hh;
};

static struct place *place_of(struct place **places, const void *bytes, size_t len)
{
    struct place *place;

    HASH_FIND(hh, *places, bytes, len, place);
    return place;
}

static void take_place(struct place **places, struct place *place, const void *bytes,
                       size_t len, size_t at)
{
    place->at = at;
    HASH_ADD_KEYPTR(hh, *places, bytes, len, place);
}

/* Takes the first of the items, each of another participant; `which` idea each is for, in
 * the order that they were met. Returns how many. */
static size_t take_supports(struct batch *batch, struct list *items, size_t n,
                            struct support *taken[], size_t which[])
{
    struct place people[BATCH_SUPPORTS_MAX], ideas[BATCH_SUPPORTS_MAX];
    struct place *by_person = NULL, *by_idea = NULL;
    size_t i = 0;

    for (; i < n; i++) {
        struct support *support = container_of(items->next, struct support, link);
        const struct id *idea = &support->place.idea;
        const uint8_t *person = support->participant.bytes;

        if (place_of(&by_person, person, PARTICIPANT_BYTES))
            break;
        take_place(&by_person, &people[i], person, PARTICIPANT_BYTES, i);

        struct place *place = place_of(&by_idea, idea->text, strlen(idea->text));

        if (!place) {
            place = &ideas[batch->n_ideas];
            take_place(&by_idea, place, idea->text, strlen(idea->text), batch->n_ideas);
            batch->ideas[batch->n_ideas++].id = idea;
        }
        batch->ideas[place->at].n++;
        list_remove(&support->link);
        taken[i] = support;
        which[i] = place->at;
    }
    HASH_CLEAR(hh, by_person);
    HASH_CLEAR(hh, by_idea);
    return i;
}

/* Idea by idea: the function reads and writes each once. */
static void fill_batch(struct batch *batch, struct list *items, size_t n)
{
    struct support *taken[BATCH_SUPPORTS_MAX] = {NULL};
    size_t which[BATCH_SUPPORTS_MAX] = {0}, next[BATCH_SUPPORTS_MAX] = {0}, sum = 0;

    batch->n = take_supports(batch, items, n, taken, which);
    for (size_t i = 0; i < batch->n_ideas; i++) {
        next[i] = sum;
        sum += batch->ideas[i].n;
    }
    for (size_t i = 0; i < batch->n; i++)
        batch->supported[next[which[i]]++] = taken[i];
}

static void write_keys(const struct batch *batch, const struct board_key *key,
                       struct redis_command *command)
{
    static const char *const parts[] = {"b", "heat", "moved", "spent", "cards", "given"};

    redis_command_key(command, "{%s}:room", key->room.text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        redis_command_key(command, "{%s}:%s:%s", key->room.text, parts[i], key->board.text);
    redis_command_key(command, "{%s}:points", key->room.text);
    redis_command_key(command, "{%s}:points:log", key->room.text);
    redis_command_key(command, "{%s}:mine:%s", key->room.text, key->board.text);
    for (size_t i = 0; i < batch->n_ideas; i++)
        redis_command_key(command, "{%s}:sup:%s:%s", key->room.text, key->board.text,
                          batch->ideas[i].id->text);
    if (!key->has_sources)
        return;
    redis_command_key(command, "{%s}:sfrom:%s", key->room.text, key->board.text);
    redis_command_key(command, "{%s}:sources", key->room.text);
    redis_command_key(command, "{%s}:devices", key->room.text);
    redis_command_key(command, "{%s}:devstate", key->room.text);
    redis_command_key(command, "{%s}:outbox", key->room.text);
}

static void write_words(const struct batch *batch, struct redis_command *command)
{
    for (size_t i = 0; i < batch->n_ideas; i++)
        redis_command_text(command, batch->ideas[i].id->text);
    for (size_t i = 0; i < batch->n_ideas; i++)
        redis_command_number(command, batch->ideas[i].n);
    for (size_t i = 0; i < batch->n; i++)
        redis_command_add(command, batch->supported[i]->participant.bytes,
                          PARTICIPANT_BYTES);
    for (size_t i = 0; i < batch->n; i++) {
        char word[16];

        (void)snprintf(word, sizeof word, "%" PRIu32 " %d", batch->supported[i]->n,
                       batch->supported[i]->on);
        redis_command_text(command, word);
    }
}

static void write_sources(const struct batch *batch, struct redis_command *command)
{
    for (size_t i = 0; i < batch->n; i++)
        redis_command_number(command, batch->supported[i]->ago_ms);
    for (size_t i = 0; i < batch->n; i++)
        redis_command_add(command, batch->supported[i]->source->text,
                          batch->supported[i]->source->len);
}

static size_t send_batch(void *context, struct gather_line *line, struct list *items,
                         size_t n)
{
    struct supports *supports = context;
    struct store *store = supports->store;
    struct batch *batch = mem_zero(sizeof *batch);
    struct redis_command *command = &batch->call.command;
    const struct board_key *key = gather_key(line);

    batch->supports = supports;
    batch->line = line;
    fill_batch(batch, items, n);
    if (key->has_sources)
        redis_command_fcall(command, "support_from",
                            SUPPORT_KEYS + batch->n_ideas + SOURCE_KEYS);
    else
        redis_command_fcall(command, "support", SUPPORT_KEYS + batch->n_ideas);
    write_keys(batch, key, command);
    redis_command_text(command, key->board.text);
    redis_command_number(command, key->half_life_s);
    redis_command_number(command, batch->n_ideas);
    redis_command_number(command, batch->n);
    write_words(batch, command);
    if (key->has_sources)
        write_sources(batch, command);
    count_add(&store->options.counters->batches, 1);
    batch->call.done = on_batch;
    batch->call.owner = batch;
    batch->slot = command->slot;
    n = batch->n;
    redis_nodes_call(store->nodes, &batch->call);
    return n;
}

void store_support(struct store *store, struct support *support)
{
    struct gather *gather = store->supports->gather;
    struct board_key key;
    enum err err = OK;

    if (store->closing)
        err = ERR_GOING_AWAY;
    else if (store->disk_full)
        err = ERR_STORE_FULL;
    else if (gather_is_full(gather))
        err = ERR_TOO_MANY;
    if (err) {
        store_answer_later(store, &support->request, err);
        return;
    }
    memset(&key, 0, sizeof key);
    key.room = support->place.room;
    key.board = support->place.board;
    key.half_life_s = support->half_life_s;
    key.has_sources = support->source != NULL;
    store->n_asks++;
    gather_add(gather, &key, &support->link);
}

/* ---- Its own life
 * ------------------------------------------------------------------------
 */

void supports_dispatch(struct supports *supports)
{
    gather_dispatch(supports->gather);
}

struct supports *supports_new(struct store *store)
{
    struct supports *supports = mem_zero(sizeof *supports);

    supports->store = store;
    supports->gather = gather_new(&(struct gather_options){
        .turn = &store->turn,
        .key_bytes = sizeof(struct board_key),
        .most = BATCH_SUPPORTS_MAX,
        .send = send_batch,
        .fail = fail_one,
        .context = supports,
    });
    return supports;
}

void supports_free(struct supports *supports)
{
    gather_free(supports->gather);
    free(supports);
}
