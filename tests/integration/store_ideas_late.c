/* SPDX-License-Identifier: Apache-2.0 */

/* What comes late, or to a board that is not what it was: drafts, mended and withdrawn
 * ideas, a full board, one that is being swept. */

#include "lib/store_rig.h"
#include "store/store_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

enum { ANN = 1, BEN };

static struct redis_fixture redis;
static struct rig_world world;
static struct rig rig;
static struct rig_ask ask;
static struct id room;
static struct board board;
static struct buf *def;
static struct idea idea; /* As it was answered last. */

static void keep_board(struct rig_ask *unused, const void *result)
{
    const struct board_record *record = result;

    (void)unused;
    board.version = record->version;
    board.phase = record->phase;
    board.closes_ms = record->closes_ms;
}

static void keep_idea(struct rig_ask *unused, const void *result)
{
    (void)unused;
    idea = *(const struct idea *)result;
}

static enum err add(void)
{
    board.version = 0;
    board.phase = PHASE_DRAFT;
    store_board_add(rig.store, rig_request(&ask, keep_board), &room, &board, def);
    return rig_await(&rig, &ask);
}

static enum err change(struct board_change what, enum board_phase phase)
{
    struct board next = board;

    next.phase = phase;
    what.board = &next;
    what.def = what.def ? what.def : def;
    what.fact = "board.moved";
    store_board_change(rig.store, rig_request(&ask, keep_board), &room, &what);
    return rig_await(&rig, &ask);
}

static void move(enum board_phase phase)
{
    assert_int_equal(change((struct board_change){0}, phase), OK);
}

static enum err remove_board(void)
{
    store_board_remove(rig.store, rig_request(&ask, NULL), &room, &board.id, board.version);
    return rig_await(&rig, &ask);
}

static int begin(void **state)
{
    (void)state;
    redis_fixture_start(&redis, NULL);
    room = rig_id("room");
    rig_begin(&rig, &world, &redis);
    def = buf_new("{}", 2);
    board = (struct board){.id = rig_id("wishes")};
    assert_int_equal(add(), OK);
    return 0;
}

static int end(void **state)
{
    (void)state;
    buf_unref(def);
    rig_end(&rig, &ask);
    redis_fixture_stop(&redis);
    return 0;
}

static struct idea_place place_of(const char *id)
{
    return (struct idea_place){room, board.id, rig_id(id)};
}

static enum err post(const char *id, uint32_t author)
{
    const struct idea_place place = place_of(id);
    const struct participant person = rig_person(author);
    struct buf *words = buf_new("{}", 2);

    store_idea_post(rig.store, rig_request(&ask, keep_idea), &place, &person,
                    &(struct idea_posting){.words = words, .half_life_s = 600});
    enum err err = rig_await(&rig, &ask);

    buf_unref(words);
    return err;
}

static enum err alter(const char *id, struct idea_change what)
{
    const struct idea_place place = place_of(id);

    what.version = idea.version;
    store_idea_change(rig.store, rig_request(&ask, keep_idea), &place, &what);
    return rig_await(&rig, &ask);
}

static enum err set_state(const char *id, enum idea_state state)
{
    return alter(id, (struct idea_change){.state = &state});
}

/* By its author, who wrote another word. */
static enum err mend(const char *id, uint32_t author, const char *text)
{
    const struct participant person = rig_person(author);
    struct buf *words = buf_new(text, strlen(text));
    enum err err = alter(id, (struct idea_change){.author = &person, .words = words});

    buf_unref(words);
    return err;
}

static enum err withdraw(const char *id, uint32_t author)
{
    const struct participant person = rig_person(author);
    enum idea_state gone = IDEA_WITHDRAWN;

    return alter(id, (struct idea_change){.author = &person, .state = &gone});
}

struct one {
    struct support support;
    enum err err;
    bool is_done;
};

static void on_answer(struct store_request *request, enum err err, const void *result)
{
    struct one *one = request->owner;

    (void)result;
    one->err = err;
    one->is_done = true;
}

static enum err support(const char *id, uint32_t person, uint32_t n, bool on)
{
    struct one one = {.support = {.request = {.done = on_answer, .owner = &one},
                                  .place = place_of(id),
                                  .participant = rig_person(person),
                                  .n = n,
                                  .on = on,
                                  .half_life_s = 600}};

    store_support(rig.store, &one.support);
    rig_until(&world, &one.is_done);
    return one.err;
}

/* ---- Boards ---- */

static void a_draft_takes_nothing_in(void **state)
{
    (void)state;
    assert_int_equal(post("tent", ANN), ERR_CLOSED);
    assert_int_equal(support("tent", ANN, 1, true), ERR_NOT_FOUND);
}

static void what_a_board_says_is_changed_without_its_closing_time(void **state)
{
    struct buf *other = buf_new("{\"a\":1}", 7);
    uint64_t closes_ms;

    (void)state;
    assert_int_equal(change((struct board_change){.closes_in_ms = 60000}, PHASE_OPEN), OK);
    closes_ms = board.closes_ms;
    assert_true(closes_ms > 0);
    assert_int_equal(
        change((struct board_change){.def = other, .keeps_closing = true}, PHASE_OPEN), OK);
    assert_true(board.closes_ms == closes_ms);
    move(PHASE_SHOW);
    assert_true(board.closes_ms == 0);
    buf_unref(other);
}

/* As after a server that died while it swept. */
static void a_board_is_not_made_anew_before_its_ideas_are_swept(void **state)
{
    (void)state;
    move(PHASE_OPEN);
    assert_int_equal(post("tent", ANN), OK);
    freeReplyObject(redis_fixture_do(&redis, "HDEL {room}:boards wishes"));
    freeReplyObject(redis_fixture_do(&redis, "HDEL {room}:b:wishes gate"));
    assert_int_equal(add(), ERR_EXISTS);
    assert_int_equal(remove_board(), OK);
    assert_int_equal(add(), OK);
    move(PHASE_OPEN);
    assert_int_equal(post("tent", ANN), OK);
    assert_int_equal(idea.number, 1);
}

static void a_late_sweep_takes_nothing_from_a_board_made_anew(void **state)
{
    struct rig_ask first = {0}, second = {0};

    (void)state;
    move(PHASE_OPEN);
    assert_int_equal(post("tent", ANN), OK);
    /* Two hosts remove it at once, so two sweep. */
    store_board_remove(rig.store, rig_request(&first, NULL), &room, &board.id,
                       board.version);
    store_board_remove(rig.store, rig_request(&second, NULL), &room, &board.id,
                       board.version);
    assert_int_equal(rig_await(&rig, &first), OK);
    assert_int_equal(add(), OK);
    move(PHASE_OPEN);
    assert_int_equal(post("pool", ANN), OK);
    rig_until(&world, &second.is_done);
    assert_int_equal(second.err, OK);
    assert_int_equal(support("pool", BEN, 1, true), OK);
    rig_ask_done(&first);
    rig_ask_done(&second);
}

/* ---- Ideas ---- */

static void what_was_withdrawn_is_never_shown_again(void **state)
{
    enum idea_status read = STATUS_READ;

    (void)state;
    move(PHASE_OPEN);
    assert_int_equal(post("tent", ANN), OK);
    assert_int_equal(withdraw("tent", ANN), OK);
    assert_int_equal(set_state("tent", IDEA_SHOWN), ERR_WRONG_MOVE);
    assert_int_equal(alter("tent", (struct idea_change){.status = &read}), OK);
    assert_int_equal(idea.state, IDEA_WITHDRAWN);
}

static void what_is_mended_where_ideas_are_checked_is_checked_again(void **state)
{
    (void)state;
    board.rules.is_checked = true;
    move(PHASE_OPEN);
    assert_int_equal(post("tent", ANN), OK);
    assert_int_equal(set_state("tent", IDEA_SHOWN), OK);
    uint64_t version = idea.version;
    for (int again = 0; again < 2; again++) {
        idea.version = version;
        assert_int_equal(mend("tent", ANN, "{\"a\":1}"), OK);
        assert_int_equal(idea.state, IDEA_PENDING);
        assert_true(idea.version == version + 1);
    }
    assert_int_equal(set_state("tent", IDEA_HIDDEN), OK);
    assert_int_equal(mend("tent", ANN, "{\"a\":2}"), OK);
    assert_int_equal(idea.state, IDEA_HIDDEN);
}

/* Makes an idea look as if it had been posted so long ago. */
static void age(const char *id, long long ms)
{
    static const char script[] =
        "local card = redis.call('HGET', KEYS[1], ARGV[1]) "
        "local before = string.format('%.0f', ARGV[2] - ARGV[3]) "
        "redis.call('HSET', KEYS[1], ARGV[1], (string.gsub(card, ARGV[2], before)))";

    freeReplyObject(redis_fixture_do(&redis, "EVAL %s 1 {room}:cards:wishes %s %llu %lld",
                                     script, id, (unsigned long long)idea.at_ms, ms));
}

static void words_are_mended_for_so_long(void **state)
{
    (void)state;
    move(PHASE_OPEN);
    assert_int_equal(post("tent", ANN), OK);
    age("tent", IDEA_EDIT_MS - 60000);
    assert_int_equal(mend("tent", ANN, "{\"a\":1}"), OK);
    age("tent", 60001);
    assert_int_equal(mend("tent", ANN, "{\"a\":2}"), ERR_CLOSED);
    assert_int_equal(withdraw("tent", ANN), OK); /* At any time. */
}

static void a_board_holds_so_many_ideas(void **state)
{
    static const char script[] =
        "for i = 1, ARGV[1] do redis.call('HSET', KEYS[1], i, '') end";

    (void)state;
    move(PHASE_OPEN);
    freeReplyObject(redis_fixture_do(&redis, "EVAL %s 1 {room}:cards:wishes %d", script,
                                     IDEAS_PER_BOARD_MAX - 1));
    assert_int_equal(post("tent", ANN), OK);
    assert_int_equal(post("pool", ANN), ERR_LIMIT_REACHED);
    assert_int_equal(post("tent", ANN), OK); /* It is there. */
}

/* Else its author could keep what others have to give. */
static void a_support_of_what_went_can_be_taken_back(void **state)
{
    (void)state;
    board.rules.supports_each = 1;
    move(PHASE_OPEN);
    assert_int_equal(post("tent", ANN), OK);
    assert_int_equal(support("tent", BEN, 1, true), OK);
    assert_int_equal(withdraw("tent", ANN), OK);
    assert_int_equal(post("pool", ANN), OK);
    assert_int_equal(support("pool", BEN, 1, true), ERR_SPENT);
    assert_int_equal(support("tent", BEN, 2, false), OK);
    assert_int_equal(support("tent", BEN, 3, true), ERR_NOT_FOUND);
    assert_int_equal(support("pool", BEN, 1, true), OK);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_draft_takes_nothing_in),
        CASE(what_a_board_says_is_changed_without_its_closing_time),
        CASE(a_board_is_not_made_anew_before_its_ideas_are_swept),
        CASE(a_late_sweep_takes_nothing_from_a_board_made_anew),
        CASE(what_was_withdrawn_is_never_shown_again),
        CASE(what_is_mended_where_ideas_are_checked_is_checked_again),
        CASE(words_are_mended_for_so_long),
        CASE(a_board_holds_so_many_ideas),
        CASE(a_support_of_what_went_can_be_taken_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
