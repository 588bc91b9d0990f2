/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "domain/alike.h"
#include "live/word_alike.h"
#include "live/word_search.h"

enum { HIDDEN = 7 };

static struct lexicon *lexicon;
static struct index_share share;
static struct word_index *word_index;

static int begin(void **state)
{
    (void)state;
    lexicon = lexicon_new();
    share = (struct index_share){.bytes_max = INDEX_BYTES_MAX};
    word_index = word_index_new(lexicon, &share);
    return 0;
}

static int end(void **state)
{
    (void)state;
    word_index_free(word_index);
    lexicon_free(lexicon);
    return share.bytes == 0 ? 0 : -1; /* All that was counted was given back. */
}

static void put(uint32_t place, const char *title, const char *text)
{
    word_index_put(word_index, place,
                   &(struct index_text){title, text, strlen(title), strlen(text)});
}

static bool may_show(void *context, uint32_t place)
{
    (void)context;
    return place != HIDDEN;
}

/* The likest idea; UINT32_MAX: none. */
static uint32_t likest(const char *title)
{
    struct alike_found found[SIMILAR_MAX];
    const struct alike_query query = {
        .typed = {title, "", strlen(title), 0}, .may_show = may_show, .least = ALIKE_LEAST};

    return word_index_alike(word_index, &query, found, SIMILAR_MAX) ? found[0].place
                                                                    : UINT32_MAX;
}

/* The places that a search finds, as bits. */
static unsigned found_by(const char *text)
{
    uint32_t n;
    const float *scores = word_index_search(word_index, text, strlen(text), &n);
    unsigned bits = 0;

    for (uint32_t i = 0; i < n && i < 32; i++)
        if (scores[i] > 0.0f)
            bits |= 1u << i;
    return bits;
}

static void an_empty_index_finds_nothing(void **state)
{
    (void)state;
    assert_int_equal(likest("A tent"), UINT32_MAX);
    assert_int_equal(found_by("tent"), 0);
}

static void new_words_of_an_idea_replace_the_old(void **state)
{
    (void)state;
    put(0, "A tent", "by the lake");
    put(1, "A pool", "");
    assert_int_equal(found_by("lake"), 1u << 0);
    put(0, "A sauna", "in the forest");
    assert_int_equal(found_by("lake"), 0);
    assert_int_equal(found_by("tent"), 0);
    assert_int_equal(found_by("sauna forest"), 1u << 0);
    assert_int_equal(likest("Sauna"), 0);
    put(0, "", "");
    assert_int_equal(found_by("sauna"), 0);
    assert_int_equal(found_by("pool"), 1u << 1);
}

static void a_search_wants_all_words(void **state)
{
    (void)state;
    put(0, "Ouvrir la piscine le soir", "");
    put(1, "Cours de piscine", "le matin");
    put(2, "Openings in the fence", "");
    assert_int_equal(found_by("pisci"), 3);
    assert_int_equal(found_by("piscine matin"), 2);
    assert_int_equal(found_by("la piscine du matin"), 2);
    assert_int_equal(found_by("openi"), 4);
    assert_int_equal(found_by("psicine"), 3);
    assert_int_equal(found_by("le"), 0);
    assert_int_equal(found_by("?!"), 0);
}

static void the_title_counts_more_than_the_text(void **state)
{
    uint32_t n;
    (void)state;

    put(0, "Something else", "with kayaks");
    put(1, "Kayaks", "with something else");
    const float *scores = word_index_search(word_index, "kayak", 5, &n);

    assert_true(n >= 2 && scores[1] > scores[0] && scores[0] > 0.0f);
}

static void one_letter_is_forgiven_in_long_words(void **state)
{
    static const struct {
        const char *a, *b;
        bool is_typo;
    } rows[] = {{"piscin", "pisicn", true},
                {"piscin", "piscn", true},
                {"piscin", "piiscin", true},
                {"piscin", "piscon", true},
                {"piscin", "pisco", false},
                {"piscin", "piscin", false},
                {"", "", false},
                {"a", "", true}};
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].a, rows[i].b) != 0)
            assert_int_equal(word_is_typo(rows[i].a, rows[i].b), rows[i].is_typo);
        assert_int_equal(word_is_typo(rows[i].a, rows[i].b),
                         word_is_typo(rows[i].b, rows[i].a));
    }
    put(0, "Trampoline", "");
    assert_int_equal(likest("Une trampolin"), 0);
    assert_int_equal(likest("Trampoliine"), 0);
}

static void what_may_not_be_shown_is_passed_over(void **state)
{
    (void)state;
    put(HIDDEN, "A tent by the lake", "");
    put(3, "A tent by a small lake", "");
    assert_int_equal(likest("A tent by the lake"), 3);
    put(3, "A pool", "");
    assert_int_equal(likest("A tent by the lake"), UINT32_MAX);
}

static void what_does_not_fit_is_left_out_and_said(void **state)
{
    (void)state;
    put(0, "A tent", "");
    assert_false(word_index->is_partial);
    share.bytes_max = share.bytes;
    put(1, "A pool", "");
    assert_true(word_index->is_partial);
    assert_int_equal(found_by("tent"), 1);
    assert_int_equal(found_by("pool"), 0);
    put(0, "A sauna", ""); /* Old words go in any case: they are no longer its own. */
    assert_int_equal(found_by("tent"), 0);
}

static void memory_stays_near_the_bound(void **state)
{
    char title[64];
    (void)state;

    share.bytes_max = 1 << 20;
    for (uint32_t i = 0; i < 30000; i++) {
        snprintf(title, sizeof title, "word%u other%u third%u", i, 7 * i, 13 * i);
        put(i, title, "");
    }
    assert_true(word_index->is_partial);
    /* What grows by doubling may pass it once. */
    assert_true(share.bytes < 2 * share.bytes_max);
    assert_int_equal(found_by("word1"), found_by("word1"));
    assert_int_equal(likest("word3 other21 third39"), 3);
}

/* More than is looked at: still finds, and does not run over. */
static void a_board_of_one_word_is_no_harm(void **state)
{
    char title[IDEA_TITLE_BYTES_MAX];
    (void)state;

    for (uint32_t i = 0; i < 5000; i++)
        put(i, "Beach beach beach", "beach");
    put(5000, "Beach volleyball nets", "");
    assert_int_equal(likest("Nets for beach volleyball"), 5000);
    for (size_t i = 0; i + 2 < sizeof title; i += 2)
        memcpy(title + i, "ab", 3);
    assert_int_equal(likest(title), UINT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_index_finds_nothing, begin, end),
        cmocka_unit_test_setup_teardown(new_words_of_an_idea_replace_the_old, begin, end),
        cmocka_unit_test_setup_teardown(a_search_wants_all_words, begin, end),
        cmocka_unit_test_setup_teardown(the_title_counts_more_than_the_text, begin, end),
        cmocka_unit_test_setup_teardown(one_letter_is_forgiven_in_long_words, begin, end),
        cmocka_unit_test_setup_teardown(what_may_not_be_shown_is_passed_over, begin, end),
        cmocka_unit_test_setup_teardown(what_does_not_fit_is_left_out_and_said, begin, end),
        cmocka_unit_test_setup_teardown(memory_stays_near_the_bound, begin, end),
        cmocka_unit_test_setup_teardown(a_board_of_one_word_is_no_harm, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
