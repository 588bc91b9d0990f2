/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/truth.h"

#include "lib/sim/person.h"

#include "store/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_KEY "{" SIM_ROOM "}"

/* ---- Reading ---------------------------------------------------------------------------
 */

static const char *text_at(const redisReply *reply, size_t i)
{
    return reply->element[i]->type == REDIS_REPLY_STRING ? reply->element[i]->str : "";
}

static uint64_t number_at(const redisReply *reply, size_t i)
{
    return strtoull(text_at(reply, i), NULL, 10);
}

/* "<revision> <voters> <count of cell 0> ..." */
static void read_tally(struct sim *sim, uint32_t index, uint32_t round,
                       struct known_tally *out)
{
    redisReply *tally =
        fake_redis_ask(sim->net.redis, "GET " ROOM_KEY ":tally:q%u:%u", index, round);
    char *at = tally->str;

    *out = (struct known_tally){.round = round, .has_voters = true, .has_counts = true};
    if (tally->type == REDIS_REPLY_STRING) {
        out->rev = strtoull(at, &at, 10);
        out->voters = strtoll(at, &at, 10);
        for (uint32_t i = 0; *at && i < SIM_CELLS; i++)
            out->counts[i] = strtoll(at, &at, 10);
        if (*at)
            sim_fail(sim, "q%u has a tally of %s", index, tally->str);
    }
    freeReplyObject(tally);
}

static bool read_question(struct sim *sim, uint32_t index, struct known_question *out)
{
    redisReply *hash = fake_redis_ask(sim->net.redis,
                                      "HMGET " ROOM_KEY ":q:q%u state round version closes"
                                      " change def",
                                      index);
    json_t *def = json_loads(text_at(hash, 5), 0, NULL);

    *out = (struct known_question){.is_used = true};
    bool good = question_state_read(text_at(hash, 0), &out->state) && def &&
                known_read_definition(def, out);
    out->round = (uint32_t)number_at(hash, 1);
    out->version = number_at(hash, 2);
    out->closes = number_at(hash, 3);
    out->may_change = number_at(hash, 4) == 1;
    json_decref(def);
    freeReplyObject(hash);
    read_tally(sim, index, out->round, &out->tally);
    return good;
}

static void read_title(const char *settings, char *out, size_t size)
{
    json_t *json = json_loads(settings, 0, NULL);
    const char *title = json_string_value(json_object_get(json, "title"));

    (void)snprintf(out, size, "%s", title ? title : "");
    json_decref(json);
}

void truth_read(struct sim *sim, struct known *truth)
{
    redisReply *room = fake_redis_ask(
        sim->net.redis, "HMGET " ROOM_KEY ":room epoch seq rev current order settings");

    *truth = (struct known){
        .epoch = number_at(room, 0),
        .seq = number_at(room, 1),
        .rev = number_at(room, 2),
        .current = SIM_QUESTIONS,
    };
    (void)known_index(text_at(room, 3), &truth->current);
    read_title(text_at(room, 5), truth->title, sizeof truth->title);
    for (char *at = room->element[4]->str; at && *at == 'q'; at += *at == ',') {
        uint32_t index = (uint32_t)strtoul(at + 1, &at, 10);
        uint32_t round = (uint32_t)strtoul(at + 1, &at, 10);

        truth->order[truth->n_order++] = index;
        if (!read_question(sim, index, &truth->questions[index]) ||
            truth->questions[index].round != round)
            sim_fail(sim, "q%u cannot be read, or has not the round of the order", index);
    }
    freeReplyObject(room);
}

bool truth_has_voted(struct sim *sim, uint32_t question, uint32_t round,
                     const struct participant *who)
{
    return fake_redis_number(sim->net.redis, "HEXISTS " ROOM_KEY ":ballots:q%u:%u %b",
                             question, round, who->bytes, sizeof who->bytes) == 1;
}

/* ---- The ballots ------------------------------------------------------------------ */

static uint32_t term_of(const char *word)
{
    uint32_t term = 0;

    while (term < SIM_TERMS && strcmp(known_words[term][0], word) != 0 &&
           strcmp(known_words[term][1], word) != 0)
        term++;
    return term;
}

/* By its text, and not by the cells the store keeps with it. */
static void count_ballot(const struct known_question *question, struct packet ballot,
                         struct known_tally *into, unsigned *said)
{
    json_t *json = json_loadb(ballot.at, ballot.len, 0, NULL), *option;
    const json_t *value = json_object_get(json, "value");
    size_t i;

    into->voters++;
    json_array_foreach(json_object_get(json, "words"), i, option)
    {
        into->counts[0]++;
        *said |= 1u << term_of(json_string_value(option));
    }
    json_array_foreach(json_object_get(json, "options"), i, option)
    {
        into->counts[json_integer_value(option) % SIM_CELLS]++;
    }
    if (value)
        into->counts[(json_integer_value(value) - question->from) % SIM_CELLS]++;
    json_decref(json);
}

static void audit_ballots(struct sim *sim, uint32_t index,
                          const struct known_question *question)
{
    const struct known_tally *tally = &question->tally;
    struct known_tally recount = {0};
    struct packet ballot;
    unsigned said = 0;
    uint32_t n;
    redisReply *all = fake_redis_ask(sim->net.redis, "HVALS " ROOM_KEY ":ballots:q%u:%u",
                                     index, tally->round);

    for (size_t i = 0; i < all->elements; i++) {
        struct packet value = {all->element[i]->str, (size_t)all->element[i]->len};

        if (stored_ballot_read(value, &n, &ballot))
            count_ballot(question, ballot, &recount, &said);
    }
    if (question->kind == SIM_WORDS)
        recount.counts[1] = __builtin_popcount(said);
    freeReplyObject(all);
    if (recount.voters != tally->voters)
        sim_fail(sim, "q%u round %u: %lld voters, but %lld ballots", index, tally->round,
                 (long long)tally->voters, (long long)recount.voters);
    for (uint32_t i = 0; i < SIM_CELLS; i++)
        if (recount.counts[i] != tally->counts[i])
            sim_fail(sim, "q%u round %u: cell %u is %lld, a recount gives %lld", index,
                     tally->round, i, (long long)tally->counts[i],
                     (long long)recount.counts[i]);
}

/* What is kept beside the ballots is what they say. */
static void audit_form(struct sim *sim, uint32_t index, uint32_t round)
{
    char of[24];

    (void)snprintf(of, sizeof of, "q%u:%u", index, round);
    struct buf *said =
        fake_redis_audit(sim->net.redis, "tests/lib/sim/form_audit.lua", SIM_ROOM, of);

    if (strcmp(said->text, "ok") != 0)
        sim_fail(sim, "recount of %s: %s", of, said->text);
    buf_unref(said);
}

static void audit_acked(struct sim *sim, uint32_t index, uint32_t round, uint32_t person)
{
    struct acked *acked = &sim->acked[index][round][person];
    const struct participant who = {.bytes = {(uint8_t)(person + 1)}};
    struct packet ballot = {"", 0};
    uint32_t n = 0;

    if (acked->n == 0)
        return;
    redisReply *stored =
        fake_redis_ask(sim->net.redis, "HGET " ROOM_KEY ":ballots:q%u:%u %b", index, round,
                       who.bytes, sizeof who.bytes);
    if (stored->type == REDIS_REPLY_STRING)
        (void)stored_ballot_read((struct packet){stored->str, (size_t)stored->len}, &n,
                                 &ballot);
    bool same = ballot.len == strlen(acked->ballot) &&
                memcmp(ballot.at, acked->ballot, ballot.len) == 0;
    bool is_kept = n > acked->n ? acked->may_change || same : n == acked->n && same;
    if (!is_kept && acked->falls < sim->n_falls) {
        sim->counts.forgotten++;
        *acked = (struct acked){0};
    } else if (!is_kept) {
        sim_fail(sim,
                 "q%u round %u: participant %u was told %s is counted (n %u), stored is "
                 "%.*s (n %u)",
                 index, round, person, acked->ballot, acked->n, (int)ballot.len, ballot.at,
                 n);
    }
    acked->falls = sim->n_falls; /* What is there now stays. */
    freeReplyObject(stored);
}

static void audit_question(struct sim *sim, uint32_t index,
                           const struct known_question *question)
{
    uint64_t now_ms = store_us(&sim->loop) / US_PER_MS;
    struct known_question of_round = *question;

    for (uint32_t round = 1; round <= question->round; round++) {
        read_tally(sim, index, round, &of_round.tally);
        audit_ballots(sim, index, &of_round);
        audit_form(sim, index, round);
        for (uint32_t person = 0; person < sim->n_people && !sim->was_removed[index];
             person++)
            audit_acked(sim, index, round, person);
    }
    if (question->version < sim->version[index] && !sim->was_removed[index])
        sim_fail(sim, "q%u has version %" PRIu64 ", a host was told %" PRIu64, index,
                 question->version, sim->version[index]);
    if (question->state == QUESTION_OPEN && question->closes &&
        question->closes + 5000 < now_ms)
        sim_fail(sim, "q%u is still open", index);
}

void truth_audit_own(struct sim *sim, const struct known *truth,
                     const struct person *person)
{
    for (uint32_t i = 0; i < SIM_QUESTIONS; i++) {
        const struct known_question *question = &truth->questions[i];
        bool voted =
            question->is_used && truth_has_voted(sim, i, question->round, &person->who);
        bool told = question->is_used && person->own[i].is_told &&
                    person->own[i].round == question->round;

        if (voted != told)
            sim_fail(sim, "person %u is told of a ballot for q%u: %d, there is one: %d",
                     person->number, i, told, voted);
    }
}

/* ---- The journal ------------------------------------------------------------------ */

struct last_facts {
    uint64_t room_rev;
    bool is_told[SIM_QUESTIONS];
    uint64_t version[SIM_QUESTIONS]; /* 0: removed, or never added. */
};

static void follow(struct sim *sim, const redisReply *entry, uint64_t seq,
                   struct last_facts *last)
{
    const redisReply *packed = entry->element[1]->element[1];
    struct fact fact;
    uint32_t index;

    if (!fact_read((struct packet){packed->str, (size_t)packed->len}, &fact)) {
        sim_fail(sim, "fact %" PRIu64 " cannot be read", seq);
        return;
    }
    if (fact.seq != seq || strtoull(entry->element[0]->str, NULL, 10) != seq)
        sim_fail(sim, "the journal has %s where %" PRIu64 " belongs",
                 entry->element[0]->str, seq);
    last->room_rev = fact.room.room.rev;
    if ((fact.about == FACT_QUESTION || fact.about == FACT_QUESTION_REMOVED) &&
        known_index(fact.question.id.text, &index)) {
        last->is_told[index] = true;
        last->version[index] = fact.about == FACT_QUESTION ? fact.question.version : 0;
    }
    fact_done(&fact);
}

static void audit_journal(struct sim *sim, const struct known *truth)
{
    struct last_facts last = {.room_rev = 1};
    redisReply *journal = fake_redis_ask(sim->net.redis, "XRANGE " ROOM_KEY ":journal - +");

    uint64_t first = truth->seq - journal->elements + 1;
    bool is_whole = truth->epoch == 1; /* It begins with the epoch. */

    for (size_t i = 0; i < journal->elements; i++)
        follow(sim, journal->element[i], first + i, &last);
    if (is_whole ? first != 1 : journal->elements == 0)
        sim_fail(sim, "the room is at %" PRIu64 ", its journal has %zu", truth->seq,
                 journal->elements);
    freeReplyObject(journal);
    if (last.room_rev != truth->rev || truth->rev < sim->rev)
        sim_fail(sim,
                 "rev %" PRIu64 ", by the journal %" PRIu64 ", a host was told %" PRIu64,
                 truth->rev, last.room_rev, sim->rev);
    for (uint32_t i = 0; i < SIM_QUESTIONS; i++)
        if ((is_whole || last.is_told[i]) && last.version[i] != truth->questions[i].version)
            sim_fail(sim, "q%u has version %" PRIu64 ", by the journal %" PRIu64, i,
                     truth->questions[i].version, last.version[i]);
}

void truth_audit(struct sim *sim, const struct known *truth)
{
    for (uint32_t i = 0; i < truth->n_order; i++)
        audit_question(sim, truth->order[i], &truth->questions[truth->order[i]]);
    audit_journal(sim, truth);
}
