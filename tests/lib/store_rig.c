/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/store_rig.h"

#include "app/clock_uv.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define PATIENCE_MS 30000

/* ---- Worlds and rigs ------------------------------------------------------------------
 */

static void on_patience_over(uv_timer_t *timer)
{
    (void)timer;
    fail_msg("waited in vain");
}

void rig_world_open(struct rig_world *world)
{
    (void)signal(SIGPIPE, SIG_IGN); /* As a worker does. */
    assert_int_equal(uv_loop_init(&world->loop), 0);
    world->clock = clock_uv_new(&world->loop);
}

/* A test that failed may leave a rig open: then this must end all the same, or nobody hears
 * what failed. */
void rig_world_close(struct rig_world *world)
{
    uv_timer_t patience;

    clock_uv_free(world->clock);
    uv_timer_init(&world->loop, &patience);
    uv_timer_start(&patience, on_patience_over, PATIENCE_MS, 0);
    uv_unref((uv_handle_t *)&patience);
    uv_run(&world->loop, UV_RUN_DEFAULT);
    uv_close((uv_handle_t *)&patience, NULL);
    uv_run(&world->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&world->loop), 0);
}

static void on_fact(void *context, const struct id *room, const struct fact *fact)
{
    struct rig *rig = context;

    assert_true(id_same(room, &fact->room.room.id));
    if (rig->n_facts == RIG_FACTS_MAX)
        return;
    rig->facts[rig->n_facts] = *fact;
    rig->facts[rig->n_facts].room.settings = NULL;
    rig->facts[rig->n_facts++].question.def = NULL;
}

static void on_tally(void *context, const struct id *room, uint64_t epoch,
                     const struct id *question, const struct tally *tally)
{
    struct rig *rig = context;

    assert_false(id_is_none(room) || id_is_none(question));
    rig->tally = *tally;
    rig->tally_epoch = epoch;
    rig->n_tallies++;
    rig->n_news++;
}

static void on_people(void *context, const struct id *room, uint64_t worker, uint32_t n)
{
    struct rig *rig = context;

    assert_false(id_is_none(room) || worker == 0);
    rig->people = n;
    rig->n_people++;
}

static void on_doubt(void *context)
{
    struct rig *rig = context;

    rig->n_doubts++;
    rig->n_news++;
}

static void on_state(void *context, struct store_state state)
{
    struct rig *rig = context;

    rig->state = state;
    rig->n_states++;
}

static void on_news(void *context, const struct id *room, uint64_t epoch,
                    const struct entry_id *entry)
{
    struct rig *rig = context;

    (void)room;
    (void)epoch;
    (void)entry;
    rig->n_hints++;
}

static void on_board(void *context, const struct id *room, uint64_t epoch,
                     const struct id *board, uint64_t rev)
{
    struct rig *rig = context;

    assert_false(id_is_none(room) || id_is_none(board) || epoch == 0);
    rig->board_rev = rev;
    rig->n_boards++;
}

void rig_open(struct rig *rig, struct rig_world *world, const char *address)
{
    rig_open_copying(rig, world, address, 0);
}

void rig_open_copying(struct rig *rig, struct rig_world *world, const char *address,
                      uint32_t ack_replicas)
{
    memset(rig, 0, sizeof *rig);
    rig->world = world;
    rig->events = (struct store_events){rig,      on_fact,  on_tally, on_people, on_doubt,
                                        on_state, on_board, on_news,  NULL};
    rig->store = store_new(&(struct store_options){
        .address = address,
        .ack_replicas = ack_replicas,
        .space = "home",
        .events = &rig->events,
        .clock = world->clock,
        .counters = &rig->counters,
        .loop = &world->loop,
    });
}

static void on_closed(void *context)
{
    *(bool *)context = true;
}

void rig_close(struct rig *rig)
{
    bool closed = false;

    store_close(rig->store, on_closed, &closed);
    rig_until(rig->world, &closed);
}

void rig_begin(struct rig *rig, struct rig_world *world, const struct redis_fixture *redis)
{
    rig_world_open(world);
    rig_open(rig, world, redis->address);
    rig_make_room(rig, "room", "K7Q42M");
}

void rig_end(struct rig *rig, struct rig_ask *ask)
{
    rig_close(rig);
    rig_world_close(rig->world);
    rig_ask_done(ask);
}

void rig_until_count(struct rig_world *world, const size_t *count, size_t least)
{
    uv_timer_t patience;

    uv_timer_init(&world->loop, &patience);
    uv_timer_start(&patience, on_patience_over, PATIENCE_MS, 0);
    while (*count < least)
        uv_run(&world->loop, UV_RUN_ONCE);
    uv_close((uv_handle_t *)&patience, NULL);
    /* Twice: the handle must be closed before its memory goes. */
    uv_run(&world->loop, UV_RUN_NOWAIT);
    uv_run(&world->loop, UV_RUN_NOWAIT);
}

void rig_until(struct rig_world *world, const bool *flag)
{
    uv_timer_t patience;

    uv_timer_init(&world->loop, &patience);
    uv_timer_start(&patience, on_patience_over, PATIENCE_MS, 0);
    while (!*flag)
        uv_run(&world->loop, UV_RUN_ONCE);
    uv_close((uv_handle_t *)&patience, NULL);
    uv_run(&world->loop, UV_RUN_NOWAIT);
    uv_run(&world->loop, UV_RUN_NOWAIT);
}

/* ---- Asking ---------------------------------------------------------------------------
 */

void rig_ask_done(struct rig_ask *ask)
{
    buf_unref(ask->room.settings);
    buf_unref(ask->question.def);
    ask->room.settings = ask->question.def = NULL;
}

static void on_answer(struct store_request *request, enum err err, const void *result)
{
    struct rig_ask *ask = request->owner;

    assert_false(ask->is_done);
    ask->is_done = true;
    ask->err = err;
    ask->has_result = result != NULL;
    if (result && ask->keep)
        ask->keep(ask, result);
}

struct store_request *rig_request(struct rig_ask *ask,
                                  void (*keep)(struct rig_ask *ask, const void *result))
{
    rig_ask_done(ask);
    memset(ask, 0, sizeof *ask);
    ask->keep = keep;
    ask->request.done = on_answer;
    ask->request.owner = ask;
    return &ask->request;
}

enum err rig_await(struct rig *rig, struct rig_ask *ask)
{
    assert_false(ask->is_done); /* Not from within the call. */
    rig_until(rig->world, &ask->is_done);
    return ask->err;
}

void rig_keep_room(struct rig_ask *ask, const void *result)
{
    ask->room = *(const struct room_record *)result;
    buf_ref(ask->room.settings);
}

void rig_keep_question(struct rig_ask *ask, const void *result)
{
    ask->question = *(const struct question_record *)result;
    buf_ref(ask->question.def);
}

void rig_keep_image(struct rig_ask *ask, const void *result)
{
    ask->image = *(const struct room_image *)result;
    ask->image.room.settings = NULL;
    for (size_t i = 0; i < ask->image.n_questions; i++)
        ask->image.questions[i].def = NULL;
}

void rig_keep_tally(struct rig_ask *ask, const void *result)
{
    ask->tally = *(const struct tally *)result;
}

void rig_keep_id(struct rig_ask *ask, const void *result)
{
    ask->id = *(const struct id *)result;
}

void rig_keep_role(struct rig_ask *ask, const void *result)
{
    ask->role = *(const enum role *)result;
}

void rig_keep_pulse(struct rig_ask *ask, const void *result)
{
    ask->pulse = *(const struct pulse *)result;
    memcpy(ask->revisions, ask->pulse.revisions,
           ask->pulse.n_revisions * sizeof ask->revisions[0]);
}

void rig_keep_links(struct rig_ask *ask, const void *result)
{
    const struct link_list *list = result;

    ask->n = list->n;
    memcpy(ask->links, list->links, list->n * sizeof ask->links[0]);
}

void rig_keep_rooms(struct rig_ask *ask, const void *result)
{
    const struct room_list *list = result;

    ask->n = list->n;
    for (size_t i = 0; i < list->n; i++) {
        ask->rooms[i] = list->rooms[i];
        assert_non_null(list->rooms[i].settings);
    }
}

void rig_keep_you(struct rig_ask *ask, const void *result)
{
    const struct you *you = result;

    ask->role = you->role;
    ask->n = you->n_ballots;
    for (size_t i = 0; i < you->n_ballots; i++)
        ask->ballots[i] = you->ballots[i];
    if (you->n_ballots > 0)
        memcpy(ask->ballot, you->ballots[0].ballot->text, you->ballots[0].ballot->len);
}

void rig_keep_facts(struct rig_ask *ask, const void *result)
{
    const struct fact_list *list = result;

    ask->n = list->n;
    for (size_t i = 0; i < list->n; i++)
        ask->facts[i] = list->facts[i];
}

/* ---- Things to ask about ----------------------------------------------------------------
 */

struct id rig_id(const char *text)
{
    struct id id;

    assert_true(id_read(text, strlen(text), &id));
    return id;
}

struct code rig_code(const char *text)
{
    struct code code;

    assert_true(code_read(text, strlen(text), &code));
    return code;
}

struct participant rig_person(uint32_t number)
{
    struct participant person = {{0}};

    memcpy(person.bytes, &number, sizeof number);
    person.bytes[15] = '\n'; /* Raw bytes they are. */
    return person;
}

void rig_make_room(struct rig *rig, const char *room, const char *code)
{
    struct id id = rig_id(room);
    struct code join = rig_code(code);
    struct buf *settings = buf_new("{\"title\":\"t\"}", 13);
    struct rig_ask *ask = calloc(1, sizeof *ask);

    do /* As a host does, where a busy machine takes long to connect. */
        store_room_create(rig->store, rig_request(ask, rig_keep_room), &id, &join, settings,
                          NULL);
    while (rig_await(rig, ask) == ERR_STORE_DOWN);
    assert_int_equal(ask->err, OK);
    assert_string_equal(ask->room.room.code.text, code);
    rig_ask_done(ask);
    free(ask);
    buf_unref(settings);
}

void rig_make_question(struct rig *rig, const char *room, const char *question,
                       bool may_change)
{
    struct id room_id = rig_id(room), id = rig_id(question);
    struct buf *def = buf_new("{\"kind\":\"single\"}", 17);
    struct rig_ask *ask = calloc(1, sizeof *ask);

    store_question_add(rig->store, rig_request(ask, rig_keep_question), &room_id, &id, def,
                       may_change);
    assert_int_equal(rig_await(rig, ask), OK);
    rig_ask_done(ask);
    free(ask);
    buf_unref(def);
}

enum err rig_move(struct rig *rig, struct rig_ask *ask, const char *room,
                  const char *question, struct question_moving moving)
{
    struct id room_id = rig_id(room), id = rig_id(question);

    store_question_move(rig->store, rig_request(ask, rig_keep_question), &room_id, &id,
                        &moving);
    return rig_await(rig, ask);
}

void rig_must_move(struct rig *rig, const char *room, const char *question,
                   enum question_move move)
{
    struct rig_ask *ask = calloc(1, sizeof *ask);
    struct question_moving moving = {.move = move, .version = 0};

    /* Version 0 is never right: the answer brings the present one. */
    assert_int_equal(rig_move(rig, ask, room, question, moving), ERR_STALE);
    moving.version = ask->question.version;
    assert_int_equal(rig_move(rig, ask, room, question, moving), OK);
    rig_ask_done(ask);
    free(ask);
}

void rig_open_question(struct rig *rig, const char *room, const char *question)
{
    rig_make_question(rig, room, question, true);
    rig_must_move(rig, room, question, MOVE_OPEN);
}

/* ---- Ballots
 * ------------------------------------------------------------------------------ */

static void on_cast(struct store_request *request, enum err err, const void *result)
{
    struct rig_cast *cast = request->owner;
    const struct cast_answer *answer = result;

    assert_false(cast->is_done);
    cast->is_done = true;
    cast->err = err;
    cast->has_answer = answer != NULL;
    if (answer) {
        cast->n = answer->n;
        cast->round = answer->round;
        cast->revision = answer->revision;
        memcpy(cast->ballot, answer->ballot, answer->ballot_len);
    }
    if (cast->n_done)
        ++*cast->n_done;
}

void rig_cast_init(struct rig_cast *cast, const char *question, uint32_t person, uint32_t n,
                   unsigned option)
{
    memset(cast, 0, sizeof *cast);
    cast->cast.request.done = on_cast;
    cast->cast.request.owner = cast;
    cast->cast.room = rig_id("room");
    cast->cast.question = rig_id(question);
    cast->cast.round = 1;
    cast->cast.version = 1;
    cast->cast.participant = rig_person(person);
    cast->cast.n = n;
    cast->cast.cells.n = 1;
    cast->cast.cells.cell[0] = (struct cell){(uint8_t)option, 1};
    cast->cast.ballot_len = (uint8_t)snprintf(cast->cast.ballot, sizeof cast->cast.ballot,
                                              "{\"options\":[%u]}", option);
}

void rig_cast_send(struct rig *rig, struct rig_cast *cast)
{
    store_cast(rig->store, &cast->cast);
    assert_false(cast->is_done);
}

enum err rig_cast_await(struct rig *rig, struct rig_cast *cast)
{
    rig_cast_send(rig, cast);
    rig_until(rig->world, &cast->is_done);
    return cast->err;
}

uint64_t rig_recount(const struct redis_fixture *redis, const char *room,
                     const char *question, uint32_t round)
{
    redisReply *ballots =
        redis_fixture_do(redis, "HVALS {%s}:ballots:%s:%u", room, question, round);
    long long counts[CELLS_MAX] = {0};

    for (size_t i = 0; i < ballots->elements; i++) {
        char *at = strchr(ballots->element[i]->str, ' ') + 1;

        while (*at != ' ') {
            unsigned long index = strtoul(at, &at, 10);

            counts[index] += strtoll(at + 1, &at, 10);
            if (*at == ',')
                at++;
        }
    }
    redisReply *tally =
        redis_fixture_do(redis, "GET {%s}:tally:%s:%u", room, question, round);
    char *at = tally->type == REDIS_REPLY_STRING ? tally->str : NULL;

    if (at)
        (void)strtoull(at, &at, 10); /* The revision. */
    assert_int_equal(at ? strtoull(at, &at, 10) : 0, ballots->elements);
    for (size_t i = 0; i < CELLS_MAX; i++)
        assert_int_equal(at && *at ? strtoll(at, &at, 10) : 0, counts[i]);
    freeReplyObject(tally);
    uint64_t voters = ballots->elements;

    freeReplyObject(ballots);
    return voters;
}
