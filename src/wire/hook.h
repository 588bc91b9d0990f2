/* SPDX-License-Identifier: Apache-2.0 */

/* Webhooks in JSON: what hosts read of them, and what receivers are sent. */
#ifndef WIRE_HOOK_H
#define WIRE_HOOK_H

#include "base/buf.h"
#include "domain/hook.h"
#include "domain/idea.h"

struct hook_view {
    const struct hook *hook;
    uint32_t tries;
    uint64_t next_ms;
};
void record_hook(struct strbuf *out, const struct hook_view *view);

/* The body of a delivery. */
struct hook_message {
    const char *id, *event;
    uint64_t at_ms;
    const struct code *room;
    const struct id *board;     /* None: not about one. */
    const char *before, *after; /* "": none. */
    const struct idea *idea;    /* NULL: not about one, or it is gone. */
    const struct buf *words;    /* Of the idea. */
};
void hook_message_write(struct strbuf *out, const struct hook_message *message);

#endif
