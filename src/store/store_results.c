/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_results.h"

#include "base/mem.h"
#include "store/ask.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PEOPLE_AT_ONCE 500

/* ---- Rounds ---------------------------------------------------------------------------
 */

struct rounds_ask {
    struct ask ask;
    uint32_t first;
    size_t n;
};

/* {ok, now, since, tally...} */
enum { AT_NOW = 1, AT_SINCE, AT_TALLIES };

static bool rounds_read(const struct rounds_ask *asked, const redisReply *reply,
                        struct results_rounds *out)
{
    uint64_t since;

    if (!reply_part(reply, AT_NOW) || !reply_part(reply, AT_SINCE) ||
        !reply_number(reply_part(reply, AT_NOW), &out->at_ms) ||
        !reply_number(reply_part(reply, AT_SINCE), &since) ||
        reply->elements != AT_TALLIES + asked->n)
        return false;
    out->since = (uint32_t)since;
    for (out->n = 0; out->n < asked->n; out->n++)
        if (!tally_read(reply_part_bytes(reply, AT_TALLIES + out->n),
                        asked->first + (uint32_t)out->n, &out->tallies[out->n]))
            return false;
    return true;
}

static void read_rounds(struct ask *ask, enum err err, const redisReply *reply)
{
    const struct rounds_ask *asked = container_of(ask, struct rounds_ask, ask);
    struct results_rounds rounds = {0};

    if (!err && !rounds_read(asked, reply, &rounds))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &rounds);
}

void store_results_rounds(struct store *store, struct store_request *request,
                          const struct id *room, const struct round_of *first, size_t n)
{
    struct rounds_ask *asked = ask_new(store, request, sizeof *asked, false);

    if (!asked)
        return;
    struct redis_command *command = &asked->ask.call.command;

    asked->first = first->round;
    asked->n = n < RESULT_ROUNDS_MAX ? n : RESULT_ROUNDS_MAX;
    asked->ask.read = read_rounds;
    redis_command_fcall_read(command, "results_rounds", 1 + asked->n);
    redis_command_key(command, "{%s}:q:%s", room->text, first->question.text);
    for (size_t i = 0; i < asked->n; i++)
        redis_command_key(command, "{%s}:tally:%s:%" PRIu32, room->text,
                          first->question.text, first->round + (uint32_t)i);
    ask_send(&asked->ask);
}

/* ---- People ---------------------------------------------------------------------------
 */

struct people_ask {
    struct ask ask;
    size_t n_segments;
};

/* {ok, last, next, (participant value source late group...)...} */
enum { AT_LAST = 1, AT_NEXT, AT_PEOPLE };
#define PERSON_PARTS 4 /* before their groups */

static bool person_read(const redisReply *reply, size_t at, size_t n_segments,
                        struct results_person *out)
{
    struct packet who = reply_part_bytes(reply, at);
    struct packet value = reply_part_bytes(reply, at + 1);
    struct packet source = reply_part_bytes(reply, at + 2);
    uint64_t is_late;

    if (!reply_part(reply, at + 3) || !reply_number(reply_part(reply, at + 3), &is_late))
        return false;
    if (who.len != PARTICIPANT_BYTES || !value.at)
        return false;
    memcpy(out->participant.bytes, who.at, PARTICIPANT_BYTES);
    out->value = value.at; /* hiredis puts a NUL behind each text. */
    out->source = source.at;
    out->is_late = is_late != 0;
    for (size_t i = 0; i < n_segments; i++) {
        uint64_t group;

        if (!reply_number(reply_part(reply, at + PERSON_PARTS + i), &group) ||
            group > CELLS_MAX)
            return false;
        out->groups[i] = (int32_t)group - 1;
    }
    return true;
}

static enum err people_read(const redisReply *reply, size_t n_segments,
                            struct results_people *out, struct results_person *people)
{
    uint64_t is_last;

    if (!reply_number(reply_part(reply, AT_LAST), &is_last) ||
        !packet_text(reply_part_bytes(reply, AT_NEXT), out->next, sizeof out->next))
        return ERR_INTERNAL;
    out->is_last = is_last == 1;
    for (size_t at = AT_PEOPLE; at < reply->elements; at += PERSON_PARTS + n_segments)
        if (!person_read(reply, at, n_segments, &people[out->n++]))
            return ERR_INTERNAL;
    return OK;
}

static void read_people(struct ask *ask, enum err err, const redisReply *reply)
{
    size_t n_segments = container_of(ask, struct people_ask, ask)->n_segments;
    struct results_people page = {0};
    struct results_person *people = NULL;

    if (!err && (reply->elements < AT_PEOPLE ||
                 (reply->elements - AT_PEOPLE) % (PERSON_PARTS + n_segments) != 0))
        err = ERR_INTERNAL;
    if (!err) {
        size_t most = (reply->elements - AT_PEOPLE) / (PERSON_PARTS + n_segments);

        people = mem_zero((most + 1) * sizeof *people);
        page.people = people;
        err = people_read(reply, n_segments, &page, people);
    }
    ask_answer(ask, err, err ? NULL : &page);
    free(people);
}

static void add_ballots_key(struct redis_command *command, const struct id *room,
                            const struct round_of *round)
{
    redis_command_key(command, "{%s}:ballots:%s:%" PRIu32, room->text, round->question.text,
                      round->round);
}

void store_results_people(struct store *store, struct store_request *request,
                          const struct id *room, const struct results_page *page)
{
    struct people_ask *asked = ask_new(store, request, sizeof *asked, false);

    if (!asked)
        return;
    struct redis_command *command = &asked->ask.call.command;

    asked->n_segments = page->n_segments;
    asked->ask.read = read_people;
    redis_command_fcall_read(command, "results_people", 5 + page->n_segments);
    add_ballots_key(command, room, &page->round);
    redis_command_key(command, "{%s}:from:%s:%" PRIu32, room->text,
                      page->round.question.text, page->round.round);
    redis_command_key(command, "{%s}:late:%s:%" PRIu32, room->text,
                      page->round.question.text, page->round.round);
    redis_command_key(command, "{%s}:sources", room->text);
    redis_command_key(command, "{%s}:devices", room->text);
    for (size_t i = 0; i < page->n_segments; i++)
        add_ballots_key(command, room, &page->segments[i]);
    redis_command_text(command, page->cursor);
    redis_command_number(command, PEOPLE_AT_ONCE);
    ask_send(&asked->ask);
}
