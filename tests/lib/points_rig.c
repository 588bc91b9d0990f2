/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/points_rig.h"

#include "lib/points_audit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define HALF_LIFE_S 600

struct club club;

static void keep_idea(struct rig_ask *unused, const void *result)
{
    (void)unused;
    club.idea = *(const struct idea *)result;
}

static void keep_ranks(struct rig_ask *unused, const void *result)
{
    (void)unused;
    club.ranks = *(const struct points_board *)result;
    memcpy(club.places, club.ranks.places, club.ranks.n * sizeof *club.places);
}

/* What the club.room gives; "" for nothing. */
void club_rules(uint64_t rev, const char *points)
{
    char text[128];
    int len = snprintf(text, sizeof text, "{\"title\":\"t\"%s}", points);
    struct buf *settings = buf_new(text, (size_t)len);

    store_room_update(club.here.store, rig_request(&club.ask, NULL), &club.room,
                      &(struct room_change){.rev = rev, .settings = settings});
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
    buf_unref(settings);
}

int club_begin(void **state)
{
    struct board board = {.phase = PHASE_DRAFT};
    struct buf *def = buf_new("{}", 2);

    (void)state;
    redis_fixture_start(&club.redis, NULL);
    club.room = rig_id("room");
    club.wishes = rig_id("wishes");
    rig_begin(&club.here, &club.world, &club.redis);
    club_rules(1, CLUB_RULES);
    board.id = club.wishes;
    store_board_add(club.here.store, rig_request(&club.ask, NULL), &club.room, &board, def);
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
    board.version = 1;
    board.phase = PHASE_OPEN;
    store_board_change(club.here.store, rig_request(&club.ask, NULL), &club.room,
                       &(struct board_change){&board, def, true, 0, "board.moved", NULL});
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
    buf_unref(def);
    return 0;
}

int club_end(void **state)
{
    (void)state;
    rig_end(&club.here, &club.ask);
    redis_fixture_stop(&club.redis);
    return 0;
}

static struct idea_place place_of(const char *id)
{
    return (struct idea_place){club.room, club.wishes, rig_id(id)};
}

void club_post(const char *id, uint32_t author)
{
    struct idea_place place = place_of(id);
    struct participant person = rig_person(author);
    struct buf *json = buf_new("{}", 2);

    store_idea_post(club.here.store, rig_request(&club.ask, keep_idea), &place, &person,
                    &(struct idea_posting){.words = json, .half_life_s = HALF_LIFE_S});
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
    buf_unref(json);
}

enum err club_try(const char *id, const struct idea_change *what)
{
    struct idea_place place = place_of(id);

    store_idea_change(club.here.store, rig_request(&club.ask, keep_idea), &place, what);
    return rig_await(&club.here, &club.ask);
}

void club_alter(const char *id, const struct idea_change *what)
{
    assert_int_equal(club_try(id, what), OK);
}

void club_state(const char *id, uint64_t version, enum idea_state to)
{
    club_alter(id, &(struct idea_change){.version = version, .state = &to});
}

void club_status(const char *id, uint64_t version, enum idea_status to)
{
    club_alter(id, &(struct idea_change){.version = version, .status = &to});
}

enum err club_merge(const char *from, const char *into, uint64_t version)
{
    struct idea_place place = place_of(from);
    struct participant team = rig_person(999);
    struct idea_merging merging = {
        .version = version, .by = &team, .half_life_s = HALF_LIFE_S};

    if (into) {
        merging.into = rig_id(into);
        store_idea_merge(club.here.store, rig_request(&club.ask, keep_idea), &place,
                         &merging);
    } else {
        store_idea_unmerge(club.here.store, rig_request(&club.ask, keep_idea), &place,
                           &merging);
    }
    return rig_await(&club.here, &club.ask);
}

/* ---- Supports ---- */

static void on_answer(struct store_request *request, enum err err, const void *result)
{
    struct club_support *one = request->owner;

    (void)result;
    one->err = err;
    ++*one->n_done;
}

void club_send(struct club_support *one, const char *id, uint32_t person, uint32_t n,
               bool on, size_t *n_done)
{
    *one = (struct club_support){
        .support = {.request = {.done = on_answer, .owner = one},
                    .place = place_of(id),
                    .participant = rig_person(person),
                    .n = n,
                    .on = on,
                    .half_life_s = HALF_LIFE_S},
        .n_done = n_done,
    };
    store_support(club.here.store, &one->support);
}

void club_support(const char *id, uint32_t person, uint32_t n, bool on)
{
    static struct club_support last;
    size_t n_done = 0;

    club_send(&last, id, person, n, on, &n_done);
    rig_until_count(&club.world, &n_done, 1);
    assert_int_equal(last.err, OK);
}

/* ---- Reading ---- */

void club_rank(uint32_t person, struct points_query query)
{
    struct participant who = rig_person(person);

    store_points_board(club.here.store, rig_request(&club.ask, keep_ranks), &club.room,
                       &who, &query);
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
}

uint64_t club_points_of(uint32_t person)
{
    points_audit(&club.redis, "room", "wishes");
    club_rank(person, (struct points_query){.n = 1});
    return club.ranks.own.points;
}

void club_name(uint32_t person, const char *name)
{
    struct participant who = rig_person(person);

    store_me_name(club.here.store, rig_request(&club.ask, NULL), &club.room, &who, name,
                  NULL);
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
}
