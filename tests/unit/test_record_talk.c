/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/comment.h"
#include "store/record_talk.h"

static struct packet text(const char *bytes)
{
    return (struct packet){bytes, strlen(bytes)};
}

#define CARD(id, state, likes)                                                             \
    id "1:3,1:2,13:1792000000000,16:abcdefghijklmnop," state "4:team," likes

static void a_comment_is_read_as_it_was_packed(void **state)
{
    struct comment comment;

    (void)state;
    assert_true(comment_card_read(text(CARD("2:c1,", "5:shown,", "2:12,")), &comment));
    assert_string_equal(comment.id.text, "c1");
    assert_int_equal(comment.number, 3);
    assert_int_equal(comment.version, 2);
    assert_int_equal(comment.at_ms, 1792000000000);
    assert_memory_equal(comment.author.bytes, "abcdefghijklmnop", PARTICIPANT_BYTES);
    assert_int_equal(comment.state, IDEA_SHOWN);
    assert_int_equal(comment.likes, 12);
}

static void what_a_comment_waits_for_is_behind_the_rest(void **state)
{
    struct packet listed =
        comment_card_listed(text(CARD("2:c1,", "7:pending,", "1:0,3:zut,")));

    (void)state;
    assert_true(packet_is(listed, "zut"));
    assert_int_equal(comment_card_listed(text(CARD("2:c1,", "7:pending,", "1:0,"))).len, 0);
    assert_int_equal(comment_card_listed(text(CARD("2:c1,", "5:gone!,", "1:0,3:zut,"))).len,
                     0);
}

static void what_is_no_comment_is_none(void **state)
{
    static const char *const broken[] = {
        "",
        "2:c1,",
        CARD("0:,", "5:shown,", "1:1,"),
        CARD("3:c 1,", "5:shown,", "1:1,"),
        CARD("2:c1,", "5:gone!,", "1:1,"),
        CARD("2:c1,", "5:shown,", "2:-1,"),
        CARD("2:c1,", "5:shown,", "10:4294967296,"),
        CARD("2:c1,", "5:shown,", "1:1,1:x,1:y,"),
        CARD("2:c1,", "5:shown,", "1:1,3:x,"),
    };
    struct comment comment;

    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        if (comment_card_read(text(broken[i]), &comment))
            fail_msg("%s", broken[i]);
}

static void a_like_is_a_number_and_a_switch(void **state)
{
    static const char *const broken[] = {"1",    "1 2",          "x 1",  "1 1 1",
                                         "1  1", "4294967296 1", " 1 1", "-1 1"};
    uint32_t n;
    bool on;

    (void)state;
    assert_true(like_read(text("7 1"), &n, &on) && n == 7 && on);
    assert_true(like_read(text("8 0"), &n, &on) && n == 8 && !on);
    assert_true(like_read(text(""), &n, &on) && n == 0 && !on);
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        if (like_read(text(broken[i]), &n, &on))
            fail_msg("%s", broken[i]);
}

static void what_is_to_review_is_an_idea_or_a_comment_on_it(void **state)
{
    static const char *const broken[] = {"",         "tent",    " c1",
                                         "tent c 1", "Tent c1", "tent c1 "};
    struct review_thing thing;

    (void)state;
    assert_true(review_thing_read(text("tent "), &thing));
    assert_true(strcmp(thing.idea.text, "tent") == 0 && id_is_none(&thing.comment));
    assert_true(review_thing_read(text("tent c1"), &thing));
    assert_string_equal(thing.comment.text, "c1");
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        if (review_thing_read(text(broken[i]), &thing))
            fail_msg("%s", broken[i]);
}

/* Fewer reasons are known to an older one, more to a newer. */
static void reports_are_a_number_a_reason(void **state)
{
    uint32_t reports[REPORT_REASONS];

    (void)state;
    assert_true(review_reports_read(text("2 0 1"), reports));
    assert_true(reports[REPORT_SPAM] == 2 && reports[REPORT_PRIVATE] == 1 &&
                reports[REPORT_OTHER] == 0);
    assert_true(review_reports_read(text("1 1 1 1 1 9"), reports));
    assert_int_equal(reports[REPORT_OTHER], 1);
    assert_true(review_reports_read(text(""), reports) && reports[REPORT_SPAM] == 0);
    assert_false(review_reports_read(text("1 x"), reports));
}

#define READS_ITS_NAMES(what, count, name_of, read)                                        \
    do {                                                                                   \
        for (unsigned i = 0; i < (count); i++) {                                           \
            enum what back;                                                                \
                                                                                           \
            assert_true(read(name_of((enum what)i), &back) && (unsigned)back == i);        \
        }                                                                                  \
        enum what none;                                                                    \
        assert_false(read("nothing", &none));                                              \
    } while (0)

static void words_are_read_as_they_are_written(void **state)
{
    (void)state;
    READS_ITS_NAMES(comment_by, COMMENT_BYS, comment_by_name, comment_by_read);
    READS_ITS_NAMES(comment_order, COMMENT_ORDERS, comment_order_name, comment_order_read);
    READS_ITS_NAMES(report_reason, REPORT_REASONS, report_reason_name, report_reason_read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comment_is_read_as_it_was_packed),
        cmocka_unit_test(what_is_no_comment_is_none),
        cmocka_unit_test(what_a_comment_waits_for_is_behind_the_rest),
        cmocka_unit_test(a_like_is_a_number_and_a_switch),
        cmocka_unit_test(what_is_to_review_is_an_idea_or_a_comment_on_it),
        cmocka_unit_test(reports_are_a_number_a_reason),
        cmocka_unit_test(words_are_read_as_they_are_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
