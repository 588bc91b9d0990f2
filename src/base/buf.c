/* SPDX-License-Identifier: Apache-2.0 */

#include "base/buf.h"

#include "base/mem.h"
#include "base/print.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define CAP_FIRST   128 /* Most strings end within it. */
#define PRINT_GUESS 96  /* As most of what is printed is shorter, it is printed once. */

struct buf *buf_blank(size_t len)
{
    struct buf *buf = mem_alloc(sizeof *buf + len + 1);

    buf->refs = 1;
    buf->len = len;
    buf->text[len] = '\0';
    return buf;
}

struct buf *buf_new(const void *bytes, size_t len)
{
    struct buf *buf = buf_blank(len);

    if (len)
        memcpy(buf->text, bytes, len);
    return buf;
}

struct buf *buf_ref(struct buf *buf)
{
    buf->refs++;
    return buf;
}

void buf_unref(struct buf *buf)
{
    if (!buf)
        return;
    assert(buf->refs > 0);
    if (--buf->refs == 0)
        free(buf);
}

void strbuf_reserve(struct strbuf *s, size_t more)
{
    if (s->len + more + 1 <= s->cap)
        return;
    s->cap = (s->len + more + 1) * 2;
    if (s->cap < CAP_FIRST)
        s->cap = CAP_FIRST;
    s->text = mem_resize(s->text, s->cap);
}

void strbuf_number(struct strbuf *s, uint64_t number)
{
    char digits[20]; /* Of 2^64 - 1. */
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    strbuf_add(s, digits + at, sizeof digits - at);
}

void strbuf_printf(struct strbuf *s, const char *format, ...)
{
    va_list args, again;

    strbuf_reserve(s, PRINT_GUESS);
    va_start(args, format);
    va_copy(again, args);
    size_t need = print_into(s->text + s->len, s->cap - s->len, format, args);
    va_end(args);
    if (need >= s->cap - s->len) {
        strbuf_reserve(s, need);
        (void)print_into(s->text + s->len, need + 1, format, again);
    }
    va_end(again);
    s->len += need;
}

void strbuf_done(struct strbuf *s)
{
    free(s->text);
    *s = (struct strbuf){0};
}

struct buf *strbuf_take(struct strbuf *s)
{
    struct buf *buf = buf_new(s->text, s->len);

    strbuf_done(s);
    return buf;
}
