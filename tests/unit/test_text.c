/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

#define BYTES_MAX 64

static enum err clean(const char *text, struct text_limits limits, char *out)
{
    return text_clean(text, strlen(text), limits, out);
}

static void text_is_cleaned(void **state)
{
    static const struct text_limits limits = {1, 20, BYTES_MAX, 0};
    static const struct {
        const char *why, *text, *expect; /* NULL: refused. */
    } cases[] = {
        {"plain", "Yes", "Yes"},
        {"ends are trimmed", " \t Yes\n", "Yes"},
        {"runs of white space become one blank", "a \t\r\n b", "a b"},
        {"a no-break space is white space", "a\xc2\xa0 b", "a b"},
        {"a line separator is white space",
         "a\xe2\x80\xa8"
         "b",
         "a b"},
        {"accents become one letter (NFC)", "e\xcc\x81", "\xc3\xa9"},
        {"control characters go",
         "a\x01\x7f"
         "b",
         "ab"},
        {"an override could repaint its neighbours",
         "a\xe2\x80\xae"
         "b",
         "ab"},
        {"isolates too",
         "\xe2\x81\xa6"
         "a\xe2\x81\xa9",
         "a"},
        {"a zero-width space goes",
         "a\xe2\x80\x8b"
         "b",
         "ab"},
        {"a soft hyphen goes",
         "a\xc2\xad"
         "b",
         "ab"},
        {"a byte order mark goes",
         "\xef\xbb\xbf"
         "a",
         "a"},
        {"joiners inside emoji stay", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",
         "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb"},
        {"an emoji newer than our tables stays", "\xf0\x9f\xa9\xb7", "\xf0\x9f\xa9\xb7"},
        {"a private character goes", "a\xee\x80\x80", "a"},
        {"an unassigned character goes", "a\xcd\xb8", "a"},
        {"right-to-left letters are letters", "\xd7\xa9\xd7\x9c", "\xd7\xa9\xd7\x9c"},
        {"nothing", "", NULL},
        {"nothing but blanks", " \t ", NULL},
        {"nothing but dropped characters", "\xe2\x80\x8b\x01", NULL},
        {"joiners show nothing", "\xe2\x80\x8d\xe2\x80\x8c", NULL},
        {"a Hangul filler shows nothing", "\xe3\x85\xa4", NULL},
        {"an empty Braille cell shows nothing", "\xe2\xa0\x80", NULL},
        {"a lone accent shows nothing", "\xcc\x81", NULL},
        {"a cut character", "a\xc3", NULL},
        {"a longer form of a slash", "\xc0\xaf", NULL},
        {"a surrogate", "\xed\xa0\x80", NULL},
        {"beyond Unicode", "\xf4\x90\x80\x80", NULL},
        {"Latin-1", "caf\xe9", NULL},
    };
    char out[BYTES_MAX + 1];
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum err err = clean(cases[i].text, limits, out);

        if (err != (cases[i].expect ? OK : ERR_BAD_TEXT))
            fail_msg("%s: %s", cases[i].why, err_code(err));
        if (!err && strcmp(out, cases[i].expect) != 0)
            fail_msg("%s: got \"%s\"", cases[i].why, out);
    }
}

static void length_is_counted_as_people_see_it(void **state)
{
    static const struct text_limits limits = {2, 3, 30, 0};
    static const struct {
        const char *why, *text;
        enum err expect;
    } cases[] = {
        {"one too few", "a", ERR_BAD_TEXT},
        {"the fewest", "ab", OK},
        {"the most", "abc", OK},
        {"one too many", "abcd", ERR_BAD_TEXT},
        {"blanks at the ends do not count", "  abc  ", OK},
        {"a letter with two accents is one",
         "a\xcc\xa3\xcc\x81"
         "bc",
         OK},
        {"a flag is one",
         "\xf0\x9f\x87\xab\xf0\x9f\x87\xb7"
         "bc",
         OK},
        {"a family is one",
         "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7"
         "b",
         OK},
        {"few characters of many bytes",
         "a\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3"
         "\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3\xcc\xa3"
         "b",
         ERR_BAD_TEXT},
    };
    char out[31];
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum err err = clean(cases[i].text, limits, out);

        if (err != cases[i].expect)
            fail_msg("%s: %s", cases[i].why, err_code(err));
    }
}

static void a_text_that_may_be_empty_may_be_blank(void **state)
{
    static const struct text_limits limits = {0, 3, 10, 0};
    char out[11] = "before";
    (void)state;

    assert_int_equal(clean("", limits, out), OK);
    assert_string_equal(out, "");
    assert_int_equal(clean("  ", limits, out), OK);
    assert_string_equal(out, "");
}

static void a_nul_inside_is_dropped_like_other_controls(void **state)
{
    static const struct text_limits limits = {1, 3, 10, 0};
    char out[11];
    (void)state;

    assert_int_equal(text_clean("a\0b", 3, limits, out), OK);
    assert_string_equal(out, "ab");
}

/* ---- Of several lines ---- */

static void lines_are_kept_and_little_else(void **state)
{
    static const struct text_limits limits = {0, 40, BYTES_MAX, 4};
    static const struct {
        const char *why, *text, *expect; /* NULL: refused. */
    } cases[] = {
        {"a break stays", "a\nb", "a\nb"},
        {"Windows breaks", "a\r\nb\r\n", "a\nb"},
        {"an empty line stays", "a\n\nb", "a\n\nb"},
        {"many are one", "a\n\n\n\n\n\nb", "a\n\nb"},
        {"blanks around a break go", "a \t\n \n  b", "a\n\nb"},
        {"breaks at the ends go", "\n\na\n\n", "a"},
        {"a lone return is a blank", "a\rb", "a b"},
        {"a line separator is a break",
         "a\xe2\x80\xa8"
         "b",
         "a\nb"},
        {"a paragraph separator too",
         "a\xe2\x80\xa9"
         "b",
         "a\nb"},
        {"and a next line",
         "a\xc2\x85"
         "b",
         "a\nb"},
        {"a form feed is a blank", "a\fb", "a b"},
        {"zero-width characters between breaks do not part them",
         "a\n\xe2\x80\x8b\n\xe2\x80\x8b\nb", "a\n\nb"},
        {"as many lines as may be", "a\nb\nc\nd", "a\nb\nc\nd"},
        {"one line more", "a\nb\nc\nd\ne", NULL},
        {"an empty line counts", "a\n\nb\nc\nd", NULL},
        {"nothing but breaks is nothing", "\n\n\n", ""},
        {"a formula stays text", "=1+1\n@SUM(A1)\n-2", "=1+1\n@SUM(A1)\n-2"},
        {"an override goes from each line",
         "\xe2\x80\xaegood\n\xe2\x81\xa7"
         "evil",
         "good\nevil"},
    };
    char out[BYTES_MAX + 1];
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum err err = clean(cases[i].text, limits, out);

        if (err != (cases[i].expect ? OK : ERR_BAD_TEXT))
            fail_msg("%s: %s", cases[i].why, err_code(err));
        if (!err && strcmp(out, cases[i].expect) != 0)
            fail_msg("%s: got \"%s\"", cases[i].why, out);
    }
}

enum { FLOOD = 10000 };

/* `unit` so often in a row, as long as what a message could hold and beyond. */
static enum err clean_flood(const char *unit, const char *last, char *out)
{
    static const struct text_limits limits = {0, 2000, 6000, 60};
    static char text[FLOOD * 32];
    size_t used = 0, step = strlen(unit);

    for (unsigned i = 0; i < FLOOD; i++, used += step)
        memcpy(text + used, unit, step);
    memcpy(text + used, last, strlen(last) + 1);
    return text_clean(text, strlen(text), limits, out);
}

static void a_flood_is_refused_or_is_nothing(void **state)
{
    static const struct {
        const char *why, *unit, *last, *expect; /* NULL: refused. */
    } cases[] = {
        {"ten thousand lines", "a\n", "", NULL},
        {"ten thousand empty lines", "\n", "a", "a"},
        {"zero-width spaces", "\xe2\x80\x8b", "a", "a"},
        {"overrides", "\xe2\x80\xae", "a", "a"},
        {"joiners, which are kept in words", "\xe2\x80\x8d", "a", NULL},
        {"accents on one letter", "\xcc\xa3", "a", NULL},
        {"emoji of many code points",
         "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", "",
         NULL},
        {"letters", "a", "", NULL},
    };
    static char out[6001];
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum err err = clean_flood(cases[i].unit, cases[i].last, out);

        if (err != (cases[i].expect ? OK : ERR_BAD_TEXT))
            fail_msg("%s: %s", cases[i].why, err_code(err));
        if (!err && strcmp(out, cases[i].expect) != 0)
            fail_msg("%s: got \"%.40s\"", cases[i].why, out);
    }
}

static void what_is_too_long_is_cut(void **state)
{
    static const struct text_limits few = {1, 5, 30, 0}, small = {1, 50, 10, 0};
    static const struct {
        const char *why, *text;
        const struct text_limits *limits;
        const char *expect;
    } cases[] = {
        {"it fits", " abcde ", &few, "abcde"},
        {"one too many", "abcdef", &few, "abcd\u2026"},
        {"lines are one", "ab\n\ncd", &few, "ab cd"},
        {"no blank before the end", "abc  defgh", &few, "abc\u2026"},
        {"whole characters", "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9", &few,
         "\u00e9\u00e9\u00e9\u00e9\u2026"},
        {"as many as have room", "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9", &small,
         "\u00e9\u00e9\u00e9\u2026"},
        {"nothing", "", &few, ""},
        {"nothing to see", " \n ", &few, ""},
        {"no text behind that",
         "ab\xff"
         "cd",
         &few, "ab\u2026"},
        {"no text at all", "\xff", &few, ""},
    };
    char out[31];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text_cut(cases[i].text, strlen(cases[i].text), *cases[i].limits, out);
        if (strcmp(out, cases[i].expect) != 0)
            fail_msg("%s: got \"%s\"", cases[i].why, out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_cleaned),
        cmocka_unit_test(length_is_counted_as_people_see_it),
        cmocka_unit_test(a_text_that_may_be_empty_may_be_blank),
        cmocka_unit_test(a_nul_inside_is_dropped_like_other_controls),
        cmocka_unit_test(lines_are_kept_and_little_else),
        cmocka_unit_test(what_is_too_long_is_cut),
        cmocka_unit_test(a_flood_is_refused_or_is_nothing),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
