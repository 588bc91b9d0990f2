/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "live/frame.h"

static struct buf *message_of(size_t len)
{
    struct strbuf json = {0};

    for (size_t i = 0; i < len; i++)
        strbuf_add(&json, &"abcdefghij"[i % 10], 1);
    return frame_text(&json);
}

static void a_message_has_the_header_of_its_length(void **state)
{
    static const struct {
        const char *why;
        size_t len;
        unsigned char header[4];
        size_t header_len;
    } cases[] = {
        {"empty", 0, {0x81, 0}, 2},
        {"longest short form", 125, {0x81, 125}, 2},
        {"shortest 16-bit form", 126, {0x81, 126, 0, 126}, 4},
        {"longest single frame", FRAGMENT_BYTES, {0x81, 126, 0x20, 0}, 4},
        {"first of two fragments", FRAGMENT_BYTES + 1, {0x01, 126, 0x20, 0}, 4},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf *frames = message_of(cases[i].len);

        if (memcmp(frames->text, cases[i].header, cases[i].header_len) != 0)
            fail_msg("%s", cases[i].why);
        buf_unref(frames);
    }
}

static void every_write_ends_where_a_frame_ends_and_nothing_is_lost(void **state)
{
    static char out[FRAGMENT_WHOLE_BYTES];
    const size_t len = 3 * FRAGMENT_BYTES + 17;
    struct buf *frames = message_of(len);
    struct outgoing outgoing = {0};
    struct strbuf all = {0}, payload = {0};
    struct window window = {.out = out, .cap = sizeof out};
    size_t writes = 1;

    (void)state;
    bool done = outgoing_start(&outgoing, frames, &window);
    for (; !done; writes++) {
        strbuf_add(&all, out, window.used);
        window.used = 0;
        done = outgoing_continue(&outgoing, &window);
        assert_true(window.used > 0);
        assert_true(((unsigned char)out[0] & 0x0f) ==
                    0); /* A continuation starts each write. */
    }
    strbuf_add(&all, out, window.used);
    assert_int_equal(writes, 4);

    struct buf *whole = strbuf_take(&all);
    frame_payload(whole, &payload);
    assert_int_equal(payload.len, len);
    for (size_t i = 0; i < len; i++)
        assert_int_equal(payload.text[i], "abcdefghij"[i % 10]);
    strbuf_done(&payload);
    buf_unref(whole);
    buf_unref(frames);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_has_the_header_of_its_length),
        cmocka_unit_test(every_write_ends_where_a_frame_ends_and_nothing_is_lost),
    };
    return cmocka_run_group_tests_name("live/frame", tests, NULL, NULL);
}
