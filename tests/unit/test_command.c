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

/* A good message of each command, and which of its fields must be there. */
#define SINGLE "{'kind':'single','title':'T','options':['A','B']}"
static const struct sample {
    enum command_type type;
    const char *text, *needs;
} samples[] = {
    {COMMAND_HELLO,
     "{'mid':1,'cmd':'hello','room':'k7q-42m','view':'stage','epoch':1,'after':12,'token':'"
     "abc_-'}",
     "mid cmd room epoch after"},
    {COMMAND_CAST,
     "{'mid':1,'cmd':'cast','question':'q3','round':1,'n':2,'ballot':{'options':[1]}}",
     "mid cmd question round n ballot"},
    {COMMAND_ROOM_CREATE,
     "{'mid':1,'cmd':'room.create','id':'r1','settings':{'title':'Club'}}",
     "mid cmd id settings"},
    {COMMAND_ROOM_LIST, "{'mid':1,'cmd':'room.list'}", "mid cmd"},
    {COMMAND_ROOM_UPDATE,
     "{'mid':1,'cmd':'room.update','rev':4,'settings':{'title':'Club'},'current':'q1',"
     "'board':'b1','access':'passcode','passcode':'sesame'}",
     "mid cmd rev"},
    {COMMAND_ROOM_DELETE, "{'mid':1,'cmd':'room.delete','id':'r1'}", "mid cmd id"},
    {COMMAND_ROOM_ENTER, "{'mid':1,'cmd':'room.enter','room':'K7Q42M','passcode':'sesame'}",
     "mid cmd room passcode"},
    {COMMAND_QUESTION_ADD, "{'mid':1,'cmd':'question.add','id':'q1','def':" SINGLE "}",
     "mid cmd id def"},
    {COMMAND_QUESTION_UPDATE,
     "{'mid':1,'cmd':'question.update','question':'q1','version':3,'def':" SINGLE "}",
     "mid cmd question version def"},
    {COMMAND_QUESTION_REMOVE,
     "{'mid':1,'cmd':'question.remove','question':'q1','version':3}",
     "mid cmd question version"},
    {COMMAND_QUESTION_PLACE, "{'mid':1,'cmd':'question.place','question':'q1','place':0}",
     "mid cmd question place"},
    {COMMAND_QUESTION_MOVE,
     "{'mid':1,'cmd':'question.move','question':'q1','version':3,'move':'open','closes_in':"
     "60000}",
     "mid cmd question version move"},
    {COMMAND_BOARD_ADD,
     "{'mid':1,'cmd':'board.add','id':'b1','def':{'kind':'ideas','title':'Wishes'}}",
     "mid cmd id def"},
    {COMMAND_BOARD_UPDATE,
     "{'mid':1,'cmd':'board.update','board':'b1','version':2,'def':{'kind':'ideas','title':"
     "'Wishes'}}",
     "mid cmd board version def"},
    {COMMAND_BOARD_MOVE,
     "{'mid':1,'cmd':'board.move','board':'b1','version':2,'phase':'open','closes_in':"
     "60000}",
     "mid cmd board version phase"},
    {COMMAND_BOARD_REMOVE, "{'mid':1,'cmd':'board.remove','board':'b1','version':2}",
     "mid cmd board version"},
    {COMMAND_BOARD_LOOK, "{'mid':1,'cmd':'board.look','board':'b1','ideas':['i1','i2']}",
     "mid cmd board ideas"},
    {COMMAND_IDEA_LIST,
     "{'mid':1,'cmd':'idea.list','board':'b1','order':'new','tag':1,'status':'planned',"
     "'state':'shown','mine':true,'after':'i1','n':5,'search':'tent'}",
     "mid cmd board"},
    {COMMAND_IDEA_SIMILAR,
     "{'mid':1,'cmd':'idea.similar','board':'b1','title':'A tent','text':'Near'}",
     "mid cmd board title"},
    {COMMAND_IDEA_READ, "{'mid':1,'cmd':'idea.read','board':'b1','ideas':['i1']}",
     "mid cmd board ideas"},
    {COMMAND_IDEA_POST,
     "{'mid':1,'cmd':'idea.post','board':'b1','id':'i1','title':'A tent','text':'By the "
     "lake','name':'Anna','tags':[0,3]}",
     "mid cmd board id title"},
    {COMMAND_IDEA_EDIT,
     "{'mid':1,'cmd':'idea.edit','board':'b1','idea':'i1','version':1,'title':'A tent'}",
     "mid cmd board idea version title"},
    {COMMAND_IDEA_WITHDRAW,
     "{'mid':1,'cmd':'idea.withdraw','board':'b1','idea':'i1','version':1}",
     "mid cmd board idea version"},
    {COMMAND_IDEA_SUPPORT,
     "{'mid':1,'cmd':'idea.support','board':'b1','idea':'i1','n':1,'on':true}",
     "mid cmd board idea n on"},
    {COMMAND_IDEA_CHECK,
     "{'mid':1,'cmd':'idea.check','board':'b1','idea':'i1','version':1,'state':'hidden',"
     "'reason':'A name'}",
     "mid cmd board idea version state"},
    {COMMAND_IDEA_ANSWER,
     "{'mid':1,'cmd':'idea.answer','board':'b1','idea':'i1','version':1,'status':'planned',"
     "'answer':'In May','owner':'Anna','by':1792000000000}",
     "mid cmd board idea version status"},
    {COMMAND_IDEA_HISTORY, "{'mid':1,'cmd':'idea.history','board':'b1','idea':'i1'}",
     "mid cmd board idea"},
    {COMMAND_IDEA_OPINION,
     "{'mid':1,'cmd':'idea.opinion','board':'b1','idea':'i1','n':1,'good':false}",
     "mid cmd board idea n good"},
    {COMMAND_IDEA_QUEUE, "{'mid':1,'cmd':'idea.queue','board':'b1'}", "mid cmd board"},
    {COMMAND_IDEA_REPORT,
     "{'mid':1,'cmd':'idea.report','board':'b1','idea':'i1','why':'spam'}",
     "mid cmd board idea why"},
    {COMMAND_COMMENT_LIST,
     "{'mid':1,'cmd':'comment.list','board':'b1','idea':'i1','order':'top','after':'c1',"
     "'n':5,'since':12}",
     "mid cmd board idea"},
    {COMMAND_COMMENT_POST,
     "{'mid':1,'cmd':'comment.post','board':'b1','idea':'i1','id':'c1','text':'Yes',"
     "'name':'Ann'}",
     "mid cmd board idea id text"},
    {COMMAND_COMMENT_WITHDRAW,
     "{'mid':1,'cmd':'comment.withdraw','board':'b1','idea':'i1','comment':'c1'}",
     "mid cmd board idea comment"},
    {COMMAND_COMMENT_LIKE,
     "{'mid':1,'cmd':'comment.like','board':'b1','idea':'i1','comment':'c1','n':1,"
     "'on':true}",
     "mid cmd board idea comment n on"},
    {COMMAND_COMMENT_REPORT,
     "{'mid':1,'cmd':'comment.report','board':'b1','idea':'i1','comment':'c1','why':"
     "'rude'}",
     "mid cmd board idea comment why"},
    {COMMAND_COMMENT_CHECK,
     "{'mid':1,'cmd':'comment.check','board':'b1','idea':'i1','comment':'c1','version':1,"
     "'state':'hidden','reason':'A name'}",
     "mid cmd board idea comment version state"},
    {COMMAND_REVIEW_LIST, "{'mid':1,'cmd':'review.list','board':'b1'}", "mid cmd board"},
    {COMMAND_IDEA_GROUP,
     "{'mid':1,'cmd':'idea.group','board':'b1','idea':'i1','version':1,'group':0}",
     "mid cmd board idea version group"},
    {COMMAND_IDEA_MERGE,
     "{'mid':1,'cmd':'idea.merge','board':'b1','idea':'i1','version':1,'into':'i2'}",
     "mid cmd board idea version into"},
    {COMMAND_IDEA_UNMERGE,
     "{'mid':1,'cmd':'idea.unmerge','board':'b1','idea':'i1','version':1}",
     "mid cmd board idea version"},
    {COMMAND_HOOK_ADD,
     "{'mid':1,'cmd':'hook.add','id':'w1','url':'https://example.org/','events':['gate']}",
     "mid cmd id url events"},
    {COMMAND_HOOK_LIST, "{'mid':1,'cmd':'hook.list'}", "mid cmd"},
    {COMMAND_HOOK_LOG, "{'mid':1,'cmd':'hook.log','hook':'w1'}", "mid cmd hook"},
    {COMMAND_HOOK_TEST, "{'mid':1,'cmd':'hook.test','hook':'w1'}", "mid cmd hook"},
    {COMMAND_HOOK_REMOVE, "{'mid':1,'cmd':'hook.remove','hook':'w1'}", "mid cmd hook"},
    {COMMAND_POINTS_BOARD,
     "{'mid':1,'cmd':'points.board','period':'2026-11','skip':20,'n':10}", "mid cmd"},
    {COMMAND_POINTS_LOG, "{'mid':1,'cmd':'points.log','before':'1792000000000-3','n':10}",
     "mid cmd"},
    {COMMAND_POINTS_SELECT,
     "{'mid':1,'cmd':'points.select','id':'s1','period':'all','n':10,'ties':'out'}",
     "mid cmd id period n"},
    {COMMAND_POINTS_SELECTED, "{'mid':1,'cmd':'points.selected'}", "mid cmd"},
    {COMMAND_ME_READ, "{'mid':1,'cmd':'me.read'}", "mid cmd"},
    {COMMAND_ME_SUPPORTS,
     "{'mid':1,'cmd':'me.supports','board':'b1','after':'1792000000tent','n':5}",
     "mid cmd board"},
    {COMMAND_ME_NAME, "{'mid':1,'cmd':'me.name','name':'Anna'}", "mid cmd name"},
    {COMMAND_ME_LOOK, "{'mid':1,'cmd':'me.look','upto':'1792000000000-3'}", "mid cmd upto"},
    {COMMAND_ROOM_BAN, "{'mid':1,'cmd':'room.ban','board':'b1','idea':'i1','comment':'c1'}",
     "mid cmd board idea"},
    {COMMAND_ROOM_UNBAN, "{'mid':1,'cmd':'room.unban','ban':'0a1b'}", "mid cmd ban"},
    {COMMAND_IMAGE_TICKET, "{'mid':1,'cmd':'image.ticket','board':'b1','id':'p1'}",
     "mid cmd id"},
    {COMMAND_IMAGE_CHECK,
     "{'mid':1,'cmd':'image.check','board':'b1','idea':'i1','image':'p1','state':'shown'}",
     "mid cmd board idea image state"},
    {COMMAND_IMAGE_LIST, "{'mid':1,'cmd':'image.list','board':'b1'}", "mid cmd board"},
    {COMMAND_DECK_TICKET, "{'mid':1,'cmd':'deck.ticket','id':'plan'}", "mid cmd id"},
    {COMMAND_DECK_STOP, "{'mid':1,'cmd':'deck.stop','id':'plan'}", "mid cmd id"},
    {COMMAND_INVITE_ADD, "{'mid':1,'cmd':'invite.add','id':'b1','labels':['Anna','']}",
     "mid cmd id labels"},
    {COMMAND_INVITE_LIST, "{'mid':1,'cmd':'invite.list','after':7,'n':5}", "mid cmd"},
    {COMMAND_INVITE_REVOKE, "{'mid':1,'cmd':'invite.revoke','number':7}", "mid cmd number"},
    {COMMAND_BAN_LIST, "{'mid':1,'cmd':'ban.list'}", "mid cmd"},
    {COMMAND_LOG_LIST, "{'mid':1,'cmd':'log.list','before':7,'n':5}", "mid cmd"},
    {COMMAND_BOARD_RULES, "{'mid':1,'cmd':'board.rules','board':'b1'}", "mid cmd board"},
    {COMMAND_WORDS_SET, "{'mid':1,'cmd':'words.set','list':'fr','on':true,'words':['zut']}",
     "mid cmd list on words"},
    {COMMAND_WORDS_LIST, "{'mid':1,'cmd':'words.list','list':'fr'}", "mid cmd"},
    {COMMAND_LINK_CREATE, "{'mid':1,'cmd':'link.create','role':'stage','label':'Hall'}",
     "mid cmd role"},
    {COMMAND_LINK_LIST, "{'mid':1,'cmd':'link.list'}", "mid cmd"},
    {COMMAND_LINK_REVOKE, "{'mid':1,'cmd':'link.revoke','link':'l1'}", "mid cmd link"},
    {COMMAND_LINK_EXCHANGE, "{'mid':1,'cmd':'link.exchange','secret':'s3cret_-'}",
     "mid cmd secret"},
    {COMMAND_BOARD_EXPORT,
     "{'mid':1,'cmd':'board.export','board':'b1','what':'ideas','format':'xlsx'}",
     "mid cmd board what format"},
    {COMMAND_BOARD_IMPORT, "{'mid':1,'cmd':'board.import','board':'b1','dry':true}",
     "mid cmd board"},
    {COMMAND_QUESTION_EXPORT,
     "{'mid':1,'cmd':'question.export','question':'q1','what':'counts','format':'csv'}",
     "mid cmd question what format"},
    {COMMAND_CLOUD_LIST, "{'mid':1,'cmd':'cloud.list','question':'q1','n':5}",
     "mid cmd question"},
    {COMMAND_CLOUD_HIDE,
     "{'mid':1,'cmd':'cloud.hide','question':'q1','word':'Sea','hide':true}",
     "mid cmd question word hide"},
    {COMMAND_ROOM_EXPORT, "{'mid':1,'cmd':'room.export','what':'results','format':'json'}",
     "mid cmd what format"},
    {COMMAND_QUESTION_SPLIT, "{'mid':1,'cmd':'question.split','question':'q1','by':'who'}",
     "mid cmd question by"},
    {COMMAND_QUESTION_SPLIT,
     "{'mid':1,'cmd':'question.split','question':'q1','by':{'source':'place'}}",
     "mid cmd question by"},
    {COMMAND_QUESTION_SPLIT,
     "{'mid':1,'cmd':'question.split','question':'q1','by':'who','now':true}",
     "mid cmd question by"},
    {COMMAND_QUESTION_COUNT,
     "{'mid':1,'cmd':'question.count','question':'q1','method':'runoff'}",
     "mid cmd question method"},
    {COMMAND_QUESTION_SHIFT, "{'mid':1,'cmd':'question.shift','question':'q1'}",
     "mid cmd question"},
    {COMMAND_DEVICE_LIST, "{'mid':1,'cmd':'device.list'}", "mid cmd"},
    {COMMAND_DEVICE_SET,
     "{'mid':1,'cmd':'device.set','device':'d1','name':'Door','place':'Hall','set':"
     "{'show':{'question':'q1'},'attract':'Tap','idle':30,'warn':20,'cooldown':0,"
     "'badge':'may','reload':'04:00','pin':'4711'}}",
     "mid cmd device"},
    {COMMAND_DEVICE_REVOKE, "{'mid':1,'cmd':'device.revoke','device':'d1'}",
     "mid cmd device"},
    {COMMAND_DEVICE_REPORT,
     "{'mid':1,'cmd':'device.report','version':'1.0','waiting':0,'refused':0,'shows':null}",
     "mid cmd version waiting refused shows"},
    {COMMAND_REACT, "{'mid':1,'cmd':'react','reaction':'heart'}", "mid cmd reaction"},
    {COMMAND_THEME_LOOK, "{'mid':1,'cmd':'theme.look'}", "mid cmd"},
    {COMMAND_SPACE_THEME, "{'mid':1,'cmd':'space.theme'}", "mid cmd"},
    {COMMAND_SPACE_ORIGINS, "{'mid':1,'cmd':'space.origins'}", "mid cmd"},
    {COMMAND_REHEARSAL_BEGIN, "{'mid':1,'cmd':'rehearsal.begin','id':'r1'}", "mid cmd id"},
    {COMMAND_REHEARSAL_END, "{'mid':1,'cmd':'rehearsal.end'}", "mid cmd"},
    {COMMAND_QUIZ_BOARD, "{'mid':1,'cmd':'quiz.board','question':'q1','skip':20,'n':0}",
     "mid cmd"},
    {COMMAND_DASH_READ, "{'mid':1,'cmd':'dash.read','since':1,'until':2}", "mid cmd"},
    {COMMAND_DASH_CURVE, "{'mid':1,'cmd':'dash.curve','question':'q1'}",
     "mid cmd question"},
    {COMMAND_DEVICE_CREATE, "{'mid':1,'cmd':'device.create'}", "mid cmd"},
};
#define SAMPLES (sizeof samples / sizeof *samples)

static void every_command_has_a_good_message(void **state)
{
    bool seen[COMMANDS] = {false};
    (void)state;

    for (size_t i = 0; i < SAMPLES; i++) {
        struct command_blame blame;
        struct command command;
        enum err err = command_said(samples[i].text, &command, &blame);

        if (err)
            fail_msg("%s: %s %s", samples[i].text, err_code(err), blame.field);
        assert_int_equal(command.type, samples[i].type);
        assert_true(command.has_mid && command.mid == 1);
        seen[command.type] = true;
        command_done(&command);
    }
    for (unsigned c = 0; c < COMMANDS; c++)
        assert_true(seen[c]);
}

/* What becomes of a sample when one of its fields is changed. */
static enum err parse_object(json_t *object, struct command_blame *blame)
{
    char *text = json_dumps(object, JSON_COMPACT);
    struct command command;
    enum err err = command_parse(text, strlen(text), &command, blame);

    if (!err)
        command_done(&command);
    free(text);
    return err;
}

static json_t *sample_object(const struct sample *sample)
{
    json_t *object = json_loads(json_row(sample->text), 0, NULL);

    assert_non_null(object);
    return object;
}

static bool is_among(const char *words, const char *word)
{
    size_t len = strlen(word);

    for (const char *at = strstr(words, word); at; at = strstr(at + 1, word))
        if ((at == words || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
            return true;
    return false;
}

static void a_missing_field_is_named_unless_it_may_be_missing(void **state)
{
    (void)state;

    for (size_t i = 0; i < SAMPLES; i++) {
        json_t *whole = sample_object(&samples[i]), *value;
        const char *key;

        json_object_foreach(whole, key, value)
        {
            json_t *less = json_copy(whole);
            struct command_blame blame;

            json_object_del(less, key);
            enum err err = parse_object(less, &blame);
            if (err != (is_among(samples[i].needs, key) ? ERR_BAD_FIELD : OK))
                fail_msg("%s without %s: %s", samples[i].text, key, err_code(err));
            assert_string_equal(blame.field, err ? key : "");
            json_decref(less);
        }
        json_decref(whole);
    }
}

#define ANY_TEXT "\"\\u00e9?\""

/* Fields that may well be that: free texts, switches, lists of none; null clears what
 * the room looks at. */
static bool takes(const char *other, const char *key)
{
    static const struct {
        const char *other, *keys;
    } rows[] = {
        {"null", "current board group shows"},
        {"true", "mine on good dry hide now"},
        {ANY_TEXT, "cmd owner label place passcode title text name reason answer search "
                   "word"},
        {"[]", "ideas tags"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].other, other) == 0 && is_among(rows[i].keys, key))
            return true;
    return false;
}

static void a_field_of_another_type_is_refused_by_name(void **state)
{
    static const char *const others[] = {"null",   "true", "1.5", "-1",
                                         ANY_TEXT, "[]",   "[{}]"};
    (void)state;

    for (size_t i = 0; i < SAMPLES; i++) {
        json_t *whole = sample_object(&samples[i]), *value;
        const char *key;

        json_object_foreach(whole, key, value)
        {
            for (size_t o = 0; o < sizeof others / sizeof *others; o++) {
                json_t *other = json_copy(whole);
                struct command_blame blame;

                if (takes(others[o], key)) {
                    json_decref(other);
                    continue;
                }
                json_object_set_new(other, key,
                                    json_loads(others[o], JSON_DECODE_ANY, NULL));
                if (parse_object(other, &blame) != ERR_BAD_FIELD)
                    fail_msg("%s with %s for %s", samples[i].text, others[o], key);
                assert_string_equal(blame.field, key);
                json_decref(other);
            }
        }
        json_decref(whole);
    }
}

static void an_unknown_field_is_refused_by_name(void **state)
{
    (void)state;

    for (size_t i = 0; i < SAMPLES; i++) {
        json_t *more = sample_object(&samples[i]);
        struct command_blame blame;

        json_object_set_new(more, "optoin", json_integer(1));
        assert_int_equal(parse_object(more, &blame), ERR_BAD_FIELD);
        assert_string_equal(blame.field, "optoin");
        assert_true(blame.has_mid && blame.mid == 1);
        json_decref(more);
    }
}

static void a_hello_carries_what_it_said(void **state)
{
    struct command_blame blame;
    struct command c;
    (void)state;

    assert_int_equal(command_said(samples[0].text, &c, &blame), OK);
    assert_string_equal(c.hello.room.text, "K7Q42M");
    assert_int_equal(c.hello.view, VIEW_STAGE);
    assert_true(c.hello.has_position && c.hello.epoch == 1 && c.hello.after == 12);
    assert_string_equal(c.hello.token, "abc_-");

    assert_int_equal(command_said("{'mid':0,'cmd':'hello','room':'K7Q42M'}", &c, &blame),
                     OK);
    assert_int_equal(c.hello.view, VIEW_PHONE);
    assert_false(c.hello.has_position);
    assert_string_equal(c.hello.token, "");
}

#define CAST(fields) "{'mid':5,'cmd':'cast','question':'q'," fields "}"

static void a_cast_carries_its_ballot(void **state)
{
    struct command_blame blame;
    struct command c;
    (void)state;

    assert_int_equal(
        command_said(CAST("'round':2,'n':3,'ballot':{'options':[0,19]}"), &c, &blame), OK);
    assert_int_equal(c.cast.round, 2);
    assert_int_equal(c.cast.n, 3);
    assert_int_equal(c.cast.ballot.form, BALLOT_OPTIONS);
    assert_int_equal(c.cast.ballot.n, 2);
    assert_int_equal(c.cast.ballot.numbers[1], 19);

    assert_int_equal(command_said(CAST("'round':2,'n':3,'ballot':{'value':0}"), &c, &blame),
                     OK);
    assert_int_equal(c.cast.ballot.form, BALLOT_VALUE);
    assert_int_equal(c.cast.ballot.numbers[0], 0);
}

static void an_update_tells_what_to_leave_alone(void **state)
{
    struct command_blame blame;
    struct command c;
    (void)state;

    assert_int_equal(
        command_said("{'mid':1,'cmd':'room.update','rev':9,'current':null}", &c, &blame),
        OK);
    assert_true(c.room_update.set_current && id_is_none(&c.room_update.current));
    assert_false(c.room_update.set_access);
    assert_null(c.room_update.settings);
    assert_string_equal(c.room_update.passcode, "");
    assert_int_equal(c.room_update.rev, 9);

    assert_int_equal(
        command_said("{'mid':1,'cmd':'room.update','rev':9,'access':'open'}", &c, &blame),
        OK);
    assert_false(c.room_update.set_current || c.room_update.set_board);
    assert_true(c.room_update.set_access && c.room_update.access == ACCESS_OPEN);

    assert_int_equal(
        command_said("{'mid':1,'cmd':'room.update','rev':9,'board':null}", &c, &blame), OK);
    assert_true(c.room_update.set_board && id_is_none(&c.room_update.board));
    assert_int_equal(
        command_said("{'mid':1,'cmd':'room.update','rev':9,'board':'b1'}", &c, &blame), OK);
    assert_string_equal(c.room_update.board.text, "b1");
    assert_false(c.room_update.set_small);
    assert_int_equal(
        command_said("{'mid':1,'cmd':'room.update','rev':9,'small_groups':false}", &c,
                     &blame),
        OK);
    assert_true(c.room_update.set_small && !c.room_update.small);
    assert_int_equal(
        command_said("{'mid':1,'cmd':'room.update','rev':9,'small_groups':1}", &c, &blame),
        ERR_BAD_FIELD);
    assert_string_equal(blame.field, "small_groups");
}

static void a_short_guess_of_a_passcode_is_a_guess(void **state)
{
    struct command_blame blame;
    struct command c;
    (void)state;

    assert_int_equal(
        command_said("{'mid':1,'cmd':'room.enter','room':'k7q42m','passcode':'a'}", &c,
                     &blame),
        OK);
    assert_string_equal(c.room_enter.passcode, "a");
}

static void a_body_names_its_room_where_the_command_acts_in_one(void **state)
{
    static const struct {
        const char *why, *name, *body;
        enum err err;
        const char *field;
    } cases[] = {
        {"in a room", "link.list", "{'room':'k7q42m'}", OK, ""},
        {"in a room, unnamed", "link.list", "{}", ERR_BAD_FIELD, "room"},
        {"in no room", "room.list", "{}", OK, ""},
        {"in no room, named", "room.list", "{'room':'K7Q42M'}", ERR_BAD_FIELD, "room"},
        {"hello's own room", "hello", "{'room':'K7Q42M'}", OK, ""},
        {"with mid", "room.list", "{'mid':1}", ERR_BAD_FIELD, "mid"},
        {"with cmd", "room.list", "{'cmd':'room.list'}", ERR_BAD_FIELD, "cmd"},
        {"no such command", "room.burn", "{}", ERR_UNKNOWN_COMMAND, ""},
        {"no body", "room.list", "", ERR_MALFORMED, ""},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct command_blame blame;
        struct command command;
        enum err err = body_said(cases[i].name, cases[i].body, &command, &blame);

        if (err != cases[i].err || strcmp(blame.field, cases[i].field) != 0)
            fail_msg("%s: %s \"%s\"", cases[i].why, err_code(err), blame.field);
        assert_false(blame.has_mid);
    }
    struct command_blame blame;
    struct command command;
    assert_int_equal(body_said("link.list", "{'room':'k7q42m'}", &command, &blame), OK);
    assert_string_equal(command.room.text, "K7Q42M");
    assert_false(command.has_mid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_has_a_good_message),
        cmocka_unit_test(a_missing_field_is_named_unless_it_may_be_missing),
        cmocka_unit_test(a_field_of_another_type_is_refused_by_name),
        cmocka_unit_test(an_unknown_field_is_refused_by_name),
        cmocka_unit_test(a_hello_carries_what_it_said),
        cmocka_unit_test(a_cast_carries_its_ballot),
        cmocka_unit_test(an_update_tells_what_to_leave_alone),
        cmocka_unit_test(a_short_guess_of_a_passcode_is_a_guess),
        cmocka_unit_test(a_body_names_its_room_where_the_command_acts_in_one),
    };
    return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
