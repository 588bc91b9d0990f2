/* SPDX-License-Identifier: Apache-2.0 */

#include "service/session.h"

#include "base/mem.h"
#include "service/actor.h"
#include "service/mail.h"

#include <stdlib.h>

#define CLOSE_GOING_AWAY 1001
#define CLOSE_POLICY     1008

struct session {
    struct list link; /* In service->sessions. */
    struct actor actor;
    struct session_sink *sink;
    struct mail answers; /* Go first. */
    struct mail events;  /* Who it is: after the facts. */
    struct mail notices; /* Behind it. */
    struct outgoing outgoing;
    uint32_t state_sent;
    bool is_proven;
};

static struct session *of(struct actor *actor)
{
    return container_of(actor, struct session, actor);
}

static void answer(struct actor *actor, struct request *request, enum err err,
                   struct strbuf *ok, const struct error_detail *detail)
{
    struct session *session = of(actor);
    const uint32_t *mid = request->command.has_mid ? &request->command.mid : NULL;
    struct strbuf json = {0};

    if (err) {
        answer_error(&json, true, mid, err, detail);
    } else {
        answer_begin(&json, mid);
        strbuf_add(&json, ok->text, ok->len);
        answer_end(&json);
    }
    mail_add(&session->answers, frame_text(&json));
    session->sink->wake(session->sink, true);
}

static void entered(struct actor *actor, const struct you *you)
{
    struct session *session = of(actor);
    struct strbuf json = {0};

    session->is_proven = true;
    event_you(&json, actor->role, you);
    mail_add(&session->events, frame_text(&json));
    session->sink->wake(session->sink, false);
}

static void outdated(struct actor *actor)
{
    mail_done(&of(actor)->events);
}

static void expelled(struct actor *actor)
{
    of(actor)->sink->close(of(actor)->sink, CLOSE_POLICY);
}

static void told(struct actor *actor, struct strbuf *event)
{
    struct session *session = of(actor);

    /* One that does not read them finds them on its page. */
    if (session->notices.n >= NOTICES_WAITING_MAX) {
        strbuf_done(event);
        return;
    }
    mail_add(&session->notices, frame_text(event));
    session->sink->wake(session->sink, false);
}

static void listener_wakes(struct listener *listener)
{
    struct session *session = of(container_of(listener, struct actor, listener));

    session->sink->wake(session->sink, false);
}

struct session *session_new(struct service *service, const struct session_from *from,
                            struct session_sink *sink)
{
    struct session *session = mem_zero(sizeof *session);

    actor_init(&session->actor, service);
    session->actor.is_socket = true;
    session->actor.answer = answer;
    session->actor.entered = entered;
    session->actor.outdated = outdated;
    session->actor.expelled = expelled;
    session->actor.told = told;
    session->actor.listener.wake = listener_wakes;
    session->actor.address = from->address;
    if (from->participant) {
        session->actor.has_participant = true;
        session->actor.participant = *from->participant;
    }
    session->sink = sink;
    session->state_sent = service->state_is_news ? 0 : service->state_stamp;
    list_append(&service->sessions, &session->link);
    return session;
}

void session_free(struct session *session)
{
    if (!session)
        return;
    list_remove(&session->link);
    actor_done(&session->actor);
    mail_done(&session->answers);
    mail_done(&session->events);
    mail_done(&session->notices);
    outgoing_done(&session->outgoing);
    free(session);
}

static void refuse(struct session *session, enum err err, const struct command_blame *blame)
{
    const struct error_detail detail = {.field = blame->field[0] ? blame->field : NULL,
                                        .nearest = blame->nearest};
    struct strbuf json = {0};

    count_add(&session->actor.service->counters->command_errors, 1);
    answer_error(&json, true, blame->has_mid ? &blame->mid : NULL, err, &detail);
    mail_add(&session->answers, frame_text(&json));
    session->sink->wake(session->sink, true);
}

void session_refuse(struct session *session, enum err err)
{
    const struct command_blame blame = {0};

    refuse(session, err, &blame);
}

void session_receive(struct session *session, const char *text, size_t len)
{
    struct command_blame blame = {0};
    struct command command;
    enum err err = command_parse(text, len, &command, &blame);

    if (err)
        refuse(session, err, &blame);
    else
        request_run(request_new(&session->actor, &command));
}

static bool gather_state(struct session *session, struct window *window)
{
    struct service *service = session->actor.service;

    if (session->state_sent == service->state_stamp || !session->is_proven)
        return true;
    session->state_sent = service->state_stamp;
    return outgoing_start(&session->outgoing, service_state_message(service), window);
}

/* NOLINTNEXTLINE(readability-non-const-parameter): it is written through the window */
size_t session_gather(struct session *session, char *out, size_t cap, bool *more)
{
    struct window window = {.out = out, .cap = cap};
    struct outgoing *outgoing = &session->outgoing;
    struct listener *listener = &session->actor.listener;
    bool listens = session->actor.is_listening;

    /* The order of docs/PROTOCOL.md, "Connecting"; stops where the window is full. */
    bool all = outgoing_continue(outgoing, &window) &&
               mail_gather(&session->answers, outgoing, &window) &&
               (!listens || listener_gather_facts(listener, outgoing, &window)) &&
               mail_gather(&session->events, outgoing, &window) &&
               mail_gather(&session->notices, outgoing, &window) &&
               (!listens || listener_gather_slots(listener, outgoing, &window)) &&
               gather_state(session, &window);
    *more = !all;
    return window.used;
}

bool session_is_stuffed(const struct session *session)
{
    return session->actor.n_requests + session->answers.n >= REPLIES_MAX ||
           session->answers.bytes >= REPLIES_BYTES_MAX;
}

bool session_is_proven(const struct session *session)
{
    return session->is_proven;
}

bool session_is_timed(const struct session *session)
{
    return session->actor.watch && mirror_has_quiz(&session->actor.watch->mirror);
}

void session_ponged(struct session *session, uint64_t ms)
{
    actor_note_trip(&session->actor, ms);
}

/* ---- All of them ------------------------------------------------------------------ */

void sessions_wake(struct service *service)
{
    for (struct list *l = service->sessions.next; l != &service->sessions; l = l->next) {
        struct session *session = container_of(l, struct session, link);

        session->sink->wake(session->sink, false);
    }
}

void service_say_bye(struct service *service)
{
    series_flush(service);
    service->is_leaving = true;
    for (struct list *l = service->sessions.next, *next; l != &service->sessions;
         l = next) {
        struct session *session = container_of(l, struct session, link);
        struct strbuf json = {0};
        uint32_t again_ms = 0;

        next = l->next;
        service->clock->random(service->clock, &again_ms, sizeof again_ms);
        event_bye(&json, again_ms % BYE_SPREAD_MS);
        mail_add(&session->answers, frame_text(&json));
        session->sink->wake(session->sink, true);
        session->sink->close(session->sink, CLOSE_GOING_AWAY);
    }
}
