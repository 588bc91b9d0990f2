/* SPDX-License-Identifier: Apache-2.0 */

/* Writing questions and moving them through their life. Whether a move is allowed is
 * for the store to say: it has the record as it is. */
#include "service/actor.h"
#include "wire/record.h"

static void fail_stale(struct request *request, const struct question_record *record)
{
    struct question question = {
        .id = record->id,
        .state = record->state,
        .round = record->round,
        .before = record->before,
        .version = record->version,
        .closes_ms = record->closes_ms,
        .opened_ms = record->opened_ms,
        .undo = record->undo,
    };
    const struct question_view view = {&question, record->def, .is_staff = true};
    struct strbuf json = {0};

    record_question(&json, &view);
    struct buf *text = strbuf_take(&json);
    const struct error_detail detail = {.record = text};
    request_fail_with(request, ERR_STALE, &detail);
    buf_unref(text);
}

/* True when the request ended in an error. */
static bool failed(struct request *request, enum err err,
                   const struct question_record *record)
{
    const struct error_detail detail = {.limit =
                                            err == ERR_LIMIT_REACHED ? "questions" : NULL};

    if (!err)
        return false;
    if (err == ERR_STALE && record)
        fail_stale(request, record);
    else
        request_fail_with(request, err, &detail);
    return true;
}

static void written(struct store_request *io, enum err err, const void *result)
{
    const struct question_record *record = result;
    struct strbuf ok = {0};

    if (failed(io->owner, err, record))
        return;
    strbuf_printf(&ok, "{\"version\":%llu}", (unsigned long long)record->version);
    request_ok(io->owner, &ok);
}

static void moved(struct store_request *io, enum err err, const void *result)
{
    const struct question_record *record = result;
    struct strbuf ok = {0};

    if (failed(io->owner, err, record))
        return;
    strbuf_printf(&ok, "{\"state\":\"%s\",\"round\":%u,\"version\":%llu}",
                  question_state_name(record->state), record->round,
                  (unsigned long long)record->version);
    request_ok(io->owner, &ok);
}

static void done(struct store_request *io, enum err err, const void *result)
{
    if (!failed(io->owner, err, result))
        request_ok_empty(io->owner);
}

void use_question_add(struct request *request)
{
    const struct command *command = &request->command;

    request->io.done = written;
    store_question_add(request->service->store, &request->io, &request->watch->id,
                       &command->question.question, command->question.def.json,
                       command->question.def.rules.may_change);
}

void use_question_update(struct request *request)
{
    const struct command *command = &request->command;

    request->io.done = written;
    store_question_update(request->service->store, &request->io, &request->watch->id,
                          &command->question.question, command->question.version,
                          command->question.def.json,
                          command->question.def.rules.may_change);
}

void use_question_remove(struct request *request)
{
    request->io.done = done;
    store_question_remove(request->service->store, &request->io, &request->watch->id,
                          &request->command.question.question,
                          request->command.question.version);
}

void use_question_place(struct request *request)
{
    request->io.done = done;
    store_question_place(request->service->store, &request->io, &request->watch->id,
                         &request->command.question.question,
                         request->command.question.place);
}

/* What its definition says of a question that takes votes from now on: a quiz has a time of
 * its own, unless another one is given; who one is is asked beside what the room looks at.
 * A move that is sent again finds the version after it: the rules are the same. */
static bool take_rules(struct request *request, struct question_moving *moving)
{
    const struct mirror_question *slot =
        mirror_question(&request->watch->mirror, &request->command.question_move.question);
    bool begins = moving->move == MOVE_OPEN || moving->move == MOVE_AGAIN;

    if (!question_move_rule(moving->move)->takes_focus)
        return true;
    if (!(slot && slot->question.version == moving->version) && request_is_early(request))
        return false;
    if (!slot)
        return true;
    moving->keeps_focus = slot->question.rules.shape.kind == KIND_SEGMENT;
    if (begins && moving->closes_in_ms == 0)
        moving->closes_in_ms = slot->question.rules.quiz.duration_s * UINT64_C(1000);
    return true;
}

void use_question_move(struct request *request)
{
    const struct command *command = &request->command;
    struct question_moving moving = {
        .move = command->question_move.move,
        .version = command->question_move.version,
        .closes_in_ms = command->question_move.closes_in_ms,
    };

    if (!take_rules(request, &moving))
        return;
    request->io.done = moved;
    store_question_move(request->service->store, &request->io, &request->watch->id,
                        &command->question_move.question, &moving);
}
