/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/hook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* After the three that it needs. */
#include <cmocka.h>

static void events_are_written_as_they_are_read(void **state)
{
    char text[HOOK_EVENTS_BYTES];
    uint32_t events;

    (void)state;
    for (uint32_t all = 0; all < 1u << HOOK_EVENTS; all++) {
        hook_events_write(all, text);
        assert_true(hook_events_read(text, &events));
        assert_int_equal(events, all);
    }
    hook_events_write(1u << HOOK_POSTED | 1u << HOOK_GATE, text);
    assert_string_equal(text, ",idea.posted,gate,");
    assert_false(hook_events_read(",moon,", &events));
    assert_false(hook_events_read(",gate", &events));
}

static void only_addresses_that_may_be_kept_are_good(void **state)
{
    static const struct {
        const char *url;
        bool secure, plain;
    } rows[] = {
        {"https://example.org", true, true},
        {"https://example.org/a?b=c&d=%20e", true, true},
        {"https://[2001:db8::1]:8443/x", true, true},
        {"http://example.org/", false, true},
        {"https://anna:secret@example.org/", false, false},
        {"https://example.org/@anna", true, true},
        {"https://", false, false},
        {"https:///x", false, false},
        {"https://:80/", false, false},
        {"https://example.org/#part", false, false},
        {"https://example.org/ x", false, false},
        {"https://example.org/\r\nHost: other", false, false},
        {"https://ex\xc3\xa4mple.org/", false, false},
        {"ftp://example.org/", false, false},
        {"file:///etc/passwd", false, false},
        {"HTTPS://example.org", false, false},
        {"", false, false},
    };
    char longest[HOOK_URL_BYTES_MAX + 2];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t len = strlen(rows[i].url);

        assert_int_equal(hook_url_is_good(rows[i].url, len, false), rows[i].secure);
        assert_int_equal(hook_url_is_good(rows[i].url, len, true), rows[i].plain);
    }
    memset(longest, 'a', sizeof longest);
    memcpy(longest, "https://", 8);
    assert_true(hook_url_is_good(longest, HOOK_URL_BYTES_MAX, false));
    assert_false(hook_url_is_good(longest, HOOK_URL_BYTES_MAX + 1, false));
}

static void who_refuses_is_given_up_who_is_away_is_not(void **state)
{
    (void)state;
    assert_true(hook_is_taken(200) && hook_is_taken(204));
    assert_false(hook_is_taken(0) || hook_is_taken(302) || hook_is_taken(500));
    assert_false(hook_is_given_up(400, HOOK_REFUSALS_MAX - 1));
    assert_true(hook_is_given_up(400, HOOK_REFUSALS_MAX));
    assert_false(hook_is_given_up(429, 1000));
    assert_false(hook_is_given_up(503, 1000));
    assert_false(hook_is_given_up(0, 1000));
}

static void waits_double_and_spread(void **state)
{
    (void)state;
    for (unsigned tries = 1; tries < 200; tries++) {
        uint64_t usual = tries < 11 ? (uint64_t)HOOK_AGAIN_MS << (tries - 1)
                                    : (uint64_t)HOOK_AGAIN_MS_MAX;

        if (usual > HOOK_AGAIN_MS_MAX)
            usual = HOOK_AGAIN_MS_MAX;
        assert_int_equal(hook_wait_ms(tries, 0), usual * 3 / 4);
        assert_in_range(hook_wait_ms(tries, UINT32_MAX), usual * 3 / 4, usual * 5 / 4);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_are_written_as_they_are_read),
        cmocka_unit_test(only_addresses_that_may_be_kept_are_good),
        cmocka_unit_test(who_refuses_is_given_up_who_is_away_is_not),
        cmocka_unit_test(waits_double_and_spread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
