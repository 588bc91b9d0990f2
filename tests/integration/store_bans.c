/* SPDX-License-Identifier: Apache-2.0 */

/* Bans in a real Redis: so many in a room, each once, and gone with it. */

#include "lib/board_rig.h"

#include "store/store_bans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

enum { STAFF = 9, FIRST = 1000 };

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

static enum err ban(const char *idea)
{
    const struct idea_place place = board_rig_place(&rig, idea);
    const struct participant staff = rig_person(STAFF);
    const struct id none = {0};

    store_ban(rig.rig.store, rig_request(&rig.ask, rig_keep_id), &place, &none, &staff);
    return rig_await(&rig.rig, &rig.ask);
}

static enum err unban(const struct id *handle)
{
    const struct participant staff = rig_person(STAFF);

    store_unban(rig.rig.store, rig_request(&rig.ask, NULL), &rig.room, handle, &staff);
    return rig_await(&rig.rig, &rig.ask);
}

static void a_ban_given_twice_is_one_and_its_undo_too(void **state)
{
    struct id handle;

    (void)state;
    assert_int_equal(board_rig_post(&rig, "tent", FIRST), OK);
    for (int again = 0; again < 2; again++)
        assert_int_equal(ban("tent"), OK);
    handle = rig.ask.id;
    assert_int_equal(board_rig_post(&rig, "more", FIRST), ERR_BANNED);
    assert_int_equal(board_rig_post(&rig, "tent", FIRST), OK); /* Sent again. */
    assert_int_equal(redis_fixture_number(&rig.redis, "XLEN {room}:acts"), 1);
    for (int again = 0; again < 2; again++)
        assert_int_equal(unban(&handle), OK);
    assert_int_equal(redis_fixture_number(&rig.redis, "XLEN {room}:acts"), 2);
    assert_int_equal(board_rig_post(&rig, "more", FIRST), OK);
}

static void a_room_holds_so_many_and_takes_them_along(void **state)
{
    char id[8];

    (void)state;
    for (unsigned i = 0; i <= BANS_PER_ROOM_MAX; i++) {
        (void)snprintf(id, sizeof id, "i%u", i);
        assert_int_equal(board_rig_post(&rig, id, FIRST + i), OK);
        assert_int_equal(ban(id), i < BANS_PER_ROOM_MAX ? OK : ERR_LIMIT_REACHED);
    }
    store_room_delete(rig.rig.store, rig_request(&rig.ask, NULL), &rig.room);
    assert_int_equal(rig_await(&rig.rig, &rig.ask), OK);
    assert_int_equal(redis_fixture_number(&rig.redis, "DBSIZE"), 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_ban_given_twice_is_one_and_its_undo_too),
        CASE(a_room_holds_so_many_and_takes_them_along),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
