/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/describe.h"

#include "wire/describe_fields.h"
#include "wire/shapes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 64
#define DIALECT        "application/schema+json;version=draft-2020-12"

/* ---- What both have --------------------------------------------------------------------
 */

static json_t *ref_to(const char *where, const char *kind, const char *name)
{
    char address[2 * NAME_MAX_BYTES];

    (void)snprintf(address, sizeof address, "#/%s/%s%s", where, kind, name);
    return json_pack("{s:s}", "$ref", address);
}

static json_t *schema_ref(const char *kind, const char *name)
{
    return ref_to("components/schemas", kind, name);
}

static void set(json_t *object, const char *kind, const char *name, json_t *value)
{
    char key[NAME_MAX_BYTES];

    (void)snprintf(key, sizeof key, "%s%s", kind, name);
    json_object_set_new(object, key, value);
}

static json_t *error_codes(void)
{
    json_t *codes = json_array();

    for (unsigned err = OK + 1; err < ERR_COUNT; err++)
        json_array_append_new(codes, json_string(err_code((enum err)err)));
    return json_pack("{s:o}", "enum", codes);
}

static void add_all(json_t *schemas, const char *kind, json_t *shapes)
{
    const char *name;
    json_t *shape;

    json_object_foreach(shapes, name, shape)
    {
        set(schemas, kind, name, shape_schema(shape));
    }
}

/* What a record's fields do not say by themselves. */
static void add_notes(json_t *schemas, json_t *notes)
{
    const char *name;
    json_t *note;

    json_object_foreach(notes, name, note)
    {
        json_object_set(json_object_get(schemas, name), "description", note);
    }
}

/* Records, answers and errors. */
static json_t *schemas_of(const json_t *shapes)
{
    json_t *schemas = json_object();

    add_all(schemas, "", json_object_get(shapes, "records"));
    add_notes(schemas, json_object_get(shapes, "notes"));
    add_all(schemas, "reply.", json_object_get(shapes, "replies"));
    json_object_set_new(schemas, "ErrorCode", error_codes());
    json_object_set_new(schemas, "Error", shape_schema(json_object_get(shapes, "error")));
    return schemas;
}

static json_t *about(const char *description)
{
    return json_pack("{s:s,s:s,s:s,s:{s:s,s:s}}", "title", "Clameur", "version",
                     CLAMEUR_VERSION, "description", description, "license", "name",
                     "Apache-2.0", "url", "https://www.apache.org/licenses/LICENSE-2.0");
}

/* "x-roles": who may; a kiosk what may be done for others. */
static json_t *roles_of(enum command_type type)
{
    enum right right = command_rule(type)->right;
    json_t *roles = json_array(), *body = describe_body(type);
    bool is_served = json_object_get(json_object_get(body, "properties"), "for") != NULL;

    for (unsigned role = 0; role < ROLES; role++)
        if (policy_may((enum role)role, right) ||
            (is_served && policy_may((enum role)role, RIGHT_SERVE)))
            json_array_append_new(roles, json_string(role_name((enum role)role)));
    json_decref(body);
    return roles;
}

static struct buf *printed(json_t *document)
{
    char *text = json_dumps(document, JSON_COMPACT);
    struct buf *out = buf_new(text, strlen(text));

    free(text);
    json_decref(document);
    return out;
}

/* ---- OpenAPI ---------------------------------------------------------------------------
 */

static json_t *json_content(json_t *schema)
{
    return json_pack("{s:{s:o}}", "application/json", "schema", schema);
}

static json_t *only(const char *field, json_t *schema)
{
    return json_pack("{s:s,s:{s:o},s:[s]}", "type", "object", "properties", field, schema,
                     "required", field);
}

/* What comes back: `schema` as "ok", or an error. */
static json_t *responses_of(json_t *schema)
{
    return json_pack("{s:{s:s,s:o},s:{s:s,s:o}}", "200", "description", "done", "content",
                     json_content(only("ok", schema)), "default", "description",
                     "refused, with the status of the error", "content",
                     json_content(only("err", schema_ref("", "Error"))));
}

static json_t *post_of(enum command_type type, const json_t *shapes)
{
    const struct command_rule *rule = command_rule(type);
    json_t *post =
        json_pack("{s:s,s:O,s:o,s:{s:b,s:o},s:o}", "operationId", rule->name, "summary",
                  json_object_get(json_object_get(shapes, "commands"), rule->name),
                  "x-roles", roles_of(type), "requestBody", "required", 1, "content",
                  json_content(schema_ref("command.", rule->name)), "responses",
                  responses_of(schema_ref("reply.", rule->name)));

    if (type == COMMAND_DEVICE_CREATE) /* Which is how one comes by a token. */
        json_object_set_new(post, "security", json_array());
    return json_pack("{s:o}", "post", post);
}

/* The names in braces. */
static json_t *parameters_of(const char *address)
{
    json_t *parameters = json_array();
    char name[NAME_MAX_BYTES];

    for (const char *at = strchr(address, '{'); at; at = strchr(at + 1, '{')) {
        size_t len = strcspn(at + 1, "}");

        (void)snprintf(name, sizeof name, "%.*s", (int)len, at + 1);
        json_array_append_new(parameters,
                              json_pack("{s:s,s:s,s:b,s:{s:s}}", "name", name, "in", "path",
                                        "required", 1, "schema", "type", "string"));
    }
    return parameters;
}

/* ["what it is", its type: a page unless said otherwise] */
static json_t *get_of(const char *address, const json_t *said)
{
    const char *type = json_string_value(json_array_get(said, 1));

    return json_pack("{s:{s:o,s:o,s:{s:{s:O,s:{s:{}}}}}}", "get", "parameters",
                     parameters_of(address), "security", json_array(), "responses", "200",
                     "description", json_array_get(said, 0), "content",
                     type ? type : "text/html");
}

/* ["what it is", its type, the record that comes back]; a ticket is all it takes. */
static json_t *upload_of(const char *address, const json_t *said)
{
    const char *reply = json_string_value(json_array_get(said, 2));

    return json_pack("{s:{s:O,s:o,s:o,s:{s:b,s:{s:{}}},s:o}}", "post", "summary",
                     json_array_get(said, 0), "parameters", parameters_of(address),
                     "security", json_array(), "requestBody", "required", 1, "content",
                     json_string_value(json_array_get(said, 1)), "responses",
                     responses_of(schema_ref("", reply)));
}

static void add_addresses(json_t *paths, json_t *addresses,
                          json_t *(*of)(const char *address, const json_t *said))
{
    const char *address;
    json_t *said;

    json_object_foreach(addresses, address, said)
    {
        json_object_set_new(paths, address, of(address, said));
    }
}

struct buf *describe_openapi(void)
{
    json_t *shapes = shapes_load(), *schemas = schemas_of(shapes), *paths = json_object();

    for (unsigned type = 0; type < COMMANDS; type++) {
        const char *name = command_rule((enum command_type)type)->name;

        set(schemas, "command.", name, describe_body((enum command_type)type));
        set(paths, "/api/v1/", name, post_of((enum command_type)type, shapes));
    }
    add_addresses(paths, json_object_get(shapes, "uploads"), upload_of);
    add_addresses(paths, json_object_get(shapes, "addresses"), get_of);
    json_decref(shapes);
    return printed(json_pack(
        "{s:s,s:s,s:o,s:[{s:s}],s:[{s:[]},{s:[]}],s:o,s:{s:o,s:{s:{s:s,s:s},s:{s:s,s:s,s:s}"
        "}}}",
        "openapi", "3.1.0", "jsonSchemaDialect",
        "https://json-schema.org/draft/2020-12/schema", "info",
        about("Each command over HTTP, and the pages. What it means: docs/PROTOCOL.md."),
        "servers", "url", "/", "security", "device", "cookie", "paths", paths, "components",
        "schemas", schemas, "securitySchemes", "device", "type", "http", "scheme", "bearer",
        "cookie", "type", "apiKey", "in", "cookie", "name", "clameur"));
}

/* ---- AsyncAPI --------------------------------------------------------------------------
 */

/* {"re":…,"ok":…} */
static json_t *answer_of(const char *field, json_t *of, bool may_be_nameless)
{
    json_t *schema = only(field, of);

    json_object_set_new(json_object_get(schema, "properties"), "re",
                        json_pack("{s:o}", "type",
                                  may_be_nameless ? json_pack("[s,s]", "integer", "null")
                                                  : json_string("integer")));
    json_array_append_new(json_object_get(schema, "required"), json_string("re"));
    return schema;
}

static json_t *event_of(const char *name, json_t *shape)
{
    json_t *schema = shape_schema(shape);

    json_object_set_new(json_object_get(schema, "properties"), "ev",
                        json_pack("{s:s}", "const", name));
    json_array_append_new(json_object_get(schema, "required"), json_string("ev"));
    return schema;
}

/* A schema, a message that is of it, and the channel's name for that. */
struct talk {
    json_t *schemas, *messages, *told, *operations;
};

static void add_message(struct talk *talk, const char *kind, const char *name,
                        json_t *schema)
{
    set(talk->schemas, kind, name, schema);
    set(talk->messages, kind, name,
        json_pack("{s:{s:s,s:o}}", "payload", "schemaFormat", DIALECT, "schema",
                  schema_ref(kind, name)));
    set(talk->told, kind, name, ref_to("components/messages", kind, name));
}

static json_t *told_ref(const char *kind, const char *name)
{
    return ref_to("channels/ws/messages", kind, name);
}

static void add_command(struct talk *talk, enum command_type type, const json_t *shapes)
{
    const struct command_rule *rule = command_rule(type);
    json_t *summary = json_object_get(json_object_get(shapes, "commands"), rule->name);

    add_message(talk, "command.", rule->name, describe_message(type));
    add_message(talk, "answer.", rule->name,
                answer_of("ok", schema_ref("reply.", rule->name), false));
    json_object_set_new(
        talk->operations, rule->name,
        json_pack("{s:s,s:O,s:o,s:{s:s},s:[o],s:{s:{s:s},s:[o,o]}}", "action", "receive",
                  "summary", summary, "x-roles", roles_of(type), "channel", "$ref",
                  "#/channels/ws", "messages", told_ref("command.", rule->name), "reply",
                  "channel", "$ref", "#/channels/ws", "messages",
                  told_ref("answer.", rule->name), told_ref("", "refused")));
}

static void add_events(struct talk *talk, json_t *events)
{
    json_t *refs = json_array(), *shape;
    const char *name;

    json_object_foreach(events, name, shape)
    {
        add_message(talk, "event.", name, event_of(name, shape));
        json_array_append_new(refs, told_ref("event.", name));
    }
    json_object_set_new(talk->operations, "events",
                        json_pack("{s:s,s:{s:s},s:o}", "action", "send", "channel", "$ref",
                                  "#/channels/ws", "messages", refs));
}

struct buf *describe_asyncapi(void)
{
    json_t *shapes = shapes_load();
    struct talk talk = {schemas_of(shapes), json_object(), json_object(), json_object()};

    for (unsigned type = 0; type < COMMANDS; type++)
        add_command(&talk, (enum command_type)type, shapes);
    add_message(&talk, "", "refused", answer_of("err", schema_ref("", "Error"), true));
    add_events(&talk, json_object_get(shapes, "events"));
    json_decref(shapes);
    return printed(json_pack(
        "{s:s,s:o,s:s,s:{s:{s:s,s:s,s:o}},s:o,s:{s:o,s:o}}", "asyncapi", "3.0.0", "info",
        about("What is said over the WebSocket. What it means: docs/PROTOCOL.md."),
        "defaultContentType", "application/json", "channels", "ws", "address", "/ws",
        "description", "subprotocol clameur.1; the first command is hello", "messages",
        talk.told, "operations", talk.operations, "components", "schemas", talk.schemas,
        "messages", talk.messages));
}
