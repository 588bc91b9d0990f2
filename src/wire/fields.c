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

/* ---- Notes ---------------------------------------------------------------------- */

static struct field *noted(struct fields *f, const char *name)
{
    struct field_notes *notes = f->notes;

    for (size_t i = 0; i < notes->n; i++)
        if (strcmp(notes->of[i].name, name) == 0)
            return &notes->of[i];
    assert(notes->n < FIELDS_MAX);
    notes->of[notes->n] = (struct field){.name = name};
    return &notes->of[notes->n++];
}

static void note(struct fields *f, const char *name, struct field said)
{
    struct field *field;

    if (!f->notes)
        return;
    field = noted(f, name);
    said.name = name;
    said.is_needed = field->is_needed;
    said.may_be_null = field->may_be_null;
    *field = said;
}

/* A word that was given is refused; or something is missing where nothing is there. */
static void note_failure(struct fields *f, const char *name)
{
    struct field_notes *notes = f->notes;

    for (size_t i = 0; i < FIELDS_GIVEN_MAX; i++)
        if (notes->given[i].name && strcmp(notes->given[i].name, name) == 0)
            notes->given[i].is_refused = true;
    if (!notes->has_all && *name)
        noted(f, name)->is_needed = true;
}

static const char *given_word(const struct field_notes *notes, const char *name)
{
    for (size_t i = 0; i < FIELDS_GIVEN_MAX; i++)
        if (notes->given[i].name && strcmp(notes->given[i].name, name) == 0)
            return notes->given[i].word;
    return NULL;
}

/* ---- Errors --------------------------------------------------------------------- */

void fields_fail(struct fields *f, enum err err, const char *name)
{
    if (f->notes) {
        note_failure(f, name);
        return;
    }
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
    if (f->notes)
        return f->notes->has_all;
    return json_object_get(f->object, name) != NULL;
}

json_t *take_any(struct fields *f, const char *name)
{
    if (f->notes) {
        (void)noted(f, name);
        return NULL;
    }
    if (f->err)
        return NULL;
    assert(f->n_taken < FIELDS_MAX);
    f->taken[f->n_taken++] = name;
    return json_object_get(f->object, name);
}

json_t *take_shape(struct fields *f, const char *name, const char *shape)
{
    note(f, name, (struct field){.shape = shape});
    return take_any(f, name);
}

bool take_null(struct fields *f, const char *name)
{
    if (f->notes)
        noted(f, name)->may_be_null = true;
    if (!json_is_null(json_object_get(f->object, name)))
        return false;
    (void)take_any(f, name);
    return true;
}

static void note_integer(struct fields *f, const char *name, int64_t min, int64_t max)
{
    note(f, name, (struct field){.type = FIELD_INTEGER, .min = min, .max = max});
}

uint64_t take_u64(struct fields *f, const char *name, uint64_t min, uint64_t max)
{
    note_integer(f, name, (int64_t)min, (int64_t)max);

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
    note_integer(f, name, min, max);

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
    note(f, name, (struct field){.type = FIELD_BOOLEAN});

    const json_t *value = take_any(f, name);

    if (!value)
        return if_missing;
    if (!json_is_boolean(value))
        fields_fail(f, ERR_BAD_FIELD, name);
    return json_is_true(value);
}

struct id take_id(struct fields *f, const char *name)
{
    note(f, name, (struct field){.type = FIELD_ID});

    const json_t *value = take_any(f, name);
    struct id id = {0};

    if (!json_is_string(value) ||
        !id_read(json_string_value(value), json_string_length(value), &id))
        fields_fail(f, ERR_BAD_FIELD, name);
    return id;
}

struct code take_code(struct fields *f, const char *name)
{
    note(f, name, (struct field){.type = FIELD_CODE});

    const json_t *value = take_any(f, name);
    struct code code = {0};

    if (!json_is_string(value) ||
        !code_read(json_string_value(value), json_string_length(value), &code))
        fields_fail(f, ERR_BAD_FIELD, name);
    return code;
}

const char *take_name(struct fields *f, const char *name)
{
    note(f, name, (struct field){.type = FIELD_WORD});

    const char *word =
        f->notes ? given_word(f->notes, name) : json_string_value(take_any(f, name));

    if (!word)
        fields_fail(f, ERR_BAD_FIELD, name);
    return word;
}

unsigned take_word(struct fields *f, const char *name, const char *const words[], size_t n)
{
    const char *word;

    note(f, name, (struct field){.type = FIELD_WORD, .words = words, .n_words = n});
    if (f->notes)
        return 0;
    word = fields_has(f, name) ? take_name(f, name) : words[0];
    for (size_t i = 0; word && i < n; i++)
        if (strcmp(words[i], word) == 0)
            return (unsigned)i;
    fields_fail(f, ERR_BAD_FIELD, name);
    return 0;
}

void take_text(struct fields *f, const char *name, struct text_limits limits, char *out)
{
    note(f, name,
         (struct field){.type = FIELD_TEXT,
                        .min = (int64_t)limits.chars_min,
                        .max = (int64_t)limits.chars_max,
                        .bytes_max = limits.bytes_max});

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
    note(f, name, (struct field){.type = FIELD_SECRET});

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
