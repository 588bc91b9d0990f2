/* SPDX-License-Identifier: Apache-2.0 */

/* What we say of comments and of what was reported. */
#ifndef WIRE_TALK_H
#define WIRE_TALK_H

#include "base/buf.h"
#include "domain/comment.h"

struct comment_view {
    const struct comment *comment;
    enum comment_by by;
    const struct buf *words;  /* JSON, as the command made them. */
    const struct buf *why;    /* Plain text; NULL: none. */
    const struct buf *listed; /* What it waits for, to staff; NULL: none. */
    uint32_t n;               /* Of this one's like. */
    bool on, is_mine;
};
void record_comment(struct strbuf *out, const struct comment_view *view);
/* Of one that may not be seen any more. */
void record_comment_gone(struct strbuf *out, const struct id *comment);
/* {"spam":2}: those that somebody gave. */
void record_reports(struct strbuf *out, const uint32_t reports[REPORT_REASONS]);

#endif
