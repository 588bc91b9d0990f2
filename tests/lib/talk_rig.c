/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/talk_rig.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
/* After the two that it needs. */
#include <cmocka.h>

static struct talk_rig *rig_of(struct rig_ask *ask)
{
    return container_of(container_of(ask, struct board_rig, ask), struct talk_rig, board);
}

static void keep_said(struct rig_ask *ask, const void *result)
{
    rig_of(ask)->said = *(const struct comment_changed *)result;
}

static void keep_like(struct rig_ask *ask, const void *result)
{
    rig_of(ask)->like = *(const struct like *)result;
}

static void keep_list(struct rig_ask *ask, const void *result)
{
    struct talk_rig *rig = rig_of(ask);

    rig->list = *(const struct comment_list *)result;
    memcpy(rig->comments, rig->list.comments, rig->list.n * sizeof *rig->comments);
    for (size_t i = 0; i < rig->list.n; i++) {
        rig->words[i][0] = '\0';
        if (!rig->comments[i].may_see)
            continue;
        assert_true(rig->comments[i].words->len < TALK_WORDS_BYTES);
        memcpy(rig->words[i], rig->comments[i].words->text,
               rig->comments[i].words->len + 1);
    }
}

static void keep_review(struct rig_ask *ask, const void *result)
{
    rig_of(ask)->review = *(const struct review_list *)result;
}

static struct store_request *request(struct talk_rig *rig,
                                     void (*keep)(struct rig_ask *ask, const void *result))
{
    return rig_request(&rig->board.ask, keep);
}

static enum err await(struct talk_rig *rig)
{
    return rig_await(&rig->board.rig, &rig->board.ask);
}

void talk_rig_phase(struct talk_rig *rig, enum board_phase phase, bool is_checked)
{
    rig->board.board.rules.is_checked = is_checked;
    rig->board.board.rules.takes_comments = true;
    board_rig_change(&rig->board, phase);
}

void talk_rig_open(struct talk_rig *rig)
{
    memset(rig, 0, sizeof *rig);
    board_rig_open(&rig->board);
    talk_rig_phase(rig, PHASE_OPEN, false);
    assert_int_equal(board_rig_post(&rig->board, "tent", TALK_AUTHOR), OK);
}

void talk_rig_close(struct talk_rig *rig)
{
    board_rig_close(&rig->board);
}

static struct comment_place place_of(const struct talk_rig *rig, const char *idea,
                                     const char *id)
{
    struct comment_place place = {
        .room = rig->board.room, .board = rig->board.board.id, .idea = rig_id(idea)};

    if (id)
        place.comment = rig_id(id);
    return place;
}

enum err talk_rig_say_on(struct talk_rig *rig, const char *idea, const char *id,
                         uint32_t person, const char *text)
{
    struct comment_place place = place_of(rig, idea, id);
    struct participant author = rig_person(person);
    struct buf *json = buf_new(text, strlen(text));

    store_comment_post(
        rig->board.rig.store, request(rig, keep_said), &place, &author,
        &(struct comment_posting){json, person == TALK_STAFF, BOARD_RIG_HALF_LIFE_S, {0}});
    enum err err = await(rig);

    buf_unref(json);
    return err;
}

enum err talk_rig_say(struct talk_rig *rig, const char *id, uint32_t person,
                      const char *text)
{
    return talk_rig_say_on(rig, "tent", id, person, text);
}

enum err talk_rig_withdraw(struct talk_rig *rig, const char *id, uint32_t person)
{
    struct comment_place place = place_of(rig, "tent", id);
    struct participant author = rig_person(person);

    store_comment_change(rig->board.rig.store, request(rig, keep_said), &place,
                         &(struct comment_change){.author = &author,
                                                  .state = IDEA_WITHDRAWN,
                                                  .half_life_s = BOARD_RIG_HALF_LIFE_S});
    return await(rig);
}

enum err talk_rig_check(struct talk_rig *rig, const char *id, uint64_t version,
                        enum idea_state state, const char *why)
{
    struct comment_place place = place_of(rig, "tent", id);
    struct buf *text = buf_new(why, strlen(why));

    store_comment_change(rig->board.rig.store, request(rig, keep_said), &place,
                         &(struct comment_change){.version = version,
                                                  .state = state,
                                                  .why = text,
                                                  .half_life_s = BOARD_RIG_HALF_LIFE_S});
    enum err err = await(rig);

    buf_unref(text);
    return err;
}

enum err talk_rig_like(struct talk_rig *rig, const char *id, uint32_t person, uint32_t n,
                       bool on)
{
    struct comment_place place = place_of(rig, "tent", id);
    struct participant who = rig_person(person);

    store_comment_like(rig->board.rig.store, request(rig, keep_like), &place, &who,
                       &(struct like){.n = n, .on = on});
    return await(rig);
}

enum err talk_rig_report(struct talk_rig *rig, const char *id, uint32_t person,
                         enum report_reason reason)
{
    struct comment_place place = place_of(rig, "tent", id);
    struct participant who = rig_person(person);

    store_report(rig->board.rig.store, request(rig, NULL), &place, &who, reason);
    return await(rig);
}

/* ---- Reading ---- */

enum err talk_rig_read(struct talk_rig *rig, uint32_t person, struct comment_query query)
{
    struct comment_place place = place_of(rig, "tent", NULL);
    struct participant who = rig_person(person);

    query.participant = &who;
    query.is_staff = person == TALK_STAFF;
    query.sees_others = true;
    store_comment_list(rig->board.rig.store, request(rig, keep_list), &place, &query);
    return await(rig);
}

void talk_rig_page(struct talk_rig *rig, uint32_t person, enum comment_order order,
                   const char *after, uint32_t n)
{
    struct comment_query query = {.order = order, .n = n};

    if (after)
        query.after = rig_id(after);
    assert_int_equal(talk_rig_read(rig, person, query), OK);
}

void talk_rig_since(struct talk_rig *rig, uint32_t person, uint64_t since)
{
    struct comment_query query = {.n = 20, .has_since = true, .since = since};

    assert_int_equal(talk_rig_read(rig, person, query), OK);
}

void talk_rig_review(struct talk_rig *rig)
{
    store_review_list(rig->board.rig.store, request(rig, keep_review), &rig->board.room,
                      &rig->board.board.id, NULL);
    assert_int_equal(await(rig), OK);
}

void talk_rig_review_comments(struct talk_rig *rig)
{
    struct participant staff = rig_person(TALK_STAFF);
    const struct review_list found = rig->review;

    store_review_comments(rig->board.rig.store, request(rig, keep_list), &rig->board.room,
                          &rig->board.board.id, &staff, &found);
    assert_int_equal(await(rig), OK);
}

void talk_rig_assert_listed(const struct talk_rig *rig, const char *expected)
{
    struct strbuf ids = {0};

    for (size_t i = 0; i < rig->list.n; i++)
        strbuf_printf(&ids, i < rig->list.n_aside ? "(%s)" : "%s ",
                      rig->comments[i].id.text);
    assert_string_equal(ids.text ? ids.text : "", expected);
    strbuf_done(&ids);
}
