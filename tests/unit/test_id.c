/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/id.h"

static void an_id_is_one_to_sixteen_safe_characters(void **state)
{
    static const struct {
        const char *why, *text;
        size_t len;
        bool is_good;
    } cases[] = {
        {"the shortest", "q", 1, true},
        {"the longest", "abcdefghijklmnop", 16, true},
        {"one too long", "abcdefghijklmnopq", 17, false},
        {"nothing", "", 0, false},
        {"every kind of character", "az09_-", 6, true},
        {"upper case would be a second name for the same key", "Q1", 2, false},
        {"a NUL inside", "a\0b", 3, false},
        {"a brace would move a key to another slot", "a}b", 3, false},
        {"a colon parts keys", "a:b", 3, false},
        {"a blank", "a b", 3, false},
        {"not ASCII", "\xc3\xa9", 2, false},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct id id = {"untouched"};
        bool is_good = id_read(cases[i].text, cases[i].len, &id);

        if (is_good != cases[i].is_good)
            fail_msg("%s: %s", cases[i].why, is_good ? "taken" : "refused");
        assert_string_equal(id.text, is_good ? cases[i].text : "untouched");
    }
}

static void ids_are_the_same_when_their_texts_are(void **state)
{
    struct id a = {"q1"}, b = {"q1"}, c = {"q12"}, none = {0};
    (void)state;

    assert_true(id_same(&a, &b));
    assert_false(id_same(&a, &c));
    assert_true(id_is_none(&none));
    assert_false(id_is_none(&a));
}

static void an_id_made_of_random_bytes_reads_back(void **state)
{
    uint8_t random[ID_RANDOM_BYTES];
    (void)state;

    for (unsigned first = 0; first < 256; first++) {
        struct id made, read;

        for (size_t i = 0; i < sizeof random; i++)
            random[i] = (uint8_t)(first + 37 * i);
        made = id_from_random(random);
        assert_int_equal(strlen(made.text), ID_RANDOM_BYTES);
        assert_true(id_read(made.text, strlen(made.text), &read));
        assert_true(id_same(&made, &read));
    }
}

static void a_code_is_read_as_people_type_it(void **state)
{
    static const struct {
        const char *why, *text, *expect; /* NULL: refused. */
    } cases[] = {
        {"as printed", "K7Q42M", "K7Q42M"},
        {"lower case", "k7q42m", "K7Q42M"},
        {"in groups", " K7Q-42M ", "K7Q42M"},
        {"too short", "K7Q42", NULL},
        {"too long", "K7Q42MM", NULL},
        {"nothing but blanks", "      ", NULL},
        {"0 looks like O", "K7Q420", NULL},
        {"O looks like 0", "K7Q42O", NULL},
        {"1 looks like I and L", "K7Q421", NULL},
        {"I looks like 1 and L", "K7Q42I", NULL},
        {"L looks like 1 and I", "K7Q42l", NULL},
        {"not ASCII", "K7Q42\xc3\xa9", NULL},
        {"a tab is no blank", "K7Q\t42M", NULL},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct code code = {"??????"};
        bool is_good = code_read(cases[i].text, strlen(cases[i].text), &code);

        if (is_good != (cases[i].expect != NULL))
            fail_msg("%s: %s", cases[i].why, is_good ? "taken" : "refused");
        assert_string_equal(code.text, is_good ? cases[i].expect : "??????");
    }
    struct code code;
    assert_false(code_read("K7Q\00042", 7, &code));
}

static void every_character_of_a_code_is_equally_likely(void **state)
{
    unsigned seen[256] = {0};
    (void)state;

    for (unsigned byte = 0; byte < 256; byte++) {
        uint8_t random[CODE_CHARS];
        struct code code;

        memset(random, (int)byte, sizeof random);
        if (code_from_random(random, sizeof random, &code))
            seen[(uint8_t)code.text[0]]++;
    }
    for (const char *c = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"; *c; c++)
        assert_int_equal(seen[(uint8_t)*c], 8);
}

static void a_code_asks_for_more_when_random_bytes_are_used_up(void **state)
{
    static const uint8_t biased[CODE_CHARS] = {255, 255, 0, 1, 2, 3};
    static const uint8_t enough[] = {255, 0, 1, 2, 3, 4, 5};
    struct code code = {"before"};
    (void)state;

    assert_false(code_from_random(biased, sizeof biased, &code));
    assert_string_equal(code.text, "before");
    assert_true(code_from_random(enough, sizeof enough, &code));
    assert_string_equal(code.text, "234567");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_is_one_to_sixteen_safe_characters),
        cmocka_unit_test(ids_are_the_same_when_their_texts_are),
        cmocka_unit_test(an_id_made_of_random_bytes_reads_back),
        cmocka_unit_test(a_code_is_read_as_people_type_it),
        cmocka_unit_test(every_character_of_a_code_is_equally_likely),
        cmocka_unit_test(a_code_asks_for_more_when_random_bytes_are_used_up),
    };
    return cmocka_run_group_tests_name("id", tests, NULL, NULL);
}
