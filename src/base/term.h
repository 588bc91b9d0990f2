/* SPDX-License-Identifier: Apache-2.0 */

/* What makes two words of a cloud one: "Idées", "idee" and "IDÉE" have the same key.
 *
 * Accents, capitals and what only parts words are passed over, and so are the endings of
 * plurals, French and English. Not more: "nation" and "national" are two. */
#ifndef BASE_TERM_H
#define BASE_TERM_H

#include "base/limits.h"

#include <stddef.h>

/* Writes the key of a cleaned text, parts with _ between, and returns its length: 0 when it
 * says nothing. A key has no blank, comma, =, or *. */
size_t term_key(const char *text, size_t len, char out[TERM_KEY_BYTES_MAX + 1]);

#endif
