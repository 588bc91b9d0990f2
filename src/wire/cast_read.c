/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/cast_read.h"

#include <string.h>

#define DIGITS_MAX 10 /* Of INT32_MAX. */

/* What is left of a message. */
struct rest {
    const char *at, *end;
};

static size_t left(const struct rest *rest)
{
    return (size_t)(rest->end - rest->at);
}

static bool pass(struct rest *rest, const char *words, size_t len)
{
    if (left(rest) < len || memcmp(rest->at, words, len) != 0)
        return false;
    rest->at += len;
    return true;
}
#define PASS(rest, words) pass(rest, words, sizeof(words) - 1)

/* Digits alone: a sign, a fraction or one digit more is for the general way. */
static bool number(struct rest *rest, uint32_t min, uint32_t max, uint32_t *out)
{
    size_t room = left(rest) < DIGITS_MAX ? left(rest) : DIGITS_MAX, n = 0;
    uint64_t value = 0;

    while (n < room && rest->at[n] >= '0' && rest->at[n] <= '9')
        value = value * 10 + (uint64_t)(rest->at[n++] - '0');
    if (n == 0 || (n > 1 && rest->at[0] == '0') || value < min || value > max)
        return false;
    rest->at += n;
    *out = (uint32_t)value;
    return true;
}

static bool id(struct rest *rest, struct id *out)
{
    size_t room = left(rest) <= ID_BYTES_MAX ? left(rest) : ID_BYTES_MAX + 1;
    const char *end = room ? memchr(rest->at, '"', room) : NULL;

    if (!end || !id_read(rest->at, (size_t)(end - rest->at), out))
        return false;
    rest->at = end;
    return true;
}

static bool options(struct rest *rest, struct ballot *out)
{
    uint32_t option;

    do {
        if (out->n == BALLOT_NUMBERS_MAX ||
            !number(rest, 0, QUESTION_OPTIONS_MAX - 1, &option))
            return false;
        out->numbers[out->n++] = (int32_t)option;
    } while (PASS(rest, ","));
    return PASS(rest, "]");
}

static bool ballot(struct rest *rest, struct ballot *out)
{
    uint32_t value;

    if (PASS(rest, "{\"options\":["))
        return options(rest, out);
    if (!PASS(rest, "{\"value\":") || !number(rest, 0, NUMBER_MAX, &value))
        return false;
    out->form = BALLOT_VALUE;
    out->n = 1;
    out->numbers[0] = (int32_t)value;
    return true;
}

bool cast_read(const char *text, size_t len, struct command *out)
{
    struct rest rest = {text, text + len};
    struct command cast = {.type = COMMAND_CAST, .has_mid = true};

    if (!PASS(&rest, "{\"mid\":") || !number(&rest, 0, INT32_MAX, &cast.mid) ||
        !PASS(&rest, ",\"cmd\":\"cast\",\"question\":\"") ||
        !id(&rest, &cast.cast.question) || !PASS(&rest, "\",\"round\":") ||
        !number(&rest, 1, INT32_MAX, &cast.cast.round) || !PASS(&rest, ",\"n\":") ||
        !number(&rest, 1, INT32_MAX, &cast.cast.n) || !PASS(&rest, ",\"ballot\":") ||
        !ballot(&rest, &cast.cast.ballot) || !PASS(&rest, "}}") || left(&rest) > 0)
        return false;
    *out = cast;
    return true;
}
