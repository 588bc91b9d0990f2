/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_command.h"
#include "store/redis_map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

static uint16_t slot_of(const char *key)
{
    return redis_slot(key, strlen(key));
}

/* As `CLUSTER KEYSLOT` has them. */
static void a_key_has_the_slot_that_redis_gives_it(void **state)
{
    (void)state;
    assert_int_equal(slot_of("123456789"), 0x31c3); /* The specification's own example. */
    assert_int_equal(slot_of(""), 0);
    assert_int_equal(slot_of("foo"), 12182);
    assert_int_equal(slot_of("{foo}:room"), slot_of("foo"));
    assert_int_equal(slot_of("a{foo}b{bar}"), slot_of("foo"));
    assert_int_equal(slot_of("{foo}"), slot_of("foo"));
    assert_int_not_equal(slot_of("{}foo"), slot_of("foo")); /* Empty: the whole counts. */
    assert_int_not_equal(slot_of("{foo"), slot_of("foo"));
    assert_int_equal(slot_of("{{foo}}"), slot_of("{foo"));
}

static void a_command_goes_where_its_first_key_is(void **state)
{
    struct redis_command command = {0};

    (void)state;
    redis_command_fcall(&command, "cast", 2); /* A function's name is no key. */
    assert_int_equal(command.slot, 0);
    assert_true(command.writes);
    redis_command_key(&command, "{%s}:room", "foo");
    redis_command_key(&command, "{%s}:room", "bar");
    assert_int_equal(command.slot, 12182);
    redis_command_done(&command);
    redis_command_fcall_read(&command, "pulse", 1);
    assert_false(command.writes);
    redis_command_done(&command);
}

/* A reply, from the bytes that Redis would send. */
static redisReply *reply_of(const char *bytes)
{
    redisReader *reader = redisReaderCreate();
    void *reply = NULL;

    redisReaderFeed(reader, bytes, strlen(bytes));
    assert_int_equal(redisReaderGetReply(reader, &reply), REDIS_OK);
    assert_non_null(reply);
    redisReaderFree(reader);
    return reply;
}

static const struct redis_address asked = {"10.0.0.9", 7000};

static struct redis_map map;

static bool read_slots(const char *bytes)
{
    redisReply *reply = reply_of(bytes);
    bool is_read = redis_map_read_slots(&map, reply, &asked);

    freeReplyObject(reply);
    return is_read;
}

static void slots_are_read_with_their_masters(void **state)
{
    (void)state;
    assert_true(
        read_slots("*3\r\n"
                   "*4\r\n:0\r\n:99\r\n*2\r\n$1\r\na\r\n:1\r\n*2\r\n$1\r\nr\r\n:9\r\n"
                   "*3\r\n:200\r\n:16383\r\n*2\r\n$1\r\nb\r\n:2\r\n"
                   "*3\r\n:100\r\n:100\r\n*2\r\n$-1\r\n:3\r\n"));
    assert_int_equal(map.n, 3);
    assert_string_equal(map.masters[0].host, "a");
    assert_int_equal(map.masters[1].port, 2);
    assert_string_equal(map.masters[2].host, "10.0.0.9"); /* Whoever was asked. */
    assert_int_equal(map.owner[0], 1);
    assert_int_equal(map.owner[99], 1);
    assert_int_equal(map.owner[100], 3);
    assert_int_equal(map.owner[101], 0); /* Nobody's. */
    assert_int_equal(map.owner[16383], 2);
}

static void what_is_no_map_is_refused(void **state)
{
    static const char *const rows[] = {
        "*0\r\n",
        ":1\r\n",
        "-ERR This instance has cluster support disabled\r\n",
        "*1\r\n*2\r\n:0\r\n:1\r\n",
        "*1\r\n*3\r\n:-1\r\n:1\r\n*2\r\n$1\r\na\r\n:1\r\n",
        "*1\r\n*3\r\n:0\r\n:16384\r\n*2\r\n$1\r\na\r\n:1\r\n",
        "*1\r\n*3\r\n:0\r\n:1\r\n*2\r\n$1\r\na\r\n:0\r\n",
        "*1\r\n*3\r\n:0\r\n:1\r\n*2\r\n$1\r\na\r\n:70000\r\n",
        "*1\r\n*3\r\n:0\r\n:1\r\n*0\r\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (read_slots(rows[i]))
            fail_msg("read: %s", rows[i]);
}

static void a_sentinel_names_one_master_for_all_slots(void **state)
{
    static const char *const refused[] = {"*-1\r\n", "*1\r\n$1\r\na\r\n",
                                          "*2\r\n$1\r\na\r\n$1\r\nx\r\n",
                                          "*2\r\n$1\r\na\r\n$1\r\n0\r\n", "-IDONTKNOW\r\n"};
    redisReply *reply = reply_of("*2\r\n$9\r\n127.0.0.1\r\n$4\r\n6380\r\n");

    (void)state;
    assert_true(redis_map_read_sentinel(&map, reply, &asked));
    freeReplyObject(reply);
    assert_int_equal(map.n, 1);
    assert_string_equal(map.masters[0].host, "127.0.0.1");
    assert_int_equal(map.masters[0].port, 6380);
    assert_int_equal(map.owner[0], 1);
    assert_int_equal(map.owner[REDIS_SLOTS - 1], 1);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        reply = reply_of(refused[i]);
        assert_false(redis_map_read_sentinel(&map, reply, &asked));
        freeReplyObject(reply);
    }
}

static void maps_that_say_the_same_are_the_same(void **state)
{
    static struct redis_map other;
    redisReply *reply = reply_of("*2\r\n$9\r\n127.0.0.1\r\n$4\r\n6380\r\n");

    (void)state;
    assert_true(redis_map_read_sentinel(&map, reply, &asked));
    assert_true(redis_map_read_sentinel(&other, reply, &asked));
    freeReplyObject(reply);
    assert_true(redis_map_same(&map, &other));
    other.owner[7] = 0;
    assert_false(redis_map_same(&map, &other));
    other.owner[7] = 1;
    other.masters[0].port = 6381;
    assert_false(redis_map_same(&map, &other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_has_the_slot_that_redis_gives_it),
        cmocka_unit_test(a_command_goes_where_its_first_key_is),
        cmocka_unit_test(slots_are_read_with_their_masters),
        cmocka_unit_test(what_is_no_map_is_refused),
        cmocka_unit_test(maps_that_say_the_same_are_the_same),
        cmocka_unit_test(a_sentinel_names_one_master_for_all_slots),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
