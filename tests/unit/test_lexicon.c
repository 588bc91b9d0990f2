/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lexicon.h"

#define WORDS 64

static struct lexicon *lexicon;
static struct word words[WORDS];

static int begin(void **state)
{
    (void)state;
    lexicon = lexicon_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    lexicon_free(lexicon);
    return 0;
}

static size_t read_text(const char *text)
{
    return lexicon_read(lexicon, text, strlen(text), words, WORDS);
}

/* The one word that is no stop word. */
static struct word word_of(const char *text)
{
    struct word found = {0};
    size_t n = read_text(text), told = 0;

    for (size_t i = 0; i < n; i++) {
        if (!words[i].is_stop) {
            found = words[i];
            told++;
        }
    }
    if (told != 1)
        fail_msg("\"%s\" has %zu words", text, told);
    return found;
}

static void accents_capitals_and_forms_make_no_difference(void **state)
{
    static const char *const rows[][2] = {
        {"Réservées", "reserver"},   {"réservation", "RÉSERVE"},
        {"l’activité", "activites"}, {"vélos", "velo"},
        {"cœur", "coeurs"},          {"chevaux", "cheval"},
        {"nager", "nage"},           {"les horaires", "horaire"},
        {"bikes", "biking"},         {"rented", "renting"},
        {"the classes", "class"},    {"easier", "easier"},
        {"Ｃａｆé", "café"},         {"naïve", "naive"},
        {"straße", "strasse"},       {"e\u0301te\u0301", "\u00e9t\u00e9"},
        {"piscine", "Piscines !"},   {"pis\u200bcine\u00ad", "piscine"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct word left = word_of(rows[i][0]), right = word_of(rows[i][1]);

        if (strcmp(left.stem, right.stem) != 0)
            fail_msg("%s and %s: %s, %s", rows[i][0], rows[i][1], left.stem, right.stem);
    }
}

static void other_words_stay_apart(void **state)
{
    static const char *const rows[][2] = {{"pool", "poll"},      {"poisson", "boisson"},
                                          {"plage", "plat"},     {"tente", "tennis"},
                                          {"running", "rental"}, {"kayak", "canoe"}};
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct word left = word_of(rows[i][0]), right = word_of(rows[i][1]);

        if (strcmp(left.stem, right.stem) == 0)
            fail_msg("%s and %s: %s", rows[i][0], rows[i][1], left.stem);
    }
}

static void words_that_hold_sentences_together_are_marked(void **state)
{
    (void)state;
    size_t n = read_text("Il faut que l'on mette the kids' pool");
    const char *const said[] = {"faut", "mette", "kids", "pool"};
    size_t told = 0;

    for (size_t i = 0; i < n; i++)
        if (!words[i].is_stop)
            assert_string_equal(words[i].written, said[told++]);
    assert_int_equal(told, 4);
    assert_true(word_of("installer").is_weak);
    assert_false(word_of("piscine").is_weak);
    /* Tea is no article. */
    assert_string_equal(word_of("thé").written, "the");
    assert_int_equal(read_text("the"), 1);
    assert_true(words[0].is_stop);
}

static void what_is_written_in_two_ways_is_one_word(void **state)
{
    static const char *const rows[][2] = {
        {"wi-fi", "wifi"},       {"e-mail", "email"},       {"week-end", "weekend"},
        {"week end", "weekend"}, {"check-out", "checkout"}, {"t-shirt", "tshirt"}};
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(word_of(rows[i][0]).stem, word_of(rows[i][1]).stem);
    assert_int_equal(read_text("porte-bagages"), 2);
}

static void words_of_like_meaning_share_a_group(void **state)
{
    (void)state;
    assert_int_equal(word_of("bicyclette").group, word_of("bikes").group);
    assert_int_equal(word_of("children").group, word_of("enfant").group);
    assert_int_not_equal(word_of("enfant").group, 0);
    assert_int_not_equal(word_of("enfant").group, word_of("bikes").group);
    assert_int_equal(word_of("kayak").group, 0);
}

static void signs_without_blanks_are_a_word_each(void **state)
{
    (void)state;
    assert_int_equal(read_text("露天风呂"), 4);
    assert_int_equal(read_text("温泉 spa"), 3);
}

/* Whatever is read, it is short, ends and stays in its place. */
static void hostile_texts_do_no_harm(void **state)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "\xff\xfe",
                                        "\xc3",
                                        "-",
                                        "a-",
                                        "-a",
                                        "--a--b--",
                                        "'",
                                        "’’’",
                                        "\u202Eevil",
                                        "\u0301\u0301",
                                        "👩‍👩‍👧‍👦",
                                        "\ufdfa\ufdfa\ufdfa",
                                        "a\u200db",
                                        "%s%n",
                                        "Z̷̢̢a̴l̸g̷o̶"};
    char *long_text = malloc(6001);
    (void)state;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t n = read_text(texts[i]);

        assert_true(n <= WORDS);
        for (size_t w = 0; w < n; w++)
            assert_true(memchr(words[w].stem, '\0', sizeof words[w].stem) &&
                        memchr(words[w].written, '\0', sizeof words[w].written));
    }
    assert_non_null(long_text);
    memset(long_text, 'x', 6000);
    long_text[6000] = '\0';
    assert_int_equal(read_text(long_text), 1);
    assert_int_equal(strlen(words[0].written), WORD_BYTES_MAX);
    for (size_t i = 1; i < 6000; i += 2)
        long_text[i] = ' ';
    assert_int_equal(read_text(long_text), WORDS);
    for (size_t i = 0; i < 6000; i += 3)
        memcpy(long_text + i, "\xef\xb7\xba", 3); /* U+FDFA is 18 letters. */
    assert_true(read_text(long_text) <= WORDS);
    free(long_text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accents_capitals_and_forms_make_no_difference),
        cmocka_unit_test(other_words_stay_apart),
        cmocka_unit_test(words_that_hold_sentences_together_are_marked),
        cmocka_unit_test(what_is_written_in_two_ways_is_one_word),
        cmocka_unit_test(words_of_like_meaning_share_a_group),
        cmocka_unit_test(signs_without_blanks_are_a_word_each),
        cmocka_unit_test(hostile_texts_do_no_harm),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
