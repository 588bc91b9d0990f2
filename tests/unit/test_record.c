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

static enum err add_question(const char *def, struct command *out,
                             struct command_blame *blame)
{
    struct strbuf text = {0};

    strbuf_printf(&text, "{'id':'q1','room':'K7Q42M','def':%s}", def);
    enum err err = body_said("question.add", text.text, out, blame);

    strbuf_done(&text);
    return err;
}

#define SINGLE(more)   "{'kind':'single','title':'T','options':['A','B']" more "}"
#define MULTIPLE(more) "{'kind':'multiple','title':'T','options':['A','B','C']" more "}"
#define SCALE(more)    "{'kind':'scale','title':'T'" more "}"
#define QUIZ(more)     "{'kind':'quiz','title':'T','options':['A','B','C']" more "}"
#define RULES          ",'results':'after_vote','change':true,'hide_voters':false}"

struct kept_form {
    const char *why, *given, *kept;
};

static void are_kept(const struct kept_form cases[], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct command_blame blame;
        struct command command;
        enum err err = add_question(cases[i].given, &command, &blame);

        if (err)
            fail_msg("%s: %s %s", cases[i].why, err_code(err), blame.field);
        if (strcmp(command.question.def.json->text, json_row(cases[i].kept)) != 0)
            fail_msg("%s: %s", cases[i].why, command.question.def.json->text);
        command_done(&command);
    }
}

static void a_definition_is_kept_whole_and_in_one_form(void **state)
{
    static const struct kept_form cases[] = {
        {"single with defaults", SINGLE(""),
         "{'kind':'single','title':'T','options':['A','B']" RULES},
        {"another order of keys", "{'options':['A','B'],'title':'T','kind':'single'}",
         "{'kind':'single','title':'T','options':['A','B']" RULES},
        {"the defaults said aloud",
         SINGLE(",'hide_voters':false,'change':true,'results':'after_vote'"),
         "{'kind':'single','title':'T','options':['A','B']" RULES},
        {"notes come last", SINGLE(",'notes':' Slowly.\\nWait. ','change':false"),
         "{'kind':'single','title':'T','options':['A','B'],'results':'after_vote','change':"
         "false,'hide_voters':false,'notes':'Slowly.\\u000aWait.'}"},
        {"no notes are none", SINGLE(",'notes':' '"),
         "{'kind':'single','title':'T','options':['A','B']" RULES},
        {"texts are cleaned",
         "{'kind':'single','title':' T\\n ','options':['A ','e\xcc\x81']}",
         "{'kind':'single','title':'T','options':['A','\xc3\xa9']" RULES},
        {"texts may stand inside HTML",
         "{'kind':'single','title':'</script>','options':['A&B','\\\\']}",
         "{'kind':'single','title':'\\u003c/"
         "script\\u003e','options':['A\\u0026B','\\\\']" RULES},
        {"multiple with defaults", MULTIPLE(""),
         "{'kind':'multiple','title':'T','options':['A','B','C'],'min':1,'max':3" RULES},
        {"multiple with both", MULTIPLE(",'min':2,'max':2"),
         "{'kind':'multiple','title':'T','options':['A','B','C'],'min':2,'max':2" RULES},
        {"scale with defaults", SCALE(",'from':0,'to':10"),
         "{'kind':'scale','title':'T','from':0,'to':10,'look':'numbers','low':'','high':'"
         "'" RULES},
        {"scale with everything",
         SCALE(
             ",'from':1,'to':5,'look':'stars','low':'bad','high':'good','results':'never',"
             "'change':false,'hide_voters':true"),
         "{'kind':'scale','title':'T','from':1,'to':5,'look':'stars','low':'bad','high':'"
         "good',"
         "'results':'never','change':false,'hide_voters':true}"},
        {"pair", "{'kind':'pair','title':'T','options':['A','B']}",
         "{'kind':'pair','title':'T','options':['A','B']" RULES},
        {"nps", "{'kind':'nps','title':'T','low':'never'}",
         "{'kind':'nps','title':'T','low':'never','high':''" RULES},
        {"ranking", "{'kind':'ranking','title':'T','options':['A','B','C'],'max':2}",
         "{'kind':'ranking','title':'T','options':['A','B','C'],'min':1,'max':2" RULES},
        {"points", "{'kind':'points','title':'T','options':['A','B']}",
         "{'kind':'points','title':'T','options':['A','B']" RULES},
        {"number", "{'kind':'number','title':'T','from':-5,'to':1000000,'unit':'km'}",
         "{'kind':'number','title':'T','from':-5,'to':1000000,'unit':'km'" RULES},
        {"segment",
         "{'kind':'segment','title':'T','options':['A','B'],'results':'after_vote'}",
         "{'kind':'segment','title':'T','options':['A','B']" RULES},
        {"grid", "{'kind':'grid','title':'T','options':['A'],'high':'dear','top':'good'}",
         "{'kind':'grid','title':'T','options':['A'],'low':'','high':'dear','bottom':'',"
         "'top':'good'" RULES},
    };
    (void)state;

    are_kept(cases, sizeof cases / sizeof *cases);
}

static void what_is_right_is_kept_behind_what_everyone_may_know(void **state)
{
    static const struct kept_form cases[] = {
        {"quiz with defaults",
         "{'kind':'quiz','title':'T','options':['A','B'],'right':[1]}",
         "{'kind':'quiz','title':'T','options':['A','B'],'many':false,'duration':20,'speed'"
         ":"
         "true,'points':1000,'results':'after_close','change':true,'hide_voters':false,"
         "'right':[1]}"},
        {"what is right stands before the notes",
         "{'kind':'quiz','title':'T','options':['A','B','C'],'right':[0,2],'duration':0,"
         "'speed':false,'points':7,'notes':'N','results':'never'}",
         "{'kind':'quiz','title':'T','options':['A','B','C'],'many':true,'duration':0,'"
         "speed':"
         "false,'points':7,'results':'never','change':true,'hide_voters':false,'right':[0,"
         "2],"
         "'notes':'N'}"},
        {"several may be ticked where one is right",
         "{'kind':'quiz','title':'T','options':['A','B'],'right':[1],'many':true}",
         "{'kind':'quiz','title':'T','options':['A','B'],'many':true,'duration':20,'speed':"
         "true,'points':1000,'results':'after_close','change':true,'hide_voters':false,"
         "'right':[1]}"},
        {"a number to guess",
         "{'kind':'number','title':'T','from':-5,'to':50,'unit':'','right':-5}",
         "{'kind':'number','title':'T','from':-5,'to':50,'unit':'','nearest':3,'points':"
         "1000,"
         "'results':'after_vote','change':true,'hide_voters':false,'right':-5}"},
    };
    (void)state;

    are_kept(cases, sizeof cases / sizeof *cases);
}

#define TEN "'A','A','A','A','A','A','A','A','A','A'"
static const struct {
    const char *why, *given;
    enum err err;
    const char *field;
} refused[] = {
    {"no object", "'single'", ERR_BAD_FIELD, "def"},
    {"no kind", "{'title':'T','options':['A','B']}", ERR_BAD_FIELD, "def.kind"},
    {"no title", "{'kind':'single','options':['A','B']}", ERR_BAD_FIELD, "def.title"},
    {"an empty title", "{'kind':'single','title':' ','options':['A','B']}", ERR_BAD_TEXT,
     "def.title"},
    {"no options", "{'kind':'single','title':'T'}", ERR_BAD_FIELD, "def.options"},
    {"one option", "{'kind':'single','title':'T','options':['A']}", ERR_BAD_FIELD,
     "def.options"},
    {"21 options", "{'kind':'single','title':'T','options':[" TEN "," TEN ",'A']}",
     ERR_BAD_FIELD, "def.options"},
    {"an empty option", "{'kind':'single','title':'T','options':['A','']}", ERR_BAD_TEXT,
     "def.options"},
    {"an option that is no text", "{'kind':'single','title':'T','options':['A',1]}",
     ERR_BAD_FIELD, "def.options"},
    {"an option of 101",
     "{'kind':'single','title':'T','options':['A','"
     "aaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']}",
     ERR_BAD_TEXT, "def.options"},
    {"a pair of three", "{'kind':'pair','title':'T','options':['A','B','C']}",
     ERR_BAD_FIELD, "def.options"},
    {"steps of an nps", "{'kind':'nps','title':'T','from':0,'to':10}", ERR_BAD_FIELD,
     "def.from"},
    {"a ranking of thirteen",
     "{'kind':'ranking','title':'T','options':[" TEN ",'A','A','A']}", ERR_BAD_FIELD,
     "def.options"},
    {"points for thirteen", "{'kind':'points','title':'T','options':[" TEN ",'A','A','A']}",
     ERR_BAD_FIELD, "def.options"},
    {"a grid of nothing", "{'kind':'grid','title':'T','options':[]}", ERR_BAD_FIELD,
     "def.options"},
    {"a grid of nine",
     "{'kind':'grid','title':'T','options':['A','A','A','A','A','A','A','A','A']}",
     ERR_BAD_FIELD, "def.options"},
    {"a number downwards", "{'kind':'number','title':'T','from':5,'to':5}", ERR_BAD_FIELD,
     "def.to"},
    {"a number beyond", "{'kind':'number','title':'T','from':0,'to':1000001}",
     ERR_BAD_FIELD, "def.to"},
    {"a number without an end", "{'kind':'number','title':'T','from':5}", ERR_BAD_FIELD,
     "def.to"},
    {"half a number", "{'kind':'number','title':'T','from':0.5,'to':5}", ERR_BAD_FIELD,
     "def.from"},
    {"min of a single", SINGLE(",'min':1"), ERR_BAD_FIELD, "def.min"},
    {"steps of a single", SINGLE(",'from':1,'to':5"), ERR_BAD_FIELD, "def.from"},
    {"options of a scale", SCALE(",'from':1,'to':5,'options':['A','B']"), ERR_BAD_FIELD,
     "def.options"},
    {"min 0", MULTIPLE(",'min':0"), ERR_BAD_FIELD, "def.min"},
    {"min above max", MULTIPLE(",'min':3,'max':2"), ERR_BAD_FIELD, "def.min"},
    {"max above the options", MULTIPLE(",'max':4"), ERR_BAD_FIELD, "def.max"},
    {"max 0", MULTIPLE(",'max':0"), ERR_BAD_FIELD, "def.max"},
    {"a scale of one step", SCALE(",'from':3,'to':3"), ERR_BAD_FIELD, "def.to"},
    {"a scale downwards", SCALE(",'from':5,'to':1"), ERR_BAD_FIELD, "def.to"},
    {"a scale beyond 10", SCALE(",'from':0,'to':11"), ERR_BAD_FIELD, "def.to"},
    {"a scale from 10", SCALE(",'from':10,'to':11"), ERR_BAD_FIELD, "def.from"},
    {"a scale without an end", SCALE(",'from':0"), ERR_BAD_FIELD, "def.to"},
    {"no such look", SCALE(",'from':0,'to':5,'look':'hearts'"), ERR_BAD_FIELD, "def.look"},
    {"words for an end too long",
     SCALE(",'from':0,'to':5,'low':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'"),
     ERR_BAD_TEXT, "def.low"},
    {"no such result mode", SINGLE(",'results':'later'"), ERR_BAD_FIELD, "def.results"},
    {"a result mode that is no text", SINGLE(",'results':1"), ERR_BAD_FIELD, "def.results"},
    {"change as a number", SINGLE(",'change':1"), ERR_BAD_FIELD, "def.change"},
    {"a quiz without what is right", QUIZ(""), ERR_BAD_FIELD, "def.right"},
    {"nothing is right", QUIZ(",'right':[]"), ERR_BAD_FIELD, "def.right"},
    {"an option beyond", QUIZ(",'right':[3]"), ERR_BAD_FIELD, "def.right"},
    {"right twice", QUIZ(",'right':[1,1]"), ERR_BAD_FIELD, "def.right"},
    {"not ascending", QUIZ(",'right':[1,0]"), ERR_BAD_FIELD, "def.right"},
    {"an option below", QUIZ(",'right':[-1]"), ERR_BAD_FIELD, "def.right"},
    {"half an option", QUIZ(",'right':[0.5]"), ERR_BAD_FIELD, "def.right"},
    {"right as a number", QUIZ(",'right':1"), ERR_BAD_FIELD, "def.right"},
    {"several right, one to tick", QUIZ(",'right':[0,1],'many':false"), ERR_BAD_FIELD,
     "def.many"},
    {"a quiz of four seconds", QUIZ(",'right':[0],'duration':4"), ERR_BAD_FIELD,
     "def.duration"},
    {"a quiz of 301 seconds", QUIZ(",'right':[0],'duration':301"), ERR_BAD_FIELD,
     "def.duration"},
    {"points of 10001", QUIZ(",'right':[0],'points':10001"), ERR_BAD_FIELD, "def.points"},
    {"nearest of a quiz", QUIZ(",'right':[0],'nearest':3"), ERR_BAD_FIELD, "def.nearest"},
    {"a quiz of thirteen",
     "{'kind':'quiz','title':'T','options':[" TEN ",'A','A','A'],'right':[0]}",
     ERR_BAD_FIELD, "def.options"},
    {"a guess beyond", "{'kind':'number','title':'T','from':0,'to':5,'right':6}",
     ERR_BAD_FIELD, "def.right"},
    {"a guess with 21 winners",
     "{'kind':'number','title':'T','from':0,'to':5,'right':5,'nearest':21}", ERR_BAD_FIELD,
     "def.nearest"},
    {"the nearest to nothing", "{'kind':'number','title':'T','from':0,'to':5,'nearest':1}",
     ERR_BAD_FIELD, "def.nearest"},
    {"a typing error", SINGLE(",'hide_voter':true"), ERR_BAD_FIELD, "def.hide_voter"},
};

static void a_definition_is_refused_by_field(void **state)
{
    (void)state;

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct command_blame blame;
        struct command command;
        enum err err = add_question(refused[i].given, &command, &blame);

        if (err != refused[i].err || strcmp(blame.field, refused[i].field) != 0)
            fail_msg("%s: %s \"%s\"", refused[i].why, err_code(err), blame.field);
    }
}

static void the_largest_definition_reads_back(void **state)
{
    char def[MESSAGE_BYTES_MAX];
    struct question_rules rules;
    struct definition_texts *texts = calloc(1, sizeof *texts);
    struct command_blame blame;
    struct command command;
    size_t used = (size_t)snprintf(def, sizeof def,
                                   "{'kind':'multiple','title':'%0200d','options':[", 0);
    (void)state;

    /* Each < is kept as six bytes: longer than any message may be. */
    for (int i = 0; i < QUESTION_OPTIONS_MAX; i++) {
        used += (size_t)snprintf(def + used, sizeof def - used, i ? ",'" : "'");
        memset(def + used, '<', OPTION_CHARS_MAX);
        used += OPTION_CHARS_MAX;
        used += (size_t)snprintf(def + used, sizeof def - used, "'");
    }
    (void)snprintf(def + used, sizeof def - used, "]}");

    assert_int_equal(add_question(def, &command, &blame), OK);
    assert_true(command.question.def.json->len > MESSAGE_BYTES_MAX);
    assert_int_equal(definition_read(command.question.def.json, &rules), OK);
    assert_int_equal(rules.shape.n_cells, QUESTION_OPTIONS_MAX);
    assert_int_equal(rules.shape.max, QUESTION_OPTIONS_MAX);
    assert_int_equal(definition_texts_read(command.question.def.json, texts), OK);
    assert_int_equal(texts->n_options, QUESTION_OPTIONS_MAX);
    assert_int_equal(strlen(texts->options[19]), OPTION_CHARS_MAX);
    assert_int_equal(texts->options[19][0], '<');
    command_done(&command);
    free(texts);
}

static void rules_of_a_scale_have_a_cell_for_each_step(void **state)
{
    struct question_rules rules;
    struct command_blame blame;
    struct command command;
    (void)state;

    assert_int_equal(
        add_question(SCALE(",'from':0,'to':10,'results':'after_close'"), &command, &blame),
        OK);
    assert_int_equal(definition_read(command.question.def.json, &rules), OK);
    assert_int_equal(rules.shape.kind, KIND_SCALE);
    assert_int_equal(rules.shape.n_cells, 11);
    assert_int_equal(rules.shape.min, 0);
    assert_int_equal(rules.shape.max, 10);
    assert_int_equal(rules.results, RESULTS_AFTER_CLOSE);
    assert_true(rules.may_change);
    assert_memory_equal(&rules, &command.question.def.rules, sizeof rules);
    command_done(&command);
}

static void the_bins_of_a_number_hold_all_its_values(void **state)
{
    static const struct {
        const char *range;
        uint32_t bin, n_cells;
    } cases[] = {
        {"'from':0,'to':1", 1, 3},    {"'from':0,'to':19", 1, 21},
        {"'from':0,'to':20", 2, 12},  {"'from':-50,'to':49", 5, 21},
        {"'from':1,'to':100", 5, 21}, {"'from':-1000000,'to':1000000", 100001, 21},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char def[128];
        struct command_blame blame;
        struct command command;

        (void)snprintf(def, sizeof def, "{'kind':'number','title':'T',%s}", cases[i].range);
        assert_int_equal(add_question(def, &command, &blame), OK);

        const struct kind_shape *shape = &command.question.def.rules.shape;
        struct ballot highest = {.form = BALLOT_VALUE, .n = 1, .numbers = {shape->max}};
        struct cells cells;

        assert_int_equal(shape->bin, cases[i].bin);
        assert_int_equal(shape->n_cells, cases[i].n_cells);
        assert_int_equal(kind_cells(shape, &highest, &cells), OK);
        assert_int_equal(cells.cell[0].index, shape->n_cells - 2);
        command_done(&command);
    }
}

static void what_the_store_kept_is_believed_only_if_it_is_ours(void **state)
{
    static const char *const others[] = {
        "", "null", "{}", "{\"kind\":\"single\"}", "[[[[[[[[[[", "{\"title\":7}"};
    (void)state;

    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct buf *json = buf_new(others[i], strlen(others[i]));
        struct question_rules rules;
        struct room_settings settings;

        assert_int_equal(definition_read(json, &rules), ERR_INTERNAL);
        assert_int_equal(settings_read(json, &settings), ERR_INTERNAL);
        buf_unref(json);
    }
}

static void settings_are_kept_whole_and_in_one_form(void **state)
{
    static const struct {
        const char *why, *given, *kept; /* kept NULL: refused. */
        const char *field;
    } cases[] = {
        {"defaults", "{'title':' Summer  club '}",
         "{'title':'Summer club','lang':'en','blank':false,'hide_people':false}", ""},
        {"everything",
         "{'hide_people':true,'blank':true,'lang':'fr','title':'\xc3\x89t\xc3\xa9'}",
         "{'title':'\xc3\x89t\xc3\xa9','lang':'fr','blank':true,'hide_people':true}", ""},
        {"the most active on stage", "{'title':'T','ranks':true,'points':{'idea':5}}",
         "{'title':'T','lang':'en','blank':false,'hide_people':false,'ranks':true,"
         "'points':{'idea':5}}",
         ""},
        {"a survey", "{'title':'T','pace':'survey','call':7}",
         "{'title':'T','lang':'en','blank':false,'hide_people':false,'pace':'survey','call'"
         ":"
         "7}",
         ""},
        {"live, which is said by nothing", "{'title':'T','pace':'live','call':0}",
         "{'title':'T','lang':'en','blank':false,'hide_people':false}", ""},
        {"a question by groups", "{'title':'T','split':{'by':'who','question':'q3'}}",
         "{'title':'T','lang':'en','blank':false,'hide_people':false,"
         "'split':{'question':'q3','by':'who'}}",
         ""},
        {"groups of no question", "{'title':'T','split':{'by':'who'}}", NULL,
         "split.question"},
        {"an idea that stands alone", "{'title':'T','large':{'board':'b1','idea':'tent'}}",
         "{'title':'T','lang':'en','blank':false,'hide_people':false,"
         "'large':{'board':'b1','idea':'tent'}}",
         ""},
        {"an idea of no board", "{'title':'T','large':{'idea':'tent'}}", NULL,
         "large.board"},
        {"a split that is no object", "{'title':'T','split':true}", NULL, "settings.split"},
        {"more of a split", "{'title':'T','split':{'by':'who','question':'q3','n':1}}",
         NULL, "split.n"},
        {"no such pace", "{'title':'T','pace':'slow'}", NULL, "settings.pace"},
        {"a call too many", "{'title':'T','call':1000000001}", NULL, "settings.call"},
        {"ranks as a number", "{'title':'T','ranks':1}", NULL, "settings.ranks"},
        {"no title", "{}", NULL, "settings.title"},
        {"no such language", "{'title':'T','lang':'de'}", NULL, "settings.lang"},
        {"a language that is no text", "{'title':'T','lang':null}", NULL, "settings.lang"},
        {"blank as a text", "{'title':'T','blank':'yes'}", NULL, "settings.blank"},
        {"a typing error", "{'title':'T','hidepeople':true}", NULL, "settings.hidepeople"},
        {"no object", "[]", NULL, "settings"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256];
        struct command_blame blame;
        struct command command;

        (void)snprintf(text, sizeof text, "{'id':'r1','settings':%s}", cases[i].given);
        enum err err = body_said("room.create", text, &command, &blame);

        if (!err != (cases[i].kept != NULL) || strcmp(blame.field, cases[i].field) != 0)
            fail_msg("%s: %s \"%s\"", cases[i].why, err_code(err), blame.field);
        if (err)
            continue;
        assert_string_equal(command.room_create.settings->text, json_row(cases[i].kept));
        command_done(&command);
    }
}

static void settings_read_back(void **state)
{
    static const char kept[] = "{\"title\":\"\\u003cb\\u003e\",\"lang\":\"fr\",\"blank\":"
                               "true,\"hide_people\":true}";
    struct buf *json = buf_new(kept, strlen(kept));
    struct room_settings settings;
    (void)state;

    assert_int_equal(settings_read(json, &settings), OK);
    assert_string_equal(settings.title, "<b>");
    assert_string_equal(settings.lang, "fr");
    assert_true(settings.blank && settings.hide_people);
    buf_unref(json);
}

static void equal_ballots_are_equal_bytes(void **state)
{
    static const struct {
        struct ballot ballot;
        const char *text;
    } cases[] = {
        {{.form = BALLOT_OPTIONS, .n = 2, .numbers = {0, 2}}, "{'options':[0,2]}"},
        {{.form = BALLOT_OPTIONS, .n = 0, .numbers = {0}}, "{'options':[]}"},
        {{.form = BALLOT_VALUE, .n = 1, .numbers = {7}}, "{'value':7}"},
        {{.form = BALLOT_VALUE, .n = 1, .numbers = {-NUMBER_MAX}}, "{'value':-1000000}"},
        {{.form = BALLOT_ORDER, .n = 3, .numbers = {2, 0, 11}}, "{'order':[2,0,11]}"},
        {{.form = BALLOT_POINTS, .n = 2, .numbers = {100, 0}}, "{'points':[100,0]}"},
        {{.form = BALLOT_PLACES, .n = 4, .numbers = {3, 10, 0, 0}},
         "{'places':[[3,10],[0,0]]}"},
    };
    struct ballot widest = {.form = BALLOT_PLACES, .n = BALLOT_NUMBERS_MAX};
    char out[BALLOT_TEXT_MAX + 1];
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t len = ballot_write(&cases[i].ballot, out);

        assert_string_equal(out, json_row(cases[i].text));
        assert_int_equal(len, strlen(out));
    }
    for (size_t i = 0; i < BALLOT_NUMBERS_MAX; i++)
        widest.numbers[i] = 999;
    assert_int_equal(ballot_write(&widest, out), BALLOT_TEXT_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_definition_is_kept_whole_and_in_one_form),
        cmocka_unit_test(what_is_right_is_kept_behind_what_everyone_may_know),
        cmocka_unit_test(a_definition_is_refused_by_field),
        cmocka_unit_test(the_largest_definition_reads_back),
        cmocka_unit_test(rules_of_a_scale_have_a_cell_for_each_step),
        cmocka_unit_test(the_bins_of_a_number_hold_all_its_values),
        cmocka_unit_test(what_the_store_kept_is_believed_only_if_it_is_ours),
        cmocka_unit_test(settings_are_kept_whole_and_in_one_form),
        cmocka_unit_test(settings_read_back),
        cmocka_unit_test(equal_ballots_are_equal_bytes),
    };
    return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
