/* SPDX-License-Identifier: Apache-2.0 */

/* Word lists in a real Redis: what the stems say is what the lists have, and both go with
 * the room. */

#include "lib/board_rig.h"

#include "store/store_lists.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

enum { STAFF = 9 };

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

static enum err set(const char *list, bool on, const char *word, const char *stem)
{
    const struct participant staff = rig_person(STAFF);
    const struct listed_word words[] = {{word, stem}, {word, stem}};
    struct words_change change = {.on = on, .by = &staff, .words = words, .n = 2};

    assert_true(id_read(list, strlen(list), &change.list));
    store_words_set(rig.rig.store, rig_request(&rig.ask, NULL), &rig.room, &change);
    return rig_await(&rig.rig, &rig.ask);
}

static void a_stem_is_known_as_long_as_a_word_has_it(void **state)
{
    (void)state;
    for (int again = 0; again < 2; again++)
        assert_int_equal(set("fr", true, "zut", "zut"), OK);
    assert_int_equal(set("fr", true, "Zuts", "zut"), OK);
    assert_int_equal(set("en", true, "zut", "zut"), OK);
    assert_int_equal(redis_fixture_number(&rig.redis, "ZCARD {room}:wordlists"), 3);
    assert_int_equal(redis_fixture_number(&rig.redis, "HLEN {room}:words"), 1);
    assert_int_equal(redis_fixture_number(&rig.redis, "XLEN {room}:acts"), 3);

    for (int again = 0; again < 2; again++)
        assert_int_equal(set("fr", false, "zut", "zut"), OK);
    assert_int_equal(set("fr", false, "Zuts", "zut"), OK);
    assert_int_equal(redis_fixture_number(&rig.redis, "HLEN {room}:words"), 1);
    assert_int_equal(set("en", false, "zut", "zut"), OK);
    assert_int_equal(redis_fixture_number(&rig.redis, "EXISTS {room}:words"), 0);
    assert_int_equal(redis_fixture_number(&rig.redis, "EXISTS {room}:wordlists"), 0);
}

static void lists_go_with_their_room(void **state)
{
    (void)state;
    assert_int_equal(set("fr", true, "zut", "zut"), OK);
    store_room_delete(rig.rig.store, rig_request(&rig.ask, NULL), &rig.room);
    assert_int_equal(rig_await(&rig.rig, &rig.ask), OK);
    assert_int_equal(redis_fixture_number(&rig.redis, "DBSIZE"), 0);
    assert_int_equal(set("fr", true, "zut", "zut"), ERR_NOT_FOUND);
    assert_int_equal(redis_fixture_number(&rig.redis, "DBSIZE"), 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_stem_is_known_as_long_as_a_word_has_it),
        CASE(lists_go_with_their_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
