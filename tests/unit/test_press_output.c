/* SPDX-License-Identifier: Apache-2.0 */

#include "press/press.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

static struct pressed pressed;

static bool reads(const char *bytes)
{
    return press_output_read(bytes, strlen(bytes), &pressed);
}

static void two_pictures_stand_behind_a_line(void **state)
{
    (void)state;
    assert_true(reads("jpeg 4 3 2 1 0 0 0\nabc"));
    assert_false(pressed.is_png);
    assert_int_equal(pressed.width, 4);
    assert_int_equal(pressed.height, 3);
    assert_memory_equal(pressed.full, "ab", pressed.full_len);
    assert_memory_equal(pressed.small, "c", pressed.small_len);
    assert_true(reads("png 1920 1920 1 1 0 0 0\nab"));
    assert_true(pressed.is_png);
}

static void a_page_has_its_words(void **state)
{
    (void)state;
    assert_int_equal(pressed.n_pages, 0);
    assert_true(reads("png 4 3 2 1 50 5 6\nabcTitleTitle."));
    assert_int_equal(pressed.n_pages, 50);
    assert_int_equal(pressed.title_len, 5);
    assert_memory_equal(pressed.title, "Title", 5);
    assert_int_equal(pressed.text_len, 6);
    assert_memory_equal(pressed.text, "Title.", 6);
    assert_true(reads("png 4 3 2 1 1 0 0\nabc"));
}

static void what_is_out_of_range_is_not_believed(void **state)
{
    static const char *const lies[] = {
        "",
        "png",
        "png \n",
        "gif 1 1 1 1 0 0 0\nab",
        "png 1921 1 1 1 0 0 0\nab",
        "png 0 1 1 1 0 0 0\nab",
        "png -1 1 1 1 0 0 0\nab",
        "png 1 1 1 1 0 0 0ab",
        "png 1 1 1 1 0 0 0\na",
        "png 1 1 1 1 0 0 0\nabc",
        "png 1 1 2097153 1 0 0 0\nab",
        "png 1 1 99999999999999999999999999 1 0 0 0\nab",
        "png 1 1 18446744073709551615 3 0 0 0\nab",
        "png 1 1 1 1\nab",
        "png 1 1 1 1 0 0\nab",
        "png 1 1 1 1 0 0 0 0\nab",
        "png 1 1 1 1 100001 0 0\nab",
        "png 1 1 1 1 1 2049 0\nab",
        "png 1 1 1 1 1 0 16385\nab",
        "png 1 1 1 1 1 1 0\nab",
        "png 1 1 1 1 1  0\nab",
        "png 1 1 1 1 1 18446744073709551615 1\nab",
    };

    (void)state;
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
        if (reads(lies[i]))
            fail_msg("believed: %s", lies[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_pictures_stand_behind_a_line),
        cmocka_unit_test(a_page_has_its_words),
        cmocka_unit_test(what_is_out_of_range_is_not_believed),
    };

    return cmocka_run_group_tests_name("press_output", tests, NULL, NULL);
}
