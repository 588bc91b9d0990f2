/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/json_row.h"
#include "wire/cast_read.h"

#define CAST(mid, question, round, n, ballot)                                              \
    "{'mid':" mid ",'cmd':'cast','question':'" question "','round':" round ",'n':" n       \
    ",'ballot':" ballot "}"
#define GOOD CAST("7", "q3", "1", "2", "{'options':[1]}")

/* The general way alone: a blank in front is not as clients write. */
static enum err read_generally(const char *text, struct command *out)
{
    struct command_blame blame;
    char message[MESSAGE_BYTES_MAX];
    int len = snprintf(message, sizeof message, " %s", text);

    return command_parse(message, (size_t)len, out, &blame);
}

static void assert_same_cast(const struct command *a, const struct command *b)
{
    assert_int_equal(a->type, COMMAND_CAST);
    assert_int_equal(b->type, COMMAND_CAST);
    assert_true(a->has_mid && b->has_mid);
    assert_int_equal(a->mid, b->mid);
    assert_string_equal(a->cast.question.text, b->cast.question.text);
    assert_int_equal(a->cast.round, b->cast.round);
    assert_int_equal(a->cast.n, b->cast.n);
    assert_memory_equal(&a->cast.ballot, &b->cast.ballot, sizeof a->cast.ballot);
}

static void a_cast_as_clients_write_it_is_read_as_the_general_way_would(void **state)
{
    static const char *const messages[] = {
        GOOD,
        CAST("0", "q", "1", "1", "{'options':[0]}"),
        CAST("2147483647", "a-z_0123456789zz", "2147483647", "2147483647", "{'value':10}"),
        CAST("1", "q3", "1", "1", "{'value':0}"),
        CAST("1", "q3", "1", "1", "{'value':1000000}"),
        CAST("1", "q3", "1", "1", "{'options':[3,1,1]}"),
        CAST("1", "q3", "1", "1",
             "{'options':[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19]}"),
    };
    (void)state;

    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        const char *text = json_row(messages[i]);
        struct command at_once, generally;

        if (!cast_read(text, strlen(text), &at_once))
            fail_msg("not read: %s", text);
        assert_int_equal(read_generally(text, &generally), OK);
        assert_same_cast(&at_once, &generally);
    }
}

static void whatever_is_different_is_left_to_the_general_way(void **state)
{
    static const struct {
        const char *why, *text;
    } cases[] = {
        {"nothing", ""},
        {"a blank in front", " " GOOD},
        {"a blank behind", GOOD " "},
        {"a blank within", CAST("7", "q3", "1", " 2", "{'options':[1]}")},
        {"more after the end", GOOD "x"},
        {"another command", "{'mid':7,'cmd':'room.list'}"},
        {"another order", "{'cmd':'cast','mid':7,'question':'q3','round':1,'n':2,"
                          "'ballot':{'options':[1]}}"},
        {"a field more", "{'mid':7,'cmd':'cast','question':'q3','round':1,'n':2,"
                         "'ballot':{'options':[1]},'x':1}"},
        {"an escape", CAST("7", "q\\u0033", "1", "2", "{'options':[1]}")},
        {"no id", CAST("7", "", "1", "2", "{'options':[1]}")},
        {"an id too long", CAST("7", "12345678901234567", "1", "2", "{'options':[1]}")},
        {"no letter of ids", CAST("7", "Q3", "1", "2", "{'options':[1]}")},
        {"mid out of range", CAST("2147483648", "q3", "1", "2", "{'options':[1]}")},
        {"a longer mid", CAST("10000000000", "q3", "1", "2", "{'options':[1]}")},
        {"a sign", CAST("-1", "q3", "1", "2", "{'options':[1]}")},
        {"round 0", CAST("7", "q3", "0", "2", "{'options':[1]}")},
        {"n 0", CAST("7", "q3", "1", "0", "{'options':[1]}")},
        {"a leading zero", CAST("7", "q3", "01", "2", "{'options':[1]}")},
        {"a fraction", CAST("7", "q3", "1.0", "2", "{'options':[1]}")},
        {"an exponent", CAST("7", "q3", "1e0", "2", "{'options':[1]}")},
        {"no number", CAST("7", "q3", "", "2", "{'options':[1]}")},
        {"no option", CAST("7", "q3", "1", "2", "{'options':[]}")},
        {"an option too high", CAST("7", "q3", "1", "2", "{'options':[20]}")},
        {"an option too many",
         CAST("7", "q3", "1", "2",
              "{'options':[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,0]}")},
        {"a comma without an option", CAST("7", "q3", "1", "2", "{'options':[1,]}")},
        {"a value too high", CAST("7", "q3", "1", "2", "{'value':1000001}")},
        {"a value below 0", CAST("7", "q3", "1", "2", "{'value':-1}")},
        {"another form", CAST("7", "q3", "1", "2", "{'order':[1,0]}")},
        {"both", CAST("7", "q3", "1", "2", "{'options':[1],'value':1}")},
        {"no ballot", CAST("7", "q3", "1", "2", "{}")},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = json_row(cases[i].text);
        struct command out = {.mid = 99};

        if (cast_read(text, strlen(text), &out))
            fail_msg("read: %s", cases[i].why);
        assert_int_equal(out.mid, 99);
    }
}

/* Every cut of a good one: nothing behind the end is looked at, as a sanitizer would tell.
 */
static void a_cast_cut_short_is_none(void **state)
{
    const char *good = json_row(GOOD);
    size_t len = strlen(good);
    (void)state;

    for (size_t cut = 0; cut < len; cut++) {
        char *text = malloc(cut ? cut : 1);
        struct command out;

        assert_non_null(text);
        memcpy(text, good, cut);
        assert_false(cast_read(text, cut, &out));
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cast_as_clients_write_it_is_read_as_the_general_way_would),
        cmocka_unit_test(whatever_is_different_is_left_to_the_general_way),
        cmocka_unit_test(a_cast_cut_short_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
