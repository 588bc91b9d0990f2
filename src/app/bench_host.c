/* SPDX-License-Identifier: Apache-2.0 */

#include "app/bench_host.h"

#include <string.h>

#include "app/bench_costs.h"
#include "app/errand_room.h"
#include "base/process.h"
#include "wire/command.h"

#define QUESTION     "tap"
#define STIR_LETTERS 200 /* Of four bytes each: as long as a title may be. */

static const char settings[] = "{\"title\":\"Bench\",\"lang\":\"en\"}";
static const char definition[] =
    "{\"kind\":\"single\",\"title\":\"Which one?\",\"options\":[\"This\",\"That\"],"
    "\"results\":\"always\"}";

static struct bench_host *of(struct scenario_host *host)
{
    return container_of(host, struct bench_host, host);
}

/* ---- The room ---- */

static bool make_room(struct scenario_host *host)
{
    struct bench_host *b = of(host);
    struct clock *clock = b->errand->clock;
    uint8_t random[ID_RANDOM_BYTES];
    struct code code;

    clock->random(clock, random, sizeof random);
    b->room = id_from_random(random);
    b->version = 0;
    b->churn.version = 0;
    host->round = 1;
    if (errand_room_make(b->errand, &b->room, settings, &code) != OK)
        return false;
    (void)snprintf(host->code, sizeof host->code, "%s", code.text);
    return errand_question_add(b->errand, &b->room, QUESTION, b->definition, &b->version) ==
           OK;
}

static bool remove_room(struct scenario_host *host)
{
    struct bench_host *b = of(host);
    struct errand_ask ask;

    store_room_delete(b->errand->store, errand_ask(&ask, NULL, NULL), &b->room);
    return errand_wait(b->errand, &ask) == OK;
}

static bool move(struct scenario_host *host, enum question_move move)
{
    struct bench_host *b = of(host);

    if (errand_question_move(b->errand, &b->room, QUESTION, move, &b->version) != OK)
        return false;
    host->round += move == MOVE_RESET;
    return true;
}

static void keep_rev(void *into, const void *result)
{
    const struct room_image *image = result;

    *(uint64_t *)into = image->room.room.rev;
}

/* {"title":"🎉🎉🎉...","lang":"en"}; `n` makes it another than the last. */
static struct buf *long_settings(uint32_t n)
{
    static const char *const letters[] = {"\xf0\x9f\x8e\x89", "\xf0\x9f\x8e\x88"};
    struct strbuf text = {0};

    strbuf_puts(&text, "{\"title\":\"");
    for (unsigned i = 0; i < STIR_LETTERS; i++)
        strbuf_puts(&text, letters[i < 32 ? n >> i & 1 : 0]);
    strbuf_puts(&text, "\",\"lang\":\"en\",\"blank\":false,\"hide_people\":false}");
    return strbuf_take(&text);
}

static bool stir(struct scenario_host *host)
{
    struct bench_host *b = of(host);
    struct room_change change = {0};
    struct errand_ask ask;

    store_room_load(b->errand->store, errand_ask(&ask, keep_rev, &change.rev), &b->room);
    if (errand_wait(b->errand, &ask) != OK)
        return false;
    change.settings = long_settings(++b->stirred);
    store_room_update(b->errand->store, errand_ask(&ask, NULL, NULL), &b->room, &change);
    enum err err = errand_wait(b->errand, &ask);

    buf_unref(change.settings);
    return err == OK;
}

static void keep_tally(void *into, const void *result)
{
    *(struct tally *)into = *(const struct tally *)result;
}

static bool count(struct scenario_host *host, struct tally *out)
{
    struct bench_host *b = of(host);
    const struct round_of round = {.question = {QUESTION}, .round = host->round};
    struct errand_ask ask;

    *out = (struct tally){0};
    store_tally_read(b->errand->store, errand_ask(&ask, keep_tally, out), &b->room, &round);
    return errand_wait(b->errand, &ask) == OK;
}

/* ---- The processes ---- */

/* As the server and Redis tell, where their processes are not to be seen. */
static void usage(struct scenario_host *host, struct scenario_usage *out)
{
    const struct bench_host *b = of(host);

    *out = (struct scenario_usage){0};
    if (!b->redis) {
        (void)bench_costs_server(&b->target, out);
        (void)bench_costs_redis(b->errand->redis, out);
        return;
    }
    out->redis_us = process_cpu_us(b->redis);
    for (size_t i = 0; i < b->n_workers; i++) {
        out->server_us += process_cpu_us(b->workers[i]);
        out->memory_bytes += process_memory_bytes(b->workers[i]);
    }
}

static void note(struct scenario_host *host, const char *line)
{
    (void)host;
    (void)fprintf(stderr, "  %s\n", line);
}

/* The private Redis answers on its socket, and its siblings are the workers. */
static bool find_processes(struct bench_host *b)
{
    static const char scheme[] = "unix://";

    if (b->errand->config->redis)
        return false;
    b->redis = process_behind(b->errand->redis + strlen(scheme));
    if (!b->redis)
        return false;
    b->supervisor = process_parent(b->redis);
    size_t n =
        process_children(b->supervisor, "clameur worker", b->workers, CONFIG_WORKERS_MAX);

    b->n_workers = n < CONFIG_WORKERS_MAX ? n : CONFIG_WORKERS_MAX;
    b->host.sees_server = b->host.sees_redis = true;
    return true;
}

static void ask_for_costs(struct bench_host *b)
{
    struct scenario_usage usage;

    b->n_workers = bench_costs_server(&b->target, &usage);
    b->host.sees_server = b->n_workers > 0;
    b->host.sees_redis = bench_costs_redis(b->errand->redis, &usage);
}

void bench_host_init(struct bench_host *out, struct errand *errand,
                     const struct bench_target *target)
{
    *out = (struct bench_host){
        .host = {.identity = &errand->identity,
                 .port = target->port,
                 .address = target->address,
                 .is_secure = target->is_secure,
                 .question = QUESTION,
                 .make_room = make_room,
                 .remove_room = remove_room,
                 .move = move,
                 .stir = stir,
                 .count = count,
                 .usage = usage,
                 .memory = bench_host_memory,
                 .churn = bench_host_churn,
                 .make_board = bench_host_board,
                 .count_supports = bench_host_supports,
                 .note = note},
        .errand = errand,
        .target = *target,
        .definition = definition,
    };
    if (!find_processes(out))
        ask_for_costs(out);
}
