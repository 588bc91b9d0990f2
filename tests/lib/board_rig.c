/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/board_rig.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the two that it needs. */
#include <cmocka.h>

static struct board_rig *rig_of(struct rig_ask *ask)
{
    return container_of(ask, struct board_rig, ask);
}

static void keep_board(struct rig_ask *ask, const void *result)
{
    const struct board_record *record = result;

    rig_of(ask)->board.version = record->version;
    rig_of(ask)->board.phase = record->phase;
}

static void keep_idea(struct rig_ask *ask, const void *result)
{
    rig_of(ask)->idea = *(const struct idea *)result;
}

static void keep_past(struct rig_ask *ask, const void *result)
{
    const struct idea_past *past = result;

    rig_of(ask)->idea = past->idea;
    rig_of(ask)->n_entries = past->n;
    memcpy(rig_of(ask)->entries, past->entries, past->n * sizeof *past->entries);
}

void board_rig_change(struct board_rig *rig, enum board_phase phase)
{
    struct board next = rig->board;

    next.phase = phase;
    store_board_change(
        rig->rig.store, rig_request(&rig->ask, keep_board), &rig->room,
        &(struct board_change){&next, rig->def, false, 0, "board.changed", NULL});
    assert_int_equal(rig_await(&rig->rig, &rig->ask), OK);
}

void board_rig_open(struct board_rig *rig)
{
    memset(rig, 0, sizeof *rig);
    redis_fixture_start(&rig->redis, NULL);
    rig->room = rig_id("room");
    rig_begin(&rig->rig, &rig->world, &rig->redis);
    rig->def = buf_new("{}", 2);
    rig->board = (struct board){.id = rig_id("wishes"), .phase = PHASE_DRAFT};
    store_board_add(rig->rig.store, rig_request(&rig->ask, keep_board), &rig->room,
                    &rig->board, rig->def);
    assert_int_equal(rig_await(&rig->rig, &rig->ask), OK);
    board_rig_change(rig, PHASE_OPEN);
}

void board_rig_close(struct board_rig *rig)
{
    buf_unref(rig->def);
    rig_end(&rig->rig, &rig->ask);
    redis_fixture_stop(&rig->redis);
}

struct idea_place board_rig_place(const struct board_rig *rig, const char *idea)
{
    return (struct idea_place){rig->room, rig->board.id, rig_id(idea)};
}

enum err board_rig_post(struct board_rig *rig, const char *idea, uint32_t author)
{
    struct idea_place place = board_rig_place(rig, idea);
    struct participant person = rig_person(author);

    store_idea_post(
        rig->rig.store, rig_request(&rig->ask, keep_idea), &place, &person,
        &(struct idea_posting){.words = rig->def, .half_life_s = BOARD_RIG_HALF_LIFE_S});
    return rig_await(&rig->rig, &rig->ask);
}

enum err board_rig_alter(struct board_rig *rig, const char *idea,
                         const struct idea_change *change)
{
    struct idea_place place = board_rig_place(rig, idea);

    store_idea_change(rig->rig.store, rig_request(&rig->ask, keep_idea), &place, change);
    return rig_await(&rig->rig, &rig->ask);
}

/* ---- Merges ---- */

enum { TEAM = 999999 };

static enum err merge(struct board_rig *rig, const char *from, const char *into,
                      uint64_t version, const struct participant *author)
{
    const struct idea_place place = board_rig_place(rig, from);
    const struct participant team = rig_person(TEAM);
    struct idea_merging merging = {.version = version,
                                   .author = author,
                                   .by = author ? author : &team,
                                   .half_life_s = BOARD_RIG_HALF_LIFE_S};

    if (into) {
        merging.into = rig_id(into);
        store_idea_merge(rig->rig.store, rig_request(&rig->ask, keep_idea), &place,
                         &merging);
    } else {
        store_idea_unmerge(rig->rig.store, rig_request(&rig->ask, keep_idea), &place,
                           &merging);
    }
    return rig_await(&rig->rig, &rig->ask);
}

enum err board_rig_merge(struct board_rig *rig, const char *from, const char *into,
                         uint64_t version)
{
    return merge(rig, from, into, version, NULL);
}

enum err board_rig_unmerge(struct board_rig *rig, const char *from, uint64_t version)
{
    return merge(rig, from, NULL, version, NULL);
}

enum err board_rig_merge_own(struct board_rig *rig, const char *from, const char *into,
                             uint64_t version, uint32_t author)
{
    const struct participant person = rig_person(author);

    return merge(rig, from, into, version, &person);
}

enum err board_rig_unmerge_own(struct board_rig *rig, const char *from, uint64_t version,
                               uint32_t author)
{
    const struct participant person = rig_person(author);

    return merge(rig, from, NULL, version, &person);
}

enum err board_rig_history(struct board_rig *rig, const char *idea, uint32_t person,
                           bool is_staff, bool sees_others)
{
    struct idea_place place = board_rig_place(rig, idea);
    struct participant participant = rig_person(person);

    store_idea_history(rig->rig.store, rig_request(&rig->ask, keep_past), &place,
                       &(struct idea_reader){&participant, is_staff, sees_others, NULL, 0});
    return rig_await(&rig->rig, &rig->ask);
}

/* ---- Supports ---- */

struct one {
    struct support support;
    struct board_rig *rig;
    enum err err;
    size_t *n_done;
};

static void on_answer(struct store_request *request, enum err err, const void *result)
{
    struct one *one = request->owner;

    one->err = err;
    ++*one->n_done;
    if (result)
        one->rig->support = *(const struct support_answer *)result;
}

static void send_support(struct one *one, const char *idea, uint32_t person, uint32_t n,
                         bool on)
{
    one->support = (struct support){.request = {.done = on_answer, .owner = one},
                                    .place = board_rig_place(one->rig, idea),
                                    .participant = rig_person(person),
                                    .n = n,
                                    .on = on,
                                    .half_life_s = BOARD_RIG_HALF_LIFE_S};
    store_support(one->rig->rig.store, &one->support);
}

enum err board_rig_support(struct board_rig *rig, const char *idea, uint32_t person,
                           uint32_t n, bool on)
{
    size_t n_done = 0;
    struct one one = {.rig = rig, .n_done = &n_done};

    send_support(&one, idea, person, n, on);
    rig_until_count(&rig->world, &n_done, 1);
    return one.err;
}

void board_rig_crowd(struct board_rig *rig, const char *idea, uint32_t first, size_t n)
{
    struct one *ones = mem_zero(n * sizeof *ones);
    size_t n_done = 0;

    for (size_t i = 0; i < n; i++) {
        ones[i] = (struct one){.rig = rig, .n_done = &n_done};
        send_support(&ones[i], idea, first + (uint32_t)i, 1, true);
    }
    rig_until_count(&rig->world, &n_done, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(ones[i].err, OK);
    free(ones);
}

/* ---- Looking ---- */

struct search {
    struct store_request request;
    struct id wanted;
    struct idea found;
    uint64_t rev, last; /* The board's; of the last idea that was told. */
    bool is_done, is_found;
};

static void on_changed(struct store_request *request, enum err err, const void *result)
{
    struct search *search = request->owner;
    const struct idea_list *list = result;

    assert_int_equal(err, OK);
    search->rev = search->last = list->rev;
    for (size_t i = 0; i < list->n; i++) {
        search->last = list->ideas[i].rev;
        if (id_same(&list->ideas[i].id, &search->wanted)) {
            search->found = list->ideas[i];
            search->is_found = true;
        }
    }
    search->is_done = true;
}

struct idea board_rig_look(struct board_rig *rig, const char *idea)
{
    struct search search = {.wanted = rig_id(idea)};

    do {
        search.is_done = false;
        search.request = (struct store_request){.done = on_changed, .owner = &search};
        store_ideas_changed(rig->rig.store, &search.request, &rig->room, &rig->board.id,
                            search.last);
        rig_until(&rig->world, &search.is_done);
    } while (!search.is_found && search.last < search.rev);
    assert_true(search.is_found);
    return search.found;
}

/* ---- Counting behind the store's back ---- */

#define LUA_ON(key)                                                                        \
    "local n = 0 for _, v in ipairs(redis.call('HVALS', " key                              \
    ")) do if string.match(v, '^%d+ 1 ') then n = n + 1 end end return n"

/* Supporters by hand. */
static long long on_of(const struct board_rig *rig, const char *idea)
{
    return redis_fixture_number(&rig->redis, "EVAL %s 1 {room}:sup:wishes:%s",
                                LUA_ON("KEYS[1]"), idea);
}

long long board_rig_spent(const struct board_rig *rig, uint32_t person)
{
    struct participant who = rig_person(person);
    redisContext *client = redis_fixture_client(&rig->redis);
    redisReply *reply = redisCommand(client, "HGET {room}:spent:wishes %b", who.bytes,
                                     (size_t)PARTICIPANT_BYTES);
    long long spent = reply && reply->str ? strtoll(reply->str, NULL, 10) : 0;

    freeReplyObject(reply);
    redisFree(client);
    return spent;
}

void board_rig_supports_are(struct board_rig *rig, const char *idea, uint32_t n)
{
    assert_int_equal(board_rig_look(rig, idea).supports, n);
    assert_int_equal(on_of(rig, idea), n);
}

void board_rig_snapshot(const struct board_rig *rig, char out[BOARD_RIG_SNAPSHOT_BYTES])
{
    static const char *const script =
        "local all = {} for _, key in ipairs(KEYS) do local list = {} "
        "local flat = redis.call('HGETALL', key) "
        "for i = 1, #flat, 2 do list[#list + 1] = flat[i] .. '=' .. flat[i + 1] end "
        "table.sort(list) all[#all + 1] = table.concat(list, ';') end "
        "return redis.sha1hex(table.concat(all, '|'))";
    redisReply *reply =
        redis_fixture_do(&rig->redis,
                         "EVAL %s 3 {room}:sup:wishes:tent {room}:sup:wishes:tarp "
                         "{room}:spent:wishes",
                         script);

    (void)snprintf(out, BOARD_RIG_SNAPSHOT_BYTES, "%s", reply->str);
    freeReplyObject(reply);
}
