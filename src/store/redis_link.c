/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_link.h"

#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/redis_setup.h"
#include "store/redis_stream.h"

#include <stdlib.h>

#define SWEEP_MS        100 /* How often deadlines are looked at. */
#define BACK_OFF_MIN_MS 20
#define BACK_OFF_MAX_MS 1000
#define COPIES_MS       500 /* After this a WAIT without enough replicas is sent again. */

enum link_state { LINK_DOWN, LINK_OPENING, LINK_SETTING_UP, LINK_UP };

struct redis_link {
    struct redis_link_options options;
    enum link_state state;
    struct redis_stream_events events;
    struct redis_stream *stream; /* NULL when down. */
    struct redis_setup setup;
    enum store_keeps keeps;
    struct clock_timer back_off, sweep;
    struct list waiting;    /* Not sent. */
    struct list flying;     /* Sent, in the order of the answers. */
    struct list uncopied;   /* Answered; copied to too few replicas as far as we know. */
    struct redis_call wait; /* The WAIT, among those flying. */
    bool is_copying;        /* It is. */
    unsigned tries;         /* Connections since the last good answer. */
    uint64_t ready_by_ms;   /* Opening and setting up take no longer. */
    unsigned n_streams;     /* Open or closing. */
    bool draining;
    void (*closed)(void *context);
    void *closed_context;
};

uint64_t redis_back_off_ms(struct clock *clock, unsigned tries)
{
    uint64_t most = BACK_OFF_MAX_MS;
    uint16_t chance;

    if (tries < 6 && (BACK_OFF_MIN_MS << tries) < BACK_OFF_MAX_MS)
        most = (uint64_t)BACK_OFF_MIN_MS << tries;
    clock->random(clock, &chance, sizeof chance);
    return most / 2 + most * chance / UINT16_MAX / 2;
}

static uint64_t now_ms(const struct redis_link *link)
{
    return link->options.clock->mono_ms(link->options.clock);
}

static struct redis_call *first_of(const struct list *calls)
{
    return container_of(calls->next, struct redis_call, link);
}

/* ---- Calls ---------------------------------------------------------------------- */

static void finish(struct redis_link *link, struct redis_call *call, enum err err,
                   const redisReply *reply)
{
    redis_call_finish(call, link->options.counters, err, reply);
}

/* Sees to it that a WAIT flies while anything that needs one does. */
static void wait_for_copies(struct redis_link *link)
{
    struct redis_command command = {0};

    if (link->options.copies == 0 || link->is_copying ||
        (list_is_empty(&link->flying) && list_is_empty(&link->uncopied)))
        return;
    redis_command_text(&command, "WAIT");
    redis_command_number(&command, link->options.copies);
    redis_command_number(&command, COPIES_MS);
    redis_command_write(&command, redis_stream_out(link->stream));
    redis_command_done(&command);
    link->is_copying = true;
    link->wait.deadline_ms = now_ms(link) + STORE_WAIT_MS;
    list_append(&link->flying, &link->wait.link);
}

static void send_call(struct redis_link *link, struct redis_call *call)
{
    static const char asking[] = "*1\r\n$6\r\nASKING\r\n";
    struct strbuf *out = redis_stream_out(link->stream);

    list_remove(&call->link);
    list_append(&link->flying, &call->link);
    call->skips = call->asking;
    if (call->asking)
        strbuf_add(out, asking, sizeof asking - 1);
    redis_command_write(&call->command, out);
    wait_for_copies(link);
}

static void sweep_later(struct redis_link *link, uint64_t ms)
{
    struct clock *clock = link->options.clock;

    if (!link->closed && (!link->sweep.armed || ms == 0))
        clock->after(clock, &link->sweep, ms);
}

void redis_link_call(struct redis_link *link, struct redis_call *call)
{
    list_init(&call->link);
    list_append(&link->waiting, &call->link);
    if (link->state == LINK_UP)
        send_call(link, call);
    sweep_later(link, link->draining && link->state != LINK_UP ? 0 : SWEEP_MS);
}

void redis_link_take_back(struct redis_link *link,
                          bool (*stays)(void *context, const struct redis_call *call),
                          void *context, struct list *out)
{
    for (struct list *at = link->waiting.next, *next; at != &link->waiting; at = next) {
        next = at->next;
        if (!stays(context, container_of(at, struct redis_call, link))) {
            list_remove(at);
            list_append(out, at);
        }
    }
}

/* ---- Losing and finding the connection --------------------------------------------- */

/* All that was sent is to be sent again, before what was not. */
static void recall(struct redis_link *link)
{
    if (link->is_copying)
        list_remove(&link->wait.link);
    link->is_copying = false;
    for (struct list *at = link->uncopied.next; at != &link->uncopied; at = at->next)
        redis_call_forget_reply(container_of(at, struct redis_call, link));
    list_splice(&link->uncopied, &link->flying);
    list_splice(&link->uncopied, &link->waiting);
    list_splice(&link->waiting, &link->uncopied);
}

static void lose(struct redis_link *link, const char *why)
{
    struct clock *clock = link->options.clock;
    bool was_up = link->state == LINK_UP;

    if (!link->stream)
        return;
    if (!link->closed && (was_up || link->tries == 1))
        log_warn("store.down", "node=%s why=\"%s\"",
                 redis_address_say(link->options.address).text, why);
    redis_stream_drop(link->stream);
    link->stream = NULL;
    link->state = LINK_DOWN;
    recall(link);
    if (link->closed)
        return;
    clock->after(clock, &link->back_off, redis_back_off_ms(clock, link->tries));
    if (link->draining)
        sweep_later(link, 0);
    if (was_up)
        link->options.changed(link->options.context, false);
}

static void on_lost(void *context, const char *why)
{
    lose(context, why);
}

/* Moves to `out` what has waited too long. */
static void take_expired(struct redis_link *link, struct list *calls, struct list *out)
{
    uint64_t now = now_ms(link);

    for (struct list *at = calls->next, *next; at != calls; at = next) {
        struct redis_call *call = container_of(at, struct redis_call, link);

        next = at->next;
        if (call->deadline_ms > now && !(link->draining && link->state != LINK_UP))
            continue;
        redis_call_forget_reply(call);
        list_remove(at);
        list_append(out, at);
    }
}

static void on_sweep(struct clock_timer *timer)
{
    struct redis_link *link = timer->owner;
    struct list expired;

    list_init(&expired);
    if (!list_is_empty(&link->flying) &&
        first_of(&link->flying)->deadline_ms <= now_ms(link))
        lose(link, "no answer");
    if ((link->state == LINK_OPENING || link->state == LINK_SETTING_UP) &&
        link->ready_by_ms <= now_ms(link))
        lose(link, "not ready");
    take_expired(link, &link->uncopied, &expired);
    take_expired(link, &link->waiting, &expired);
    while (!list_is_empty(&expired))
        finish(link, first_of(&expired), ERR_STORE_DOWN, NULL);
    if (!list_is_empty(&link->flying) || !list_is_empty(&link->waiting) ||
        !list_is_empty(&link->uncopied))
        sweep_later(link, SWEEP_MS);
}

static void on_back_off(struct clock_timer *timer)
{
    struct redis_link *link = timer->owner;

    link->tries++;
    link->state = LINK_OPENING;
    link->ready_by_ms = now_ms(link) + STORE_WAIT_MS;
    link->n_streams++;
    link->stream =
        redis_stream_open(link->options.loop, link->options.address, &link->events);
}

/* ---- Setting up -------------------------------------------------------------------- */

static void on_opened(void *context)
{
    struct redis_link *link = context;

    link->state = LINK_SETTING_UP;
    redis_setup_begin(&link->setup, link->stream, link->options.login);
}

static void come_up(struct redis_link *link)
{
    struct list waiting;

    link->state = LINK_UP;
    link->keeps = link->setup.keeps;
    count_add(&link->options.counters->store_reconnects, 1);
    log_info("store.up", "node=%s tries=%u", redis_address_say(link->options.address).text,
             link->tries);
    list_init(&waiting);
    list_splice(&waiting, &link->waiting);
    while (!list_is_empty(&waiting))
        send_call(link, first_of(&waiting));
    link->options.changed(link->options.context, true);
}

static void hear_setup(struct redis_link *link, const redisReply *reply)
{
    const char *why = redis_setup_hear(&link->setup, reply);

    if (why)
        lose(link, why);
    else if (redis_setup_is_done(&link->setup))
        come_up(link);
}

/* ---- Answers ----------------------------------------------------------------------- */

static void hear_copies(struct redis_link *link, const redisReply *reply)
{
    if (reply->type != REDIS_REPLY_INTEGER) {
        lose(link, reply->type == REDIS_REPLY_ERROR ? reply->str : "no number of copies");
        return;
    }
    list_remove(&link->wait.link);
    link->is_copying = false;
    if (reply->integer >= (long long)link->options.copies) {
        struct list copied;

        list_init(&copied);
        list_splice(&copied, &link->uncopied);
        while (!list_is_empty(&copied)) {
            struct redis_call *call = first_of(&copied);
            redisReply *answer = call->reply;

            call->reply = NULL;
            finish(link, call, OK, answer);
            freeReplyObject(answer);
        }
    }
    wait_for_copies(link);
}

/* Whether the reply is kept. */
static bool hear_answer(struct redis_link *link, struct redis_call *call, redisReply *reply)
{
    enum err err = redis_reply_err(reply);
    enum redis_remedy remedy = redis_reply_remedy(reply);

    if (call->skips && !err) {
        call->skips = false;
        return false;
    }
    if (remedy == REMEDY_RECONNECT) {
        lose(link, reply->str); /* The call is still among those to be sent again. */
        return false;
    }
    link->tries = 0;
    if (remedy == REMEDY_REROUTE) {
        list_remove(&call->link);
        link->options.bounced(link->options.context, call, reply->str);
        return false;
    }
    if (err == ERR_INTERNAL)
        log_error("store.refused", "text=\"%s\"", reply->str);
    if (err || link->options.copies == 0) {
        finish(link, call, err, reply);
        return false;
    }
    call->reply = reply;
    list_remove(&call->link);
    list_append(&link->uncopied, &call->link);
    return true;
}

static void on_reply(void *context, redisReply *reply)
{
    struct redis_link *link = context;
    bool is_kept = false;

    if (link->state != LINK_UP)
        hear_setup(link, reply);
    else if (list_is_empty(&link->flying))
        lose(link, "an answer to nothing");
    else if (link->is_copying && link->flying.next == &link->wait.link)
        hear_copies(link, reply);
    else
        is_kept = hear_answer(link, first_of(&link->flying), reply);
    if (!is_kept)
        freeReplyObject(reply);
}

/* ---- Its own life -------------------------------------------------------------------- */

static void on_gone(void *context)
{
    struct redis_link *link = context;

    link->n_streams--;
    if (link->closed && link->n_streams == 0) {
        void (*closed)(void *) = link->closed;
        void *closed_context = link->closed_context;

        free(link);
        closed(closed_context);
    }
}

struct redis_link *redis_link_new(const struct redis_link_options *options)
{
    struct redis_link *link = mem_zero(sizeof *link);
    struct clock *clock = options->clock;

    link->options = *options;
    link->events =
        (struct redis_stream_events){link, on_opened, on_reply, on_lost, on_gone};
    link->back_off = (struct clock_timer){.fire = on_back_off, .owner = link};
    link->sweep = (struct clock_timer){.fire = on_sweep, .owner = link};
    list_init(&link->waiting);
    list_init(&link->flying);
    list_init(&link->uncopied);
    list_init(&link->wait.link);
    clock->after(clock, &link->back_off, 0);
    return link;
}

bool redis_link_is_up(const struct redis_link *link)
{
    return link->state == LINK_UP;
}

enum store_keeps redis_link_keeps(const struct redis_link *link)
{
    return link->keeps;
}

void redis_link_drain(struct redis_link *link)
{
    link->draining = true;
    if (link->state != LINK_UP)
        sweep_later(link, 0);
}

static void on_closing(struct clock_timer *timer)
{
    struct redis_link *link = timer->owner;

    link->n_streams++;
    on_gone(link);
}

void redis_link_close(struct redis_link *link, struct list *out,
                      void (*closed)(void *context), void *context)
{
    struct clock *clock = link->options.clock;

    link->closed = closed;
    link->closed_context = context;
    clock->cancel(clock, &link->back_off);
    clock->cancel(clock, &link->sweep);
    if (link->stream) {
        lose(link, "closing");
    } else if (link->n_streams == 0) {
        link->back_off.fire = on_closing;
        clock->after(clock, &link->back_off, 0);
    }
    list_splice(out, &link->waiting);
}
