/* SPDX-License-Identifier: Apache-2.0 */

/* Opinions, the team's queue, and what the clerk is told of. */
#include "service/gates.h"

#include "store/store_gates.h"

struct gate_view gate_view_of(const struct gates *gates, const struct idea_read *read)
{
    const struct gate_read *gate = &read->gate;

    return (struct gate_view){
        .gates = gates,
        .state = gate->state,
        .counts = {.posted_ms = read->idea.at_ms,
                   .supports = read->idea.supports,
                   .good = gate->good,
                   .bad = gate->bad,
                   .status = read->idea.status},
        .own_n = gate->own_n,
        .own_good = gate->own_good,
    };
}

static void duty_told(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;

    (void)result;
    if (err || !request->actor)
        request_fail(request, err);
    else
        request->with.duty.then(request);
}

void duty_first(struct request *request, void (*then)(struct request *request))
{
    request->with.duty.then = then;
    request->io.done = duty_told;
    store_duty_tell(request->service->store, &request->io, &request->watch->id);
}

/* ---- Opinions -------------------------------------------------------------------------
 */

static void opined(struct store_request *io, enum err err, const void *result)
{
    const struct opinion_answer *answer = result;
    struct request *request = io->owner;
    struct error_detail detail = {0};
    struct strbuf ok = {0};

    if (err) {
        if (answer) {
            detail.has_n = detail.has_good = true;
            detail.n = answer->opinion.n;
            detail.good = answer->opinion.is_good;
        }
        request_fail_with(request, err, &detail);
        return;
    }
    strbuf_printf(&ok, "{\"state\":\"counted\",\"n\":%u,\"good\":%s,\"rev\":%llu}",
                  answer->opinion.n, answer->opinion.is_good ? "true" : "false",
                  (unsigned long long)answer->rev);
    request->changed_nothing = !answer->is_news;
    request_ok(request, &ok);
}

void use_idea_opinion(struct request *request)
{
    const struct command *command = &request->command;
    const struct idea_place place = {request->watch->id, command->idea_opinion.board,
                                     command->idea_opinion.idea};
    const struct opinion opinion = {command->idea_opinion.n, command->idea_opinion.good};

    if (!told_board(request, &command->idea_opinion.board))
        return;
    request->io.done = opined;
    store_opinion(request->service->store, &request->io, &place,
                  &request->actor->participant, &opinion);
}

/* ---- The team's queue -----------------------------------------------------------------
 */

static void queue_read(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct strbuf ok = {0};

    if (err || !request->actor) {
        request_fail(request, err);
        return;
    }
    strbuf_puts(&ok, "{");
    write_ideas(request,
                mirror_board(&request->watch->mirror, &request->command.idea_queue.board),
                result, &ok);
    strbuf_puts(&ok, "}");
    request_ok(request, &ok);
}

static void queue_known(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct gate_queue *queue = result;

    if (err || !request->actor) {
        request_fail(request, err);
        return;
    }
    const struct idea_reader reader = {&request->actor->participant, true, true,
                                       queue->ideas, queue->n};

    request->io.done = queue_read;
    store_ideas_read(request->service->store, &request->io, &request->watch->id,
                     &request->command.idea_queue.board, &reader);
}

void use_idea_queue(struct request *request)
{
    const struct id *board = &request->command.idea_queue.board;

    if (!told_board(request, board))
        return;
    request->io.done = queue_known;
    store_gates_queue(request->service->store, &request->io, &request->watch->id, board);
}
