/* SPDX-License-Identifier: Apache-2.0 */

/* What happened to an idea is kept in the call that makes it happen: once whatever is
 * resent, the last so many, told to whoever may read the idea, and gone with it. */

#include "lib/board_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* After the two that it needs. */
#include <cmocka.h>

enum { ANN = 1, BEN, HOST = 9 };

static struct board_rig rig;

static int begin(void **state)
{
    (void)state;
    board_rig_open(&rig);
    return 0;
}

static int end(void **state)
{
    (void)state;
    board_rig_close(&rig);
    return 0;
}

static enum err answer(uint64_t version, enum idea_status status, const char *words)
{
    const struct participant team = rig_person(HOST);
    struct buf *json = buf_new(words, strlen(words));
    enum err err = board_rig_alter(&rig, "tent",
                                   &(struct idea_change){.version = version,
                                                         .status = &status,
                                                         .words = json,
                                                         .by = &team,
                                                         .words_as = "answered"});

    buf_unref(json);
    return err;
}

static enum err set_state(uint64_t version, enum idea_state state,
                          const struct participant *author)
{
    const struct participant team = rig_person(HOST);

    return board_rig_alter(&rig, "tent",
                           &(struct idea_change){.version = version,
                                                 .state = &state,
                                                 .author = author,
                                                 .by = author ? author : &team});
}

static enum err edit(uint64_t version, const char *words)
{
    const struct participant ann = rig_person(ANN);
    struct buf *json = buf_new(words, strlen(words));
    enum err err = board_rig_alter(&rig, "tent",
                                   &(struct idea_change){.version = version,
                                                         .author = &ann,
                                                         .by = &ann,
                                                         .words = json,
                                                         .words_as = "edited"});

    buf_unref(json);
    return err;
}

static void entry_is(size_t at, enum history_what what, enum history_by by,
                     const char *before, const char *after)
{
    const struct history_entry *entry = &rig.entries[at];

    assert_in_range(at, 0, rig.n_entries - 1);
    assert_int_equal(entry->what, what);
    assert_int_equal(entry->by, by);
    assert_string_equal(entry->before, before);
    assert_string_equal(entry->after, after);
    assert_true(entry->at_ms > 0 && entry->has_who);
}

static void each_change_is_an_entry_and_one_sent_again_is_none(void **state)
{
    const struct participant ann = rig_person(ANN), host = rig_person(HOST);

    (void)state;
    assert_int_equal(board_rig_post(&rig, "tent", ANN), OK);
    assert_int_equal(board_rig_history(&rig, "tent", ANN, false, true), OK);
    assert_int_equal(rig.n_entries, 0);
    for (int again = 0; again < 2; again++)
        assert_int_equal(edit(1, "{\"a\":1}"), OK);
    for (int again = 0; again < 2; again++)
        assert_int_equal(answer(2, STATUS_PLANNED, "{\"a\":2}"), OK);
    for (int again = 0; again < 2; again++)
        assert_int_equal(set_state(3, IDEA_HIDDEN, NULL), OK);
    assert_int_equal(set_state(4, IDEA_SHOWN, NULL), OK);
    assert_int_equal(set_state(3, IDEA_HIDDEN, NULL), ERR_STALE);
    for (int again = 0; again < 2; again++)
        assert_int_equal(set_state(5, IDEA_WITHDRAWN, &ann), OK);
    assert_int_equal(board_rig_history(&rig, "tent", HOST, true, true), OK);
    assert_int_equal(rig.n_entries, 6);
    entry_is(0, HISTORY_EDITED, HISTORY_BY_AUTHOR, "", "");
    entry_is(1, HISTORY_ANSWERED, HISTORY_BY_TEAM, "", "");
    entry_is(2, HISTORY_STATUS, HISTORY_BY_TEAM, "new", "planned");
    entry_is(3, HISTORY_STATE, HISTORY_BY_TEAM, "shown", "hidden");
    entry_is(4, HISTORY_STATE, HISTORY_BY_TEAM, "hidden", "shown");
    entry_is(5, HISTORY_WITHDRAWN, HISTORY_BY_AUTHOR, "shown", "withdrawn");
    assert_memory_equal(rig.entries[0].who.bytes, ann.bytes, PARTICIPANT_BYTES);
    assert_memory_equal(rig.entries[3].who.bytes, host.bytes, PARTICIPANT_BYTES);
}

static void words_that_have_to_be_passed_again_are_two_entries(void **state)
{
    (void)state;
    rig.board.rules.is_checked = true;
    board_rig_change(&rig, PHASE_OPEN);
    assert_int_equal(board_rig_post(&rig, "tent", ANN), OK);
    assert_int_equal(set_state(1, IDEA_SHOWN, NULL), OK);
    assert_int_equal(edit(2, "{\"a\":1}"), OK);
    assert_int_equal(board_rig_history(&rig, "tent", ANN, false, true), OK);
    assert_int_equal(rig.n_entries, 3);
    entry_is(0, HISTORY_STATE, HISTORY_BY_TEAM, "pending", "shown");
    entry_is(1, HISTORY_EDITED, HISTORY_BY_AUTHOR, "", "");
    entry_is(2, HISTORY_STATE, HISTORY_BY_AUTHOR, "shown", "pending");
}

static void whoever_may_not_read_an_idea_reads_no_history_of_it(void **state)
{
    (void)state;
    assert_int_equal(board_rig_post(&rig, "tent", ANN), OK);
    assert_int_equal(board_rig_history(&rig, "tent", BEN, false, true), OK);
    assert_int_equal(board_rig_history(&rig, "tent", BEN, false, false), ERR_NOT_FOUND);
    assert_int_equal(set_state(1, IDEA_HIDDEN, NULL), OK);
    assert_int_equal(board_rig_history(&rig, "tent", BEN, false, true), ERR_NOT_FOUND);
    assert_int_equal(board_rig_history(&rig, "tent", ANN, false, true), OK);
    assert_int_equal(board_rig_history(&rig, "none", HOST, true, true), ERR_NOT_FOUND);
}

static void so_many_are_kept_and_they_go_with_the_board(void **state)
{
    (void)state;
    assert_int_equal(board_rig_post(&rig, "tent", ANN), OK);
    for (unsigned i = 0; i < IDEA_HISTORY_MAX + 3; i++)
        assert_int_equal(set_state(1 + i, i % 2 ? IDEA_SHOWN : IDEA_HIDDEN, NULL), OK);
    assert_int_equal(board_rig_history(&rig, "tent", HOST, true, true), OK);
    assert_int_equal(rig.n_entries, IDEA_HISTORY_MAX);
    entry_is(0, HISTORY_STATE, HISTORY_BY_TEAM, "hidden", "shown"); /* The fourth. */

    store_board_remove(rig.rig.store, rig_request(&rig.ask, NULL), &rig.room, &rig.board.id,
                       rig.board.version);
    assert_int_equal(rig_await(&rig.rig, &rig.ask), OK);
    /* The room, its journal, its news and what staff did, its code and the list of rooms.
     */
    assert_int_equal(redis_fixture_number(&rig.redis, "DBSIZE"), 6);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(each_change_is_an_entry_and_one_sent_again_is_none),
        CASE(words_that_have_to_be_passed_again_are_two_entries),
        CASE(whoever_may_not_read_an_idea_reads_no_history_of_it),
        CASE(so_many_are_kept_and_they_go_with_the_board),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
