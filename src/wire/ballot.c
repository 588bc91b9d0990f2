/* SPDX-License-Identifier: Apache-2.0 */

/* A ballot as JSON: one field, whose name tells its form. Whether it suits its question is
 * for domain/kind.h: here a ballot is only proven to be one of some kind. */
#include "wire/record.h"
#include "wire/record_take.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum list_shape { ALONE, LIST, PAIRS, TEXTS };

static const struct {
    const char *name;
    enum list_shape shape;
    int32_t min, max; /* Of each number. */
} forms[BALLOT_FORMS] = {
    [BALLOT_OPTIONS] = {"options", LIST, 0, QUESTION_OPTIONS_MAX - 1},
    [BALLOT_VALUE] = {"value", ALONE, -NUMBER_MAX, NUMBER_MAX},
    [BALLOT_ORDER] = {"order", LIST, 0, QUESTION_OPTIONS_MAX - 1},
    [BALLOT_POINTS] = {"points", LIST, 0, BALLOT_POINTS_TOTAL},
    [BALLOT_PLACES] = {"places", PAIRS, 0, GRID_STEP_MAX},
    [BALLOT_WORDS] = {"words", TEXTS, 0, 0},
};

static bool take_number(const json_t *item, struct ballot *out)
{
    json_int_t number = json_integer_value(item);

    if (!json_is_integer(item) || out->n == BALLOT_NUMBERS_MAX ||
        number < forms[out->form].min || number > forms[out->form].max)
        return false;
    out->numbers[out->n++] = (int32_t)number;
    return true;
}

static bool take_list(const json_t *list, struct ballot *out)
{
    if (!json_is_array(list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!take_number(json_array_get(list, i), out))
            return false;
    return true;
}

static bool take_pairs(const json_t *list, struct ballot *out)
{
    if (!json_is_array(list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *pair = json_array_get(list, i);

        if (json_array_size(pair) != 2 || !take_list(pair, out))
            return false;
    }
    return true;
}

static bool take_texts(const json_t *list, struct ballot *out)
{
    static const struct text_limits limits = {1, TERM_CHARS_MAX, TERM_BYTES_MAX, 0};
    struct strbuf texts = {0};
    char text[TERM_BYTES_MAX + 1];
    bool are_good = json_is_array(list) && json_array_size(list) <= TERMS_EACH_MAX;

    for (size_t i = 0; are_good && i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);

        are_good = json_is_string(item) &&
                   text_clean(json_string_value(item), json_string_length(item), limits,
                              text) == OK;
        if (are_good)
            strbuf_add(&texts, text, strlen(text) + 1);
        out->n += are_good;
    }
    out->words = strbuf_take(&texts);
    return are_good;
}

static bool take_form(struct fields *f, struct ballot *out)
{
    const json_t *given;

    for (unsigned form = 0; form < BALLOT_FORMS; form++) {
        if (!fields_has(f, forms[form].name))
            continue;
        out->form = (enum ballot_form)form;
        given = take_any(f, forms[form].name);
        switch (forms[form].shape) {
        case ALONE:
            return take_number(given, out);
        case LIST:
            return take_list(given, out);
        case PAIRS:
            return take_pairs(given, out);
        case TEXTS:
            return take_texts(given, out);
        }
    }
    return false;
}

void take_ballot(struct fields *f, const char *name, struct ballot *out)
{
    json_t *object = take_shape(f, name, "Ballot");
    struct fields inner;

    *out = (struct ballot){0};
    if (!json_is_object(object)) {
        fields_fail(f, ERR_BAD_FIELD, name);
        return;
    }
    fields_begin(&inner, object, "");
    if (!take_form(&inner, out) || fields_end(&inner))
        fields_fail(f, ERR_BAD_BALLOT, name);
}

/* ---- Writing, by hand because it is done for each ballot ------------------------------
 */

static char *put(char *at, const char *words)
{
    while (*words)
        *at++ = *words++;
    return at;
}

static char *put_number(char *at, int32_t number)
{
    char digits[10];
    size_t n = 0;
    uint32_t rest = number < 0 ? (uint32_t) - (int64_t)number : (uint32_t)number;

    if (number < 0)
        *at++ = '-';
    do
        digits[n++] = (char)('0' + rest % 10);
    while (rest /= 10);
    while (n > 0)
        *at++ = digits[--n];
    return at;
}

static char *put_list(char *at, const int32_t numbers[], uint32_t n)
{
    *at++ = '[';
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0)
            *at++ = ',';
        at = put_number(at, numbers[i]);
    }
    *at++ = ']';
    return at;
}

static char *put_pairs(char *at, const struct ballot *ballot)
{
    *at++ = '[';
    for (uint32_t i = 0; i + 1 < ballot->n; i += 2) {
        if (i > 0)
            *at++ = ',';
        at = put_list(at, ballot->numbers + i, 2);
    }
    *at++ = ']';
    return at;
}

size_t ballot_write(const struct ballot *ballot, char *out)
{
    char *at = put(put(put(out, "{\""), forms[ballot->form].name), "\":");

    static_assert(BALLOT_NUMBERS_MAX <= 20 && BALLOT_POINTS_TOTAL <= 999 &&
                      GRID_STEP_MAX <= 99 && NUMBER_MAX <= 9999999,
                  "BALLOT_TEXT_MAX is for so many numbers of so many digits");
    switch (forms[ballot->form].shape) {
    case ALONE:
        at = put_number(at, ballot->numbers[0]);
        break;
    case LIST:
        at = put_list(at, ballot->numbers, ballot->n);
        break;
    case PAIRS:
        at = put_pairs(at, ballot);
        break;
    case TEXTS: /* Kept otherwise: see service/said.h. */
        at = put(at, "[]");
        break;
    }
    *at++ = '}';
    *at = '\0';
    return (size_t)(at - out);
}

size_t ballot_numbers(const char *text, int32_t numbers[BALLOT_NUMBERS_MAX])
{
    static const char first[] = "-0123456789"; /* Names of forms have none of these. */
    const char *at = strpbrk(text, first);
    size_t n = 0;

    while (at && n < BALLOT_NUMBERS_MAX) {
        char *end;

        numbers[n++] = (int32_t)strtol(at, &end, 10);
        at = strpbrk(end, first);
    }
    return n;
}
