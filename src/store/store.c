/* SPDX-License-Identifier: Apache-2.0 */

/* The store as a whole: its life, its state, and what comes in by the bus. */

#include "store/ask.h"

#include "base/log.h"
#include "base/mem.h"
#include "store/record_board.h"
#include "store/record_points.h"
#include "store/support_batch.h"
#include "store/vote_batch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define PROBE_MS                                                                           \
    1000 /* How often a store that refused is asked whether it is well again. */
/* A number that packet_number can read back. */
#define WORKER_MASK (UINT64_MAX >> 2)

struct later {
    struct store_request *request;
    enum err err;
    struct list link;
};

static void soon(struct store *store)
{
    turn_soon(&store->turn);
}

/* ---- State ----------------------------------------------------------------------------
 */

bool store_is_full(const struct store *store)
{
    return store->disk_full || store->refused;
}

struct store_state store_state(const struct store *store)
{
    bool is_up = redis_nodes_are_up(store->nodes);

    return (struct store_state){is_up, store_is_full(store),
                                is_up ? redis_nodes_promise(store->nodes)
                                      : store->told.promise};
}

void store_set_disk_full(struct store *store, bool full)
{
    store->disk_full = full;
    soon(store);
}

static void tell_state(struct store *store)
{
    struct store_state state = store_state(store);
    const struct store_events *events = store->options.events;
    const struct store_promise *promise = &store->told.promise;

    bool is_same_promise = state.promise.keeps == promise->keeps &&
                           state.promise.replicas == promise->replicas;

    if (state.up == store->told.up && state.full == store->told.full && is_same_promise)
        return;
    if (!is_same_promise)
        log_info("store.promise", "keeps=%s replicas=%u",
                 store_keeps_word(state.promise.keeps), state.promise.replicas);
    store->told = state;
    count_set(&store->options.counters->store_up, state.up);
    count_set(&store->options.counters->store_full, state.full);
    events->state(events->context, state);
}

void store_note_growth(struct store *store, uint16_t slot, enum err err)
{
    struct clock *clock = store->options.clock;
    bool refused = err == ERR_STORE_FULL;

    if ((err && !refused) || (!refused && !store->refused))
        return;
    /* Another node has room: that says nothing of the one that refused. */
    if (!refused && slot != store->refused_slot)
        return;
    if (refused)
        store->refused_slot = slot;
    if (refused != store->refused)
        log_warn("store.full", "full=%d", refused);
    store->refused = refused;
    if (refused && !store->probe.armed && !store->is_probing && !store->closing)
        clock->after(clock, &store->probe, PROBE_MS);
    soon(store);
}

struct probe {
    struct redis_call call;
    struct store *store;
};

static void on_probed(struct redis_call *call, enum err err, const redisReply *reply)
{
    struct probe *probe = call->owner;
    struct store *store = probe->store;

    (void)reply; /* That it was not refused is all that counts. */
    free(probe);
    store->is_probing = false;
    if (!err || err == ERR_STORE_FULL)
        store_note_growth(store, store->refused_slot, err);
    else if (!store->closing)
        store->options.clock->after(store->options.clock, &store->probe, PROBE_MS);
    store_answered(store);
}

static void on_probe(struct clock_timer *timer)
{
    struct store *store = timer->owner;
    struct probe *probe;

    if (!store->refused || store->closing)
        return;
    probe = mem_zero(sizeof *probe);
    probe->store = store;
    probe->call.done = on_probed;
    probe->call.owner = probe;
    redis_command_fcall(&probe->call.command, "probe", 0);
    probe->call.command.slot = store->refused_slot;
    store->is_probing = true;
    store->n_asks++;
    redis_nodes_call(store->nodes, &probe->call);
}

static void on_nodes_changed(void *context, bool is_up)
{
    struct store *store = context;

    if (is_up)
        store->doubt_due = store->was_up;
    store->was_up = store->was_up || is_up;
    soon(store);
}

static void on_doubt(void *context)
{
    struct store *store = context;

    store->doubt_due = true;
    soon(store);
}

/* ---- What comes in by the bus ---------------------------------------------------------
 */

static void on_message(void *context, const struct id *room, const char *bytes, size_t len)
{
    struct store *store = context;
    const struct store_events *events = store->options.events;
    struct packet packed = {bytes, len};
    struct tally_news tally;
    struct people_news people;
    struct reaction_sums sums;
    struct board_news board;
    struct news_hint news;
    struct fact fact;

    if (fact_read(packed, &fact)) {
        count_add(&store->options.counters->facts, 1);
        events->fact(events->context, room, &fact);
        fact_done(&fact);
    } else if (tally_news_read(packed, &tally)) {
        if (tally.worker != store->worker)
            events->tally(events->context, room, tally.epoch, &tally.question,
                          &tally.tally);
    } else if (board_news_read(packed, &board)) {
        events->board(events->context, room, board.epoch, &board.board, board.rev);
    } else if (news_hint_read(packed, &news)) {
        events->news(events->context, room, news.epoch, &news.id);
    } else if (reaction_news_read(packed, &sums)) {
        if (events->reactions)
            events->reactions(events->context, room, &sums);
    } else if (people_news_read(packed, &people)) {
        if (people.worker != store->worker)
            events->people(events->context, room, people.worker, people.n);
    }
}

struct publishing {
    struct redis_call call;
    struct store *store;
};

static void on_published(struct redis_call *call, enum err err, const redisReply *reply)
{
    struct publishing *publishing = call->owner;
    struct store *store = publishing->store;

    (void)err; /* Best effort: what nobody heard of, a pulse finds. */
    (void)reply;
    free(publishing);
    store_answered(store);
}

void store_publish(struct store *store, const struct id *room, struct strbuf *packed)
{
    /* Where its master is away it waits like any call: there may be no next one. */
    if (!store->closing) {
        struct publishing *publishing = mem_zero(sizeof *publishing);
        struct redis_command *command = &publishing->call.command;

        publishing->store = store;
        publishing->call.done = on_published;
        publishing->call.owner = publishing;
        redis_command_text(command, "SPUBLISH");
        redis_command_key(command, "{%s}:bus", room->text);
        redis_command_add(command, packed->text, packed->len);
        store->n_asks++;
        redis_nodes_call(store->nodes, &publishing->call);
    }
    strbuf_done(packed);
}

void store_people_tell(struct store *store, const struct id *room, uint32_t n)
{
    struct strbuf packed = {0};

    people_news_write(&(struct people_news){store->worker, n}, &packed);
    store_publish(store, room, &packed);
}

struct watching {
    struct redis_bus_wait wait;
    struct store *store;
    struct store_request *request;
};

static void on_watched(struct redis_bus_wait *wait, enum err err)
{
    struct watching *watching = container_of(wait, struct watching, wait);
    struct store *store = watching->store;
    struct store_request *request = watching->request;

    free(watching);
    request->done(request, err, NULL);
    store_answered(store);
}

void store_watch(struct store *store, struct store_request *request, const struct id *room)
{
    struct watching *watching;

    if (store->closing) {
        store_answer_later(store, request, ERR_GOING_AWAY);
        return;
    }
    watching = mem_zero(sizeof *watching);
    watching->store = store;
    watching->request = request;
    watching->wait.done = on_watched;
    store->n_asks++;
    redis_nodes_watch(store->nodes, room, &watching->wait);
}

void store_unwatch(struct store *store, const struct id *room)
{
    if (!store->nodes_closing)
        redis_nodes_unwatch(store->nodes, room);
}

/* ---- Its own life
 * ------------------------------------------------------------------------ */

void store_answer_later(struct store *store, struct store_request *request, enum err err)
{
    struct later *later = mem_zero(sizeof *later);

    later->request = request;
    later->err = err;
    list_init(&later->link);
    list_append(&store->later, &later->link);
    store->n_asks++;
    soon(store);
}

static void answer_those_of_later(struct store *store)
{
    while (!list_is_empty(&store->later)) {
        struct later *at = container_of(store->later.next, struct later, link);
        /* The analyzer does not see that list_remove leads on to the next. */
        struct store_request *request =
            at->request; /* NOLINT(clang-analyzer-unix.Malloc) */
        enum err err = at->err;

        list_remove(&at->link);
        free(at);
        request->done(request, err, NULL);
        store_answered(store);
    }
}

static void on_turn_closed(void *context)
{
    struct store *store = context;
    void (*closed)(void *) = store->closed;
    void *closed_context = store->closed_context;

    answer_those_of_later(store);
    votes_free(store->votes);
    supports_free(store->supports);
    free(store);
    closed(closed_context);
}

/* The turn goes last: requests that come meanwhile are answered, too. */
static void on_nodes_closed(void *context)
{
    struct store *store = context;

    turn_close(&store->turn, on_turn_closed);
}

/* Once nobody waits for an answer any more. */
static void close_parts(struct store *store)
{
    struct clock *clock = store->options.clock;

    if (!store->closing || store->nodes_closing || store->n_asks > 0)
        return;
    store->nodes_closing = true;
    clock->cancel(clock, &store->probe);
    redis_nodes_close(store->nodes, on_nodes_closed, store);
}

void store_answered(struct store *store)
{
    assert(store->n_asks > 0);
    store->n_asks--;
    if (store->closing)
        soon(store);
}

static void on_turn(void *context)
{
    struct store *store = context;
    const struct store_events *events = store->options.events;

    votes_dispatch(store->votes);
    supports_dispatch(store->supports);
    answer_those_of_later(store);
    if (!store->closing) {
        tell_state(store);
        if (store->doubt_due) {
            store->doubt_due = false;
            events->doubt(events->context);
        }
    }
    close_parts(store);
}

struct store *store_new(const struct store_options *options)
{
    struct store *store = mem_zero(sizeof *store);
    struct clock *clock = options->clock;

    store->options = *options;
    /* The configuration is read with the same functions. */
    enum err bad = redis_uri_parse(options->address, strlen(options->address), &store->uri);
    bool named = id_read(options->space, strlen(options->space), &store->space);
    assert(!bad && named);
    (void)bad;
    (void)named;
    clock->random(clock, &store->worker, sizeof store->worker);
    store->worker &= WORKER_MASK;
    list_init(&store->later);
    turn_init(&store->turn, options->loop, on_turn, store);
    store->probe = (struct clock_timer){.fire = on_probe, .owner = store};
    store->votes = votes_new(store);
    store->supports = supports_new(store);
    store->nodes = redis_nodes_new(&(struct redis_nodes_options){
        .loop = options->loop,
        .uri = &store->uri,
        .clock = clock,
        .counters = options->counters,
        .copies = options->ack_replicas,
        .changed = on_nodes_changed,
        .message = on_message,
        .doubt = on_doubt,
        .context = store,
    });
    return store;
}

void store_close(struct store *store, void (*closed)(void *context), void *context)
{
    votes_drain(store->votes);
    store->closing = true;
    store->closed = closed;
    store->closed_context = context;
    redis_nodes_drain(store->nodes);
    soon(store);
}
