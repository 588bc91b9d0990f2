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

#include <jansson.h>

static void what_is_no_object_of_json_is_malformed(void **state)
{
    static const struct {
        const char *why, *text;
    } cases[] = {
        {"nothing", ""},
        {"blanks", "  "},
        {"not JSON", "hello"},
        {"cut short", "{'mid':1,'cmd':'room.list'"},
        {"more after the end", "{'mid':1,'cmd':'room.list'}x"},
        {"two in one", "{'mid':1,'cmd':'room.list'}{'mid':2,'cmd':'room.list'}"},
        {"a list", "[1]"},
        {"a text", "'room.list'"},
        {"a number", "7"},
        {"null", "null"},
        {"a key twice", "{'mid':1,'mid':2,'cmd':'room.list'}"},
        {"a key twice, deeper", "{'mid':1,'cmd':'cast','question':'q','round':1,'n':1,'"
                                "ballot':{'value':1,'value':2}}"},
        {"not UTF-8", "{'mid':1,'cmd':'link.create','role':'host','label':'\xff'}"},
        {"half a surrogate pair",
         "{'mid':1,'cmd':'link.create','role':'host','label':'\\ud800'}"},
        {"an escaped NUL",
         "{'mid':1,'cmd':'link.create','role':'host','label':'a\\u0000b'}"},
        {"a raw control character",
         "{'mid':1,'cmd':'link.create','role':'host','label':'a\nb'}"},
        {"a number beyond 64 bits", "{'mid':99999999999999999999,'cmd':'room.list'}"},
        {"a number that is none", "{'mid':NaN,'cmd':'room.list'}"},
        {"a leading zero", "{'mid':01,'cmd':'room.list'}"},
        {"a comment", "{'mid':1,/*'*/'cmd':'room.list'}"},
        {"nine levels", "{'a':[[[[[[[[1]]]]]]]]}"},
        {"nine levels, never closed", "{'a':[[[[[[[["},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct command_blame blame;
        struct command command;
        enum err err = command_said(cases[i].text, &command, &blame);

        if (err != ERR_MALFORMED)
            fail_msg("%s: %s", cases[i].why, err_code(err));
        assert_false(blame.has_mid);
    }
}

static void a_nul_byte_does_not_end_a_message(void **state)
{
    static const char message[] = "{\"mid\":1,\"cmd\":\"room.list\"}\0{";
    struct command_blame blame;
    struct command command;
    (void)state;

    assert_int_equal(command_parse(message, sizeof message - 1, &command, &blame),
                     ERR_MALFORMED);
    assert_int_equal(command_parse(message, sizeof message - 3, &command, &blame), OK);
}

static void brackets_inside_texts_are_not_depth(void **state)
{
    struct command_blame blame;
    struct command command;
    (void)state;

    assert_int_equal(
        command_said(
            "{'mid':1,'cmd':'link.create','role':'host','label':'\\\\[[[[[[[[[[{{{{'}",
            &command, &blame),
        OK);
    assert_string_equal(command.link_create.label, "\\[[[[[[[[[[{{{{");
    assert_int_equal(command_said("{'mid':1,'cmd':'link.create','role':'host','label':"
                                  "'\\\\','x':[[[[[[[[1]]]]]]]]}",
                                  &command, &blame),
                     ERR_MALFORMED);
    /* Eight levels are allowed, and then the field is unknown. */
    assert_int_equal(
        command_said("{'mid':1,'cmd':'room.list','a':[[[[[[[1]]]]]]]}", &command, &blame),
        ERR_BAD_FIELD);
}

static void a_message_over_the_limit_is_too_big(void **state)
{
    static char message[MESSAGE_BYTES_MAX + 2] = "{\"mid\":1,\"cmd\":\"room.list\"}";
    struct command_blame blame;
    struct command command;
    (void)state;

    memset(message + strlen(message), ' ', sizeof message - strlen(message));
    assert_int_equal(command_parse(message, MESSAGE_BYTES_MAX, &command, &blame), OK);
    assert_int_equal(command_parse(message, MESSAGE_BYTES_MAX + 1, &command, &blame),
                     ERR_TOO_BIG);
}

#define CAST(fields) "{'mid':5,'cmd':'cast','question':'q'," fields "}"
#define MOVE(fields) "{'mid':5,'cmd':'question.move','question':'q','version':1," fields "}"
static const struct {
    const char *why, *text;
    enum err err;
    const char *field;
} bad_fields[] = {
    {"no such command", "{'mid':5,'cmd':'room.burn'}", ERR_UNKNOWN_COMMAND, ""},
    {"a command in another case", "{'mid':5,'cmd':'Cast'}", ERR_UNKNOWN_COMMAND, ""},
    {"a negative mid", "{'mid':-1,'cmd':'room.list'}", ERR_BAD_FIELD, "mid"},
    {"a mid of 2^31", "{'mid':2147483648,'cmd':'room.list'}", ERR_BAD_FIELD, "mid"},
    {"round 0", CAST("'round':0,'n':1,'ballot':{'value':1}"), ERR_BAD_FIELD, "round"},
    {"n 0", CAST("'round':1,'n':0,'ballot':{'value':1}"), ERR_BAD_FIELD, "n"},
    {"n of 2^31", CAST("'round':1,'n':2147483648,'ballot':{'value':1}"), ERR_BAD_FIELD,
     "n"},
    {"a whole number written as real", CAST("'round':1.0,'n':1,'ballot':{'value':1}"),
     ERR_BAD_FIELD, "round"},
    {"an empty ballot", CAST("'round':1,'n':1,'ballot':{}"), ERR_BAD_BALLOT, "ballot"},
    {"both shapes", CAST("'round':1,'n':1,'ballot':{'options':[1],'value':1}"),
     ERR_BAD_BALLOT, "ballot"},
    {"options that are no list", CAST("'round':1,'n':1,'ballot':{'options':1}"),
     ERR_BAD_BALLOT, "ballot"},
    {"option 20", CAST("'round':1,'n':1,'ballot':{'options':[20]}"), ERR_BAD_BALLOT,
     "ballot"},
    {"option -1", CAST("'round':1,'n':1,'ballot':{'options':[-1]}"), ERR_BAD_BALLOT,
     "ballot"},
    {"an option by name", CAST("'round':1,'n':1,'ballot':{'options':['A']}"),
     ERR_BAD_BALLOT, "ballot"},
    {"21 options",
     CAST("'round':1,'n':1,'ballot':{'options':[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,"
          "0,0]}"),
     ERR_BAD_BALLOT, "ballot"},
    {"a value too high", CAST("'round':1,'n':1,'ballot':{'value':1000001}"), ERR_BAD_BALLOT,
     "ballot"},
    {"a value too low", CAST("'round':1,'n':1,'ballot':{'value':-1000001}"), ERR_BAD_BALLOT,
     "ballot"},
    {"half a value", CAST("'round':1,'n':1,'ballot':{'value':1.5}"), ERR_BAD_BALLOT,
     "ballot"},
    {"two forms", CAST("'round':1,'n':1,'ballot':{'order':[0],'points':[1]}"),
     ERR_BAD_BALLOT, "ballot"},
    {"an order that is no list", CAST("'round':1,'n':1,'ballot':{'order':1}"),
     ERR_BAD_BALLOT, "ballot"},
    {"more points than there are", CAST("'round':1,'n':1,'ballot':{'points':[101]}"),
     ERR_BAD_BALLOT, "ballot"},
    {"half a place", CAST("'round':1,'n':1,'ballot':{'places':[[1]]}"), ERR_BAD_BALLOT,
     "ballot"},
    {"a place without brackets", CAST("'round':1,'n':1,'ballot':{'places':[1,2]}"),
     ERR_BAD_BALLOT, "ballot"},
    {"a place off the grid", CAST("'round':1,'n':1,'ballot':{'places':[[1,11]]}"),
     ERR_BAD_BALLOT, "ballot"},
    {"more numbers than any ballot has",
     CAST(
         "'round':1,'n':1,'ballot':{'points':[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}"),
     ERR_BAD_BALLOT, "ballot"},
    {"half a step", CAST("'round':1,'n':1,'ballot':{'value':1.5}"), ERR_BAD_BALLOT,
     "ballot"},
    {"an id of 17", "{'mid':5,'cmd':'room.delete','id':'abcdefghijklmnopq'}", ERR_BAD_FIELD,
     "id"},
    {"a code with 0", "{'mid':5,'cmd':'hello','room':'K7Q420'}", ERR_BAD_FIELD, "room"},
    {"half a position", "{'mid':5,'cmd':'hello','room':'K7Q42M','after':3}", ERR_BAD_FIELD,
     "epoch"},
    {"after beyond 2^53",
     "{'mid':5,'cmd':'hello','room':'K7Q42M','epoch':1,'after':9007199254740992}",
     ERR_BAD_FIELD, "after"},
    {"no such view", "{'mid':5,'cmd':'hello','room':'K7Q42M','view':'tv'}", ERR_BAD_FIELD,
     "view"},
    {"a token with a blank", "{'mid':5,'cmd':'hello','room':'K7Q42M','token':'a b'}",
     ERR_BAD_FIELD, "token"},
    {"a token of 65",
     "{'mid':5,'cmd':'hello','room':'K7Q42M','token':"
     "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}",
     ERR_BAD_FIELD, "token"},
    {"no such move", MOVE("'move':'burn'"), ERR_BAD_FIELD, "move"},
    {"a closing time for a close", MOVE("'move':'close','closes_in':1"), ERR_BAD_FIELD,
     "closes_in"},
    {"closing at once", MOVE("'move':'open','closes_in':0"), ERR_BAD_FIELD, "closes_in"},
    {"closing too far away", MOVE("'move':'open','closes_in':2678400001"), ERR_BAD_FIELD,
     "closes_in"},
    {"a place beyond any", "{'mid':5,'cmd':'question.place','question':'q','place':65}",
     ERR_BAD_FIELD, "place"},
    {"a link for an owner", "{'mid':5,'cmd':'link.create','role':'owner'}", ERR_BAD_FIELD,
     "role"},
    {"a link for participants", "{'mid':5,'cmd':'link.create','role':'participant'}",
     ERR_BAD_FIELD, "role"},
    {"no such access", "{'mid':5,'cmd':'room.update','rev':1,'access':'invitation'}",
     ERR_BAD_FIELD, "access"},
    {"a passcode too short to set",
     "{'mid':5,'cmd':'room.update','rev':1,'passcode':'abc'}", ERR_BAD_TEXT, "passcode"},
    {"a label too long",
     "{'mid':5,'cmd':'link.create','role':'host','label':"
     "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}",
     ERR_BAD_TEXT, "label"},
    {"a field of settings",
     "{'mid':5,'cmd':'room.create','id':'r','settings':{'title':''}}", ERR_BAD_TEXT,
     "settings.title"},
    {"a field of a definition",
     "{'mid':5,'cmd':'question.add','id':'q','def':{'kind':'rank'}}", ERR_BAD_FIELD,
     "def.kind"},
    {"the room is for HTTP", "{'mid':5,'cmd':'link.list','room':'K7Q42M'}", ERR_BAD_FIELD,
     "room"},
    {"an unknown name too long to repeat",
     "{'mid':5,'cmd':'room.list','aaaaaaaaaaaaaaaaaaaaaaaa':1}", ERR_BAD_FIELD, ""},
};

static void bad_fields_are_named(void **state)
{
    (void)state;

    for (size_t i = 0; i < sizeof bad_fields / sizeof *bad_fields; i++) {
        struct command_blame blame;
        struct command command;
        enum err err = command_said(bad_fields[i].text, &command, &blame);

        if (err != bad_fields[i].err || strcmp(blame.field, bad_fields[i].field) != 0)
            fail_msg("%s: %s \"%s\"", bad_fields[i].why, err_code(err), blame.field);
        if (strcmp(bad_fields[i].field, "mid") != 0)
            assert_true(blame.has_mid && blame.mid == 5);
        else
            assert_false(blame.has_mid);
    }
}

static void a_refused_message_changes_nothing(void **state)
{
    struct command command, before;
    struct command_blame blame;
    (void)state;

    memset(&command, 0x5a, sizeof command);
    before = command;
    assert_int_equal(
        command_said("{'mid':1,'cmd':'room.update','rev':1,'settings':{'title':'T'},'x':1}",
                     &command, &blame),
        ERR_BAD_FIELD);
    assert_memory_equal(&command, &before, sizeof command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_object_of_json_is_malformed),
        cmocka_unit_test(a_nul_byte_does_not_end_a_message),
        cmocka_unit_test(brackets_inside_texts_are_not_depth),
        cmocka_unit_test(a_message_over_the_limit_is_too_big),
        cmocka_unit_test(bad_fields_are_named),
        cmocka_unit_test(a_refused_message_changes_nothing),
    };
    return cmocka_run_group_tests_name("command_refused", tests, NULL, NULL);
}
