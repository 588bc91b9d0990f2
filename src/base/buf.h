/* SPDX-License-Identifier: Apache-2.0 */

/* Immutable bytes that many hold: encode once, share by reference.
 *
 * A buf is born with one reference. `text` is always followed by a NUL that
 * `len` does not count. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buf {
    size_t refs;
    size_t len;
    char text[];
};

struct buf *buf_new(const void *bytes, size_t len);
/* Its bytes are for the caller to fill in before anybody else holds it. */
struct buf *buf_blank(size_t len);
struct buf *buf_ref(struct buf *buf);
void buf_unref(struct buf *buf); /* Takes NULL. */

/* A string under construction: grows, then becomes a buf. Starts as {0}. */
struct strbuf {
    char *text;
    size_t len, cap;
};

/* Makes room for `more` bytes and a NUL. */
void strbuf_reserve(struct strbuf *s, size_t more);

/* Here, for a vote and its answer are written a few bytes at a time: where the length is
 * known, the copy becomes a store or two. */
static inline void strbuf_add(struct strbuf *s, const void *bytes, size_t len)
{
    if (len == 0)
        return;
    if (s->len + len + 1 > s->cap)
        strbuf_reserve(s, len);
    /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): with room there is a text */
    memcpy(s->text + s->len, bytes, len);
    s->len += len;
    s->text[s->len] = '\0';
}

static inline void strbuf_puts(struct strbuf *s, const char *text)
{
    strbuf_add(s, text, strlen(text));
}

/* Decimal digits: what strbuf_printf would write, for what is written for every ballot. */
void strbuf_number(struct strbuf *s, uint64_t number);
__attribute__((format(printf, 2, 3))) void strbuf_printf(struct strbuf *s,
                                                         const char *format, ...);
void strbuf_done(struct strbuf *s);
/* The content as a new buf; `s` is empty afterwards. */
struct buf *strbuf_take(struct strbuf *s);

#endif
