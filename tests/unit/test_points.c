/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/json_row.h"
#include "store/record_board.h"
#include "store/record_points.h"
#include "wire/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
/* After the four that it needs. */
#include <cmocka.h>
#include <lauxlib.h>
#include <lualib.h>

static void periods_are_read_and_named(void **state)
{
    static const char *const wrong[] = {"",        "al",      "ALL",      "month",
                                        "2026",    "2026-0",  "2026-00",  "2026-13",
                                        "1999-12", "3000-01", "2026-111", "2026/11"};
    char name[PERIOD_NAME_BYTES];
    uint32_t period;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(period_read(wrong[i], &period));
    assert_true(period_read("all", &period));
    assert_int_equal(period, 0);
    assert_true(period_read("2000-01", &period));
    assert_int_equal(period, 1);
    for (uint32_t at = 0; at <= 12000; at++) {
        period_name(at, name);
        assert_true(period_read(name, &period));
        assert_int_equal(period, at);
    }
    period_name(12001, name);
    assert_string_equal(name, "all");
}

/* The functions count months themselves: theirs are those of the calendar. */
static void the_stores_months_are_the_calendars(void **state)
{
    static char library[1 << 16];
    FILE *file = fopen("src/store/functions/shared/points.lua", "re");
    lua_State *lua = luaL_newstate();
    size_t len;

    (void)state;
    assert_non_null(file);
    len = fread(library, 1, sizeof library - 32, file);
    (void)fclose(file);
    (void)snprintf(library + len, 32, "\nreturn month_of");
    luaL_openlibs(lua);
    assert_int_equal(luaL_dostring(lua, library), 0);
    for (time_t at = 946684800; at < 32503680000; at += 86400 * 9 + 3599) {
        struct tm *utc = gmtime(&at);

        lua_pushvalue(lua, -1);
        lua_pushnumber(lua, (lua_Number)at);
        assert_int_equal(lua_pcall(lua, 1, 1, 0), 0);
        assert_int_equal((int)lua_tonumber(lua, -1),
                         (utc->tm_year - 100) * 12 + utc->tm_mon + 1);
        lua_pop(lua, 1);
    }
    lua_close(lua);
}

static void entries_are_read_and_ordered(void **state)
{
    static const char *const wrong[] = {
        "", "-", "1", "1-", "-1", "a-1", "1-1-1", "1 -1", "18446744073709551615-0"};
    struct entry_id a, b;
    char text[ENTRY_ID_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(entry_id_read(wrong[i], strlen(wrong[i]), &a));
    assert_true(entry_id_read("1792000000000-3", 15, &a));
    entry_id_write(&a, text);
    assert_string_equal(text, "1792000000000-3");
    b = (struct entry_id){a.ms, 4};
    assert_true(entry_id_is_after(&b, &a) && !entry_id_is_after(&a, &b) &&
                !entry_id_is_after(&a, &a));
    b = (struct entry_id){a.ms + 1, 0};
    assert_true(entry_id_is_after(&b, &a));
}

static void settings_say_what_gives_points(void **state)
{
    static const struct {
        const char *given, *kept;
    } rows[] = {
        {"'points':{}", ""},
        {"'points':{'idea':0,'support':0}", ""},
        {"'points':{'support':2,'idea':5}", ",'points':{'idea':5,'support':2}"},
        {"'points':{'retained':1000,'comment':1}",
         ",'points':{'comment':1,'retained':1000}"},
        {"'points':null", NULL},
        {"'points':[]", NULL},
        {"'points':{'idea':1001}", NULL},
        {"'points':{'idea':-1}", NULL},
        {"'points':{'idea':1.5}", NULL},
        {"'points':{'idea':'5'}", NULL},
        {"'points':{'gold':5}", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct command_blame blame;
        struct room_settings settings;
        struct command command;
        char text[256], kept[256];

        (void)snprintf(text, sizeof text, "{'id':'r1','settings':{'title':'T',%s}}",
                       rows[i].given);
        const char *json = json_row(text);
        enum err err =
            command_parse_body("room.create", json, strlen(json), &command, &blame);

        assert_int_equal(err, rows[i].kept ? OK : ERR_BAD_FIELD);
        if (err)
            continue;
        (void)snprintf(kept, sizeof kept,
                       "{'title':'T','lang':'en','blank':false,'hide_people':false%s}",
                       rows[i].kept);
        assert_string_equal(command.room_create.settings->text, json_row(kept));
        assert_int_equal(settings_read(command.room_create.settings, &settings), OK);
        assert_int_equal(points_are_given(&settings.points), rows[i].kept[0] != '\0');
        command_done(&command);
    }
}

static struct packet packet_of(const char *text)
{
    return (struct packet){text, strlen(text)};
}

static void what_the_functions_pack_is_read(void **state)
{
    static const char *const supports[] = {"1 1", "1 2 3", "x 1 1792000000"};
    struct points_move move;
    struct news_hint hint;
    struct news news;
    uint32_t n;
    bool on;

    (void)state;
    assert_true(support_read(packet_of("3 1 1792000000"), &n, &on) && n == 3 && on);
    assert_true(support_read(packet_of("4 0 1792000000 p2"), &n, &on) && n == 4 && !on);
    for (size_t i = 0; i < sizeof supports / sizeof *supports; i++)
        assert_false(support_read(packet_of(supports[i]), &n, &on));
    assert_true(points_move_read(
        packet_of("16:0123456789abcdef,7:support,2:-2,6:wishes,4:tent,"), &move));
    assert_true(move.rule == POINTS_SUPPORT && move.by == -2);
    assert_false(points_move_read(
        packet_of("15:0123456789abcde,7:support,2:-2,6:wishes,4:tent,"), &move));
    assert_false(points_move_read(
        packet_of("16:0123456789abcdef,4:gold,1:2,6:wishes,4:tent,"), &move));
    assert_true(news_read(packet_of("6:wishes,4:tent,6:status,7:planned,5:shown,"
                                    "16:0123456789abcdef,"),
                          &news));
    assert_false(
        news_read(packet_of("6:wishes,4:tent,6:status,7:planned,5:shown,"), &news));
    assert_true(news_hint_read(packet_of("4:news,1:1,15:1792000000000-3,"), &hint));
    assert_false(news_hint_read(packet_of("5:board,1:1,15:1792000000000-3,"), &hint));
    assert_false(news_hint_read(packet_of("4:news,1:1,13:1792000000000,"), &hint));
}

static void a_selection_is_read_whole_or_not_at_all(void **state)
{
    static const char whole[] = "4:best,1:9,1:0,1:2,2:in,3:5-1,1:0,"
                                "64:28:16:0123456789abcdef,1:6,1:1,,"
                                "28:16:0123456789abcdeg,1:4,1:2,,,";
    static struct points_place people[SELECTED_MAX];
    struct selection selection;

    (void)state;
    assert_true(selection_read(packet_of(whole), &selection, people));
    assert_int_equal(selection.n_people, 2);
    assert_int_equal(people[1].points, 4);
    assert_int_equal(people[1].place, 2);
    assert_true(selection_read(packet_of(whole), &selection, NULL));
    assert_int_equal(selection.n_people, 0);
    for (size_t len = 0; len < sizeof whole - 1; len++)
        assert_false(selection_read((struct packet){whole, len}, &selection, people));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_are_read_and_named),
        cmocka_unit_test(the_stores_months_are_the_calendars),
        cmocka_unit_test(entries_are_read_and_ordered),
        cmocka_unit_test(settings_say_what_gives_points),
        cmocka_unit_test(what_the_functions_pack_is_read),
        cmocka_unit_test(a_selection_is_read_whole_or_not_at_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
