/* SPDX-License-Identifier: Apache-2.0 */

/* What somebody says of an idea, and why somebody reports a thing to staff. */
#ifndef DOMAIN_COMMENT_H
#define DOMAIN_COMMENT_H

#include "base/id.h"
#include "domain/idea.h"

#include <stdbool.h>
#include <stdint.h>

struct comment {
    struct id id;
    struct participant author;
    uint32_t number; /* In the order of posting below its idea, from 1. */
    uint32_t likes;
    uint64_t version; /* Grows with each change but likes. */
    uint64_t at_ms;   /* When it was posted. */
    enum idea_state state;
};

/* Whose word it is, beside a name. */
enum comment_by {
    BY_ANYONE,
    BY_AUTHOR, /* Of the idea. */
    BY_TEAM,
    COMMENT_BYS
};

enum comment_order { COMMENTS_OLDEST, COMMENTS_NEWEST, COMMENTS_TOP, COMMENT_ORDERS };

/* Kept by number: new ones at the end. */
enum report_reason {
    REPORT_SPAM,
    REPORT_RUDE,
    REPORT_PRIVATE, /* It tells of somebody what is not to be told. */
    REPORT_OFF_TOPIC,
    REPORT_OTHER,
    REPORT_REASONS
};

/* "" for anyone's. */
const char *comment_by_name(enum comment_by by);
bool comment_by_read(const char *name, enum comment_by *out);
const char *comment_order_name(enum comment_order order);
bool comment_order_read(const char *name, enum comment_order *out);
const char *report_reason_name(enum report_reason reason);
bool report_reason_read(const char *name, enum report_reason *out);

#endif
