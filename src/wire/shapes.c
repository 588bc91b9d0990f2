/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/shapes.h"

#include "base/limits.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD_MAX 32

json_t *shapes_load(void)
{
    json_t *shapes =
        json_loadb(shapes_json, shapes_json_bytes, JSON_REJECT_DUPLICATES, NULL);

    if (!shapes)
        abort();
    return shapes;
}

/* ---- Types ----------------------------------------------------------------------------
 */

static const struct {
    const char *name, *json;
} types[] = {
    {"n", "{\"type\":\"integer\",\"minimum\":0}"},
    {"i", "{\"type\":\"integer\"}"},
    {"s", "{\"type\":\"string\"}"},
    {"b", "{\"type\":\"boolean\"}"},
    {"id", "{\"type\":\"string\",\"pattern\":\"^[a-z0-9_-]{1,16}$\"}"},
    {"code", "{\"type\":\"string\",\"pattern\":\"^[2-9A-HJKMNP-Z]{6}$\"}"},
    {"null", "{\"type\":\"null\"}"},
    {"any", "{}"},
};

json_t *shape_type(const char *name)
{
    char address[WORD_MAX + 32];

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, name) == 0)
            return json_loads(types[i].json, 0, NULL);
    if (*name == '=')
        return json_pack("{s:s}", "const", name + 1);
    (void)snprintf(address, sizeof address, "#/components/schemas/%s", name);
    return json_pack("{s:s}", "$ref", address);
}

/* One of several: words alone are an enum. */
static json_t *one_of(json_t *several)
{
    json_t *words = json_array(), *one;
    size_t i;

    json_array_foreach(several, i, one)
    {
        json_t *word = json_object_get(one, "const");

        if (word)
            json_array_append(words, word);
    }
    if (json_array_size(words) == json_array_size(several)) {
        json_decref(several);
        return json_pack("{s:o}", "enum", words);
    }
    json_decref(words);
    return json_pack("{s:o}", "anyOf", several);
}

static json_t *of_text(const char *text)
{
    json_t *several = json_array(), *only;
    char word[WORD_MAX];

    while (*text) {
        size_t len = strcspn(text, "|");

        assert(len < sizeof word);
        memcpy(word, text, len);
        word[len] = '\0';
        json_array_append_new(several, shape_type(word));
        text += len + (text[len] == '|');
    }
    if (json_array_size(several) > 1)
        return one_of(several);
    only = json_incref(json_array_get(several, 0));
    json_decref(several);
    return only;
}

/* ---- What is made of types ------------------------------------------------------------
 */

/* NOLINTBEGIN(misc-no-recursion): as deep as shapes.json, which is ours */
static json_t *schemas_of(const json_t *list)
{
    json_t *schemas = json_array();
    size_t n = json_array_size(list);

    for (size_t i = 0; i < n; i++)
        json_array_append_new(schemas, shape_schema(json_array_get(list, i)));
    return schemas;
}

static json_t *of_list(const json_t *list)
{
    int n = (int)json_array_size(list);

    if (n == 1)
        return json_pack("{s:s,s:o}", "type", "array", "items",
                         shape_schema(json_array_get(list, 0)));
    return json_pack("{s:s,s:o,s:i,s:i}", "type", "array", "prefixItems", schemas_of(list),
                     "minItems", n, "maxItems", n);
}

static json_t *of_object(json_t *object)
{
    json_t *properties = json_object(), *required = json_array(), *others = NULL, *value;
    const char *name;
    char plain[WORD_MAX];

    json_object_foreach(object, name, value)
    {
        size_t len = strlen(name);
        bool is_optional = len > 0 && name[len - 1] == '?';

        if (strcmp(name, "*") == 0) {
            others = shape_schema(value);
            continue;
        }
        assert(len < sizeof plain);
        memcpy(plain, name, len + 1);
        if (is_optional)
            plain[len - 1] = '\0';
        else
            json_array_append_new(required, json_string(plain));
        json_object_set_new(properties, plain, shape_schema(value));
    }
    if (others) {
        json_decref(properties);
        json_decref(required);
        return json_pack("{s:s,s:o}", "type", "object", "additionalProperties", others);
    }
    return json_pack("{s:s,s:o,s:o}", "type", "object", "properties", properties,
                     "required", required);
}

json_t *shape_schema(json_t *shape)
{
    const json_t *several = json_object_get(shape, "|");

    if (json_is_string(shape))
        return of_text(json_string_value(shape));
    if (json_is_array(shape))
        return of_list(shape);
    if (several)
        return one_of(schemas_of(several));
    return of_object(shape);
}
/* NOLINTEND(misc-no-recursion) */
