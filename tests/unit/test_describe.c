/* SPDX-License-Identifier: Apache-2.0 */

/* What commands tell of themselves: run without a message, each reader says what it asks
 * for. That this is what it takes is held against a server by tests/system/api.test.mjs. */
#include "base/limits.h"
#include "wire/command_note.h"
#include "wire/describe.h"
#include "wire/describe_fields.h"
#include "wire/shapes.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void every_command_tells_its_fields(void **state)
{
    (void)state;

    for (unsigned type = 0; type < COMMANDS; type++) {
        struct field_notes all = {.has_all = true}, none = {0};

        command_note((enum command_type)type, &all);
        command_note((enum command_type)type, &none);
        assert_true(none.n <= all.n + 1);
        for (size_t i = 0; i < all.n; i++)
            assert_false(all.of[i].is_needed);
    }
}

static const json_t *property(const json_t *schema, const char *name)
{
    return json_object_get(json_object_get(schema, "properties"), name);
}

static json_int_t number(const json_t *of, const char *name)
{
    return json_integer_value(json_object_get(of, name));
}

/* Or it could not be made: json_pack() takes no NULL. */
static void every_command_says_what_it_is_for(void **state)
{
    json_t *shapes = shapes_load();
    json_t *sentences = json_object_get(shapes, "commands");
    (void)state;

    for (unsigned type = 0; type < COMMANDS; type++) {
        const char *name = command_rule((enum command_type)type)->name;

        if (!json_is_string(json_object_get(sentences, name)))
            fail_msg("shapes.json has no sentence on %s", name);
    }
    assert_int_equal(json_object_size(sentences), COMMANDS);
    json_decref(shapes);
}

/* The roles that "x-roles" of a command names, in their order. */
static void roles_are(const char *command, const char *roles)
{
    struct buf *text = describe_openapi();
    json_t *all = json_loadb(text->text, text->len, 0, NULL), *role;
    char path[80], named[200] = "";
    size_t i;

    (void)snprintf(path, sizeof path, "/api/v1/%s", command);
    json_array_foreach(
        json_object_get(
            json_object_get(json_object_get(json_object_get(all, "paths"), path), "post"),
            "x-roles"),
        i, role)
    {
        (void)snprintf(named + strlen(named), sizeof named - strlen(named), "%s%s",
                       i ? " " : "", json_string_value(role));
    }
    assert_string_equal(named, roles);
    json_decref(all);
    buf_unref(text);
}

static void every_command_names_who_may(void **state)
{
    (void)state;

    roles_are("cast", "participant kiosk moderator host owner");
    roles_are("idea.support", "participant kiosk moderator host owner");
    roles_are("me.name", "participant moderator host owner");
    roles_are("room.export", "auditor host owner");
    roles_are("log.list", "auditor moderator host owner");
    roles_are("link.create", "host owner");
}

static void ranges_and_words_are_those_of_the_reader(void **state)
{
    json_t *move = describe_message(COMMAND_QUESTION_MOVE);
    json_t *files = describe_body(COMMAND_ROOM_EXPORT);
    (void)state;

    assert_int_equal(number(property(move, "closes_in"), "maximum"), CLOSES_IN_MS_MAX);
    assert_int_equal(number(property(move, "mid"), "maximum"), INT32_MAX);
    assert_int_equal(json_array_size(json_object_get(property(move, "move"), "enum")),
                     QUESTION_MOVES);
    assert_int_equal(json_array_size(json_object_get(move, "required")), 5);
    /* A document is there of all questions, which its reader knows by another field. */
    assert_int_equal(json_array_size(json_object_get(property(files, "format"), "enum")),
                     4);
    json_decref(move);
    json_decref(files);
}

static void both_documents_are_json(void **state)
{
    struct buf *(*const make[])(void) = {describe_openapi, describe_asyncapi};
    (void)state;

    for (size_t i = 0; i < sizeof make / sizeof *make; i++) {
        struct buf *text = make[i]();
        json_t *read = json_loadb(text->text, text->len, JSON_REJECT_DUPLICATES, NULL);

        assert_non_null(read);
        assert_non_null(json_object_get(read, "components"));
        json_decref(read);
        buf_unref(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_tells_its_fields),
        cmocka_unit_test(every_command_says_what_it_is_for),
        cmocka_unit_test(every_command_names_who_may),
        cmocka_unit_test(ranges_and_words_are_those_of_the_reader),
        cmocka_unit_test(both_documents_are_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
