/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/json_row.h"
#include "wire/event.h"

#include <jansson.h>

static const struct id q3 = {"q3"}, none = {""};

/* Holds what was written against `expect`, which has ' for ", and proves it JSON. */
static void assert_wrote(struct strbuf *out, const char *expect)
{
    assert_string_equal(out->text, json_row(expect));

    json_t *parsed = json_loadb(out->text, out->len, JSON_REJECT_DUPLICATES, NULL);
    if (!parsed)
        fail_msg("not JSON: %s", out->text);
    json_decref(parsed);
    strbuf_done(out);
}

static void a_text_of_any_bytes_reads_back(void **state)
{
    static const struct {
        const char *why, *text, *expect;
    } cases[] = {
        {"plain", "Yes", "\"Yes\""},
        {"empty", "", "\"\""},
        {"quotes and backslashes", "a\"b\\", "\"a\\\"b\\\\\""},
        {"control characters", "\n\x01\x1f", "\"\\u000a\\u0001\\u001f\""},
        {"what HTML reads", "</script>&", "\"\\u003c/script\\u003e\\u0026\""},
        {"what old JavaScript reads", "\xe2\x80\xa8\xe2\x80\xa9", "\"\\u2028\\u2029\""},
        {"their neighbours", "\xe2\x80\xa7\xe2\x80", "\"\xe2\x80\xa7\xe2\x80\""},
        {"accents and emoji stay", "\xc3\xa9\xf0\x9f\x98\x80",
         "\"\xc3\xa9\xf0\x9f\x98\x80\""},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strbuf out = {0};

        json_text(&out, cases[i].text, strlen(cases[i].text));
        if (strcmp(out.text, cases[i].expect) != 0)
            fail_msg("%s: %s", cases[i].why, out.text);
        strbuf_done(&out);
    }
}

static void json_for_a_script_means_the_same(void **state)
{
    static const char json[] =
        "{\"a\":\"</script>\\\"\\u003c&\",\"b\":[1,\"\xe2\x80\xa8\"]}";
    struct strbuf out = {0};
    (void)state;

    json_for_script(&out, json, strlen(json));
    assert_null(strpbrk(out.text, "<>&"));
    assert_null(strstr(out.text, "\xe2\x80\xa8"));

    json_t *before = json_loads(json, 0, NULL), *after = json_loads(out.text, 0, NULL);
    assert_non_null(after);
    assert_true(json_equal(before, after));
    json_decref(before);
    json_decref(after);
    strbuf_done(&out);
}

static const uint32_t mid = 7;

static void answers_name_the_command_they_answer(void **state)
{
    struct strbuf out = {0};
    (void)state;

    answer_begin(&out, &mid);
    strbuf_puts(&out, "{}");
    answer_end(&out);
    assert_wrote(&out, "{'re':7,'ok':{}}");

    answer_begin(&out, NULL);
    strbuf_puts(&out, "{}");
    answer_end(&out);
    assert_wrote(&out, "{'ok':{}}");
}

static const struct {
    const char *why;
    bool is_socket;
    const uint32_t *re;
    enum err err;
    struct error_detail detail;
    const char *expect;
} errors[] = {
    {"an answer",
     true,
     &mid,
     ERR_CLOSED,
     {0},
     "{'re':7,'err':{'code':'closed','text':'question is not open'}}"},
    {"a broken message",
     true,
     NULL,
     ERR_MALFORMED,
     {0},
     "{'re':null,'err':{'code':'malformed','text':'message is not valid JSON'}}"},
    {"HTTP",
     false,
     NULL,
     ERR_FORBIDDEN,
     {0},
     "{'err':{'code':'forbidden','text':'this role may not do this'}}"},
    {"an empty field",
     false,
     NULL,
     ERR_FORBIDDEN,
     {.field = ""},
     "{'err':{'code':'forbidden','text':'this role may not do this'}}"},
    {"a field of the client's own",
     true,
     &mid,
     ERR_BAD_FIELD,
     {.field = "a\"<"},
     "{'re':7,'err':{'code':'bad_field','text':'a field is missing, unknown or out of "
     "range',"
     "'field':'a\\'\\u003c'}}"},
    {"a limit",
     true,
     &mid,
     ERR_LIMIT_REACHED,
     {.limit = "questions"},
     "{'re':7,'err':{'code':'limit_reached','text':'a limit is "
     "reached','limit':'questions'}}"},
    {"a stale ballot",
     true,
     &mid,
     ERR_STALE,
     {.has_n = true, .n = 2, .ballot = "{\"value\":7}tail", .ballot_len = 11},
     "{'re':7,'err':{'code':'stale','text':'something newer is known','n':2,"
     "'ballot':{'value':7}}}"},
    {"no ballot yet",
     true,
     &mid,
     ERR_STALE,
     {.has_n = true},
     "{'re':7,'err':{'code':'stale','text':'something newer is known','n':0}}"},
    {"another round",
     true,
     &mid,
     ERR_ROUND_OVER,
     {.round = 3},
     "{'re':7,'err':{'code':'round_over','text':'question was asked "
     "again','round':3}}"},
    {"too fast",
     true,
     &mid,
     ERR_TOO_MANY,
     {.again_ms = 50},
     "{'re':7,'err':{'code':'too_many','text':'too fast','again_ms':50}}"},
};

static void errors_say_what_is_needed_and_no_more(void **state)
{
    (void)state;

    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        struct strbuf out = {0};

        answer_error(&out, errors[i].is_socket, errors[i].re, errors[i].err,
                     &errors[i].detail);
        assert_wrote(&out, errors[i].expect);
    }
}

static void a_stale_move_comes_with_the_record_as_it_is(void **state)
{
    struct buf *record = buf_new("{\"id\":\"q3\"}", 11);
    const struct error_detail detail = {.record = record};
    struct strbuf out = {0};
    (void)state;

    answer_error(&out, true, &mid, ERR_STALE, &detail);
    assert_wrote(&out, "{'re':7,'err':{'code':'stale','text':'something newer is known',"
                       "'record':{'id':'q3'}}}");
    buf_unref(record);
}

#define NOTES "{'kind':'single','title':'\\',\\'notes\\':\\'','notes':'Say \\'hi\\'.'}"

static void notes_are_for_staff(void **state)
{
    const struct question question = {.id = q3, .round = 1, .version = 1};
    char def[] = NOTES;
    struct strbuf out = {0};
    (void)state;

    for (char *c = def; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    struct buf *kept = buf_new(def, strlen(def));
    struct question_view view = {&question, kept, .is_staff = true};
    record_question(&out, &view);
    assert_wrote(&out, "{'id':'q3','state':'draft','round':1,'version':1,'closes':0,"
                       "'def':" NOTES "}");
    view.is_staff = false;
    record_question(&out, &view);
    assert_wrote(&out, "{'id':'q3','state':'draft','round':1,'version':1,'closes':0,"
                       "'def':{'kind':'single','title':'\\',\\'notes\\':\\''}}");
    buf_unref(kept);
}

#define QUESTION                                                                           \
    "{'id':'q3','state':'open','round':2,'version':5,'closes':1700000000000,'def':{'kind'" \
    ":'single'}}"

static void facts_carry_the_whole_question(void **state)
{
    const struct question question = {.id = q3,
                                      .state = QUESTION_OPEN,
                                      .round = 2,
                                      .version = 5,
                                      .closes_ms = 1700000000000};
    struct buf *def = buf_new("{\"kind\":\"single\"}", 17);
    const struct question_view view = {.question = &question, .def = def};
    struct strbuf out = {0};
    (void)state;

    record_question(&out, &view);
    assert_wrote(&out, QUESTION);
    event_fact_question(&out, "question.opened", 133, &view);
    assert_wrote(&out, "{'ev':'question.opened','seq':133,'question':" QUESTION "}");
    event_question_removed(&out, 134, &q3);
    assert_wrote(&out, "{'ev':'question.removed','seq':134,'id':'q3'}");
    buf_unref(def);
}

static void a_room_lists_only_what_this_viewer_may_know_of(void **state)
{
    const struct room room = {.id = {"r1"},
                              .code = {"K7Q42M"},
                              .rev = 4,
                              .current = q3,
                              .board = {"b1"},
                              .access = ACCESS_PASSCODE,
                              .n_order = 2,
                              .order = {{"q1"}, {"q3"}}};
    struct buf *settings = buf_new("{\"title\":\"T\"}", 13);
    const struct room_view whole = {&room,        settings,      room.order,
                                    room.n_order, &room.current, &room.board};
    const struct room_view bare = {&room, settings, NULL, 0, &none, &none};
    struct strbuf out = {0};
    (void)state;

    record_room(&out, &whole);
    assert_wrote(&out, "{'id':'r1','code':'K7Q42M','rev':4,'current':'q3','board':'b1','"
                       "order':['q1','q3'],"
                       "'access':'passcode','settings':{'title':'T'}}");
    event_room_changed(&out, 9, &bare);
    assert_wrote(&out,
                 "{'ev':'room.changed','seq':9,'room':{'id':'r1','code':'K7Q42M','rev':4,"
                 "'current':null,'board':null,'order':[],'access':'passcode','settings':{'"
                 "title':'T'}}}");
    buf_unref(settings);
}

static void a_tally_without_counts_holds_none(void **state)
{
    struct tally tally = {
        .round = 1, .revision = 77, .voters = 120, .n_cells = 2, .counts = {70, 50, 9}};
    struct strbuf out = {0};
    (void)state;

    event_tally(&out, 1, &q3, &tally, TALLY_WHOLE);
    assert_wrote(&out,
                 "{'ev':'tally','epoch':1,'question':'q3','round':1,'rev':77,'voters':120,"
                 "'counts':[70,50]}");
    event_tally(&out, 1, &q3, &tally, TALLY_VOTERS);
    assert_wrote(
        &out, "{'ev':'voters','epoch':1,'question':'q3','round':1,'rev':77,'voters':120}");
}

static void numbers_are_written_whole(void **state)
{
    struct tally tally = {
        .round = UINT32_MAX, .revision = UINT64_MAX, .n_cells = 1, .counts = {INT64_MAX}};
    struct strbuf out = {0};
    (void)state;

    event_tally(&out, 0, &q3, &tally, TALLY_WHOLE);
    assert_string_equal(
        out.text, "{\"ev\":\"tally\",\"epoch\":0,\"question\":\"q3\",\"round\":4294967295,"
                  "\"rev\":18446744073709551615,\"voters\":0,"
                  "\"counts\":[9223372036854775807]}");
    strbuf_done(&out);
}

static void small_events_are_what_the_page_says(void **state)
{
    struct strbuf out = {0};
    (void)state;

    event_people(&out, 412);
    assert_wrote(&out, "{'ev':'people','n':412}");
    event_store(&out, &(struct store_news){false, true, "second", 2});
    assert_wrote(&out,
                 "{'ev':'store','up':false,'full':true,'keeps':'second','replicas':2}");
    event_bye(&out, 1834);
    assert_wrote(&out, "{'ev':'bye','again_ms':1834}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_of_any_bytes_reads_back),
        cmocka_unit_test(json_for_a_script_means_the_same),
        cmocka_unit_test(answers_name_the_command_they_answer),
        cmocka_unit_test(errors_say_what_is_needed_and_no_more),
        cmocka_unit_test(a_stale_move_comes_with_the_record_as_it_is),
        cmocka_unit_test(notes_are_for_staff),
        cmocka_unit_test(facts_carry_the_whole_question),
        cmocka_unit_test(a_room_lists_only_what_this_viewer_may_know_of),
        cmocka_unit_test(a_tally_without_counts_holds_none),
        cmocka_unit_test(numbers_are_written_whole),
        cmocka_unit_test(small_events_are_what_the_page_says),
    };
    return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}
