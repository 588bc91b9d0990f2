/* SPDX-License-Identifier: Apache-2.0 */

#include "base/print.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct printed {
    char *out;
    size_t cap, len; /* The length may be beyond the cap. */
};

static size_t room(const struct printed *p)
{
    return p->len < p->cap ? p->cap - p->len : 0;
}

static void add(struct printed *p, const char *bytes, size_t len)
{
    size_t fits = room(p) < len ? room(p) : len;

    if (fits)
        memcpy(p->out + p->len, bytes, fits);
    p->len += len;
}

static void add_text(struct printed *p, const char *text)
{
    add(p, text ? text : "(null)", text ? strlen(text) : sizeof "(null)" - 1);
}

static void add_number(struct printed *p, uint64_t number)
{
    char digits[20]; /* Of 2^64 - 1. */
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    add(p, digits + at, sizeof digits - at);
}

/* Conversions that stand for nothing but themselves; the rest is vsnprintf's. */
struct conversion {
    const char *letters;
    size_t len;
    enum { AS_TEXT, AS_UNSIGNED, AS_LONG } as;
};

static const struct conversion conversions[] = {
    {"s", 1, AS_TEXT}, {"u", 1, AS_UNSIGNED}, {"lu", 2, AS_LONG}, {"zu", 2, AS_LONG}};

static_assert(sizeof(size_t) == sizeof(unsigned long), "one is taken as the other");

/* NULL: none of them. */
static const struct conversion *conversion_of(const char *letters)
{
    for (size_t i = 0; i < sizeof conversions / sizeof conversions[0]; i++)
        if (strncmp(letters, conversions[i].letters, conversions[i].len) == 0)
            return &conversions[i];
    return NULL;
}

static void add_argument(struct printed *p, const struct conversion *c, va_list *args)
{
    switch (c->as) {
    case AS_TEXT:
        add_text(p, va_arg(*args, const char *));
        break;
    case AS_UNSIGNED:
        add_number(p, va_arg(*args, unsigned));
        break;
    case AS_LONG:
        add_number(p, va_arg(*args, unsigned long));
        break;
    }
}

size_t print_into(char *out, size_t cap, const char *format, va_list args)
{
    struct printed p = {.out = out, .cap = cap};
    const char *percent;
    va_list left;

    va_copy(left, args);
    for (;;) {
        percent = strchrnul(format, '%');
        add(&p, format, (size_t)(percent - format));
        const struct conversion *c = *percent ? conversion_of(percent + 1) : NULL;
        if (!c)
            break;
        add_argument(&p, c, &left);
        format = percent + 1 + c->len;
    }
    if (*percent) {
        /* Those that were printed are taken out of `left` already; what is left of the
         * format was checked with the whole of it. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        int more = vsnprintf(room(&p) ? out + p.len : NULL, room(&p), percent, left);
#pragma GCC diagnostic pop

        assert(more >= 0);
        p.len += (size_t)more;
    }
    va_end(left);
    if (cap)
        out[p.len < cap ? p.len : cap - 1] = '\0';
    return p.len;
}

size_t print(char *out, size_t cap, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    size_t len = print_into(out, cap, format, args);
    va_end(args);
    return len;
}
