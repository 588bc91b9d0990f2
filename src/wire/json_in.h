/* SPDX-License-Identifier: Apache-2.0 */

/* JSON from outside, within wire: bounded before jansson sees it. */
#ifndef WIRE_JSON_IN_H
#define WIRE_JSON_IN_H

#include "base/err.h"

#include <jansson.h>
#include <stddef.h>

/* A record as it is kept: escaped, with its defaults, and so longer than the message that
 * brought it. */
#define RECORD_BYTES_MAX 65536

/* One object, of at most `max` bytes and JSON_DEPTH_MAX levels; no key twice, no NUL, UTF-8
 * only. ERR_TOO_BIG or ERR_MALFORMED otherwise. The caller owns `*out`. */
MUST_CHECK enum err json_in_object(const char *text, size_t len, size_t max, json_t **out);

#endif
