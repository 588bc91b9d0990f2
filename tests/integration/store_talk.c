/* SPDX-License-Identifier: Apache-2.0 */

/* Comments in a real Redis: who may say what when, each like and report once, what changed
 * told to those who ask, and what is hidden or withdrawn in no answer to others. */

#include "lib/talk_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

static struct talk_rig t;
static struct idea idea; /* As everyone is told of it. */

static int begin(void **state)
{
    (void)state;
    talk_rig_open(&t);
    return 0;
}

static int end(void **state)
{
    (void)state;
    talk_rig_close(&t);
    return 0;
}

static void look(void)
{
    idea = board_rig_look(&t.board, "tent");
}

/* ---- Said ---- */

static void a_comment_posted_twice_is_one(void **state)
{
    (void)state;
    assert_int_equal(talk_rig_say(&t, "a", 2, "{\"a\":1}"), OK);
    assert_int_equal(t.said.comment.number, 1);
    assert_int_equal(t.said.comment.state, IDEA_SHOWN);
    assert_int_equal(talk_rig_say(&t, "a", 2, "{\"a\":1}"), OK);
    assert_int_equal(t.said.rev, 0);
    assert_int_equal(talk_rig_say(&t, "a", 2, "{\"a\":2}"), ERR_EXISTS);
    assert_int_equal(talk_rig_say(&t, "a", 3, "{\"a\":1}"), ERR_EXISTS);
    look();
    assert_int_equal(idea.comments, 1);
    assert_int_equal(idea.talk_rev, 2);
    assert_int_equal(idea.rev, 2);
    assert_int_equal(talk_rig_say_on(&t, "none", "a", 2, "{}"), ERR_NOT_FOUND);
}

static void comments_are_taken_while_ideas_are_shown(void **state)
{
    static const enum board_phase takes[] = {PHASE_OPEN, PHASE_SHOW, PHASE_GROUP,
                                             PHASE_SUPPORT, PHASE_DECIDE};
    static const enum board_phase refuses[] = {PHASE_COLLECT, PHASE_CLOSED};

    (void)state;
    for (size_t i = 0; i < sizeof takes / sizeof *takes; i++) {
        char id[8];

        (void)snprintf(id, sizeof id, "c%zu", i);
        talk_rig_phase(&t, takes[i], false);
        assert_int_equal(talk_rig_say(&t, id, 2, "{}"), OK);
    }
    for (size_t i = 0; i < sizeof refuses / sizeof *refuses; i++) {
        talk_rig_phase(&t, refuses[i], false);
        assert_int_equal(talk_rig_say(&t, "late", 2, "{}"), ERR_CLOSED);
        assert_int_equal(talk_rig_like(&t, "c0", 3, 1, true), ERR_CLOSED);
    }
    assert_int_equal(talk_rig_say(&t, "c0", 2, "{}"), OK); /* It was taken before. */
}

static void an_idea_that_is_not_shown_takes_none(void **state)
{
    enum idea_state hidden = IDEA_HIDDEN;

    (void)state;
    assert_int_equal(talk_rig_say(&t, "a", 2, "{}"), OK);
    assert_int_equal(board_rig_alter(&t.board, "tent",
                                     &(struct idea_change){.version = 1, .state = &hidden}),
                     OK);
    assert_int_equal(talk_rig_say(&t, "b", 2, "{}"), ERR_NOT_FOUND);
    assert_int_equal(talk_rig_like(&t, "a", 3, 1, true), ERR_NOT_FOUND);
    assert_int_equal(talk_rig_report(&t, "a", 3, REPORT_RUDE), ERR_NOT_FOUND);
    assert_int_equal(talk_rig_read(&t, 2, (struct comment_query){.n = 20}), ERR_NOT_FOUND);
    talk_rig_page(&t, TALK_AUTHOR, COMMENTS_OLDEST, NULL, 20);
    talk_rig_assert_listed(&t, "a ");
}

static void pages_go_both_ways_and_by_likes(void **state)
{
    (void)state;
    for (unsigned i = 1; i <= 7; i++) {
        char id[8];

        (void)snprintf(id, sizeof id, "c%u", i);
        assert_int_equal(talk_rig_say(&t, id, 2, "{}"), OK);
    }
    assert_int_equal(talk_rig_like(&t, "c3", 4, 1, true), OK);
    assert_int_equal(talk_rig_like(&t, "c3", 5, 1, true), OK);
    assert_int_equal(talk_rig_like(&t, "c6", 4, 1, true), OK);
    talk_rig_page(&t, 3, COMMENTS_OLDEST, NULL, 3);
    talk_rig_assert_listed(&t, "c1 c2 c3 ");
    assert_true(t.list.more && t.list.total == 7);
    talk_rig_page(&t, 3, COMMENTS_OLDEST, "c5", 3);
    talk_rig_assert_listed(&t, "c6 c7 ");
    assert_false(t.list.more);
    talk_rig_page(&t, 3, COMMENTS_NEWEST, NULL, 3);
    talk_rig_assert_listed(&t, "c7 c6 c5 ");
    talk_rig_page(&t, 3, COMMENTS_NEWEST, "c5", 4);
    talk_rig_assert_listed(&t, "c4 c3 c2 c1 ");
    assert_false(t.list.more);
    talk_rig_page(&t, 3, COMMENTS_TOP, NULL, 4);
    talk_rig_assert_listed(&t, "c3 c6 c1 c2 ");
    talk_rig_page(&t, 3, COMMENTS_TOP, "c2", 4);
    talk_rig_assert_listed(&t, "c4 c5 c7 ");
}

static void whose_it_is_stands_beside_it(void **state)
{
    (void)state;
    assert_int_equal(talk_rig_say(&t, "a", TALK_AUTHOR, "{}"), OK);
    assert_int_equal(talk_rig_say(&t, "b", 2, "{}"), OK);
    assert_int_equal(talk_rig_say(&t, "c", TALK_STAFF, "{}"), OK);
    talk_rig_page(&t, 2, COMMENTS_OLDEST, NULL, 20);
    assert_int_equal(t.comments[0].by, BY_AUTHOR);
    assert_int_equal(t.comments[1].by, BY_ANYONE);
    assert_int_equal(t.comments[2].by, BY_TEAM);
}

static void one_says_so_much_and_an_idea_holds_so_many(void **state)
{
    char id[8];

    (void)state;
    for (unsigned i = 0; i < COMMENTS_PER_IDEA_MAX; i++) {
        (void)snprintf(id, sizeof id, "c%u", i);
        assert_int_equal(talk_rig_say(&t, id, 100 + i / COMMENTS_EACH_MAX, "{}"), OK);
    }
    assert_int_equal(talk_rig_say(&t, "more", 7, "{}"), ERR_LIMIT_REACHED);
    assert_int_equal(board_rig_post(&t.board, "pool", TALK_AUTHOR), OK);
    assert_int_equal(talk_rig_say_on(&t, "pool", "more", 100, "{}"), ERR_SPENT);
    assert_int_equal(talk_rig_say_on(&t, "pool", "more", 7, "{}"), OK);
}

/* ---- Checked, hidden, withdrawn ---- */

static void what_is_pending_is_for_its_author_and_staff(void **state)
{
    (void)state;
    talk_rig_phase(&t, PHASE_OPEN, true);
    assert_int_equal(talk_rig_say(&t, "a", 2, "{\"a\":1}"), OK);
    assert_int_equal(t.said.comment.state, IDEA_PENDING);
    assert_int_equal(talk_rig_say(&t, "team", TALK_STAFF, "{}"), OK);
    assert_int_equal(t.said.comment.state, IDEA_SHOWN);
    look();
    assert_int_equal(idea.comments, 1);
    talk_rig_page(&t, 3, COMMENTS_OLDEST, NULL, 20);
    talk_rig_assert_listed(&t, "team ");
    assert_int_equal(talk_rig_like(&t, "a", 3, 1, true), ERR_NOT_FOUND);
    talk_rig_page(&t, 2, COMMENTS_OLDEST, NULL, 20);
    talk_rig_assert_listed(&t, "(a)team ");
    assert_string_equal(t.words[0], "{\"a\":1}");
    talk_rig_page(&t, TALK_STAFF, COMMENTS_OLDEST, NULL, 20);
    talk_rig_assert_listed(&t, "(a)team ");
    talk_rig_review(&t);
    assert_int_equal(t.review.total, 1);
    assert_string_equal(t.review.things[0].comment.text, "a");
    assert_int_equal(talk_rig_check(&t, "a", 1, IDEA_SHOWN, ""), OK);
    assert_int_equal(talk_rig_check(&t, "a", 1, IDEA_SHOWN, ""), OK);
    assert_int_equal(t.said.comment.version, 2);
    talk_rig_page(&t, 3, COMMENTS_OLDEST, NULL, 20);
    talk_rig_assert_listed(&t, "a team ");
    talk_rig_review(&t);
    assert_int_equal(t.review.total, 0);
}

static void hiding_is_undone_and_tells_why_to_its_author(void **state)
{
    uint64_t before;

    (void)state;
    assert_int_equal(talk_rig_say(&t, "a", 2, "{\"secret\":1}"), OK);
    assert_int_equal(talk_rig_like(&t, "a", 3, 1, true), OK);
    look();
    before = idea.talk_rev;
    double trend = idea.trend;
    assert_int_equal(talk_rig_check(&t, "a", 1, IDEA_HIDDEN, "A name is in it"), OK);
    assert_int_equal(talk_rig_check(&t, "a", 1, IDEA_HIDDEN, "Another reason"), ERR_STALE);
    look();
    assert_int_equal(idea.comments, 0);
    assert_true(idea.trend < trend);
    talk_rig_since(&t, 3, before);
    assert_int_equal(t.list.n, 1);
    assert_false(t.comments[0].may_see);
    assert_int_equal(t.list.rev, idea.talk_rev);
    talk_rig_since(&t, 2, before);
    assert_true(t.comments[0].may_see && t.comments[0].why != NULL);
    /* Who liked it may take that back; it comes back with the likes it has. */
    assert_int_equal(talk_rig_like(&t, "a", 4, 1, true), ERR_NOT_FOUND);
    assert_int_equal(talk_rig_like(&t, "a", 3, 2, false), OK);
    assert_int_equal(talk_rig_check(&t, "a", 2, IDEA_SHOWN, ""), OK);
    talk_rig_page(&t, 3, COMMENTS_TOP, NULL, 20);
    talk_rig_assert_listed(&t, "a ");
    assert_int_equal(t.comments[0].comment.likes, 0);
    assert_null(t.comments[0].why);
    look();
    assert_true(idea.comments == 1 && idea.trend > trend - 1e-5 &&
                idea.trend < trend + 1e-5);
}

static void what_is_withdrawn_has_no_words_left(void **state)
{
    (void)state;
    assert_int_equal(talk_rig_say(&t, "a", 2, "{\"secret\":1}"), OK);
    assert_int_equal(talk_rig_withdraw(&t, "a", 3), ERR_FORBIDDEN);
    assert_int_equal(talk_rig_withdraw(&t, "none", 2), ERR_NOT_FOUND);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(talk_rig_withdraw(&t, "a", 2), OK);
        assert_int_equal(t.said.comment.version, 2);
    }
    assert_int_equal(redis_fixture_number(&t.board.redis, "HLEN {room}:said:wishes:tent"),
                     0);
    assert_int_equal(talk_rig_say(&t, "a", 2, "{\"secret\":1}"),
                     OK); /* Sent again, late. */
    assert_int_equal(t.said.comment.state, IDEA_WITHDRAWN);
    assert_int_equal(talk_rig_check(&t, "a", 2, IDEA_SHOWN, ""), ERR_WRONG_MOVE);
    for (uint32_t who = 2; who <= TALK_STAFF; who += TALK_STAFF - 2) {
        talk_rig_page(&t, who, COMMENTS_OLDEST, NULL, 20);
        talk_rig_assert_listed(&t, "");
    }
    look();
    assert_int_equal(idea.comments, 0);
    talk_rig_since(&t, 2, 1);
    assert_true(t.list.n == 1 && !t.comments[0].may_see);
}

/* ---- Likes ---- */

static void a_like_counts_once_whatever_is_sent_again(void **state)
{
    (void)state;
    assert_int_equal(talk_rig_say(&t, "a", 2, "{}"), OK);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(talk_rig_like(&t, "a", 3, 1, true), OK);
        assert_true(t.like.n == 1 && t.like.on);
    }
    assert_int_equal(talk_rig_like(&t, "a", 3, 1, false), ERR_STALE);
    assert_true(t.like.n == 1 && t.like.on);
    assert_int_equal(talk_rig_like(&t, "a", 3, 2, true), OK);
    assert_int_equal(talk_rig_like(&t, "a", 4, 1, true), OK);
    talk_rig_page(&t, 3, COMMENTS_OLDEST, NULL, 20);
    assert_true(t.comments[0].comment.likes == 2 && t.comments[0].n == 2 &&
                t.comments[0].on);
    assert_int_equal(talk_rig_like(&t, "a", 3, 3, false), OK);
    assert_int_equal(talk_rig_like(&t, "a", 3, 2, true), ERR_STALE);
    assert_true(t.like.n == 3 && !t.like.on);
    talk_rig_page(&t, 3, COMMENTS_OLDEST, NULL, 20);
    assert_true(t.comments[0].comment.likes == 1 && !t.comments[0].on);
    assert_int_equal(talk_rig_like(&t, "none", 3, 1, true), ERR_NOT_FOUND);
    talk_rig_phase(&t, PHASE_CLOSED, false);
    assert_int_equal(talk_rig_like(&t, "a", 4, 1, true), OK); /* It was counted. */
    assert_int_equal(talk_rig_like(&t, "a", 4, 2, false), ERR_CLOSED);
}

/* Any order of likes, by whomever: the number is always that of those whose like is on. */
static void likes_equal_a_recount(void **state)
{
    bool on[6] = {false};
    uint32_t n[6] = {0}, seed = 4711;

    (void)state;
    assert_int_equal(talk_rig_say(&t, "a", 2, "{}"), OK);
    for (int i = 0; i < 200; i++) {
        seed = seed * 1664525u + 1013904223u;
        unsigned who = (seed >> 16) % 6;
        bool wants = seed >> 31, is_old = (seed >> 24) % 4 == 0;

        if (is_old && n[who] > 0) {
            (void)talk_rig_like(&t, "a", who, n[who], wants);
            continue;
        }
        assert_int_equal(talk_rig_like(&t, "a", who, ++n[who], wants), OK);
        on[who] = wants;
    }
    uint32_t expected = 0;

    for (unsigned who = 0; who < 6; who++)
        expected += on[who];
    talk_rig_page(&t, 2, COMMENTS_TOP, NULL, 20);
    assert_int_equal(t.comments[0].comment.likes, expected);
}

static void comments_weigh_half_a_support_but_those_of_the_author(void **state)
{
    (void)state;
    look();
    double alone = idea.trend;

    assert_int_equal(talk_rig_say(&t, "own", TALK_AUTHOR, "{}"), OK);
    look();
    assert_true(idea.trend > alone - 1e-5 && idea.trend < alone + 1e-5);
    assert_int_equal(talk_rig_say(&t, "a", 2, "{}"), OK);
    assert_int_equal(talk_rig_say(&t, "b", 3, "{}"), OK);
    look();
    /* Two halves, of nearly the same second: log2(1 + 1/2 + 1/2). */
    assert_true(idea.trend > alone + 0.99 && idea.trend < alone + 1.1);
    assert_int_equal(talk_rig_withdraw(&t, "a", 2), OK);
    assert_int_equal(talk_rig_withdraw(&t, "b", 3), OK);
    look();
    assert_true(idea.trend > alone - 1e-4 && idea.trend < alone + 1e-4);
}

static void a_merged_idea_sends_on_to_the_other(void **state)
{
    (void)state;
    assert_int_equal(talk_rig_say(&t, "a", 2, "{}"), OK);
    assert_int_equal(board_rig_post(&t.board, "pool", 5), OK);
    assert_int_equal(board_rig_support(&t.board, "pool", 6, 1, true), OK);
    assert_int_equal(board_rig_merge(&t.board, "pool", "tent", 1), OK);
    assert_int_equal(talk_rig_say_on(&t, "pool", "b", 2, "{}"), ERR_MERGED);
    assert_string_equal(t.said.into.text, "tent");
    look();
    double before = idea.trend;

    assert_int_equal(talk_rig_say(&t, "b", 3, "{}"), OK);
    look();
    assert_true(idea.trend > before + 0.1);
    assert_int_equal(talk_rig_withdraw(&t, "b", 3), OK);
    look();
    assert_true(idea.trend > before - 1e-4 && idea.trend < before + 1e-4);
}

/* Of all time and all people: one alone is given any here. */
static long long points(void)
{
    return redis_fixture_number(
        &t.board.redis, "EVAL %s 1 {room}:points",
        "local n, all = 0, redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES') "
        "for i = 1, #all, 2 do if string.sub(all[i], 17) == '0' then "
        "n = n + all[i + 1] - 2147483648 end end return n");
}

static void rules(uint64_t rev, const char *settings)
{
    struct buf *text = buf_new(settings, strlen(settings));

    store_room_update(t.board.rig.store, rig_request(&t.board.ask, NULL), &t.board.room,
                      &(struct room_change){.rev = rev, .settings = text});
    assert_int_equal(rig_await(&t.board.rig, &t.board.ask), OK);
    buf_unref(text);
}

static void a_comment_gives_points_while_it_is_shown(void **state)
{
    (void)state;
    assert_int_equal(talk_rig_say(&t, "before", 2, "{}"), OK);
    assert_int_equal(points(), 0);
    rules(1, "{\"points\":{\"comment\":3}}");
    for (int again = 0; again < 2; again++)
        assert_int_equal(talk_rig_say(&t, "a", 2, "{}"), OK);
    assert_int_equal(talk_rig_like(&t, "a", 3, 1, true), OK);
    assert_int_equal(points(), 3);
    rules(2, "{\"points\":{\"comment\":5}}");
    assert_int_equal(talk_rig_say(&t, "b", 2, "{}"), OK);
    assert_int_equal(points(), 8);
    for (int again = 0; again < 2; again++)
        assert_int_equal(talk_rig_check(&t, "a", 1, IDEA_HIDDEN, ""), OK);
    assert_int_equal(points(), 5); /* What it gave, not what it would give now. */
    rules(3, "{}");
    assert_int_equal(talk_rig_check(&t, "a", 2, IDEA_SHOWN, ""), OK);
    assert_int_equal(talk_rig_withdraw(&t, "b", 2), OK);
    assert_int_equal(talk_rig_withdraw(&t, "before", 2), OK);
    assert_int_equal(points(), 0);
}

/* ---- Reports ---- */

static void a_thing_is_reported_once_by_each_and_comes_first(void **state)
{
    (void)state;
    assert_int_equal(talk_rig_say(&t, "a", 2, "{}"), OK);
    talk_rig_phase(&t, PHASE_OPEN, true);
    assert_int_equal(talk_rig_say(&t, "waits", 2, "{}"), OK);
    assert_int_equal(talk_rig_report(&t, "a", 2, REPORT_SPAM), ERR_FORBIDDEN);
    assert_int_equal(talk_rig_report(&t, "waits", 3, REPORT_SPAM), ERR_NOT_FOUND);
    assert_int_equal(talk_rig_report(&t, "none", 3, REPORT_SPAM), ERR_NOT_FOUND);
    for (int again = 0; again < 2; again++)
        assert_int_equal(talk_rig_report(&t, "a", 3, REPORT_RUDE), OK);
    assert_int_equal(talk_rig_report(&t, "a", 3, REPORT_SPAM), OK);
    for (uint32_t who = 4; who <= 5; who++)
        assert_int_equal(talk_rig_report(&t, NULL, who, REPORT_OTHER), OK);
    talk_rig_review(&t);
    assert_int_equal(t.review.total, 3);
    assert_true(id_is_none(&t.review.things[0].comment));
    assert_int_equal(t.review.things[0].reports[REPORT_OTHER], 2);
    assert_string_equal(t.review.things[1].comment.text, "a");
    assert_int_equal(t.review.things[1].reports[REPORT_RUDE], 1);
    assert_int_equal(t.review.things[1].reports[REPORT_SPAM], 0);
    assert_string_equal(t.review.things[2].comment.text, "waits");

    /* Staff looks; what is reported after that counts anew. */
    assert_int_equal(talk_rig_check(&t, "a", 1, IDEA_SHOWN, ""), OK);
    talk_rig_review(&t);
    assert_int_equal(t.review.total, 2);
    assert_int_equal(talk_rig_report(&t, "a", 3, REPORT_RUDE), OK);
    talk_rig_review(&t);
    assert_int_equal(t.review.total, 2);
    assert_int_equal(talk_rig_report(&t, "a", 6, REPORT_SPAM), OK);
    talk_rig_review(&t);
    assert_int_equal(t.review.total, 3);
    assert_int_equal(t.review.things[1].reports[REPORT_SPAM], 1);
}

static void an_idea_that_staff_looked_at_leaves_the_queue(void **state)
{
    enum idea_state shown = IDEA_SHOWN;

    (void)state;
    assert_int_equal(talk_rig_report(&t, NULL, 4, REPORT_OTHER), OK);
    assert_int_equal(board_rig_alter(&t.board, "tent",
                                     &(struct idea_change){.version = 1, .state = &shown}),
                     OK);
    talk_rig_review(&t);
    assert_int_equal(t.review.total, 0);
}

static void a_report_is_told_as_nothing_but_a_new_rev(void **state)
{
    (void)state;
    assert_int_equal(talk_rig_say(&t, "a", 2, "{}"), OK);
    look();
    uint64_t idea_rev = idea.rev, talk_rev = idea.talk_rev;

    assert_int_equal(talk_rig_report(&t, "a", 3, REPORT_RUDE), OK);
    look();
    assert_true(idea.rev == idea_rev && idea.talk_rev == talk_rev);
    talk_rig_since(&t, 3, talk_rev);
    assert_int_equal(t.list.n, 0);
}

static void the_comments_to_review_are_read_with_their_words(void **state)
{
    (void)state;
    talk_rig_phase(&t, PHASE_OPEN, true);
    assert_int_equal(board_rig_post(&t.board, "pool", 3), OK);
    assert_int_equal(talk_rig_say(&t, "a", 2, "{\"a\":1}"), OK);
    assert_int_equal(talk_rig_say(&t, "b", 2, "{\"b\":1}"), OK);
    assert_int_equal(talk_rig_report(&t, NULL, 4, REPORT_OTHER), OK);
    talk_rig_review(&t);
    assert_int_equal(t.review.n, 3);
    talk_rig_review_comments(&t);
    assert_int_equal(t.list.n, 2);
    assert_string_equal(t.words[0], "{\"a\":1}");
    assert_string_equal(t.words[1], "{\"b\":1}");
}

/* ---- Gone ---- */

static void a_removed_board_leaves_no_comment(void **state)
{
    (void)state;
    assert_int_equal(talk_rig_say(&t, "a", 2, "{}"), OK);
    assert_int_equal(talk_rig_like(&t, "a", 3, 1, true), OK);
    assert_int_equal(talk_rig_report(&t, "a", 3, REPORT_RUDE), OK);
    talk_rig_phase(&t, PHASE_OPEN, true);
    assert_int_equal(talk_rig_say(&t, "b", 2, "{}"), OK);
    for (int again = 0; again < 2; again++) {
        store_board_remove(t.board.rig.store, rig_request(&t.board.ask, NULL),
                           &t.board.room, &t.board.board.id, t.board.board.version);
        assert_int_equal(rig_await(&t.board.rig, &t.board.ask), OK);
    }
    /* The room, its journal, its code and the list of rooms. */
    assert_int_equal(redis_fixture_number(&t.board.redis, "DBSIZE"), 4);
    assert_int_equal(talk_rig_say(&t, "c", 2, "{}"), ERR_NOT_FOUND);
    assert_int_equal(talk_rig_withdraw(&t, "a", 2), ERR_NOT_FOUND);
    assert_int_equal(talk_rig_report(&t, "a", 4, REPORT_RUDE), ERR_NOT_FOUND);
    assert_int_equal(talk_rig_read(&t, 2, (struct comment_query){.n = 20}), ERR_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_comment_posted_twice_is_one),
        TEST(comments_are_taken_while_ideas_are_shown),
        TEST(an_idea_that_is_not_shown_takes_none),
        TEST(pages_go_both_ways_and_by_likes),
        TEST(whose_it_is_stands_beside_it),
        TEST(one_says_so_much_and_an_idea_holds_so_many),
        TEST(what_is_pending_is_for_its_author_and_staff),
        TEST(hiding_is_undone_and_tells_why_to_its_author),
        TEST(what_is_withdrawn_has_no_words_left),
        TEST(a_like_counts_once_whatever_is_sent_again),
        TEST(likes_equal_a_recount),
        TEST(comments_weigh_half_a_support_but_those_of_the_author),
        TEST(a_merged_idea_sends_on_to_the_other),
        TEST(a_comment_gives_points_while_it_is_shown),
        TEST(a_thing_is_reported_once_by_each_and_comes_first),
        TEST(an_idea_that_staff_looked_at_leaves_the_queue),
        TEST(a_report_is_told_as_nothing_but_a_new_rev),
        TEST(the_comments_to_review_are_read_with_their_words),
        TEST(a_removed_board_leaves_no_comment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
