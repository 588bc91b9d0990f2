/* SPDX-License-Identifier: Apache-2.0 */

/* Which words of a cloud are one. */
#include "base/term.h"

#include "lib/dice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

static const char *key_of(const char *text)
{
    static char key[TERM_KEY_BYTES_MAX + 1];

    size_t len = term_key(text, strlen(text), key);

    assert_int_equal(len, strlen(key));
    return key;
}

static void what_is_written_otherwise_is_one(void **state)
{
    static const char *const same[][2] = {
        {"Idées", "idee"},        {"SEA", "sea"},        {"chevaux", "Cheval"},
        {"jeux", "jeu"},          {"bijoux", "bijou"},   {"gâteaux", "gateau"},
        {"parties", "party"},     {"parties", "partie"}, {"boxes", "box"},
        {"churches", "church"},   {"classes", "class"},  {"choses", "chose"},
        {"New-York", "new york"}, {"l’été", "L'ETE"},    {"œufs", "oeuf"},
        {"#soleil", "Soleil"},    {"(vent)", "vent !"},  {"taxes", "taxe"},
        {"days", "day"},          {"skis", "ski"},       {"ﬁn", "fin"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        char first[TERM_KEY_BYTES_MAX + 1];

        (void)snprintf(first, sizeof first, "%s", key_of(same[i][0]));
        if (strcmp(first, key_of(same[i][1])) != 0)
            fail_msg("%s: %s, %s: %s", same[i][0], first, same[i][1], key_of(same[i][1]));
    }
}

static void what_is_another_word_is_not(void **state)
{
    static const char *const differ[][2] = {
        {"nation", "national"},
        {"foi", "fois"},
        {"moi", "mois"},
        {"pari", "Paris"},
        {"C", "C++"},
        {"C", "C#"},
        {"mère", "mer"},
        {"porte", "port"},
        {"new", "news"},
        {"cour", "cours"},
        {"❤️", "❤️❤️"},
        {"mess", "mes"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof differ / sizeof *differ; i++) {
        char first[TERM_KEY_BYTES_MAX + 1];

        (void)snprintf(first, sizeof first, "%s", key_of(differ[i][0]));
        assert_true(first[0]);
        if (strcmp(first, key_of(differ[i][1])) == 0)
            fail_msg("%s and %s are %s", differ[i][0], differ[i][1], first);
    }
}

static void what_says_nothing_has_no_key(void **state)
{
    static const char *const nothing[] = {"", "...", "* = ,", "\"'«»", "\xff\xfe", "- _ |"};
    (void)state;

    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        assert_string_equal(key_of(nothing[i]), "");
}

/* Whatever is written, a key has none of the signs that part keys, and is its own. */
static void a_key_is_safe_to_keep(void **state)
{
    static const char *const signs[] = {"a",      "É", " ", ",", "=", "*",  "ﷺ",
                                        "❤️", "-", "s", "x", "|", "\"", "\\",
                                        "学",     "œ", "'", "y", "e", "#"};
    const size_t n = sizeof signs / sizeof *signs;
    struct dice dice;

    (void)state;
    dice_begin(&dice, "terms");
    for (int round = 0; round < 20000; round++) {
        char text[256], key[TERM_KEY_BYTES_MAX + 1], again[TERM_KEY_BYTES_MAX + 1];

        size_t at = 0;

        for (uint64_t i = dice_throw(&dice, 25); i > 0; i--)
            at += (size_t)snprintf(text + at, sizeof text - at, "%s",
                                   signs[dice_throw(&dice, n) - 1]);
        size_t len = term_key(text, at, key);
        assert_true(len <= TERM_KEY_BYTES_MAX);
        assert_null(strpbrk(key, " ,=*\n|"));
        assert_int_equal(term_key(text, at, again), len);
        assert_string_equal(key, again);
        assert_true(len == 0 || (key[0] != '_' && key[len - 1] != '_'));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_otherwise_is_one),
        cmocka_unit_test(what_is_another_word_is_not),
        cmocka_unit_test(what_says_nothing_has_no_key),
        cmocka_unit_test(a_key_is_safe_to_keep),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
