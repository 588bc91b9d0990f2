/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/board_rig.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
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
    store_board_change(rig->rig.store, rig_request(&rig->ask, keep_board), &rig->room,
                       &(struct board_change){&next, rig->def, false, 0, "board.changed"});
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

    store_idea_post(rig->rig.store, rig_request(&rig->ask, keep_idea), &place, &person,
                    &(struct idea_posting){rig->def, 0, BOARD_RIG_HALF_LIFE_S});
    return rig_await(&rig->rig, &rig->ask);
}

enum err board_rig_alter(struct board_rig *rig, const char *idea,
                         const struct idea_change *change)
{
    struct idea_place place = board_rig_place(rig, idea);

    store_idea_change(rig->rig.store, rig_request(&rig->ask, keep_idea), &place, change);
    return rig_await(&rig->rig, &rig->ask);
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
    bool is_done;
};

static void on_answer(struct store_request *request, enum err err, const void *result)
{
    struct one *one = request->owner;

    one->err = err;
    one->is_done = true;
    if (result)
        one->rig->support = *(const struct support_answer *)result;
}

enum err board_rig_support(struct board_rig *rig, const char *idea, uint32_t person,
                           uint32_t n, bool on)
{
    struct one one = {
        .support = {.place = board_rig_place(rig, idea),
                    .participant = rig_person(person),
                    .n = n,
                    .on = on,
                    .half_life_s = BOARD_RIG_HALF_LIFE_S},
        .rig = rig,
    };

    one.support.request = (struct store_request){.done = on_answer, .owner = &one};
    store_support(rig->rig.store, &one.support);
    rig_until(&rig->world, &one.is_done);
    return one.err;
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
