/* SPDX-License-Identifier: Apache-2.0 */

#include "store/sentinel_accord.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define STEADY "master"
#define DEAD   "s_down,o_down,master,disconnected"
#define MOVING "master,failover_in_progress"

static redisReply *reply_of(const char *text)
{
    redisReader *reader = redisReaderCreate();
    void *reply = NULL;

    assert_int_equal(redisReaderFeed(reader, text, strlen(text)), REDIS_OK);
    assert_int_equal(redisReaderGetReply(reader, &reply), REDIS_OK);
    assert_non_null(reply);
    redisReaderFree(reader);
    return reply;
}

static redisReply *reply_of_fields(const char *const *fields, size_t n)
{
    char text[512];
    int at = snprintf(text, sizeof text, "*%zu\r\n", n);

    for (size_t i = 0; i < n; i++)
        at += snprintf(text + at, sizeof text - (size_t)at, "$%zu\r\n%s\r\n",
                       strlen(fields[i]), fields[i]);
    return reply_of(text);
}

/* What a sentinel says whose entry is of `known`, and who names `named`. */
static struct sentinel_word word_of(const char *named, const char *known, const char *flags,
                                    const char *epoch)
{
    const char *const address[] = {"10.0.0.1", named};
    const char *const state[] = {"name", "live",  "ip",  "10.0.0.1",     "port",
                                 known,  "flags", flags, "config-epoch", epoch};
    redisReply *first = reply_of_fields(address, 2), *second = reply_of_fields(state, 10);
    struct sentinel_word word;

    assert_true(sentinel_word_read_address(&word, first));
    assert_true(sentinel_word_read_state(&word, second));
    freeReplyObject(first);
    freeReplyObject(second);
    return word;
}

static struct sentinel_word word_for(const char *master, const char *flags,
                                     const char *epoch)
{
    return word_of(master, master, flags, epoch);
}

/* One round of three sentinels, of whom `n` answer. */
static bool is_reached(struct sentinel_accord *accord, const struct sentinel_word *words,
                       size_t n)
{
    sentinel_accord_begin(accord);
    for (size_t i = 0; i < n; i++)
        sentinel_accord_hear(accord, &words[i]);
    return sentinel_accord_is_reached(accord, 3);
}

static void they_agree_when_all_say_the_same(void **state)
{
    const struct sentinel_word one = word_for("6379", STEADY, "4");
    const struct sentinel_word same[] = {one, one, one};
    struct sentinel_accord accord = {0};

    (void)state;
    assert_true(is_reached(&accord, same, 3));
    assert_int_equal(accord.word.master.port, 6379);
    assert_true(sentinel_accord_holds(&accord, &one));
}

/* Half of them may be the half that has not heard. */
static void more_than_half_have_to_answer(void **state)
{
    const struct sentinel_word one = word_for("6379", STEADY, "4");
    const struct sentinel_word same[] = {one, one, one};
    struct sentinel_accord accord = {0};

    (void)state;
    assert_false(is_reached(&accord, same, 0));
    assert_false(is_reached(&accord, same, 1));
    assert_true(is_reached(&accord, same, 2));
    sentinel_accord_begin(&accord);
    sentinel_accord_hear(&accord, &one);
    sentinel_accord_hear(&accord, &one);
    assert_false(sentinel_accord_is_reached(&accord, 4));
    assert_true(sentinel_accord_is_reached(&accord, 1));
}

/* Whatever may be said while one takes another's place: none of it is an accord until the
 * last has heard. */
static void nobody_is_the_master_while_one_is_replaced(void **state)
{
    const struct sentinel_word old = word_for("6379", STEADY, "4"),
                               dead = word_for("6379", DEAD, "4"),
                               leads = word_for("6379", MOVING, "4"),
                               promoted = word_of("6380", "6379", MOVING, "5"),
                               new = word_for("6380", STEADY, "5");
    const struct sentinel_word rounds[][3] = {
        {old, old, dead},     {dead, dead, dead},   {old, leads, old},
        {old, promoted, old}, {new, promoted, old}, {old, new, new},
    };
    const struct sentinel_word last[][3] = {{new, promoted, new}, {new, new, new}};
    struct sentinel_accord accord = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++)
        assert_false(is_reached(&accord, rounds[i], 3));
    for (size_t i = 0; i < sizeof last / sizeof *last; i++) {
        assert_true(is_reached(&accord, last[i], 3));
        assert_int_equal(accord.word.master.port, 6380);
    }
    assert_false(sentinel_accord_holds(&accord, &old));
}

/* Who has heard of a newer one does not go back, even if those who know of it are gone. */
static void an_older_configuration_is_never_taken_again(void **state)
{
    const struct sentinel_word old = word_for("6379", STEADY, "4"),
                               new = word_for("6380", STEADY, "5");
    const struct sentinel_word before[] = {old, old}, mixed[] = {old, new};
    struct sentinel_accord accord = {0};

    (void)state;
    assert_true(is_reached(&accord, before, 2));
    assert_false(is_reached(&accord, mixed, 2));
    assert_false(is_reached(&accord, before, 2));
}

static void what_is_no_word_is_refused(void **state)
{
    static const char *const addresses[] = {
        "*-1\r\n", "*1\r\n$1\r\na\r\n", "*2\r\n$1\r\na\r\n$1\r\nx\r\n",
        "*2\r\n$1\r\na\r\n$1\r\n0\r\n", "-IDONTKNOW\r\n"};
    static const char *const lacks[][8] = {
        {"ip", "10.0.0.1", "port", "6379", "flags", "master", "epoch", "1"},
        {"ip", "10.0.0.1", "port", "6379", "flag", "master", "config-epoch", "1"},
        {"ip", "10.0.0.1", "port", "none", "flags", "master", "config-epoch", "1"},
        {"ip", "10.0.0.1", "port", "6379", "flags", "master", "config-epoch", "1x"},
        {"i", "10.0.0.1", "port", "6379", "flags", "master", "config-epoch", "1"},
    };
    struct sentinel_word word = {0};

    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        redisReply *reply = reply_of(addresses[i]);

        assert_false(sentinel_word_read_address(&word, reply));
        assert_false(sentinel_word_read_state(&word, reply));
        freeReplyObject(reply);
    }
    for (size_t i = 0; i < sizeof lacks / sizeof *lacks; i++) {
        redisReply *reply = reply_of_fields(lacks[i], 8);

        assert_false(sentinel_word_read_state(&word, reply));
        freeReplyObject(reply);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_agree_when_all_say_the_same),
        cmocka_unit_test(more_than_half_have_to_answer),
        cmocka_unit_test(nobody_is_the_master_while_one_is_replaced),
        cmocka_unit_test(an_older_configuration_is_never_taken_again),
        cmocka_unit_test(what_is_no_word_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
