/* SPDX-License-Identifier: Apache-2.0 */

/* Records, answers and events as JSON Schema, within wire.
 *
 * shapes.json says them shortly: an object has its fields ("name?": may be missing, "*":
 * of any name), a list of one has any number of those, a longer one just these, {"|":[…]}
 * is one of several. A text is a type: "n" (a whole number from 0), "i" (any whole one),
 * "b", "s", "id", "code", "null", "any", "=word" for a word, Capitals for a record; with |
 * between, one of several.
 *
 * Beside them: a sentence on each command, what a record's fields do not say by themselves,
 * and the addresses that are not commands. */
#ifndef WIRE_SHAPES_H
#define WIRE_SHAPES_H

#include <jansson.h>
#include <stddef.h>

extern const char shapes_json[]; /* The file, made into an array by the build. */
extern const size_t shapes_json_bytes;

/* The caller owns what is returned. */
json_t *shapes_load(void);
json_t *shape_schema(json_t *shape);
/* Of one type, by its name. */
json_t *shape_type(const char *name);

#endif
