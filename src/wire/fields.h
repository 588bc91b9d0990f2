/* SPDX-License-Identifier: Apache-2.0 */

/* The fields of one JSON object, taken one by one into C, within wire.
 *
 * Errors stick: the first one is kept with the field to blame, and whatever is taken after
 * it comes out empty, so a reader is a list of takes and one check at its end. A field that
 * nobody took is refused by fields_end, so that a typing error is never silent. */
#ifndef WIRE_FIELDS_H
#define WIRE_FIELDS_H

#include "base/err.h"
#include "base/id.h"
#include "base/text.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FIELDS_MAX      24 /* in one object */
#define FIELD_BLAME_MAX 23 /* bytes of a path such as "def.options" */
#define INTEGER_EXACT_MAX                                                                  \
    ((UINT64_C(1) << 53) - 1) /* What every JSON reader keeps exact. */

/* What a reader asks for, written down as it asks: see describe.h. */
enum field_type {
    FIELD_ANY,
    FIELD_INTEGER,
    FIELD_BOOLEAN,
    FIELD_ID,
    FIELD_CODE,
    FIELD_WORD,
    FIELD_TEXT,
    FIELD_SECRET,
};
struct field {
    const char *name;
    enum field_type type;
    bool is_needed; /* Without it the command is refused. */
    bool may_be_null;
    int64_t min, max;  /* Of an integer; of a text its characters. */
    size_t bytes_max;  /* Of a text. */
    const char *shape; /* Of what is more than a number or text: its name; or NULL. */
    const char *const *words; /* Of take_word. */
    size_t n_words;
};
/* Words that a reader is given, to see which of them it takes. */
struct field_given {
    const char *name, *word;
    bool is_refused;
};
#define FIELDS_GIVEN_MAX 2
struct field_notes {
    bool has_all; /* fields_has says that everything is there; else that nothing is. */
    size_t n;
    struct field of[FIELDS_MAX];
    struct field_given given[FIELDS_GIVEN_MAX];
};

struct fields {
    json_t *object;            /* Borrowed. */
    struct field_notes *notes; /* Not NULL: nothing is read, and no error sticks. */
    const char *path;          /* Before a field's name in a blame: "", "def." */
    size_t n_taken;
    const char *taken[FIELDS_MAX];
    enum err err;
    bool is_kept; /* Ours, and judged when it came. */
    char blame[FIELD_BLAME_MAX + 1];
    char nearest[8]; /* A colour that would do, with ERR_CONTRAST; or "". */
};

/* `object` is borrowed until the last take; texts taken are copies. */
void fields_begin(struct fields *f, json_t *object, const char *path);
/* The error of the takes, or ERR_BAD_FIELD for a field that is left. */
MUST_CHECK enum err fields_end(struct fields *f);
/* Keeps the first error. */
void fields_fail(struct fields *f, enum err err, const char *name);
/* An error and blame of an object inside this one become this one's. */
void fields_fail_within(struct fields *f, const struct fields *inner);

/* Is it there, whatever it is? Does not take it. */
bool fields_has(const struct fields *f, const char *name);
/* The value, NULL when it is missing or something failed before. Borrowed. */
json_t *take_any(struct fields *f, const char *name);
/* The same, of one of the shapes of shapes.json. */
json_t *take_shape(struct fields *f, const char *name, const char *shape);
/* Is it there, and null? Then it is taken. */
bool take_null(struct fields *f, const char *name);

uint64_t take_u64(struct fields *f, const char *name, uint64_t min, uint64_t max);
uint32_t take_u32(struct fields *f, const char *name, uint32_t min, uint32_t max);
int32_t take_i32(struct fields *f, const char *name, int32_t min, int32_t max);
bool take_bool(struct fields *f, const char *name, bool if_missing);
struct id take_id(struct fields *f, const char *name);
struct code take_code(struct fields *f, const char *name);
/* A word for one of the name readers of the domain; NULL after an error. Borrowed. */
const char *take_name(struct fields *f, const char *name);
/* A word of a small table, as an index; the first when it is missing. */
unsigned take_word(struct fields *f, const char *name, const char *const words[], size_t n);
/* Cleaned text; an absent one is "" when limits.chars_min is 0. `out` has limits.bytes_max
 * + 1 bytes. */
void take_text(struct fields *f, const char *name, struct text_limits limits, char *out);
/* Printable ASCII as it is: tokens and secrets. */
void take_secret(struct fields *f, const char *name, char out[SECRET_CHARS_MAX + 1]);

#endif
