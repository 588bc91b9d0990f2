/* SPDX-License-Identifier: Apache-2.0 */

#include "store/vote_batch.h"

#include "base/mem.h"
#include "store/ask.h"
#include "store/gather.h"
#include "store/record_device.h"
#include "store/tally_news.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What ballots must share to go in one call. Compared as bytes: zero it first. */
struct line_key {
    struct id room, question;
    uint32_t round;
    uint64_t version;
    uint32_t grace_ms;
    bool has_sources; /* Those of ordinary phones cost nothing for it. */
};

struct votes {
    struct store *store;
    struct gather *gather; /* struct cast, by struct line_key */
    struct tally_desk *desk;
    size_t said_bytes; /* That wait or are under way. */
};

#define SOURCE_KEYS 6 /* More, of ballots that came from somewhere. */

/* A call under way. */
struct batch {
    struct redis_call call;
    struct votes *votes;
    struct gather_line *line;
    uint16_t slot;
    size_t n;
    struct cast *casts[BATCH_BALLOTS_MAX];
};

/* ---- Taking them in -------------------------------------------------------------------
 */

void store_cast(struct store *store, struct cast *cast)
{
    struct gather *gather = store->votes->gather;
    struct line_key key;
    enum err err = OK;

    if (store->closing)
        err = ERR_GOING_AWAY;
    else if (store->disk_full)
        err = ERR_STORE_FULL;
    else if (gather_is_full(gather) ||
             (cast->said && store->votes->said_bytes > SAID_BYTES_MAX))
        err = ERR_TOO_MANY;
    else if (cast->ballot_len > BALLOT_BYTES_MAX || cast->cells.n > CELLS_MAX)
        err = ERR_INTERNAL; /* The caller's fault: it made them. */
    if (err) {
        store_answer_later(store, &cast->request, err);
        return;
    }
    memset(&key, 0, sizeof key);
    key.room = cast->room;
    key.question = cast->question;
    key.round = cast->round;
    key.version = cast->version;
    key.has_sources = cast->source != NULL;
    key.grace_ms = cast->source ? cast->grace_ms : 0;
    store->n_asks++;
    if (cast->said)
        store->votes->said_bytes += cast->said->len;
    gather_add(gather, &key, &cast->link);
}

static void cast_answer(struct store *store, struct cast *cast, enum err err,
                        const struct cast_answer *answer)
{
    if (cast->said)
        store->votes->said_bytes -= cast->said->len;
    cast->request.done(&cast->request, err, answer);
    store_answered(store);
}

/* ---- What comes back
 * --------------------------------------------------------------------- */

/* Where the parts of the function's reply are. */
enum { AT_EPOCH = 1, AT_STATUSES, AT_TALLY, AT_REFUSED };

/* How the function judged a ballot. */
static bool judgement_read(char letter, enum err *out)
{
    switch (letter) {
    case '+':
    case '=':
    case 'l':
    case 'L':
        *out = OK;
        return true;
    case 's':
        *out = ERR_STALE;
        return true;
    case 'c':
        *out = ERR_CLOSED;
        return true;
    case 'f':
        *out = ERR_FINAL;
        return true;
    case 'x':
        *out = ERR_FORBIDDEN;
        return true;
    default:
        return false;
    }
}

static bool counted_read(const redisReply *reply, uint32_t round, uint64_t *epoch,
                         struct tally *tally)
{
    const redisReply *part = reply_part(reply, AT_EPOCH);
    struct packet text = reply_part_bytes(reply, AT_TALLY);

    return part && reply_number(part, epoch) && text.len > 0 &&
           tally_read(text, round, tally);
}

/* All the statuses and what comes with the refused, before anybody is told anything. */
static bool judgements_read(const redisReply *reply, const struct batch *batch,
                            enum err errs[], struct cast_answer answers[])
{
    struct packet statuses = reply_part_bytes(reply, AT_STATUSES);
    const struct line_key *key = gather_key(batch->line);
    size_t at = AT_REFUSED, n = batch->n;

    if (!statuses_fit(statuses, n, key->has_sources))
        return false;
    for (size_t i = 0; i < n; i++) {
        uint64_t number;
        struct packet ballot;

        if (!judgement_read(statuses.at[i], &errs[i]))
            return false;
        answers[i].is_late = statuses.at[i] == 'l' || statuses.at[i] == 'L';
        if (!errs[i])
            continue;
        if (!reply_part(reply, at + 1) || !reply_number(reply->element[at], &number) ||
            number > UINT32_MAX || !reply_bytes(reply->element[at + 1], &ballot))
            return false;
        answers[i].n = (uint32_t)number;
        answers[i].ballot_len = ballot.len;
        answers[i].ballot = ballot.at;
        at += 2;
    }
    return at == reply->elements;
}

static void answer_counted(struct batch *batch, const redisReply *reply)
{
    struct store *store = batch->votes->store;
    const struct line_key *key = gather_key(batch->line);
    struct tally_news news = {.worker = store->worker, .question = key->question};
    struct packet statuses = reply_part_bytes(reply, AT_STATUSES);
    struct cast_answer answers[BATCH_BALLOTS_MAX] = {0};
    enum err errs[BATCH_BALLOTS_MAX];

    if (!counted_read(reply, key->round, &news.epoch, &news.tally) ||
        !judgements_read(reply, batch, errs, answers)) {
        for (size_t i = 0; i < batch->n; i++)
            cast_answer(store, batch->casts[i], ERR_INTERNAL, NULL);
        return;
    }
    for (size_t i = 0; i < batch->n; i++) {
        struct cast *cast = batch->casts[i];

        if (!errs[i]) {
            answers[i].n = cast->n;
            answers[i].ballot_len = cast->ballot_len;
            answers[i].ballot = cast->ballot;
        }
        answers[i].revision = news.tally.revision;
        answers[i].round = key->round;
        answers[i].is_news = statuses.at[i] == '+' || statuses.at[i] == 'l';
        cast_answer(store, cast, errs[i], &answers[i]);
    }
    devices_flagged_say(&key->room, statuses, batch->n);
    tally_desk_tell(batch->votes->desk, &key->room, &news);
}

static void answer_refused(struct batch *batch, enum err err, const redisReply *reply)
{
    struct store *store = batch->votes->store;
    const redisReply *part = reply_part(reply, 1);
    struct cast_answer answer = {.ballot = ""};
    uint64_t round;

    if (err == ERR_ROUND_OVER) {
        if (part && reply_number(part, &round) && round <= UINT32_MAX)
            answer.round = (uint32_t)round;
        else
            err = ERR_INTERNAL;
    }
    for (size_t i = 0; i < batch->n; i++)
        cast_answer(store, batch->casts[i], err, err == ERR_ROUND_OVER ? &answer : NULL);
}

static void fail_one(void *context, struct list *item)
{
    struct votes *votes = context;

    cast_answer(votes->store, container_of(item, struct cast, link), ERR_STORE_DOWN, NULL);
}

static void on_batch(struct redis_call *call, enum err err, const redisReply *reply)
{
    struct batch *batch = call->owner;
    struct gather_line *line = batch->line;
    struct store *store = batch->votes->store;

    store_note_growth(store, batch->slot, err);
    if (!err)
        err = reply_status(reply);
    if (err)
        answer_refused(batch, err, reply);
    else
        answer_counted(batch, reply);
    free(batch);
    if (err == ERR_STORE_DOWN)
        gather_fail_waiting(line);
    gather_came_back(line);
}

/* ---- Sending
 * ----------------------------------------------------------------------------- */

/* "<n> <cells> <ballot>" */
static void write_value(struct strbuf *out, const struct cast *cast)
{
    strbuf_number(out, cast->n);
    strbuf_puts(out, " ");
    if (cast->said) {
        strbuf_add(out, cast->said->text, cast->said->len);
        return;
    }
    for (size_t i = 0; i < cast->cells.n; i++) {
        const struct cell *cell = &cast->cells.cell[i];

        if (i > 0)
            strbuf_puts(out, ",");
        strbuf_number(out, cell->index);
        strbuf_puts(out, cell->weight < 0 ? ":-" : ":");
        strbuf_number(out, (uint64_t)llabs(cell->weight));
    }
    strbuf_puts(out, " ");
    strbuf_add(out, cast->ballot, cast->ballot_len);
}

static void add_values(struct redis_command *command, const struct batch *batch)
{
    struct strbuf value = {0};

    for (size_t i = 0; i < batch->n; i++) {
        value.len = 0;
        write_value(&value, batch->casts[i]);
        redis_command_add(command, value.text, value.len);
    }
    strbuf_done(&value);
}

/* What does not count as thinking: the way here, and the wait for this call. */
static void add_delays(struct redis_command *command, const struct batch *batch)
{
    struct clock *clock = batch->votes->store->options.clock;
    uint64_t now = clock->mono_ms(clock);

    for (size_t i = 0; i < batch->n; i++)
        redis_command_number(command,
                             batch->casts[i]->delay_ms + now - batch->casts[i]->since_ms);
}

static void add_sources(struct redis_command *command, const struct batch *batch,
                        const struct line_key *key)
{
    redis_command_number(command, key->grace_ms);
    for (size_t i = 0; i < batch->n; i++)
        redis_command_number(command, batch->casts[i]->ago_ms);
    for (size_t i = 0; i < batch->n; i++)
        redis_command_add(command, batch->casts[i]->source->text,
                          batch->casts[i]->source->len);
}

/* Which function counts them, with how many keys. */
struct counter {
    const char *name, *name_from;
    size_t n_keys;
};

static const struct counter *counter_of(const struct cast *first)
{
    static const struct counter cells = {"cast", "cast_from", 4},
                                timed = {"cast", "cast_from", 5},
                                words = {"say_words", "say_words_from", 6};

    if (first->said)
        return &words;
    return first->is_timed ? &timed : &cells;
}

static void add_keys(struct redis_command *command, const struct batch *batch,
                     const struct line_key *key)
{
    const char *room = key->room.text, *question = key->question.text;
    const struct cast *first = batch->casts[0]; /* By the definition, which they share. */
    const struct counter *counter = counter_of(first);

    redis_command_fcall(command, key->has_sources ? counter->name_from : counter->name,
                        counter->n_keys + (key->has_sources ? SOURCE_KEYS : 0));
    redis_command_key(command, "{%s}:room", room);
    redis_command_key(command, "{%s}:q:%s", room, question);
    redis_command_key(command, "{%s}:ballots:%s:%" PRIu32, room, question, key->round);
    redis_command_key(command, "{%s}:tally:%s:%" PRIu32, room, question, key->round);
    if (first->is_timed && !first->said)
        redis_command_key(command, "{%s}:times:%s:%" PRIu32, room, question, key->round);
    if (first->said) {
        redis_command_key(command, "{%s}:terms:%s:%" PRIu32, room, question, key->round);
        redis_command_key(command, "{%s}:said:%s:%" PRIu32, room, question, key->round);
    }
    if (key->has_sources) {
        redis_command_key(command, "{%s}:from:%s:%" PRIu32, room, question, key->round);
        redis_command_key(command, "{%s}:late:%s:%" PRIu32, room, question, key->round);
        redis_command_key(command, "{%s}:sources", room);
        redis_command_key(command, "{%s}:devices", room);
        redis_command_key(command, "{%s}:devstate", room);
        redis_command_key(command, "{%s}:outbox", room);
    }
}

static size_t send_batch(void *context, struct gather_line *line, struct list *items,
                         size_t n)
{
    struct votes *votes = context;
    struct store *store = votes->store;
    struct batch *batch = mem_zero(sizeof *batch);
    struct redis_command *command = &batch->call.command;
    const struct line_key *key = gather_key(line);

    batch->votes = votes;
    batch->line = line;
    while (batch->n < n) {
        struct cast *cast = container_of(items->next, struct cast, link);

        list_remove(&cast->link);
        batch->casts[batch->n++] = cast;
    }

    add_keys(command, batch, key);
    redis_command_number(command, key->round);
    redis_command_number(command, key->version);
    redis_command_number(command, batch->n);
    /* Column by column: the function hands the first on as it is. */
    for (size_t i = 0; i < batch->n; i++)
        redis_command_add(command, batch->casts[i]->participant.bytes, PARTICIPANT_BYTES);
    add_values(command, batch);
    if (batch->casts[0]->is_timed && !batch->casts[0]->said)
        add_delays(command, batch);
    if (batch->casts[0]->said)
        redis_command_number(command, TERMS_MAX);
    if (key->has_sources)
        add_sources(command, batch, key);

    count_add(&store->options.counters->batches, 1);
    count_add(&store->options.counters->batch_ballots, batch->n);
    batch->call.done = on_batch;
    batch->call.owner = batch;
    batch->slot = command->slot;
    redis_nodes_call(store->nodes, &batch->call);
    return n;
}

void votes_dispatch(struct votes *votes)
{
    gather_dispatch(votes->gather);
}

void votes_tell(struct votes *votes, const struct id *room, const struct tally_news *news)
{
    tally_desk_tell(votes->desk, room, news);
}

/* ---- Its own life
 * -------------------------------------------------------------------------- */

struct votes *votes_new(struct store *store)
{
    struct votes *votes = mem_zero(sizeof *votes);

    votes->store = store;
    votes->desk = tally_desk_new(store);
    votes->gather = gather_new(&(struct gather_options){
        .turn = &store->turn,
        .key_bytes = sizeof(struct line_key),
        .most = BATCH_BALLOTS_MAX,
        .send = send_batch,
        .fail = fail_one,
        .context = votes,
    });
    return votes;
}

void votes_drain(struct votes *votes)
{
    tally_desk_drain(votes->desk);
}

void votes_free(struct votes *votes)
{
    gather_free(votes->gather);
    tally_desk_free(votes->desk);
    free(votes);
}
