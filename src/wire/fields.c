/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/fields.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void fields_begin(struct fields *f, json_t *object, const char *path)
{
    *f = (struct fields){.object = object, .path = path};
}

/* A client's own key may be long, or cut inside a character: then the blame is left out. */
static void blame(struct fields *f, const char *name)
{
    int need = snprintf(f->blame, sizeof f->blame, "%s%s", f->path, name);

    if (need < 0 || (size_t)need >= sizeof f->blame)
        f->blame[0] = '\0';
}

void fields_fail(struct fields *f, enum err err, const char *name)
{
    if (f->err)
        return;
    f->err = err;
    blame(f, name);
}

void fields_fail_within(struct fields *f, const struct fields *inner)
{
    if (f->err || !inner->err)
        return;
    f->err = inner->err;
    memcpy(f->blame, inner->blame, sizeof f->blame);
    memcpy(f->nearest, inner->nearest, sizeof f->nearest);
}

static bool was_taken(const struct fields *f, const char *name)
{
    for (size_t i = 0; i < f->n_taken; i++)
        if (strcmp(f->taken[i], name) == 0)
            return true;
    return false;
}

enum err fields_end(struct fields *f)
{
    const char *name;
    json_t *value;

    if (f->err)
        return f->err;
    json_object_foreach(f->object, name, value) if (!was_taken(f, name))
        fields_fail(f, ERR_BAD_FIELD, name);
    return f->err;
}

bool fields_has(const struct fields *f, const char *name)
{
    return json_object_get(f->object, name) != NULL;
}

json_t *take_any(struct fields *f, const char *name)
{
    if (f->err)
        return NULL;
    assert(f->n_taken < FIELDS_MAX);
    f->taken[f->n_taken++] = name;
    return json_object_get(f->object, name);
}

uint64_t take_u64(struct fields *f, const char *name, uint64_t min, uint64_t max)
{
    const json_t *value = take_any(f, name);
    json_int_t n = json_integer_value(value);

    if (!json_is_integer(value) || n < 0 || (uint64_t)n < min || (uint64_t)n > max) {
        fields_fail(f, ERR_BAD_FIELD, name);
        return 0;
    }
    return (uint64_t)n;
}

uint32_t take_u32(struct fields *f, const char *name, uint32_t min, uint32_t max)
{
    return (uint32_t)take_u64(f, name, min, max);
}

int32_t take_i32(struct fields *f, const char *name, int32_t min, int32_t max)
{
    const json_t *value = take_any(f, name);
    json_int_t n = json_integer_value(value);

    if (!json_is_integer(value) || n < min || n > max) {
        fields_fail(f, ERR_BAD_FIELD, name);
        return 0;
    }
    return (int32_t)n;
}

bool take_bool(struct fields *f, const char *name, bool if_missing)
{
    const json_t *value = take_any(f, name);

    if (!value)
        return if_missing;
    if (!json_is_boolean(value))
        fields_fail(f, ERR_BAD_FIELD, name);
    return json_is_true(value);
}

struct id take_id(struct fields *f, const char *name)
{
    const json_t *value = take_any(f, name);
    struct id id = {0};

    if (!json_is_string(value) ||
        !id_read(json_string_value(value), json_string_length(value), &id))
        fields_fail(f, ERR_BAD_FIELD, name);
    return id;
}

struct code take_code(struct fields *f, const char *name)
{
    const json_t *value = take_any(f, name);
    struct code code = {0};

    if (!json_is_string(value) ||
        !code_read(json_string_value(value), json_string_length(value), &code))
        fields_fail(f, ERR_BAD_FIELD, name);
    return code;
}

const char *take_name(struct fields *f, const char *name)
{
    const char *word = json_string_value(take_any(f, name));

    if (!word)
        fields_fail(f, ERR_BAD_FIELD, name);
    return word;
}

unsigned take_word(struct fields *f, const char *name, const char *const words[], size_t n)
{
    const char *word = fields_has(f, name) ? take_name(f, name) : words[0];

    for (size_t i = 0; word && i < n; i++)
        if (strcmp(words[i], word) == 0)
            return (unsigned)i;
    fields_fail(f, ERR_BAD_FIELD, name);
    return 0;
}

void take_text(struct fields *f, const char *name, struct text_limits limits, char *out)
{
    const json_t *value = take_any(f, name);

    out[0] = '\0';
    if (!value && limits.chars_min == 0)
        return;
    if (!json_is_string(value)) {
        fields_fail(f, ERR_BAD_FIELD, name);
        return;
    }
    enum err err =
        text_clean(json_string_value(value), json_string_length(value), limits, out);
    if (err) {
        out[0] = '\0';
        fields_fail(f, err, name);
    }
}

void take_secret(struct fields *f, const char *name, char out[SECRET_CHARS_MAX + 1])
{
    const json_t *value = take_any(f, name);
    const char *secret = json_string_value(value);
    size_t len = json_string_length(value);
    bool is_good = secret && len >= 1 && len <= SECRET_CHARS_MAX;

    for (size_t i = 0; is_good && i < len; i++)
        is_good = secret[i] > ' ' && secret[i] <= '~';
    out[0] = '\0';
    if (is_good)
        memcpy(out, secret, len + 1);
    else
        fields_fail(f, ERR_BAD_FIELD, name);
}
