/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_link.h"

#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/library.h"
#include "store/redis_stream.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define SWEEP_MS        100 /* How often deadlines are looked at. */
#define BACK_OFF_MIN_MS 20
#define BACK_OFF_MAX_MS 1000

enum link_state { LINK_DOWN, LINK_OPENING, LINK_SETTING_UP, LINK_UP };

struct redis_link {
    struct redis_link_options options;
    enum link_state state;
    struct redis_stream_events events;
    struct redis_stream *stream; /* NULL when down. */
    struct clock_timer back_off, sweep;
    struct list waiting; /* Not sent. */
    struct list flying;  /* Sent, in the order of the answers. */
    unsigned tries;      /* Connections since the last good answer. */
    unsigned setup_left; /* Answers that setting up waits for. */
    unsigned n_streams;  /* Open or closing. */
    bool draining;
    void (*closed)(void *context);
    void *closed_context;
};

static const struct {
    const char *name, *code;
    const size_t *bytes;
} libraries[] = {
    {"clameur_rooms_1", library_rooms, &library_rooms_bytes},
    {"clameur_ballots_1", library_ballots, &library_ballots_bytes},
    {"clameur_spaces_1", library_spaces, &library_spaces_bytes},
};

#define LIBRARIES (sizeof libraries / sizeof libraries[0])

/* What an error of Redis means to us, by how it begins. */
static const struct {
    const char *prefix;
    enum err err;
} meanings[] = {
    {"OOM ", ERR_STORE_FULL},        {"MISCONF ", ERR_STORE_FULL},
    {"NOSPACE", ERR_STORE_FULL},     {"LOADING ", ERR_STORE_DOWN},
    {"READONLY ", ERR_STORE_DOWN},   {"CLUSTERDOWN ", ERR_STORE_DOWN},
    {"MASTERDOWN ", ERR_STORE_DOWN}, {"TRYAGAIN ", ERR_STORE_DOWN},
    {"NOREPLICAS ", ERR_STORE_DOWN}, {"BUSY ", ERR_STORE_DOWN},
    {"NOAUTH ", ERR_STORE_DOWN},     {"ERR Function not found", ERR_STORE_DOWN},
    {"UNBLOCKED ", ERR_STORE_DOWN},  {"ERR max number of clients", ERR_STORE_DOWN},
};

enum err redis_reply_err(const redisReply *reply)
{
    if (reply->type != REDIS_REPLY_ERROR)
        return OK;
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
        if (strncmp(reply->str, meanings[i].prefix, strlen(meanings[i].prefix)) == 0)
            return meanings[i].err;
    return ERR_INTERNAL;
}

uint64_t redis_back_off_ms(struct clock *clock, unsigned tries)
{
    uint64_t most = BACK_OFF_MAX_MS;
    uint16_t chance;

    if (tries < 6 && (BACK_OFF_MIN_MS << tries) < BACK_OFF_MAX_MS)
        most = (uint64_t)BACK_OFF_MIN_MS << tries;
    clock->random(clock, &chance, sizeof chance);
    return most / 2 + most * chance / UINT16_MAX / 2;
}

/* ---- Calls ---------------------------------------------------------------------- */

static void finish(struct redis_link *link, struct redis_call *call, enum err err,
                   const redisReply *reply)
{
    list_remove(&call->link);
    redis_command_done(&call->command);
    if (err)
        count_add(&link->options.counters->store_errors, 1);
    call->done(call, err, err ? NULL : reply);
}

static void send_call(struct redis_link *link, struct redis_call *call)
{
    list_remove(&call->link);
    list_append(&link->flying, &call->link);
    redis_command_write(&call->command, redis_stream_out(link->stream));
}

static void sweep_later(struct redis_link *link, uint64_t ms)
{
    struct clock *clock = link->options.clock;

    if (!link->sweep.armed || ms == 0)
        clock->after(clock, &link->sweep, ms);
}

void redis_link_call(struct redis_link *link, struct redis_call *call)
{
    struct clock *clock = link->options.clock;

    count_add(&link->options.counters->store_calls, 1);
    call->deadline_ms = clock->mono_ms(clock) + STORE_WAIT_MS;
    list_init(&call->link);
    list_append(&link->waiting, &call->link);
    if (link->state == LINK_UP)
        send_call(link, call);
    sweep_later(link, link->draining && link->state != LINK_UP ? 0 : SWEEP_MS);
}

/* ---- Losing and finding the connection --------------------------------------------- */

static void lose(struct redis_link *link, const char *why)
{
    struct clock *clock = link->options.clock;
    bool was_up = link->state == LINK_UP;

    if (!link->stream)
        return;
    redis_stream_drop(link->stream);
    link->stream = NULL;
    link->state = LINK_DOWN;
    list_splice(&link->flying, &link->waiting);
    list_splice(&link->waiting, &link->flying);
    if (link->closed)
        return;
    if (was_up || link->tries == 1)
        log_warn("store.down", "why=\"%s\"", why);
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

static void on_sweep(struct clock_timer *timer)
{
    struct redis_link *link = timer->owner;
    uint64_t now = link->options.clock->mono_ms(link->options.clock);
    struct list expired;

    list_init(&expired);
    if (!list_is_empty(&link->flying) &&
        container_of(link->flying.next, struct redis_call, link)->deadline_ms <= now)
        lose(link, "no answer");
    for (struct list *at = link->waiting.next, *next; at != &link->waiting; at = next) {
        struct redis_call *call = container_of(at, struct redis_call, link);

        next = at->next;
        if (call->deadline_ms <= now || link->draining) {
            list_remove(at);
            list_append(&expired, at);
        }
    }
    while (!list_is_empty(&expired))
        finish(link, container_of(expired.next, struct redis_call, link), ERR_STORE_DOWN,
               NULL);
    if (!list_is_empty(&link->flying) || !list_is_empty(&link->waiting))
        sweep_later(link, SWEEP_MS);
}

static void on_back_off(struct clock_timer *timer)
{
    struct redis_link *link = timer->owner;

    link->tries++;
    link->state = LINK_OPENING;
    link->n_streams++;
    link->stream = redis_stream_open(link->options.loop, link->options.uri, &link->events);
}

/* ---- Setting up -------------------------------------------------------------------- */

static void setup_send(struct redis_link *link, struct redis_command *command)
{
    link->setup_left++;
    redis_command_write(command, redis_stream_out(link->stream));
    redis_command_done(command);
}

static void on_opened(void *context)
{
    struct redis_link *link = context;
    const struct redis_uri *uri = link->options.uri;
    struct redis_command auth = {0}, select_db = {0}, list = {0};

    link->state = LINK_SETTING_UP;
    link->setup_left = 0;
    if (uri->password[0]) {
        redis_command_text(&auth, "AUTH");
        if (uri->user[0])
            redis_command_text(&auth, uri->user);
        redis_command_text(&auth, uri->password);
        setup_send(link, &auth);
    }
    if (uri->db > 0) {
        redis_command_text(&select_db, "SELECT");
        redis_command_number(&select_db, uri->db);
        setup_send(link, &select_db);
    }
    redis_command_text(&list, "FUNCTION");
    redis_command_text(&list, "LIST");
    redis_command_text(&list, "LIBRARYNAME");
    redis_command_text(&list, "clameur_*");
    setup_send(link, &list);
}

/* `list` is the answer to FUNCTION LIST: for each library ["library_name", name, ...]. */
static bool is_listed(const redisReply *list, const char *name)
{
    for (size_t i = 0; i < list->elements; i++) {
        const redisReply *entry = list->element[i];

        if (entry->type == REDIS_REPLY_ARRAY && entry->elements >= 2 &&
            entry->element[1]->type == REDIS_REPLY_STRING &&
            strcmp(entry->element[1]->str, name) == 0)
            return true;
    }
    return false;
}

/* Asked first, and loaded only if missing, because a Redis that is full refuses to load
 * what it already has. */
static void load_missing(struct redis_link *link, const redisReply *list)
{
    for (size_t i = 0; i < LIBRARIES; i++) {
        struct redis_command load = {0};

        if (is_listed(list, libraries[i].name))
            continue;
        redis_command_text(&load, "FUNCTION");
        redis_command_text(&load, "LOAD");
        redis_command_add(&load, libraries[i].code, *libraries[i].bytes);
        setup_send(link, &load);
    }
}

static void come_up(struct redis_link *link)
{
    struct list waiting;

    link->state = LINK_UP;
    count_add(&link->options.counters->store_reconnects, 1);
    log_info("store.up", "tries=%u", link->tries);
    list_init(&waiting);
    list_splice(&waiting, &link->waiting);
    while (!list_is_empty(&waiting))
        send_call(link, container_of(waiting.next, struct redis_call, link));
    link->options.changed(link->options.context, true);
}

static void on_setup_reply(struct redis_link *link, const redisReply *reply)
{
    /* Another worker was faster. */
    bool raced = reply->type == REDIS_REPLY_ERROR && strstr(reply->str, "already exists");

    if (reply->type == REDIS_REPLY_ERROR && !raced) {
        lose(link, reply->str);
        return;
    }
    link->setup_left--;
    if (reply->type == REDIS_REPLY_ARRAY)
        load_missing(link, reply);
    if (link->setup_left == 0)
        come_up(link);
}

static void on_reply(void *context, const redisReply *reply)
{
    struct redis_link *link = context;

    if (link->state != LINK_UP) {
        on_setup_reply(link, reply);
        return;
    }
    if (list_is_empty(&link->flying)) {
        lose(link, "an answer to nothing");
        return;
    }
    struct redis_call *call = container_of(link->flying.next, struct redis_call, link);
    enum err err = redis_reply_err(reply);

    if (err == ERR_STORE_DOWN) {
        lose(link, reply->str); /* The call is still among those to be sent again. */
        return;
    }
    if (err == ERR_INTERNAL)
        log_error("store.refused", "text=\"%s\"", reply->str);
    link->tries = 0;
    finish(link, call, err, reply);
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
    clock->after(clock, &link->back_off, 0);
    return link;
}

bool redis_link_is_up(const struct redis_link *link)
{
    return link->state == LINK_UP;
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

void redis_link_close(struct redis_link *link, void (*closed)(void *context), void *context)
{
    struct clock *clock = link->options.clock;

    assert(list_is_empty(&link->waiting) && list_is_empty(&link->flying));
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
}
