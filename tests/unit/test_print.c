/* SPDX-License-Identifier: Apache-2.0 */

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/print.h"

#define CAP 64

/* The same through both, with every amount of room. */
static __attribute__((format(printf, 1, 2))) void prints_as_vsnprintf(const char *format,
                                                                      ...)
{
    for (size_t cap = 0; cap <= CAP; cap++) {
        char ours[CAP + 1], theirs[CAP + 1];
        va_list args, again;

        memset(ours, '~', sizeof ours);
        memset(theirs, '~', sizeof theirs);
        va_start(args, format);
        va_copy(again, args);
        size_t len = print_into(ours, cap, format, args);
        int wanted = vsnprintf(theirs, cap, format, again);
        va_end(again);
        va_end(args);
        assert_int_equal(len, wanted);
        if (cap)
            assert_string_equal(ours, theirs);
        assert_int_equal(ours[cap], '~');
    }
}

static void texts_and_counts_are_printed(void **state)
{
    (void)state;
    prints_as_vsnprintf("%s", "");
    prints_as_vsnprintf("plain");
    prints_as_vsnprintf("{%s}:ballots:%s:%" PRIu32, "r", "q3", UINT32_C(7));
    prints_as_vsnprintf("%u %u", 0U, UINT32_MAX);
    prints_as_vsnprintf("%lu|%zu|%" PRIu64, 18446744073709551615UL, (size_t)10,
                        UINT64_C(9));
    prints_as_vsnprintf("%s%s%s", "a text", " beside ", "another one");
}

static void the_rest_is_left_to_vsnprintf(void **state)
{
    (void)state;
    prints_as_vsnprintf("100%% of %s", "them");
    prints_as_vsnprintf("%s:%d:%s", "before", -12, "after");
    prints_as_vsnprintf("%u, then %.*s and %u", 5U, 3, "cut here", 6U);
    prints_as_vsnprintf("%s %5.2f %02x %s", "all", 2.5, 10U, "ways");
    prints_as_vsnprintf("%zx and %lld, %llu", (size_t)255, -1LL, 2ULL);
}

static void what_is_long_is_cut(void **state)
{
    char out[8];
    (void)state;

    assert_int_equal(print(out, sizeof out, "%s", "longer than that"), 16);
    assert_string_equal(out, "longer ");
    assert_int_equal(print(out, sizeof out, "%s%d", "longer than that", 5), 17);
    assert_string_equal(out, "longer ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_and_counts_are_printed),
        cmocka_unit_test(the_rest_is_left_to_vsnprintf),
        cmocka_unit_test(what_is_long_is_cut),
    };
    return cmocka_run_group_tests_name("print", tests, NULL, NULL);
}
