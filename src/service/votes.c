/* SPDX-License-Identifier: Apache-2.0 */

/* A ballot on its way: its shape is judged here, its fate only in the store, since a
 * mirror may be late. */
#include "service/actor.h"
#include "service/said.h"
#include "wire/record.h"

#include <string.h>

#define MS_PER_MIN 60000u

static void settled(struct store_request *io, enum err err, const void *result);

void use_cast(struct request *request)
{
    const struct command *command = &request->command;
    struct cast *cast = &request->with.cast;
    const struct mirror_question *slot =
        mirror_question(&request->watch->mirror, &command->cast.question);
    struct error_detail detail = {.field = "ballot"};
    char text[BALLOT_TEXT_MAX + 1];

    if (!slot || slot->question.state == QUESTION_DRAFT) {
        /* A draft is nothing a participant may learn about. */
        if (!request_is_early(request))
            request_fail(request, ERR_NOT_FOUND);
        return;
    }
    *cast = (struct cast){
        .request = {.done = settled, .owner = request},
        .room = request->watch->id,
        .question = command->cast.question,
        .round = command->cast.round,
        .version = slot->def_version,
        .participant = request_person(request),
        .n = command->cast.n,
    };
    request_note_source(request);
    if (request->source) {
        cast->source = request->source;
        cast->ago_ms = command->ago_ms;
        cast->grace_ms = slot->question.rules.grace_min * MS_PER_MIN;
    }
    if (slot->question.rules.shape.kind == KIND_QUIZ) {
        struct clock *clock = request->service->clock;

        cast->is_timed = true;
        cast->delay_ms = actor_delay_ms(request->actor) + command->ago_ms;
        cast->since_ms = clock->mono_ms(clock);
    }
    enum err err =
        kind_cells(&slot->question.rules.shape, &command->cast.ballot, &cast->cells);
    if (err && cast->round != slot->question.round) {
        /* It was made for the options of its own round. */
        detail = (struct error_detail){.round = slot->question.round};
        request_fail_with(request, ERR_ROUND_OVER, &detail);
        return;
    }
    if (err) {
        request_fail_with(request, err, &detail);
        return;
    }
    if (command->cast.ballot.form == BALLOT_WORDS) {
        cast->said = said_of(request->service, &command->cast.ballot);
        if (!cast->said) {
            request_fail_with(request, ERR_BAD_BALLOT, &detail);
            return;
        }
        store_cast(request->service->store, cast);
        return;
    }
    cast->ballot_len = (uint8_t)ballot_write(&command->cast.ballot, text);
    memcpy(cast->ballot, text, cast->ballot_len);
    store_cast(request->service->store, cast);
}

/* There is a ballot of this one's: the counts may be shown from now on. */
static void has_voted(const struct request *request)
{
    struct actor *actor = request->actor;

    if (request->command.behalf[0])
        return; /* Somebody else has. */
    if (actor && actor->is_listening && actor->watch == request->watch)
        listener_set_voted(&actor->listener, &request->command.cast.question,
                           request->command.cast.round);
}

static void settled(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct actor *actor = request->actor;
    const struct cast_answer *answer = result;
    struct counters *counters = request->service->counters;

    buf_unref(request->with.cast.said);
    if (err == ERR_WRONG_MOVE && actor) {
        /* Its cells were made of an older definition. */
        if (!request_is_early(request))
            request_fail(request, ERR_STORE_DOWN);
        return;
    }
    if (err) {
        struct error_detail detail = {0};

        count_add(&counters->ballots_refused, 1);
        if (answer && err == ERR_ROUND_OVER)
            detail.round = answer->round;
        if (answer && (err == ERR_STALE || err == ERR_FINAL)) {
            detail.has_n = true;
            detail.n = answer->n;
            detail.ballot = answer->ballot;
            detail.ballot_len = answer->ballot_len;
            has_voted(request); /* Elsewhere: in another tab, or before. */
        }
        request_fail_with(request, err, &detail);
        return;
    }

    struct strbuf ok = {0};
    strbuf_puts(&ok, "{\"state\":\"counted\",");
    if (answer->is_late)
        strbuf_puts(&ok, "\"late\":true,");
    strbuf_puts(&ok, "\"n\":");
    strbuf_number(&ok, answer->n);
    strbuf_puts(&ok, ",\"rev\":");
    strbuf_number(&ok, answer->revision);
    strbuf_puts(&ok, "}");
    count_add(&counters->ballots_counted, 1);
    has_voted(request);
    request->changed_nothing = !answer->is_news;
    request_ok(request, &ok);
}
