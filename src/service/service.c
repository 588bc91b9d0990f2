/* SPDX-License-Identifier: Apache-2.0 */

#include "service/service.h"
#include "service/image_cache.h"

#include "base/log.h"
#include "base/mem.h"
#include "live/frame.h"
#include "service/internal.h"
#include "wire/event.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

#define ADDRESS_INTERVAL_MS (60000 / EXCHANGES_PER_MINUTE_ADDRESS)

static void state_changed(void *context, struct store_state state)
{
    struct service *service = context;

    const struct store_promise *promise = &service->state.promise;

    if (state.up == service->state.up && state.full == service->state.full &&
        state.promise.keeps == promise->keeps &&
        state.promise.replicas == promise->replicas)
        return;
    log_line(state.up && !state.full ? LOG_INFO : LOG_WARN, "store.state", "up=%d full=%d",
             state.up, state.full);
    service->state = state;
    service->state_stamp++;
    service->state_is_news = !state.up || state.full;
    count_set(&service->counters->store_up, state.up);
    count_set(&service->counters->store_full, state.full);
    buf_unref(service->state_message);
    service->state_message = NULL;
    sessions_wake(service);
}

struct lexicon *service_lexicon(struct service *service)
{
    if (!service->lexicon)
        service->lexicon = lexicon_new();
    return service->lexicon;
}

struct buf *service_state_message(struct service *service)
{
    if (!service->state_message) {
        struct strbuf json = {0};

        event_store(&json,
                    &(struct store_news){service->state.up, service->state.full,
                                         store_keeps_word(service->state.promise.keeps),
                                         service->state.promise.replicas});
        service->state_message = frame_text(&json);
    }
    return service->state_message;
}

struct service *service_new(const struct service_options *options)
{
    struct service *service = mem_zero(sizeof *service);
    struct store_options store = options->store;

    if (sodium_init() < 0)
        abort();
    service->clock = options->clock;
    service->counters = options->counters;
    service->identity = options->identity;
    service->works = options->works;
    service->presses = options->presses;
    service->hooks_may_be_plain = options->hooks_may_be_plain;
    service->state_stamp = 1;
    service->index_share.bytes_max = INDEX_BYTES_MAX;
    list_init(&service->sessions);
    service->events = (struct store_events){
        .context = service,
        .fact = watch_on_fact,
        .tally = watch_on_tally,
        .people = watch_on_people,
        .reactions = watch_on_reactions,
        .doubt = watch_on_doubt,
        .state = state_changed,
        .board = watch_on_board,
        .news = watch_on_news,
    };
    store.events = &service->events;
    store.clock = options->clock;
    store.counters = options->counters;
    store.space = options->identity->space;
    service->store = store_new(&store);
    return service;
}

struct closing {
    struct service *service;
    void (*closed)(void *context);
    void *context;
};

/* Every request has been answered by now, so only lingering watches are left. */
static void store_closed(void *context)
{
    struct closing *closing = context;
    struct service *service = closing->service;
    void (*closed)(void *) = closing->closed;
    void *back = closing->context;

    service->store = NULL;
    watches_free(service);
    lexicon_free(service->lexicon);
    image_cache_free(service->images);
    buf_unref(service->state_message);
    buf_unref(service->origins.lines);
    free(service);
    free(closing);
    closed(back);
}

void service_close(struct service *service, void (*closed)(void *context), void *context)
{
    struct closing *closing = mem_alloc(sizeof *closing);

    assert(list_is_empty(&service->sessions));
    *closing = (struct closing){service, closed, context};
    service->is_leaving = true;
    service_leave_origins(service);
    store_close(service->store, store_closed, closing);
}

void service_set_disk_full(struct service *service, bool full)
{
    store_set_disk_full(service->store, full);
}

struct store_state service_store_state(const struct service *service)
{
    return service->state;
}

bool service_may_try(struct service *service, uint64_t address, uint64_t *again_ms)
{
    size_t i = (size_t)(address % ADDRESS_SLOTS);

    if (service->exchanges[i].address != address) {
        service->exchanges[i].address = address;
        service->exchanges[i].budget = (struct budget){0};
    }
    return budget_spend(&service->exchanges[i].budget,
                        service->clock->mono_ms(service->clock), ADDRESS_INTERVAL_MS,
                        EXCHANGES_PER_MINUTE_ADDRESS, again_ms);
}
