/* SPDX-License-Identifier: Apache-2.0 */

/* Boards and ideas in a real Redis: who may do what when, each support once, what changed
 * told to those who ask, and nothing left of what was removed. */

#include "lib/store_rig.h"
#include "store/store_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define HALF_LIFE_S 600

static struct redis_fixture redis;
static struct rig_world world;
static struct rig here;
static struct rig_ask ask;
static struct id room;
static struct board board; /* As it was answered last. */
static struct buf *def;

/* What the last answer about an idea was. */
static struct idea idea;
static struct idea_list changed;
static struct idea ideas[BOARD_CARDS_MAX];
static size_t n_read;
static struct idea_read reads[IDEAS_PER_PAGE_MAX];
static char words[IDEAS_PER_PAGE_MAX][64];

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

static void keep_changed(struct rig_ask *unused, const void *result)
{
    (void)unused;
    changed = *(const struct idea_list *)result;
    memcpy(ideas, changed.ideas, changed.n * sizeof *ideas);
}

static void keep_reads(struct rig_ask *unused, const void *result)
{
    const struct idea_pages *pages = result;

    (void)unused;
    n_read = pages->n;
    for (size_t i = 0; i < pages->n; i++) {
        reads[i] = pages->ideas[i];
        assert_true(reads[i].words->len < sizeof words[i]);
        memcpy(words[i], reads[i].words->text, reads[i].words->len + 1);
    }
}

static enum err change(enum board_phase phase, uint64_t closes_in_ms)
{
    struct board next = board;

    next.phase = phase;
    store_board_change(
        here.store, rig_request(&ask, keep_board), &room,
        &(struct board_change){&next, def, false, closes_in_ms, "board.changed", NULL});
    return rig_await(&here, &ask);
}

static int begin(void **state)
{
    (void)state;
    redis_fixture_start(&redis, NULL);
    room = rig_id("room");
    rig_begin(&here, &world, &redis);
    def = buf_new("{}", 2);
    board = (struct board){.id = rig_id("wishes"), .phase = PHASE_DRAFT};
    store_board_add(here.store, rig_request(&ask, keep_board), &room, &board, def);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(change(PHASE_OPEN, 0), OK);
    return 0;
}

static int end(void **state)
{
    (void)state;
    buf_unref(def);
    rig_end(&here, &ask);
    redis_fixture_stop(&redis);
    return 0;
}

static struct idea_place place_of(const char *id)
{
    return (struct idea_place){room, board.id, rig_id(id)};
}

static enum err post(const char *id, uint32_t author, const char *text)
{
    struct idea_place place = place_of(id);
    struct participant person = rig_person(author);
    struct buf *json = buf_new(text, strlen(text));

    store_idea_post(here.store, rig_request(&ask, keep_idea), &place, &person,
                    &(struct idea_posting){.words = json, .half_life_s = HALF_LIFE_S});
    enum err err = rig_await(&here, &ask);

    buf_unref(json);
    return err;
}

static enum err alter(const char *id, const struct idea_change *what)
{
    struct idea_place place = place_of(id);

    store_idea_change(here.store, rig_request(&ask, keep_idea), &place, what);
    return rig_await(&here, &ask);
}

static enum err set_state(const char *id, uint64_t version, enum idea_state state)
{
    return alter(id, &(struct idea_change){.version = version, .state = &state});
}

static void look(uint64_t after)
{
    store_ideas_changed(here.store, rig_request(&ask, keep_changed), &room, &board.id,
                        after);
    assert_int_equal(rig_await(&here, &ask), OK);
}

static void read_as(uint32_t person, bool is_staff, bool sees_others, const char *id)
{
    struct participant reader = rig_person(person);
    struct id wanted[] = {rig_id(id), rig_id("no-such-idea")};

    store_ideas_read(here.store, rig_request(&ask, keep_reads), &room, &board.id,
                     &(struct idea_reader){&reader, is_staff, sees_others, wanted, 2});
    assert_int_equal(rig_await(&here, &ask), OK);
}

/* ---- Supports ---- */

struct one {
    struct support support;
    struct support_answer answer;
    enum err err;
    size_t *n_done;
};

static void on_answer(struct store_request *request, enum err err, const void *result)
{
    struct one *one = request->owner;

    one->err = err;
    if (result)
        one->answer = *(const struct support_answer *)result;
    ++*one->n_done;
}

static void send_support(struct one *one, const char *id, uint32_t person, uint32_t n,
                         bool on, size_t *n_done)
{
    *one = (struct one){
        .support = {.request = {.done = on_answer, .owner = one},
                    .place = place_of(id),
                    .participant = rig_person(person),
                    .n = n,
                    .on = on,
                    .half_life_s = HALF_LIFE_S},
        .n_done = n_done,
    };
    store_support(here.store, &one->support);
}

static struct one last;

static enum err support(const char *id, uint32_t person, uint32_t n, bool on)
{
    size_t n_done = 0;

    send_support(&last, id, person, n, on, &n_done);
    rig_until_count(&world, &n_done, 1);
    return last.err;
}

static uint32_t supports_of(const char *id)
{
    look(0);
    for (size_t i = 0; i < changed.n; i++)
        if (strcmp(ideas[i].id.text, id) == 0)
            return ideas[i].supports;
    fail_msg("no idea %s", id);
    return 0;
}

/* ---- Boards ---- */

static void a_board_added_twice_is_one_and_a_move_sent_twice_is_one_move(void **state)
{
    struct buf *other = buf_new("[]", 2);
    struct board same = {.id = board.id};

    (void)state;
    uint64_t version = board.version;
    store_board_add(here.store, rig_request(&ask, keep_board), &room, &same, def);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(board.version, version);
    store_board_add(here.store, rig_request(&ask, NULL), &room, &same, other);
    assert_int_equal(rig_await(&here, &ask), ERR_EXISTS);
    buf_unref(other);

    board.version = version;
    assert_int_equal(change(PHASE_SUPPORT, 0), OK);
    assert_int_equal(board.version, version + 1);
    board.version = version;
    assert_int_equal(change(PHASE_SUPPORT, 0), OK);
    assert_int_equal(board.version, version + 1);
    board.version = version;
    assert_int_equal(change(PHASE_CLOSED, 0), ERR_STALE);
    assert_int_equal(board.phase, PHASE_SUPPORT);
}

static void a_room_holds_so_many_boards(void **state)
{
    struct board next = {.phase = PHASE_DRAFT};

    (void)state;
    for (unsigned i = 1; i <= BOARDS_PER_ROOM_MAX; i++) {
        char id[8];

        (void)snprintf(id, sizeof id, "b%u", i);
        next.id = rig_id(id);
        store_board_add(here.store, rig_request(&ask, NULL), &room, &next, def);
        assert_int_equal(rig_await(&here, &ask),
                         i < BOARDS_PER_ROOM_MAX ? OK : ERR_LIMIT_REACHED);
    }
    store_room_load(here.store, rig_request(&ask, rig_keep_image), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(ask.image.n_boards, BOARDS_PER_ROOM_MAX);
}

static void a_removed_board_leaves_nothing(void **state)
{
    (void)state;
    for (unsigned i = 0; i < BOARD_CARDS_MAX + 3; i++) {
        char id[8];

        (void)snprintf(id, sizeof id, "i%u", i);
        assert_int_equal(post(id, i, "{}"), OK);
    }
    assert_int_equal(support("i1", 7, 1, true), OK);
    store_board_remove(here.store, rig_request(&ask, keep_board), &room, &board.id,
                       board.version + 1);
    assert_int_equal(rig_await(&here, &ask), ERR_STALE);
    assert_int_equal(support("i1", 7, 1, true), OK); /* It is still there. */
    for (int again = 0; again < 2; again++) {
        store_board_remove(here.store, rig_request(&ask, NULL), &room, &board.id,
                           board.version);
        assert_int_equal(rig_await(&here, &ask), OK);
    }
    /* The room, its journal, its code and the list of rooms. */
    assert_int_equal(redis_fixture_number(&redis, "DBSIZE"), 4);
    assert_int_equal(post("late", 1, "{}"), ERR_NOT_FOUND);
}

static void a_deleted_room_takes_its_boards_along(void **state)
{
    struct board second = {.id = rig_id("second"), .phase = PHASE_DRAFT};

    (void)state;
    assert_int_equal(post("tent", 1, "{}"), OK);
    assert_int_equal(support("tent", 7, 1, true), OK);
    store_board_add(here.store, rig_request(&ask, NULL), &room, &second, def);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_room_delete(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(redis_fixture_number(&redis, "DBSIZE"), 0);
}

/* ---- Ideas ---- */

static void an_idea_posted_twice_is_one(void **state)
{
    (void)state;
    assert_int_equal(post("tent", 1, "{\"a\":1}"), OK);
    assert_int_equal(idea.number, 1);
    assert_int_equal(idea.state, IDEA_SHOWN);
    assert_int_equal(post("tent", 1, "{\"a\":1}"), OK);
    assert_int_equal(idea.number, 1);
    assert_int_equal(post("tent", 1, "{\"a\":2}"), ERR_EXISTS);
    assert_int_equal(post("tent", 2, "{\"a\":1}"), ERR_EXISTS);
    look(0);
    assert_int_equal(changed.n, 1);
    assert_int_equal(changed.rev, 1);
}

static void a_board_takes_in_what_its_phase_lets(void **state)
{
    (void)state;
    assert_int_equal(post("tent", 1, "{}"), OK);
    assert_int_equal(change(PHASE_COLLECT, 0), OK);
    assert_int_equal(support("tent", 2, 1, true), ERR_CLOSED);
    assert_int_equal(post("pool", 1, "{}"), OK);
    assert_int_equal(change(PHASE_SUPPORT, 0), OK);
    assert_int_equal(support("tent", 2, 1, true), OK);
    assert_int_equal(post("late", 1, "{}"), ERR_CLOSED);
    assert_int_equal(change(PHASE_CLOSED, 0), OK);
    assert_int_equal(support("tent", 2, 2, false), ERR_CLOSED);
    assert_true(last.answer.on && last.answer.n == 1);
    /* What was counted is counted, whenever it comes again. */
    assert_int_equal(support("tent", 2, 1, true), OK);
    assert_int_equal(post("tent", 1, "{}"), OK);
}

static void the_closing_time_is_the_stores(void **state)
{
    (void)state;
    assert_int_equal(post("tent", 1, "{}"), OK);
    assert_int_equal(change(PHASE_OPEN, 1), OK);
    assert_true(board.closes_ms > 0);
    /* Redis's clock has moved on by the time of any further call, or of one soon. */
    uint32_t n = 1;
    while (support("tent", 2, n, n % 2 == 1) == OK)
        n++;
    assert_int_equal(last.err, ERR_CLOSED);
    if (n > 1) /* What was counted in time stays so, however late it is sent again. */
        assert_int_equal(support("tent", 2, n - 1, n % 2 == 0), OK);
}

static void one_may_post_and_give_so_many(void **state)
{
    (void)state;
    board.rules = (struct board_rules){.supports_each = 2, .ideas_each = 3};
    assert_int_equal(change(PHASE_OPEN, 0), OK);
    assert_int_equal(post("a", 1, "{}"), OK);
    assert_int_equal(post("b", 1, "{}"), OK);
    assert_int_equal(post("c", 1, "{}"), OK);
    assert_int_equal(post("d", 1, "{}"), ERR_SPENT);
    assert_int_equal(post("d", 2, "{}"), OK);

    assert_int_equal(support("a", 9, 1, true), OK);
    assert_int_equal(support("b", 9, 1, true), OK);
    assert_int_equal(support("c", 9, 1, true), ERR_SPENT);
    assert_int_equal(support("a", 9, 2, false), OK);
    assert_int_equal(support("c", 9, 1, true), OK);
    assert_int_equal(support("c", 9, 1, true), OK);
    assert_int_equal(supports_of("a"), 0);
    assert_int_equal(supports_of("c"), 1);
}

static void only_its_author_mends_an_idea_and_only_for_a_while(void **state)
{
    struct participant author = rig_person(1), other = rig_person(2);
    struct buf *better = buf_new("{\"a\":2}", 7);
    enum idea_state gone = IDEA_WITHDRAWN;

    (void)state;
    assert_int_equal(post("tent", 1, "{\"a\":1}"), OK);
    assert_int_equal(
        alter("tent",
              &(struct idea_change){.version = 1, .author = &other, .words = better}),
        ERR_FORBIDDEN);
    for (int again = 0; again < 2; again++)
        assert_int_equal(
            alter("tent",
                  &(struct idea_change){.version = 1, .author = &author, .words = better}),
            OK);
    assert_int_equal(idea.version, 2);
    read_as(3, false, true, "tent");
    assert_int_equal(n_read, 1);
    assert_string_equal(words[0], "{\"a\":2}");
    assert_int_equal(
        alter("tent",
              &(struct idea_change){.version = 1, .author = &author, .state = &gone}),
        ERR_STALE);
    assert_int_equal(
        alter("tent",
              &(struct idea_change){.version = 2, .author = &author, .state = &gone}),
        OK);
    read_as(3, false, true, "tent");
    assert_int_equal(n_read, 0);
    buf_unref(better);
}

static void what_is_hidden_is_read_by_its_author_and_staff_alone(void **state)
{
    (void)state;
    assert_int_equal(post("tent", 1, "{}"), OK);
    assert_int_equal(support("tent", 2, 1, true), OK);
    assert_int_equal(set_state("tent", 1, IDEA_HIDDEN), OK);
    read_as(2, false, true, "tent");
    assert_int_equal(n_read, 0);
    read_as(1, false, true, "tent");
    assert_int_equal(n_read, 1);
    read_as(9, true, true, "tent");
    assert_int_equal(n_read, 1);
    assert_int_equal(support("tent", 3, 1, true), ERR_NOT_FOUND);
    assert_int_equal(support("tent", 2, 1, true), OK); /* Counted before. */
    assert_int_equal(set_state("tent", 2, IDEA_SHOWN), OK);
    assert_int_equal(support("tent", 3, 1, true), OK);
    read_as(3, false, true, "tent");
    assert_true(reads[0].on && reads[0].n == 1);
    assert_int_equal(reads[0].idea.supports, 2);
    read_as(4, false, false, "tent"); /* While people collect silently. */
    assert_int_equal(n_read, 0);
}

static void a_checked_board_shows_what_was_passed(void **state)
{
    (void)state;
    board.rules.is_checked = true;
    assert_int_equal(change(PHASE_OPEN, 0), OK);
    assert_int_equal(post("tent", 1, "{}"), OK);
    assert_int_equal(idea.state, IDEA_PENDING);
    assert_int_equal(support("tent", 2, 1, true), ERR_NOT_FOUND);
    assert_int_equal(set_state("tent", 1, IDEA_SHOWN), OK);
    assert_int_equal(support("tent", 2, 1, true), OK);
}

/* ---- Counting ---- */

static void a_support_counts_once_whatever_is_resent(void **state)
{
    (void)state;
    assert_int_equal(post("tent", 1, "{}"), OK);
    assert_int_equal(support("tent", 2, 1, true), OK);
    assert_int_equal(support("tent", 2, 1, true), OK);
    assert_int_equal(supports_of("tent"), 1);
    assert_int_equal(support("tent", 2, 1, false), ERR_STALE);
    assert_true(last.answer.on);
    assert_int_equal(last.answer.n, 1);
    assert_int_equal(support("tent", 2, 2, false), OK);
    assert_int_equal(support("tent", 2, 1, true), ERR_STALE); /* An old outbox. */
    assert_int_equal(supports_of("tent"), 0);
    assert_int_equal(support("tent", 2, 3, true), OK);
    assert_int_equal(supports_of("tent"), 1);
    assert_int_equal(support("none", 2, 1, true), ERR_NOT_FOUND);
}

/* A crowd over fifty ideas, part of it in doubt about its mind and part of it resending, in
 * the middle of which Redis is killed twice. */
static void a_crowd_is_counted_exactly_through_kills(void **state)
{
    enum { IDEAS = 50, CROWD = 6000, KILLS = 2, WAVE = CROWD / (KILLS + 1) };
    static struct one ones[CROWD], twins[CROWD];
    static unsigned expected[IDEAS];
    size_t n_done = 0, n_sent = 0;

    (void)state;
    for (unsigned i = 0; i < IDEAS; i++) {
        char id[8];

        (void)snprintf(id, sizeof id, "i%u", i);
        assert_int_equal(post(id, i, "{}"), OK);
    }
    for (size_t wave = 0; wave <= KILLS; wave++) {
        for (size_t i = wave * WAVE; i < (wave + 1) * WAVE; i++) {
            unsigned at = (unsigned)(i * 7919) % IDEAS;
            bool wavers = i % 5 == 0;
            char id[8];

            (void)snprintf(id, sizeof id, "i%u", at);
            expected[at] += !wavers;
            send_support(&ones[i], id, (uint32_t)i, 1, true, &n_done);
            send_support(&twins[i], id, (uint32_t)i, wavers ? 2 : 1, !wavers, &n_done);
            n_sent += 2;
        }
        if (wave < KILLS) {
            rig_until_count(&world, &n_done, n_sent - WAVE);
            redis_fixture_kill(&redis);
            redis_fixture_restart(&redis);
        }
        rig_until_count(&world, &n_done, n_sent);
    }
    for (size_t i = 0; i < CROWD; i++) {
        /* One that was overtaken by its twin is told so. */
        assert_true(ones[i].err == OK || (ones[i].err == ERR_STALE && i % 5 == 0));
        assert_int_equal(twins[i].err, OK);
    }
    look(0);
    assert_int_equal(changed.n, IDEAS);
    for (size_t i = 0; i < changed.n; i++) {
        unsigned at = (unsigned)strtoul(ideas[i].id.text + 1, NULL, 10), on = 0;
        redisReply *all = redis_fixture_do(&redis, "HVALS {room}:sup:wishes:i%u", at);

        for (size_t v = 0; v < all->elements; v++)
            on += strstr(all->element[v]->str, " 1 ") != NULL;
        freeReplyObject(all);
        assert_int_equal(ideas[i].supports, expected[at]);
        assert_int_equal(on, expected[at]);
    }
}

static void a_trend_forgets_with_time_and_an_undo_takes_back(void **state)
{
    double before;

    (void)state;
    assert_int_equal(post("tent", 1, "{}"), OK);
    look(0);
    before = ideas[0].trend;
    assert_int_equal(support("tent", 2, 1, true), OK);
    look(0);
    /* Two weights of about now: one more in the logarithm. */
    assert_in_range((long)((ideas[0].trend - before) * 1000), 990, 1010);
    assert_int_equal(support("tent", 2, 2, false), OK);
    look(0);
    assert_in_range((long)((ideas[0].trend - before) * 1000 + 10), 0, 20);
}

/* ---- Telling ---- */

static void what_changed_is_told_from_any_rev_on(void **state)
{
    (void)state;
    store_watch(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
    for (unsigned i = 0; i < BOARD_CARDS_MAX + 2; i++) {
        char id[8];

        (void)snprintf(id, sizeof id, "i%u", i);
        assert_int_equal(post(id, i, "{}"), OK);
    }
    rig_until_count(&world, &here.n_boards, BOARD_CARDS_MAX + 2);
    assert_int_equal(here.board_rev, BOARD_CARDS_MAX + 2);
    look(0);
    assert_int_equal(changed.n, BOARD_CARDS_MAX);
    assert_int_equal(changed.rev, BOARD_CARDS_MAX + 2);
    look(ideas[changed.n - 1].rev);
    assert_int_equal(changed.n, 2);

    assert_int_equal(support("i7", 1, 1, true), OK);
    assert_int_equal(support("i7", 2, 1, true), OK);
    rig_until_count(&world, &here.n_boards, BOARD_CARDS_MAX + 4);
    look(BOARD_CARDS_MAX + 2);
    assert_int_equal(changed.n, 1);
    assert_string_equal(ideas[0].id.text, "i7");
    assert_int_equal(ideas[0].supports, 2);
    assert_int_equal(ideas[0].rev, changed.rev);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_board_added_twice_is_one_and_a_move_sent_twice_is_one_move),
        CASE(a_room_holds_so_many_boards),
        CASE(a_removed_board_leaves_nothing),
        CASE(a_deleted_room_takes_its_boards_along),
        CASE(an_idea_posted_twice_is_one),
        CASE(a_board_takes_in_what_its_phase_lets),
        CASE(the_closing_time_is_the_stores),
        CASE(one_may_post_and_give_so_many),
        CASE(only_its_author_mends_an_idea_and_only_for_a_while),
        CASE(what_is_hidden_is_read_by_its_author_and_staff_alone),
        CASE(a_checked_board_shows_what_was_passed),
        CASE(a_support_counts_once_whatever_is_resent),
        CASE(a_crowd_is_counted_exactly_through_kills),
        CASE(a_trend_forgets_with_time_and_an_undo_takes_back),
        CASE(what_changed_is_told_from_any_rev_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
