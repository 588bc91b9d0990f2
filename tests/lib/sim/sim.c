/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/sim.h"

#include "base/log.h"
#include "base/mem.h"
#include "lib/sim/person.h"
#include "lib/sim/square.h"
#include "lib/sim/truth.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define S_US UINT64_C(1000000)

#define STORMS        2
#define BEHIND_US_MAX 1000000 /* So much may be lost when a replica takes over. */
#define AGAIN_US_MAX  3000000
#define STORM_US_MIN  (1 * S_US)
#define STORM_US_MAX  (5 * S_US)
#define CALM_US_MAX   (40 * S_US) /* By then all is well, or never. */
#define PULSES_US     (12 * S_US)
#define LOOK_US       250000
#define REPEAT_US     2000000
#define END_US_MAX    (60 * S_US)

/* ---- Telling ---------------------------------------------------------------------- */

void sim_fail(struct sim *sim, const char *format, ...)
{
    va_list args;

    if (sim->has_failed)
        return;
    sim->has_failed = true;
    va_start(args, format);
    (void)vsnprintf(sim->failure, sizeof sim->failure, format, args);
    va_end(args);
    sim_trace(sim, "FAILED: %s", sim->failure);
}

void sim_trace(struct sim *sim, const char *format, ...)
{
    uint64_t ms = sim->loop.now_us / US_PER_MS;
    va_list args;

    if (!sim->traces)
        return;
    fprintf(stderr, "%4llu.%03llu ", (unsigned long long)(ms / 1000 % 10000),
            (unsigned long long)(ms % 1000));
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

/* A question's index by its key; false for any other key. */
static bool read_key(const char *key, uint32_t *index)
{
    const char prefix[] = "{" SIM_ROOM "}:q:";

    return strncmp(key, prefix, sizeof prefix - 1) == 0 &&
           known_index(key + sizeof prefix - 1, index);
}

/* {ok, epoch, statuses...}: was one of them applied? */
static bool applied_some(struct span answer)
{
    const char ok[] = "$2\r\nok\r\n";
    const char *end = answer.at + answer.len;
    const char *at = memmem(answer.at, answer.len, ok, sizeof ok - 1);
    const char *statuses =
        at ? memchr(at + sizeof ok, '$', (size_t)(end - at) - sizeof ok) : NULL;
    const char *line = statuses ? memchr(statuses, '\n', (size_t)(end - statuses)) : NULL;

    return line && memchr(line, '+', strtoul(statuses + 1, NULL, 10) + 1);
}

/* Nothing is counted but while the question is open. */
static void check_open(struct sim *sim, uint32_t index)
{
    redisReply *question =
        fake_redis_ask(sim->net.redis, "HMGET {" SIM_ROOM "}:q:q%u state closes", index);
    uint64_t closes = strtoull(question->element[1]->str, NULL, 10);

    if (strcmp(question->element[0]->str, "open") != 0 ||
        (closes && closes <= store_us(&sim->loop) / US_PER_MS))
        sim_fail(sim, "a ballot for q%u was counted, though it is not open", index);
    freeReplyObject(question);
}

/* As soon as a command was run in the store. */
static void on_command(void *context, const redisReply *command, struct span answer)
{
    struct sim *sim = context;
    const char *fault = fake_redis_fault(sim->net.redis);
    uint32_t index;

    if (fault)
        sim_fail(sim, "in the store: %s", fault);
    if (command->elements < 5 || strncmp(command->element[0]->str, "FCALL", 5) != 0)
        return;
    sim_trace(sim, "    store: %s %.*s", command->element[1]->str,
              (int)strcspn(answer.at, "\n"), answer.at);
    if (!read_key(command->element[4]->str, &index))
        return;
    if (strstr(command->element[1]->str, "_question_remove_"))
        sim->was_removed[index] = true;
    bool casts = strstr(command->element[1]->str, "_cast_") ||
                 strstr(command->element[1]->str, "_say_words_");

    if (casts && applied_some(answer))
        check_open(sim, index);
}

static void pass(struct sim *sim, uint64_t us)
{
    uint64_t until = sim->loop.now_us + us;

    while (!sim->has_failed && sim->loop.n > 0 && sim->loop.heap[1]->at_us <= until)
        (void)loop_step(&sim->loop);
    if (!sim->has_failed && sim->loop.now_us < until)
        sim->loop.now_us = until;
}

/* ---- The room --------------------------------------------------------------------- */

static void on_created(void *context, const char *text, size_t len)
{
    struct sim *sim = context;
    json_t *message = json_loadb(text, len, 0, NULL);
    const char *code =
        json_string_value(json_object_get(json_object_get(message, "ok"), "code"));

    if (code)
        (void)snprintf(sim->code.text, sizeof sim->code.text, "%s", code);
    json_decref(message);
}

static void on_not_created(void *context)
{
    sim_fail(context, "no room was made");
}

static void make_room(struct sim *sim)
{
    const struct line_listener listener = {sim, on_created, on_not_created};
    const struct line_options options = {.who = {.bytes = {1}}};

    for (uint8_t who = 1; who <= FIRST_PHONE; who++) {
        const struct participant owner = {.bytes = {who}};

        freeReplyObject(fake_redis_ask(sim->net.redis,
                                       "HSET {space:" SIM_SPACE "}:roles %b owner",
                                       owner.bytes, sizeof owner.bytes));
    }
    struct line *line = line_open(worker_any(sim), &options, &listener);
    line_say(line, "{\"mid\":1,\"cmd\":\"room.create\",\"id\":\"" SIM_ROOM
                   "\",\"settings\":{\"title\":\"Evening\",\"lang\":\"en\",\"points\":"
                   "{\"idea\":5,\"support\":2,\"comment\":1,\"retained\":20}}}");
    for (uint64_t until = sim->loop.now_us + CALM_US_MAX; !sim->code.text[0];) {
        if (sim->has_failed || sim->loop.now_us > until) {
            sim_fail(sim, "no room was made");
            break;
        }
        (void)loop_step(&sim->loop);
    }
    line_leave(line);
}

static void invite(struct sim *sim)
{
    sim->n_people = FIRST_PHONE + 1 + chance_below(&sim->loop, SIM_PEOPLE - FIRST_PHONE);
    for (unsigned i = 0; i < sim->n_people; i++) {
        enum person_view view = SEES_PHONE;

        if (i < FIRST_PHONE)
            view = i == FIRST_PHONE - 1 ? SEES_STAGE : SEES_HOST;
        sim->people[i] = person_new(sim, i, view);
    }
}

/* The epoch of now will have another history. */
static void tear(struct sim *sim)
{
    uint64_t epoch = fake_redis_number(sim->net.redis, "HGET {" SIM_ROOM "}:room epoch");

    if (epoch > sim->torn_epoch)
        sim->torn_epoch = epoch;
    sim->torn_ms = store_us(&sim->loop) / US_PER_MS;
}

/* ---- Storms: what breaks, and how often ------------------------------------------- */

static unsigned n_open(struct sim *sim)
{
    unsigned n = 0;

    for (struct list *l = sim->workers.next; l != &sim->workers; l = l->next)
        n += container_of(l, struct sim_worker, link)->is_open;
    return n;
}

static void cut_one(struct sim *sim)
{
    net_break_one(&sim->net, false);
}

static void quiet_one(struct sim *sim)
{
    net_break_one(&sim->net, true);
}

static void outage(struct sim *sim)
{
    net_outage(&sim->net, chance_below(&sim->loop, sim->net.shards.n),
               chance_below(&sim->loop, 4) ? chance_below(&sim->loop, S_US)
                                           : chance_below(&sim->loop, 6 * S_US));
}

static unsigned home(const struct sim *sim)
{
    const char key[] = "{" SIM_ROOM "}";

    return shards_home(&sim->net.shards, (struct span){key, sizeof key - 1});
}

/* Not while replicas are behind: nor does a replica take over that half has a slot. */
static void move_slot(struct sim *sim)
{
    if (!sim->fall.place)
        shards_move(&sim->net.shards, chance_below(&sim->loop, 4) ? "{" SIM_ROOM "}"
                                                                  : "{space:" SIM_SPACE
                                                                    "}");
}

/* All that somebody was told since the replica fell behind may be gone. */
static void expect_less(struct sim *sim)
{
    sim->n_falls++;
    sim->rev = 0;
    memset(sim->version, 0, sizeof sim->version);
}

static void on_fall(void *context)
{
    struct sim *sim = context;

    if (chance_below(&sim->loop, 5) == 0) {
        sim_trace(sim, "trouble over: the replicas are there again");
        net_catch_up(&sim->net);
        return;
    }
    sim_trace(sim, "trouble: Redis falls back");
    tear(sim);
    net_fall_back(&sim->net, home(sim));
    if (sim->copies == 0)
        expect_less(sim);
    /* The next one to take over knows no more: what was done about the first is gone. */
    if (chance_below(&sim->loop, 2))
        loop_after(&sim->loop, &sim->fall, chance_below(&sim->loop, AGAIN_US_MAX));
    else
        net_catch_up(&sim->net);
}

static void fall_behind(struct sim *sim)
{
    if (sim->fall.place || sim->net.shards.moving.is_on)
        return;
    net_fall_behind(&sim->net);
    loop_after(&sim->loop, &sim->fall, chance_between(&sim->loop, 1000, BEHIND_US_MAX));
}

static void kill_one(struct sim *sim)
{
    struct sim_worker *worker = worker_any(sim);

    if (worker)
        worker_kill(worker);
}

static void stop_one(struct sim *sim)
{
    struct sim_worker *worker = worker_any(sim);

    if (worker)
        worker_stop(worker);
}

static void start_one(struct sim *sim)
{
    if (n_open(sim) < sim->n_workers)
        worker_start(sim);
}

static void fill_up(struct sim *sim)
{
    sim->counts.full_times++;
    fake_redis_set_full(sim->net.redis, true);
}

static void make_room_again(struct sim *sim)
{
    fake_redis_set_full(sim->net.redis, false);
}

static const struct {
    const char *name;
    void (*run)(struct sim *sim);
    uint32_t share; /* In 114. */
} troubles[] = {
    {"cut", cut_one, 20},    {"quiet", quiet_one, 6},       {"outage", outage, 7},
    {"kill", kill_one, 12},  {"stop", stop_one, 5},         {"start", start_one, 30},
    {"full", fill_up, 3},    {"free", make_room_again, 12}, {"behind", fall_behind, 9},
    {"move", move_slot, 10},
};

static void trouble_soon(struct sim *sim)
{
    loop_after(&sim->loop, &sim->trouble, chance_between(&sim->loop, 20000, 500000));
}

static void on_trouble(void *context)
{
    struct sim *sim = context;
    uint32_t draw = chance_below(&sim->loop, 114);
    size_t i = 0, last = sizeof troubles / sizeof troubles[0] - 1;

    while (i < last && draw >= troubles[i].share)
        draw -= troubles[i++].share;
    sim_trace(sim, "trouble: %s", troubles[i].name);
    troubles[i].run(sim);
    trouble_soon(sim);
}

static void storm(struct sim *sim)
{
    uint32_t level = chance_below(&sim->loop, 4); /* 0: only people. */

    sim_trace(sim, "---- storm, level %u", level);
    sim->is_calm = false;
    sim->net.faults = (struct net_faults){
        .lose = sim->is_deaf ? 1000 : 30 * level, .twice = 30 * level, .late = 50 * level};
    if (level > 0)
        trouble_soon(sim);
    pass(sim, chance_between(&sim->loop, STORM_US_MIN, STORM_US_MAX));
}

/* ---- Calms: everything comes out even --------------------------------------------- */

static bool closes_later(const struct known *truth)
{
    for (uint32_t i = 0; i < SIM_QUESTIONS; i++)
        if (truth->questions[i].state == QUESTION_OPEN && truth->questions[i].closes)
            return true;
    return false;
}

/* Workers need a pulse to see that another Redis goes on. Whether they saw it is for the
 * people to tell: it is not waited for longer than a few pulses. */
static bool may_be_seen_yet(struct sim *sim)
{
    uint64_t life = fake_redis_number(sim->net.redis, "HGET {" SIM_ROOM "}:room life");

    return life != fake_redis_life(sim->net.redis, home(sim)) &&
           sim->loop.now_us < sim->calm_from_us + PULSES_US;
}

/* Reads it again if anything was written since `as_of`. */
static void look(struct sim *sim, struct known *truth, uint64_t *as_of)
{
    uint64_t writes = fake_redis_writes(sim->net.redis);

    if (*as_of != writes)
        truth_read(sim, truth);
    *as_of = writes;
}

/* What is not well yet; NULL if nothing. `who` is the person it concerns. */
static const char *unrest(struct sim *sim, struct known *truth, uint64_t *as_of,
                          unsigned *who)
{
    *who = 0;
    if (sim->net.shards.moving.is_on)
        return "slot";
    for (*who = 0; *who < sim->n_people; ++*who)
        if (!person_is_settled(sim->people[*who]))
            return "settled state";
    look(sim, truth, as_of);
    truth->people = sim->n_people > 0 ? sim->n_people - FIRST_PHONE : 0;
    for (*who = 0; *who < sim->n_people; ++*who) {
        const char *differs = person_differs(sim->people[*who], truth);

        if (differs)
            return differs;
    }
    const char *of_board = sim->square ? square_unrest(sim->square, who) : NULL;

    if (of_board)
        return of_board;
    if (may_be_seen_yet(sim))
        return "Redis";
    return closes_later(truth) ? "time to close" : NULL;
}

static void come_to_rest(struct sim *sim, struct known *truth)
{
    uint64_t until = sim->loop.now_us + CALM_US_MAX, as_of = UINT64_MAX;
    const char *what = "beginning";
    unsigned who = 0;

    while (!sim->has_failed && what && sim->loop.now_us < until) {
        pass(sim, LOOK_US);
        what = unrest(sim, truth, &as_of, &who);
    }
    if (what)
        sim_fail(sim, "no rest: person %u has not the right %s", who, what);
}

/* Everything that was carried through is said once more: nothing may come of it. */
static void repeat(struct sim *sim)
{
    struct buf *before = fake_redis_dump(sim->net.redis), *after;

    sim_trace(sim, "---- everything again");
    for (unsigned i = 0; i < sim->n_people; i++)
        person_repeat(sim->people[i]);
    if (sim->square)
        square_repeat(sim->square);
    pass(sim, REPEAT_US);
    after = fake_redis_dump(sim->net.redis);
    if (!sim->has_failed && strcmp(before->text, after->text) != 0)
        sim_fail(sim, "what was said again changed something");
    buf_unref(before);
    buf_unref(after);
}

static void calm(struct sim *sim)
{
    struct known truth;

    sim_trace(sim, "---- calm");
    loop_cancel(&sim->loop, &sim->trouble);
    loop_cancel(&sim->loop, &sim->fall);
    net_catch_up(&sim->net);
    sim->is_calm = true;
    sim->calm_from_us = sim->loop.now_us;
    sim->net.faults = (struct net_faults){.lose = sim->is_deaf ? 1000 : 0};
    fake_redis_set_full(sim->net.redis, false);
    while (n_open(sim) < sim->n_workers)
        worker_start(sim);
    if (sim->square)
        square_ask_me(sim->square);
    come_to_rest(sim, &truth);
    if (!sim->has_failed)
        truth_audit(sim, &truth);
    if (!sim->has_failed && sim->square)
        square_audit(sim->square);
    if (!sim->has_failed)
        repeat(sim);
}

/* Whoever comes anew is told the same, and what is their own. */
static void come_anew(struct sim *sim)
{
    struct known truth;

    sim_trace(sim, "---- everybody comes anew");
    for (unsigned i = 0; i < sim->n_people; i++)
        person_reconnect(sim->people[i], false);
    if (sim->square)
        square_come_anew(sim->square);
    come_to_rest(sim, &truth);
    for (unsigned i = 0; i < sim->n_people && !sim->has_failed; i++)
        truth_audit_own(sim, &truth, sim->people[i]);
}

/* ---- A run ------------------------------------------------------------------------ */

static void end(struct sim *sim)
{
    uint64_t until = sim->loop.now_us + END_US_MAX;

    loop_cancel(&sim->loop, &sim->trouble);
    loop_cancel(&sim->loop, &sim->fall);
    net_catch_up(&sim->net);
    for (unsigned i = 0; i < sim->n_people; i++)
        person_free(sim->people[i]);
    if (sim->square)
        square_free(sim->square);
    for (struct list *l = sim->workers.next; l != &sim->workers; l = l->next) {
        struct sim_worker *worker = container_of(l, struct sim_worker, link);

        if (worker->is_open)
            worker_stop(worker);
    }
    while (!list_is_empty(&sim->workers) || sim->loop.n > 0) {
        (void)loop_step(&sim->loop);
        assert(sim->loop.now_us < until);
    }
    net_done(&sim->net);
    loop_done(&sim->loop);
}

void sim_run(uint64_t seed, const struct sim_options *options, struct sim_verdict *out)
{
    struct sim *sim = mem_zero(sizeof *sim);

    log_setup(options->traces ? LOG_INFO : LOG_ERROR, "sim");
    sim->seed = seed;
    sim->traces = options->traces;
    sim->is_deaf = options->is_deaf;
    sim->trouble = (struct loop_event){.run = on_trouble, .context = sim};
    sim->fall = (struct loop_event){.run = on_fall, .context = sim};
    list_init(&sim->workers);
    loop_init(&sim->loop, seed);
    /* A single Redis, or the masters of a cluster. */
    net_init(&sim->net, &sim->loop,
             chance_below(&sim->loop, 2) ? 1 + chance_below(&sim->loop, SHARDS_MAX) : 1);
    sim->copies = chance_below(&sim->loop, 2);
    sim->net.observe = on_command;
    sim->net.context = sim;
    fake_redis_mutate(sim->net.redis, options->from, options->to);

    sim->n_workers = 1 + chance_below(&sim->loop, SIM_WORKERS);
    while (n_open(sim) < sim->n_workers)
        worker_start(sim);
    make_room(sim);
    uint64_t from_us = sim->loop.now_us;
    if (!sim->has_failed && options->has_board)
        sim->square = square_new(sim);
    else if (!sim->has_failed)
        invite(sim);
    for (unsigned i = 0; i < STORMS && !sim->has_failed; i++) {
        storm(sim);
        calm(sim);
    }
    if (!sim->has_failed)
        come_anew(sim);

    sim->counts.virtual_ms = (sim->loop.now_us - from_us) / US_PER_MS;
    sim->net.counts.moved = sim->net.shards.n_moved;
    sim->net.counts.redirected = sim->net.shards.n_redirected;
    *out = (struct sim_verdict){
        .is_good = !sim->has_failed, .counts = sim->counts, .net = sim->net.counts};
    memcpy(out->failure, sim->failure, sizeof out->failure);
    end(sim);
    free(sim);
}
