/* SPDX-License-Identifier: Apache-2.0 */

/* A ballot as JSON. Whether it suits its question is for domain/kind.h: here a ballot is
 * only proven to be one of some kind. */
#include "wire/record.h"
#include "wire/record_take.h"

#include <assert.h>
#include <string.h>

static void take_options(struct fields *f, struct ballot *out)
{
    json_t *list = take_any(f, "options");
    size_t n = json_array_size(list);

    if (!json_is_array(list) || n > QUESTION_OPTIONS_MAX) {
        fields_fail(f, ERR_BAD_BALLOT, "");
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(list, i);
        json_int_t option = json_integer_value(item);

        if (!json_is_integer(item) || option < 0 || option >= QUESTION_OPTIONS_MAX) {
            fields_fail(f, ERR_BAD_BALLOT, "");
            return;
        }
        out->options[i] = (uint8_t)option;
    }
    out->n_options = (uint32_t)n;
}

void take_ballot(struct fields *f, const char *name, struct ballot *out)
{
    json_t *object = take_any(f, name);
    struct fields inner;

    *out = (struct ballot){0};
    if (!json_is_object(object)) {
        fields_fail(f, ERR_BAD_FIELD, name);
        return;
    }
    fields_begin(&inner, object, "");
    if (fields_has(&inner, "value")) {
        out->has_value = true;
        out->value = take_u32(&inner, "value", 0, SCALE_STEP_MAX);
    } else {
        take_options(&inner, out);
    }
    if (fields_end(&inner))
        fields_fail(f, ERR_BAD_BALLOT, name);
}

/* By hand because it is done for each ballot. */
static char *put(char *at, const char *words, size_t len)
{
    memcpy(at, words, len);
    return at + len;
}
#define PUT(at, words) put(at, words, sizeof(words) - 1)

static char *put_number(char *at, uint32_t number)
{
    static_assert(QUESTION_OPTIONS_MAX <= 100 && SCALE_STEP_MAX < 100, "two digits do");

    if (number >= 10)
        *at++ = (char)('0' + number / 10);
    *at++ = (char)('0' + number % 10);
    return at;
}

size_t ballot_write(const struct ballot *ballot, char *out)
{
    char *at;

    if (ballot->has_value) {
        at = put_number(PUT(out, "{\"value\":"), ballot->value);
        at = PUT(at, "}");
    } else {
        at = PUT(out, "{\"options\":[");
        for (uint32_t i = 0; i < ballot->n_options; i++)
            at = put_number(i ? PUT(at, ",") : at, ballot->options[i]);
        at = PUT(at, "]}");
    }
    *at = '\0';
    return (size_t)(at - out);
}
