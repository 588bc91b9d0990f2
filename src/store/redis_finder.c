/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_finder.h"

#include "base/mem.h"
#include "store/redis_command.h"
#include "store/redis_setup.h"
#include "store/redis_stream.h"
#include "store/sentinel_accord.h"

#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS 500 /* With a server that does not answer. */

enum took {
    TOOK_NOTHING, /* It was no answer to what was asked. */
    TOOK_PART,    /* There is more of it to come. */
    TOOK_MAP,     /* There is a map in `heard`. */
    TOOK_WORD,    /* One of several who have to agree. */
};

struct redis_finder {
    struct redis_finder_options options;
    const struct kind *kind;
    struct redis_stream_events events;
    struct redis_stream *stream;   /* NULL: nobody is being asked. */
    struct redis_address at;       /* Whom the stream leads to. */
    size_t turn;                   /* Whose turn it was. */
    struct clock_timer next, late; /* The next question; the answer is too late. */
    struct redis_map map, heard;   /* The last that was found; what may be the next. */
    struct sentinel_accord accord; /* What the last round, or this one, agrees upon. */
    struct sentinel_word word;     /* Of the one being asked. */
    size_t n_left;                 /* To be asked in this round; 0: there is none. */
    bool is_open, is_asking, in_a_hurry, is_in_doubt;
    bool skips;   /* The next answer is that to AUTH. */
    bool is_half; /* The next answer is the second half of the word. */
    unsigned n_streams;
    void (*closed)(void *context);
    void *closed_context;
};

/* ---- The kinds of store ----------------------------------------------------------------
 */

static void ask_slots(struct redis_command *command, const struct redis_uri *uri)
{
    (void)uri;
    redis_command_text(command, "CLUSTER");
    redis_command_text(command, "SLOTS");
}

static void ask_sentinel(struct redis_command *command, const struct redis_uri *uri)
{
    redis_command_text(command, "SENTINEL");
    redis_command_text(command, "GET-MASTER-ADDR-BY-NAME");
    redis_command_text(command, uri->master);
}

static void ask_sentinel_more(struct redis_command *command, const struct redis_uri *uri)
{
    redis_command_text(command, "SENTINEL");
    redis_command_text(command, "MASTER");
    redis_command_text(command, uri->master);
}

static enum took take_slots(struct redis_finder *finder, const redisReply *reply)
{
    return redis_map_read_slots(&finder->heard, reply, &finder->at) ? TOOK_MAP
                                                                    : TOOK_NOTHING;
}

static enum took take_word(struct redis_finder *finder, const redisReply *reply)
{
    if (finder->is_half) {
        finder->is_half = false;
        return sentinel_word_read_state(&finder->word, reply) ? TOOK_WORD : TOOK_NOTHING;
    }
    finder->is_half = sentinel_word_read_address(&finder->word, reply);
    return finder->is_half ? TOOK_PART : TOOK_NOTHING;
}

static const struct kind {
    uint64_t calm_ms, hurry_ms; /* Between two questions. */
    void (*ask)(struct redis_command *command, const struct redis_uri *uri);
    void (*ask_more)(struct redis_command *command, const struct redis_uri *uri);
    enum took (*take)(struct redis_finder *finder, const redisReply *reply);
    bool masters_answer; /* Like those who were named. */
    bool agree;          /* All of them have to. */
} kinds[REDIS_KINDS] = {
    [REDIS_FIXED] = {0}, /* There is nothing to ask. */
    [REDIS_CLUSTER] = {3000, 100, ask_slots, NULL, take_slots, true, false},
    [REDIS_SENTINEL] = {1000, 100, ask_sentinel, ask_sentinel_more, take_word, false, true},
};

/* ---- Asking ---------------------------------------------------------------------------
 */

/* Jittered, so that many workers do not ask at once. */
static void ask_later(struct redis_finder *finder)
{
    struct clock *clock = finder->options.clock;
    uint64_t ms = finder->in_a_hurry ? finder->kind->hurry_ms : finder->kind->calm_ms;
    uint16_t chance;

    clock->random(clock, &chance, sizeof chance);
    clock->after(clock, &finder->next, ms / 2 + ms * chance / UINT16_MAX);
}

static void drop(struct redis_finder *finder)
{
    if (finder->stream)
        redis_stream_drop(finder->stream);
    finder->stream = NULL;
    finder->is_open = finder->is_asking = finder->is_half = false;
    finder->options.clock->cancel(finder->options.clock, &finder->late);
}

static void tell(struct redis_finder *finder)
{
    finder->options.found(finder->options.context, &finder->map);
}

/* Until they agree, nobody is the master. */
static void withdraw(struct redis_finder *finder)
{
    if (finder->map.n == 0)
        return;
    redis_map_none(&finder->map);
    tell(finder);
}

static void end_round(struct redis_finder *finder)
{
    size_t n = finder->options.uri->n_addresses;

    ask_later(finder);
    if (!sentinel_accord_is_reached(&finder->accord, n)) {
        withdraw(finder);
        return;
    }
    redis_map_single(&finder->map, &finder->accord.word.master);
    tell(finder);
}

/* Whoever was asked has answered, or does not. */
static void go_on(struct redis_finder *finder)
{
    struct clock *clock = finder->options.clock;

    drop(finder);
    if (finder->n_left == 0)
        ask_later(finder);
    else if (--finder->n_left == 0)
        end_round(finder);
    else
        clock->after(clock, &finder->next, 0);
}

static void send_question(struct redis_finder *finder)
{
    void (*const asks[])(struct redis_command *, const struct redis_uri *) = {
        finder->kind->ask, finder->kind->ask_more};

    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        struct redis_command question = {0};

        if (!asks[i])
            continue;
        asks[i](&question, finder->options.uri);
        redis_command_write(&question, redis_stream_out(finder->stream));
        redis_command_done(&question);
    }
    finder->is_asking = true;
}

static struct redis_address next_address(struct redis_finder *finder)
{
    const struct redis_uri *uri = finder->options.uri;
    size_t n_masters = finder->kind->masters_answer ? finder->map.n : 0;
    size_t i = finder->turn++ % (uri->n_addresses + n_masters);

    return i < uri->n_addresses ? uri->addresses[i]
                                : finder->map.masters[i - uri->n_addresses];
}

/* In doubt all are asked anew: what one said before does not count. */
static void begin_round(struct redis_finder *finder)
{
    drop(finder);
    sentinel_accord_begin(&finder->accord);
    finder->n_left = finder->options.uri->n_addresses;
    if (finder->is_in_doubt)
        withdraw(finder);
    finder->is_in_doubt = false;
}

static void on_next(struct clock_timer *timer)
{
    struct redis_finder *finder = timer->owner;
    struct clock *clock = finder->options.clock;

    if (!finder->kind->ask) {
        redis_map_single(&finder->map, &finder->options.uri->addresses[0]);
        finder->options.found(finder->options.context, &finder->map);
        return;
    }
    if (finder->kind->agree && finder->n_left == 0 &&
        (finder->in_a_hurry || finder->is_in_doubt))
        begin_round(finder);
    clock->after(clock, &finder->late, PATIENCE_MS);
    if (finder->is_open) {
        send_question(finder);
        return;
    }
    finder->at = next_address(finder);
    finder->n_streams++;
    finder->stream = redis_stream_open(finder->options.loop, &finder->at, &finder->events);
}

/* ---- What comes back ------------------------------------------------------------------
 */

static void on_opened(void *context)
{
    struct redis_finder *finder = context;

    finder->is_open = true;
    /* A sentinel may have a password of its own, or none: it answers as it likes. */
    finder->skips = redis_login_send(&finder->options.uri->login, finder->stream);
    send_question(finder);
}

static void found_map(struct redis_finder *finder)
{
    bool is_news = !redis_map_same(&finder->map, &finder->heard);

    finder->map = finder->heard;
    /* In a hurry the next one is asked next time: this one may know less than others. One
     * that knew something new is asked again, for others may not have heard of it yet. */
    if (finder->in_a_hurry && !is_news)
        drop(finder);
    ask_later(finder);
    tell(finder);
}

static void heard_word(struct redis_finder *finder)
{
    struct clock *clock = finder->options.clock;

    if (finder->n_left > 0) {
        sentinel_accord_hear(&finder->accord, &finder->word);
        go_on(finder);
    } else if (sentinel_accord_holds(&finder->accord, &finder->word)) {
        ask_later(finder);
    } else {
        finder->is_in_doubt = true;
        clock->after(clock, &finder->next, 0);
    }
}

static void hear(struct redis_finder *finder, const redisReply *reply)
{
    if (finder->skips) {
        finder->skips = false;
        return;
    }
    enum took took = finder->is_asking ? finder->kind->take(finder, reply) : TOOK_NOTHING;

    if (took == TOOK_PART)
        return;
    finder->is_asking = false;
    finder->options.clock->cancel(finder->options.clock, &finder->late);
    if (took == TOOK_NOTHING)
        go_on(finder);
    else if (took == TOOK_MAP)
        found_map(finder);
    else
        heard_word(finder);
}

static void on_reply(void *context, redisReply *reply)
{
    hear(context, reply);
    freeReplyObject(reply);
}

static void on_lost(void *context, const char *why)
{
    (void)why; /* The links tell. */
    go_on(context);
}

static void on_late(struct clock_timer *timer)
{
    go_on(timer->owner);
}

void redis_finder_hurry(struct redis_finder *finder, bool hurry)
{
    bool is_news = hurry && !finder->in_a_hurry;

    finder->in_a_hurry = hurry;
    if (is_news && finder->kind->agree) {
        drop(finder);
        finder->is_in_doubt = true;
        finder->n_left = 0;
    }
    if (is_news && finder->kind->ask && (finder->next.armed || finder->kind->agree))
        finder->options.clock->after(finder->options.clock, &finder->next, 0);
}

/* ---- Its own life ---------------------------------------------------------------------
 */

static void on_gone(void *context)
{
    struct redis_finder *finder = context;

    finder->n_streams--;
    if (!finder->closed || finder->n_streams > 0)
        return;
    void (*closed)(void *) = finder->closed;
    void *closed_context = finder->closed_context;

    free(finder);
    closed(closed_context);
}

struct redis_finder *redis_finder_new(const struct redis_finder_options *options)
{
    struct redis_finder *finder = mem_zero(sizeof *finder);

    finder->options = *options;
    finder->kind = &kinds[options->uri->kind];
    finder->in_a_hurry = true; /* Until the first map was found and all is well. */
    finder->events =
        (struct redis_stream_events){finder, on_opened, on_reply, on_lost, on_gone};
    finder->next = (struct clock_timer){.fire = on_next, .owner = finder};
    finder->late = (struct clock_timer){.fire = on_late, .owner = finder};
    options->clock->after(options->clock, &finder->next, 0);
    return finder;
}

static void on_closing(struct clock_timer *timer)
{
    struct redis_finder *finder = timer->owner;

    finder->n_streams++;
    on_gone(finder);
}

void redis_finder_close(struct redis_finder *finder, void (*closed)(void *context),
                        void *context)
{
    struct clock *clock = finder->options.clock;

    finder->closed = closed;
    finder->closed_context = context;
    drop(finder);
    clock->cancel(clock, &finder->next);
    if (finder->n_streams == 0) {
        finder->next.fire = on_closing;
        clock->after(clock, &finder->next, 0);
    }
}
