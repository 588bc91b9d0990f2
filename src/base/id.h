/* SPDX-License-Identifier: Apache-2.0 */

/* The names of things: short, lower case, safe in keys, URLs and logs. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 1 to ID_BYTES_MAX of a-z 0-9 _ - ; all zero bytes means "none". */
struct id {
    char text[ID_BYTES_MAX + 1];
};

/* A join code in its canonical form: CODE_CHARS upper-case characters. */
struct code {
    char text[CODE_CHARS + 1];
};

/* A person in a space: a keyed hash of (space, device secret). */
#define PARTICIPANT_BYTES 16
struct participant {
    uint8_t bytes[PARTICIPANT_BYTES];
};

bool id_read(const char *text, size_t len, struct id *out);
bool id_same(const struct id *a, const struct id *b);
static inline bool id_is_none(const struct id *id)
{
    return id->text[0] == '\0';
}

/* An id of 12 characters made of `random`. */
#define ID_RANDOM_BYTES 12
struct id id_from_random(const uint8_t random[ID_RANDOM_BYTES]);

/* Any case; blanks and dashes are passed over. */
bool code_read(const char *text, size_t len, struct code *out);
/* Rejects a byte that would bias the choice: false, and try again with others. */
bool code_from_random(const uint8_t *random, size_t len, struct code *out);

#endif
