/* SPDX-License-Identifier: Apache-2.0 */

#include "app/errand.h"

#include <signal.h>
#include <string.h>

#include <sodium.h>

#include "app/clock_uv.h"
#include "base/log.h"

/* Nobody watches a room here: the store has nothing to tell unasked. */
static void ignore_fact(void *context, const struct id *room, const struct fact *fact)
{
    (void)context;
    (void)room;
    (void)fact;
}

static void ignore_tally(void *context, const struct id *room, uint64_t epoch,
                         const struct id *question, const struct tally *tally)
{
    (void)context;
    (void)room;
    (void)epoch;
    (void)question;
    (void)tally;
}

static void ignore_people(void *context, const struct id *room, uint64_t worker, uint32_t n)
{
    (void)context;
    (void)room;
    (void)worker;
    (void)n;
}

static void ignore_doubt(void *context)
{
    (void)context;
}

static void ignore_state(void *context, struct store_state state)
{
    (void)context;
    (void)state;
}

static void ignore_board(void *context, const struct id *room, uint64_t epoch,
                         const struct id *board, uint64_t rev)
{
    (void)context;
    (void)room;
    (void)epoch;
    (void)board;
    (void)rev;
}

static void ignore_news(void *context, const struct id *room, uint64_t epoch,
                        const struct entry_id *entry)
{
    (void)context;
    (void)room;
    (void)epoch;
    (void)entry;
}

static const struct store_events ignored = {NULL,          ignore_fact,  ignore_tally,
                                            ignore_people, ignore_doubt, ignore_state,
                                            ignore_board,  ignore_news,  NULL};

void errand_begin(struct errand *out, const struct config *config, const char *address)
{
    out->config = config;
    (void)signal(SIGPIPE, SIG_IGN);
    if (config->log_level == LOG_INFO)
        log_setup(LOG_WARN, "errand"); /* That a store was found is no news here. */
    uv_loop_init(&out->loop);
    out->clock = clock_uv_new(&out->loop);
    out->store = store_new(&(struct store_options){
        .address = address,
        .ack_replicas = config->ack_replicas,
        .space = config->space,
        .events = &ignored,
        .clock = out->clock,
        .counters = &out->counters,
        .loop = &out->loop,
    });
}

bool errand_open(struct errand *out, const struct config *config,
                 struct complaint *complaint)
{
    struct data_folder folder;

    *out = (struct errand){.config = config};
    if (sodium_init() < 0)
        return complain(complaint, "libsodium does not start");
    if (!data_folder_open(&folder, config->data, false, complaint) ||
        !data_folder_get_url(&folder, out->url, complaint) ||
        !data_folder_key(&folder, config->key_file, false, out->identity.key, complaint))
        return false;
    (void)snprintf(out->identity.space, sizeof out->identity.space, "%s", config->space);
    if (!data_folder_store(&folder, config, out->redis, complaint))
        return false;
    errand_begin(out, config, out->redis);
    return true;
}

static void on_closed(void *context)
{
    *(bool *)context = true;
}

void errand_close(struct errand *errand)
{
    bool is_closed = false;

    store_close(errand->store, on_closed, &is_closed);
    while (!is_closed)
        uv_run(&errand->loop, UV_RUN_ONCE);
    clock_uv_free(errand->clock);
    uv_run(&errand->loop, UV_RUN_DEFAULT);
    uv_loop_close(&errand->loop);
    sodium_memzero(errand->identity.key, sizeof errand->identity.key);
}

static void on_done(struct store_request *request, enum err err, const void *result)
{
    struct errand_ask *ask = request->owner;

    ask->err = err;
    ask->is_done = true;
    if (ask->keep && err == OK && result)
        ask->keep(ask->into, result);
}

struct store_request *errand_ask(struct errand_ask *ask, void (*keep)(void *, const void *),
                                 void *into)
{
    *ask = (struct errand_ask){
        .request = {.done = on_done, .owner = ask}, .keep = keep, .into = into};
    return &ask->request;
}

enum err errand_wait(struct errand *errand, struct errand_ask *ask)
{
    while (!ask->is_done)
        uv_run(&errand->loop, UV_RUN_ONCE);
    return ask->err;
}
