/* SPDX-License-Identifier: Apache-2.0 */

#include "net/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* `zlib` is the judge: it checks sum and length of what was joined. */
#include <zlib.h>

#define PAGE "<a><!--clameur:head--><b><!--clameur:main--><c><!--clameur:state--><d>"

static void a_page_is_filled_in_its_slots(void **state)
{
    struct buf *head = buf_new("H", 1), *json = buf_new("{}", 2), *body = buf_new("", 0);
    const struct buf *const slots[SLOTS] = {
        [SLOT_HEAD] = head, [SLOT_STATE] = json, [SLOT_MAIN] = body};
    struct template template;
    struct strbuf out = {0};

    (void)state;
    assert_true(template_make(PAGE, sizeof PAGE - 1, &template));
    template_fill(&template, slots, false, &out);
    assert_string_equal(out.text, "<a>H<b><c>{}<d>");
    strbuf_done(&out);
    template_done(&template);
    buf_unref(head);
    buf_unref(json);
    buf_unref(body);
}

static void a_page_without_its_markers_is_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "<!--clameur:head--><!--clameur:main-->",
        PAGE "<!--clameur:main-->",
        "<!--clameur:head--><!--clameur:head--><!--clameur:main-->",
    };
    struct template template;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_false(template_make(rows[i], strlen(rows[i]), &template));
}

static void joined_pieces_are_one_gzip_file(void **state)
{
    static unsigned char text[90000], out[200000];
    struct strbuf zipped = {0};
    uint32_t seed = 5;

    (void)state;
    for (size_t i = 0; i < sizeof text; i++) { /* Half noise, half not. */
        seed = seed * 1664525 + 1013904223;
        text[i] = i % 2 ? (unsigned char)(seed >> 24) : 'a';
    }
    for (size_t cut = 0; cut < 70000; cut += 9973) {
        struct piece first = piece_make((char *)text, cut),
                     last = piece_make((char *)text, 0);
        struct gzip gzip = gzip_begin(&zipped);
        gzip_piece(&gzip, &first);
        gzip_text(&gzip, (char *)text + cut, 100);
        gzip_text(&gzip, "", 0);
        gzip_text(&gzip, (char *)text + cut + 100, sizeof text - cut - 100);
        gzip_piece(&gzip, &last);
        gzip_end(&gzip);

        z_stream stream = {.next_in = (unsigned char *)zipped.text,
                           .avail_in = (unsigned)zipped.len,
                           .next_out = out,
                           .avail_out = sizeof out};
        inflateInit2(&stream, 15 + 16);
        assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
        assert_int_equal(stream.avail_in, 0);
        assert_int_equal(stream.total_out, sizeof text);
        assert_memory_equal(out, text, sizeof text);
        inflateEnd(&stream);
        piece_done(&first);
        piece_done(&last);
        strbuf_done(&zipped);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_filled_in_its_slots),
        cmocka_unit_test(a_page_without_its_markers_is_refused),
        cmocka_unit_test(joined_pieces_are_one_gzip_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
