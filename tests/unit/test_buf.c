/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static void a_buf_copies_its_bytes_and_ends_in_nul(void **state)
{
    char bytes[] = "a\0b";
    struct buf *buf = buf_new(bytes, 3);
    (void)state;

    bytes[0] = 'x';
    assert_int_equal(buf->len, 3);
    assert_memory_equal(buf->text, "a\0b", 4);
    buf_unref(buf);
}

static void an_empty_buf_is_an_empty_text(void **state)
{
    struct buf *buf = buf_new(NULL, 0);
    (void)state;

    assert_int_equal(buf->len, 0);
    assert_string_equal(buf->text, "");
    buf_unref(buf);
}

static void a_buf_lives_as_long_as_its_last_holder(void **state)
{
    struct buf *buf = buf_new("kept", 4);
    (void)state;

    assert_ptr_equal(buf_ref(buf), buf);
    buf_unref(buf);
    assert_int_equal(buf->refs, 1);
    assert_string_equal(buf->text, "kept");
    buf_unref(buf);
    buf_unref(NULL);
}

static void a_strbuf_grows_and_becomes_a_buf(void **state)
{
    struct strbuf s = {0};
    (void)state;

    for (int i = 0; i < 1000; i++)
        strbuf_printf(&s, "%d,", i);
    strbuf_puts(&s, "end");
    strbuf_add(&s, NULL, 0);
    assert_int_equal(s.len, 10 * 2 + 90 * 3 + 900 * 4 + 3);
    assert_memory_equal(s.text, "0,1,2,", 6);

    struct buf *buf = strbuf_take(&s);
    assert_string_equal(buf->text + buf->len - 7, "999,end");
    assert_null(s.text);
    assert_int_equal(s.len, 0);
    buf_unref(buf);
}

static void an_unused_strbuf_becomes_an_empty_buf(void **state)
{
    struct strbuf s = {0};
    struct buf *buf = strbuf_take(&s);
    (void)state;

    assert_string_equal(buf->text, "");
    buf_unref(buf);
    strbuf_done(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buf_copies_its_bytes_and_ends_in_nul),
        cmocka_unit_test(an_empty_buf_is_an_empty_text),
        cmocka_unit_test(a_buf_lives_as_long_as_its_last_holder),
        cmocka_unit_test(a_strbuf_grows_and_becomes_a_buf),
        cmocka_unit_test(an_unused_strbuf_becomes_an_empty_buf),
    };
    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
