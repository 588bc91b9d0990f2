/* SPDX-License-Identifier: Apache-2.0 */

#include "service/once.h"

#include "base/mem.h"
#include "service/actor.h"
#include "service/once_command.h"

#include <stdlib.h>

/* The answer always comes on a later turn, errors of the first look included, so that
 * nobody is called back from within. */
struct once_run {
    struct once *once;
    struct actor actor;
    struct request *request; /* While its room is being entered. */
    struct entering entering;
    struct clock_timer later;
    enum err err;
    struct buf *json;
};

static void finish(struct clock_timer *timer)
{
    struct once_run *run = timer->owner;
    struct once *once = run->once;

    actor_done(&run->actor);
    if (once) {
        once->run = NULL;
        once->done(once, run->err, run->json);
    }
    buf_unref(run->json);
    free(run);
}

static void finish_soon(struct once_run *run, enum err err, struct strbuf *json)
{
    struct clock *clock = run->actor.service->clock;

    run->err = err;
    run->json = strbuf_take(json);
    clock->after(clock, &run->later, 0);
}

static void answer(struct actor *actor, struct request *request, enum err err,
                   struct strbuf *ok, const struct error_detail *detail)
{
    struct once_run *run = container_of(actor, struct once_run, actor);
    struct strbuf json = {0};

    (void)request;
    if (err) {
        answer_error(&json, false, NULL, err, detail);
    } else {
        answer_begin(&json, NULL);
        strbuf_add(&json, ok->text, ok->len);
        answer_end(&json);
    }
    finish_soon(run, err, &json);
}

static void entered(struct entering *entering, enum err err, enum role role,
                    const struct you *you)
{
    struct once_run *run = container_of(entering, struct once_run, entering);
    struct request *request = run->request;

    run->request = NULL;
    actor_become(&run->actor, role, you);
    if (role == ROLE_KIOSK)
        actor_set_source(&run->actor, "kiosk", "");
    run->actor.watch = entering->watch;
    if (err) {
        request_fail(request, err);
        return;
    }
    request->watch = watch_ref(entering->watch);
    request_run(request);
}

static void refuse(struct once_run *run, enum err err, const struct command_blame *blame)
{
    const struct error_detail detail = {.field = blame->field[0] ? blame->field : NULL,
                                        .nearest = blame->nearest};
    struct strbuf json = {0};

    answer_error(&json, false, NULL, err, &detail);
    finish_soon(run, err, &json);
}

static struct once_run *run_new(struct service *service, struct once *once,
                                const struct session_from *from)
{
    struct once_run *run = mem_zero(sizeof *run);

    actor_init(&run->actor, service);
    run->actor.answer = answer;
    run->actor.address = from->address;
    if (from->participant) {
        run->actor.has_participant = true;
        run->actor.participant = *from->participant;
    }
    run->later = (struct clock_timer){.fire = finish, .owner = run};
    run->once = once;
    once->run = run;
    return run;
}

static void run_command(struct once_run *run, struct command *command)
{
    bool in_room = command_rule(command->type)->scope == SCOPE_ROOM;

    run->request = request_new(&run->actor, command);
    if (!in_room || !run->actor.has_participant) {
        struct request *request = run->request;

        run->request = NULL;
        request_run(request);
        return;
    }
    run->entering.participant = run->actor.participant;
    run->entering.view = VIEW_PHONE;
    run->entering.done = entered;
    enter_room(run->actor.service, &run->entering, &command->room);
}

void once_run(struct service *service, struct once *once, const struct session_from *from,
              const char *command, const char *body, size_t len)
{
    struct once_run *run = run_new(service, once, from);
    struct command_blame blame = {0};
    struct command read;
    enum err err = command_parse_body(command, body, len, &read, &blame);

    if (err)
        refuse(run, err, &blame);
    else
        run_command(run, &read);
}

void once_command(struct service *service, struct once *once,
                  const struct session_from *from, struct command *command)
{
    run_command(run_new(service, once, from), command);
}

void once_abandon(struct once *once)
{
    if (once->run)
        once->run->once = NULL;
    once->run = NULL;
}
