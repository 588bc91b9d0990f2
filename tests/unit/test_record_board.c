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
#include "wire/command.h"
#include "wire/record.h"

/* ---- Definitions ---- */

static enum err add_board(const char *def, struct command *out, struct command_blame *blame)
{
    struct strbuf text = {0};

    strbuf_printf(&text, "{'id':'b1','room':'K7Q42M','def':%s}", def);
    enum err err = body_said("board.add", text.text, out, blame);

    strbuf_done(&text);
    return err;
}

#define DEF(more) "{'kind':'ideas','title':'T'" more "}"
#define REST(names, order, checked, supports, ideas, tags, comments)                       \
    ",'names':'" names "','order':'" order "','checked':" checked ",'supports':" supports  \
    ",'ideas':" ideas ",'tags':[" tags "],'comments':" comments "}"
#define USUAL REST("choice", "top", "false", "0", "20", "", "true")

static void a_definition_is_kept_whole_and_in_one_form(void **state)
{
    static const struct {
        const char *why, *given, *kept;
    } cases[] = {
        {"with defaults", DEF(""), "{'kind':'ideas','title':'T','about':''" USUAL},
        {"everything, in another order",
         "{'tags':['Food','Sport'],'ideas':0,'supports':3,'checked':true,'order':'needs',"
         "'names':'all','about':'a\\nb','title':'T','kind':'questions'}",
         "{'kind':'questions','title':'T','about':'a\\u000ab'" REST(
             "all", "needs", "true", "3", "0", "'Food','Sport'", "false")},
        {"texts are cleaned",
         DEF(",'about':' a\\r\\n\\r\\n\\r\\nb\\t\\tc ','tags':[' x ']"),
         "{'kind':'ideas','title':'T','about':'a\\u000a\\u000ab c'" REST(
             "choice", "top", "false", "0", "20", "'x'", "true")},
        {"a group that was removed keeps its place", DEF(",'groups':['','b']"),
         "{'kind':'ideas','title':'T','about':'','names':'choice','order':'top',"
         "'checked':false,'supports':0,'ideas':20,'tags':[],'comments':true,"
         "'groups':['','b']}"},
        {"texts may stand inside HTML", DEF(",'about':'</script>'"),
         "{'kind':'ideas','title':'T','about':'\\u003c/script\\u003e'" USUAL},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct command_blame blame;
        struct command c;
        struct board_rules rules;
        enum err err = add_board(cases[i].given, &c, &blame);

        if (err)
            fail_msg("%s: %s %s", cases[i].why, err_code(err), blame.field);
        assert_string_equal(c.board.def.json->text, json_row(cases[i].kept));
        /* What is kept can be read, and says the same. */
        assert_int_equal(board_definition_read(c.board.def.json, &rules), OK);
        assert_memory_equal(&rules, &c.board.def.rules, sizeof rules);
        command_done(&c);
    }
}

static void what_is_no_definition_is_refused_by_name(void **state)
{
    static const struct {
        const char *given, *field;
        enum err err;
    } rows[] = {
        {"{'title':'T'}", "def.kind", ERR_BAD_FIELD},
        {"{'kind':'ideas'}", "def.title", ERR_BAD_FIELD},
        {"[]", "def", ERR_BAD_FIELD},
        {"{'kind':'polls','title':'T'}", "def.kind", ERR_BAD_FIELD},
        {DEF(",'colour':'red'"), "def.colour", ERR_BAD_FIELD},
        {DEF(",'names':'any'"), "def.names", ERR_BAD_FIELD},
        {DEF(",'order':'random'"), "def.order", ERR_BAD_FIELD},
        {DEF(",'order':null"), "def.order", ERR_BAD_FIELD},
        {DEF(",'checked':1"), "def.checked", ERR_BAD_FIELD},
        {DEF(",'supports':-1"), "def.supports", ERR_BAD_FIELD},
        {DEF(",'supports':1001"), "def.supports", ERR_BAD_FIELD},
        {DEF(",'ideas':1.0"), "def.ideas", ERR_BAD_FIELD},
        {DEF(",'ideas':1001"), "def.ideas", ERR_BAD_FIELD},
        {DEF(",'tags':'Food'"), "def.tags", ERR_BAD_FIELD},
        {DEF(",'tags':null"), "def.tags", ERR_BAD_FIELD},
        {DEF(",'tags':[1]"), "def.tags", ERR_BAD_FIELD},
        {DEF(",'tags':['']"), "def.tags", ERR_BAD_TEXT},
        {DEF(",'tags':['a','b','c','d','e','f','g','h','i','j','k','l','m']"), "def.tags",
         ERR_BAD_FIELD},
        {DEF(",'groups':['a','b','c','d','e','f','g','h','i','j','k','l','m']"),
         "def.groups", ERR_BAD_FIELD},
        {DEF(",'groups':[null]"), "def.groups", ERR_BAD_FIELD},
        {DEF(",'rules':1"), "def.rules", ERR_BAD_FIELD},
        {"{'kind':'ideas','title':'\\u200b'}", "def.title", ERR_BAD_TEXT},
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct command_blame blame;
        struct command c;
        enum err err = add_board(rows[i].given, &c, &blame);

        if (err != rows[i].err || strcmp(blame.field, rows[i].field) != 0)
            fail_msg("%s: %s %s", rows[i].given, err_code(err), blame.field);
    }
}

static void a_kept_definition_that_is_broken_is_a_fault(void **state)
{
    static const char *const rows[] = {"", "{}", "[]", "{'kind':'ideas','title':''}",
                                       "{'kind':'ideas','title':'T','more':1}"};
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *text = json_row(rows[i]);
        struct buf *json = buf_new(text, strlen(text));
        struct board_rules rules;

        assert_int_equal(board_definition_read(json, &rules), ERR_INTERNAL);
        buf_unref(json);
    }
}

/* ---- Words ---- */

static enum err post(const char *fields, struct command *out, struct command_blame *blame)
{
    struct strbuf text = {0};

    strbuf_printf(&text, "{'room':'K7Q42M','board':'b1','id':'i1',%s}", fields);
    enum err err = body_said("idea.post", text.text, out, blame);

    strbuf_done(&text);
    return err;
}

static void words_are_kept_without_what_is_empty(void **state)
{
    static const struct {
        const char *given, *kept;
        uint32_t tags;
        bool has_name;
    } rows[] = {
        {"'title':' A  tent '", "{'title':'A tent'}", 0, false},
        {"'title':'A','text':'','name':' ','tags':[]", "{'title':'A'}", 0, false},
        {"'tags':[0,11,0],'name':'Anna','text':'x\\ny','title':'A'",
         "{'title':'A','text':'x\\u000ay','name':'Anna'}", 1u << 11 | 1, true},
        {"'title':'one\\ntwo'", "{'title':'one two'}", 0, false},
        {"'title':'=1+1','text':'@SUM(A1)\\n+2\\n-3'",
         "{'title':'=1+1','text':'@SUM(A1)\\u000a+2\\u000a-3'}", 0, false},
        {"'title':'<img src=x onerror=alert(1)>'",
         "{'title':'\\u003cimg src=x onerror=alert(1)\\u003e'}", 0, false},
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct command_blame blame;
        struct command c;
        enum err err = post(rows[i].given, &c, &blame);

        if (err)
            fail_msg("%s: %s %s", rows[i].given, err_code(err), blame.field);
        assert_string_equal(c.idea.words.json->text, json_row(rows[i].kept));
        assert_int_equal(c.idea.words.tags, rows[i].tags);
        assert_int_equal(c.idea.words.has_name, rows[i].has_name);
        command_done(&c);
    }
}

static void what_are_no_words_is_refused_by_name(void **state)
{
    static const struct {
        const char *given, *field;
        enum err err;
    } rows[] = {
        {"'text':'x'", "title", ERR_BAD_FIELD},
        {"'title':''", "title", ERR_BAD_TEXT},
        {"'title':['A']", "title", ERR_BAD_FIELD},
        {"'title':'A','answer':'Mine'", "answer", ERR_BAD_FIELD},
        {"'title':'A','reason':'None'", "reason", ERR_BAD_FIELD},
        {"'title':'A','state':'shown'", "state", ERR_BAD_FIELD},
        {"'title':'A','tags':[12]", "tags", ERR_BAD_FIELD},
        {"'title':'A','tags':[-1]", "tags", ERR_BAD_FIELD},
        {"'title':'A','tags':[4294967296]", "tags", ERR_BAD_FIELD},
        {"'title':'A','tags':['0']", "tags", ERR_BAD_FIELD},
        {"'title':'A','tags':{'0':1}", "tags", ERR_BAD_FIELD},
        {"'title':'A','name':'a\\u0000b'", "name", ERR_BAD_TEXT},
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct command_blame blame;
        struct command c;
        enum err err = post(rows[i].given, &c, &blame);

        /* What is not text at all is refused by the reader of JSON before. */
        if (err == ERR_MALFORMED && strstr(rows[i].given, "u0000"))
            continue;
        if (err != rows[i].err || strcmp(blame.field, rows[i].field) != 0)
            fail_msg("%s: %s %s", rows[i].given, err_code(err), blame.field);
    }
}

static struct buf *row(const char *text)
{
    return text ? buf_new(json_row(text), strlen(json_row(text))) : NULL;
}

static struct buf *plain(const char *text)
{
    return text ? buf_new(text, strlen(text)) : NULL;
}

static void an_addition_changes_what_it_says_and_nothing_else(void **state)
{
#define KEPT "{'title':'A','text':'T','name':'N','answer':'Yes','reason':'R'}"
    static const struct {
        const char *kept, *words, *answer, *reason, *merged;
    } rows[] = {
        {KEPT, NULL, NULL, NULL, KEPT},
        {"{'title':'A'}", NULL, "Soon", NULL, "{'title':'A','answer':'Soon'}"},
        {KEPT, NULL, "No\nnever", NULL,
         "{'title':'A','text':'T','name':'N','answer':'No\\u000anever','reason':'R'}"},
        {KEPT, NULL, NULL, "", "{'title':'A','text':'T','name':'N','answer':'Yes'}"},
        {KEPT, "{'title':'B'}", NULL, NULL, "{'title':'B','answer':'Yes','reason':'R'}"},
        {KEPT, "{'title':'B','answer':'mine','reason':'mine'}", NULL, NULL,
         "{'title':'B','answer':'Yes','reason':'R'}"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf *kept = row(rows[i].kept), *words = row(rows[i].words), *merged = NULL;
        struct buf *answer = plain(rows[i].answer), *reason = plain(rows[i].reason);
        const struct idea_addition addition = {words, answer, reason, NULL};

        assert_int_equal(idea_words_merge(kept, &addition, &merged), OK);
        assert_string_equal(merged->text, json_row(rows[i].merged));
        buf_unref(merged);
        buf_unref(kept);
        buf_unref(words);
        buf_unref(answer);
        buf_unref(reason);
    }
}

/* A record of more than one message: everything at its longest. */
static void the_longest_words_and_answers_can_be_read_again(void **state)
{
    struct strbuf fields = {0}, answer = {0};
    struct command_blame blame;
    struct command c;
    struct buf *merged = NULL;
    struct idea_texts texts;

    (void)state;
    strbuf_puts(&fields, "'title':'A','text':'");
    for (unsigned i = 0; i < IDEA_TEXT_CHARS_MAX; i++)
        strbuf_puts(&fields, "&");
    strbuf_puts(&fields, "'");
    assert_int_equal(post(fields.text, &c, &blame), OK);
    for (unsigned i = 0; i < ABOUT_CHARS_MAX; i++)
        strbuf_puts(&answer, "<");
    struct buf *long_one = strbuf_take(&answer);
    assert_int_equal(
        idea_words_merge(c.idea.words.json,
                         &(struct idea_addition){.answer = long_one, .reason = long_one},
                         &merged),
        OK);
    assert_int_equal(idea_texts_read(merged, &texts), OK);
    assert_int_equal(strlen(texts.text), IDEA_TEXT_CHARS_MAX);
    buf_unref(merged);
    buf_unref(long_one);
    command_done(&c);
    strbuf_done(&fields);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_definition_is_kept_whole_and_in_one_form),
        cmocka_unit_test(what_is_no_definition_is_refused_by_name),
        cmocka_unit_test(a_kept_definition_that_is_broken_is_a_fault),
        cmocka_unit_test(words_are_kept_without_what_is_empty),
        cmocka_unit_test(what_are_no_words_is_refused_by_name),
        cmocka_unit_test(an_addition_changes_what_it_says_and_nothing_else),
        cmocka_unit_test(the_longest_words_and_answers_can_be_read_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
