/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bench/figures.h"
#include "bench/histogram.h"
#include "bench/websocket.h"

static struct histogram histogram;
static struct figures figures;

static void times_are_told_within_a_sixty_fourth(void **state)
{
    (void)state;
    for (uint64_t us = 1; us < 100000000; us = us * 5 / 4 + 1) {
        histogram = (struct histogram){0};
        histogram_add(&histogram, us);
        histogram_add(&histogram, 200000000); /* So that the largest does not cap it. */
        uint64_t told = histogram_at(&histogram, 500);

        assert_in_range(told, us, us + us / HISTOGRAM_FINE);
    }
}

static void percentiles_count_from_the_smallest(void **state)
{
    (void)state;
    histogram = (struct histogram){0};
    assert_int_equal(histogram_at(&histogram, 500), 0);
    for (uint64_t us = 1; us <= 100; us++)
        histogram_add(&histogram, us);
    assert_int_equal(histogram_at(&histogram, 500), 50);
    assert_int_equal(histogram_at(&histogram, 990), 99);
    assert_int_equal(histogram_at(&histogram, 1000), 100);
}

static void histograms_add_up(void **state)
{
    struct histogram other = {0};

    (void)state;
    histogram = (struct histogram){0};
    histogram_add(&histogram, 10);
    histogram_add(&other, 20);
    histogram_add(&other, UINT64_MAX); /* Longer than any bin: the last one. */
    histogram_merge(&histogram, &other);
    assert_int_equal(histogram.n, 3);
    assert_int_equal(histogram_at(&histogram, 600), 20);
    assert_true(histogram.max_us == UINT64_MAX);
}

static void figures_are_json_by_scenario(void **state)
{
    struct strbuf text = {0};

    (void)state;
    figures = (struct figures){.scenario = "lobby"};
    figures_add(&figures, "people", 40, 0);
    figures_add(&figures, "each_us", strtod("nan", NULL), 2); /* Of nothing. */
    figures.scenario = "vote_spike";
    figures_flag(&figures, "exact", true);
    histogram = (struct histogram){0};
    figures_times(&figures, "never", &histogram);
    histogram_add(&histogram, 1500);
    figures_times(&figures, "counted", &histogram);
    figures_json(&figures, &text);
    assert_string_equal(
        text.text, "{\"lobby\":{\"people\":40,\"each_us\":0.00},\"vote_spike\":{\"exact\":"
                   "true,\"counted_p50_ms\":1.5,\"counted_p99_ms\":1.5,"
                   "\"counted_max_ms\":1.5}}");
    strbuf_done(&text);
    figures_table(&figures, &text);
    assert_non_null(strstr(text.text, "lobby\n  people  "));
    assert_non_null(strstr(text.text, "\n\nvote_spike\n  exact  "));
    strbuf_done(&text);
}

static void frames_are_read_only_when_they_are_whole(void **state)
{
    char bytes[70000] = {(char)0x81, 126, 1, 0};
    struct websocket_frame frame;

    (void)state;
    for (size_t have = 0; have < 260; have++)
        assert_false(websocket_read(bytes, have, &frame));
    assert_true(websocket_read(bytes, 260, &frame));
    assert_int_equal(frame.opcode, WEBSOCKET_TEXT);
    assert_int_equal(frame.head, 4);
    assert_int_equal(frame.len, 256);

    memcpy(bytes, "\x89\x00", 2);
    assert_true(websocket_read(bytes, 2, &frame));
    assert_int_equal(frame.opcode, WEBSOCKET_PING);

    memcpy(bytes, "\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10);
    assert_false(websocket_read(bytes, 65545, &frame));
    assert_true(websocket_read(bytes, 65546, &frame));
    assert_int_equal(frame.len, 65536);
}

static void what_is_sent_is_masked(void **state)
{
    char out[WEBSOCKET_SEND_BYTES_MAX + WEBSOCKET_HEAD_BYTES], text[200];

    (void)state;
    memset(text, 'a', sizeof text);
    assert_int_equal(websocket_mask(WEBSOCKET_TEXT, text, 125, out), 131);
    assert_int_equal(out[1] & 0xff, 0x80 | 125);
    assert_int_equal(out[6] ^ out[2], 'a');
    assert_int_equal(websocket_mask(WEBSOCKET_PONG, text, 126, out), 134);
    assert_int_equal(out[0] & 0xff, 0x8a);
    assert_int_equal(out[1] & 0xff, 0x80 | 126);
    assert_int_equal(out[3], 126);
    assert_int_equal(out[133] ^ out[5],
                     'a'); /* The 126th letter, the second of the mask. */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_told_within_a_sixty_fourth),
        cmocka_unit_test(percentiles_count_from_the_smallest),
        cmocka_unit_test(histograms_add_up),
        cmocka_unit_test(figures_are_json_by_scenario),
        cmocka_unit_test(frames_are_read_only_when_they_are_whole),
        cmocka_unit_test(what_is_sent_is_masked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
