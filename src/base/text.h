/* SPDX-License-Identifier: Apache-2.0 */

/* Text from people: proven to be text, trimmed, normalised and short. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/err.h"

#include <stddef.h>

struct text_limits {
    size_t chars_min, chars_max; /* Characters as people see them (grapheme clusters). */
    size_t bytes_max;            /* After cleaning, without the NUL. */
    size_t lines_max;            /* 0: one line, breaks are blanks like others. */
};

/* Writes the cleaned text and its NUL to `out` (limits.bytes_max + 1 bytes).
 * Cleaning: UTF-8 checked; NFC; runs of white space become one blank, or where there may
 * be lines one break, or two for an empty line; ends trimmed; control, direction-override
 * and unassigned characters dropped; a text that shows nothing refused. ERR_BAD_TEXT
 * otherwise, with `out` unspecified. */
MUST_CHECK enum err text_clean(const char *bytes, size_t len, struct text_limits limits,
                               char *out);

/* The same, of what people did not type: what is too long, or no text from somewhere on, is
 * cut there and ends in "…"; nothing is "". */
void text_cut(const char *bytes, size_t len, struct text_limits limits, char *out);

#endif
