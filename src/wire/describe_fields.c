/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/describe_fields.h"

#include "domain/board.h"
#include "wire/command_note.h"
#include "wire/shapes.h"
#include "wire/sheet.h"

#include <string.h>

/* ---- Words that some command may take --------------------------------------------------
 */

#define A_MONTH "2026-11" /* Whoever takes it takes any. */

static const char *phase_name_of(enum board_phase phase)
{
    return phase_rule(phase)->name;
}

/* clang-format off */
#define NTH(name_of, type, n)                                                              \
    static const char *nth_##name_of(unsigned i)                                           \
    {                                                                                      \
        return i < (n) ? name_of((type)i) : NULL;                                     \
    }
NTH(question_move_name, enum question_move, QUESTION_MOVES)
NTH(room_access_name, enum room_access, ROOM_ACCESSES)
NTH(role_name, enum role, ROLES)
NTH(reaction_name, enum reaction, REACTIONS)
NTH(phase_name_of, enum board_phase, BOARD_PHASES)
NTH(idea_order_name, enum idea_order, IDEA_ORDERS)
NTH(idea_state_name, enum idea_state, IDEA_STATES)
NTH(idea_status_name, enum idea_status, IDEA_STATUSES)
NTH(comment_order_name, enum comment_order, COMMENT_ORDERS)
NTH(report_reason_name, enum report_reason, REPORT_REASONS)
NTH(ties_name, enum ties, TIES)
NTH(carry_what_name, enum carry_what, CARRIED)
NTH(sheet_format_name, enum sheet_format, SHEET_FORMATS)
/* clang-format on */

static const char *nth_other(unsigned i)
{
    static const char *const others[] = {"condorcet", "runoff", "room", "space",
                                         "all",       "month",  A_MONTH};

    return i < sizeof others / sizeof *others ? others[i] : NULL;
}

static const char *(*const vocabularies[])(unsigned) = {
    nth_question_move_name, nth_room_access_name,
    nth_role_name,          nth_reaction_name,
    nth_phase_name_of,      nth_idea_order_name,
    nth_idea_state_name,    nth_idea_status_name,
    nth_comment_order_name, nth_report_reason_name,
    nth_ties_name,          nth_carry_what_name,
    nth_sheet_format_name,  nth_other,
};
#define VOCABULARIES (sizeof vocabularies / sizeof *vocabularies)

/* ---- Which words a field takes ---------------------------------------------------------
 */

static bool takes(enum command_type type, const char *name, const char *word,
                  struct field_given beside)
{
    struct field_notes notes = {.has_all = true, .given = {{name, word, false}, beside}};

    command_note(type, &notes);
    return !notes.given[0].is_refused;
}

static void add_word(json_t *words, const char *word)
{
    const json_t *held;
    size_t i;

    json_array_foreach(words, i, held)
    {
        if (strcmp(json_string_value(held), word) == 0)
            return;
    }
    json_array_append_new(words, json_string(word));
}

static void add_words(json_t *words, enum command_type type, const char *name,
                      struct field_given beside)
{
    const char *word;

    for (size_t v = 0; v < VOCABULARIES; v++)
        for (unsigned i = 0; (word = vocabularies[v](i)); i++)
            if (takes(type, name, word, beside))
                add_word(words, word);
}

/* Some are taken only beside a word of another field: a format, where there is a file of
 * it. */
static json_t *words_of(enum command_type type, const struct field_notes *notes,
                        const char *name)
{
    json_t *words = json_array();

    add_words(words, type, name, (struct field_given){0});
    for (size_t i = 0; i < notes->n; i++) {
        const struct field *other = &notes->of[i];
        json_t *theirs, *word;
        size_t at;

        if (other->type != FIELD_WORD || other->words || strcmp(other->name, name) == 0)
            continue;
        theirs = json_array();
        add_words(theirs, type, other->name, (struct field_given){0});
        json_array_foreach(theirs, at, word)
        {
            add_words(words, type, name,
                      (struct field_given){other->name, json_string_value(word), 0});
        }
        json_decref(theirs);
    }
    return words;
}

/* ---- A field ---------------------------------------------------------------------------
 */

static json_t *words_schema(json_t *words)
{
    json_t *word, *named = json_array();
    bool is_any_month = false;
    size_t i;

    json_array_foreach(words, i, word)
    {
        if (strcmp(json_string_value(word), A_MONTH) == 0)
            is_any_month = true;
        else
            json_array_append(named, word);
    }
    json_decref(words);
    if (!is_any_month)
        return json_pack("{s:o}", "enum", named);
    return json_pack("{s:[{s:o},{s:s,s:s}]}", "anyOf", "enum", named, "type", "string",
                     "pattern", "^[0-9]{4}-[0-9]{2}$");
}

static json_t *table_schema(const struct field *field)
{
    json_t *words = json_array();

    for (size_t i = 0; i < field->n_words; i++)
        json_array_append_new(words, json_string(field->words[i]));
    return json_pack("{s:o}", "enum", words);
}

static json_t *text_schema(const struct field *field)
{
    return json_pack("{s:s,s:I,s:I,s:I}", "type", "string", "minLength",
                     (json_int_t)field->min, "maxLength", (json_int_t)field->bytes_max,
                     "x-characters", (json_int_t)field->max);
}

static json_t *typed_schema(enum command_type type, const struct field_notes *notes,
                            const struct field *field)
{
    switch (field->type) {
    case FIELD_INTEGER:
        return json_pack("{s:s,s:I,s:I}", "type", "integer", "minimum",
                         (json_int_t)field->min, "maximum", (json_int_t)field->max);
    case FIELD_BOOLEAN:
        return shape_type("b");
    case FIELD_ID:
        return shape_type("id");
    case FIELD_CODE:
        return json_pack("{s:s,s:s}", "type", "string", "description",
                         "a room's code, in any case, with blanks and dashes");
    case FIELD_WORD:
        return field->words ? table_schema(field)
                            : words_schema(words_of(type, notes, field->name));
    case FIELD_TEXT:
        return text_schema(field);
    case FIELD_SECRET:
        return json_pack("{s:s,s:i,s:i,s:s}", "type", "string", "minLength", 1, "maxLength",
                         SECRET_CHARS_MAX, "pattern", "^[!-~]*$");
    case FIELD_ANY:
        break;
    }
    return field->shape ? shape_type(field->shape) : json_object();
}

static json_t *field_schema(enum command_type type, const struct field_notes *notes,
                            const struct field *field)
{
    json_t *schema = typed_schema(type, notes, field);

    if (!field->may_be_null)
        return schema;
    return json_pack("{s:[o,o]}", "anyOf", schema, shape_type("null"));
}

/* ---- A command -------------------------------------------------------------------------
 */

static struct field *found(struct field_notes *notes, const char *name)
{
    for (size_t i = 0; i < notes->n; i++)
        if (strcmp(notes->of[i].name, name) == 0)
            return &notes->of[i];
    return NULL;
}

static void add_optional(struct field_notes *out, const struct field *field)
{
    if (found(out, field->name) || out->n == FIELDS_MAX)
        return;
    out->of[out->n] = *field;
    out->of[out->n++].is_needed = false;
}

/* What is read only beside some word of this field. */
static void add_beside(enum command_type type, struct field_notes *out, const char *name)
{
    json_t *words = words_of(type, out, name), *word;
    size_t i;

    json_array_foreach(words, i, word)
    {
        struct field_notes with = {.has_all = true,
                                   .given = {{name, json_string_value(word), false}}};

        command_note(type, &with);
        for (size_t at = 0; at < with.n; at++)
            add_optional(out, &with.of[at]);
    }
    json_decref(words);
}

/* What is asked for when all is there, and what is missed when nothing is. What is read
 * only then stands for something else, and so is not needed. */
static void fields_of(enum command_type type, struct field_notes *out)
{
    struct field_notes none = {0};

    *out = (struct field_notes){.has_all = true};
    command_note(type, out);
    command_note(type, &none);
    for (size_t i = 0; i < none.n; i++) {
        const struct field *missed = &none.of[i];
        struct field *field = found(out, missed->name);

        if (field)
            field->is_needed = missed->is_needed;
        else
            add_optional(out, missed);
    }
    for (size_t i = 0, n = out->n; i < n; i++)
        if (out->of[i].type == FIELD_WORD && !out->of[i].words)
            add_beside(type, out, out->of[i].name);
}

static json_t *schema_with(enum command_type type, json_t *properties, json_t *required)
{
    struct field_notes notes;

    fields_of(type, &notes);
    for (size_t i = 0; i < notes.n; i++) {
        const struct field *field = &notes.of[i];

        json_object_set_new(properties, field->name, field_schema(type, &notes, field));
        if (field->is_needed)
            json_array_append_new(required, json_string(field->name));
    }
    return json_pack("{s:s,s:o,s:o,s:b}", "type", "object", "properties", properties,
                     "required", required, "additionalProperties", 0);
}

json_t *describe_message(enum command_type type)
{
    return schema_with(type,
                       json_pack("{s:{s:s,s:i,s:i},s:{s:s}}", "mid", "type", "integer",
                                 "minimum", 0, "maximum", INT32_MAX, "cmd", "const",
                                 command_rule(type)->name),
                       json_pack("[s,s]", "mid", "cmd"));
}

json_t *describe_body(enum command_type type)
{
    if (command_rule(type)->scope == SCOPE_NOWHERE)
        return schema_with(type, json_object(), json_array());
    return schema_with(type,
                       json_pack("{s:{s:s,s:s}}", "room", "type", "string", "description",
                                 "the code of the room that the command acts in"),
                       json_pack("[s]", "room"));
}
