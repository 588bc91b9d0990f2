/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/comment.h"

#include "base/names.h"

static const char *const by_names[COMMENT_BYS] = {
    [BY_ANYONE] = "",
    [BY_AUTHOR] = "author",
    [BY_TEAM] = "team",
};

static const char *const order_names[COMMENT_ORDERS] = {
    [COMMENTS_OLDEST] = "oldest",
    [COMMENTS_NEWEST] = "newest",
    [COMMENTS_TOP] = "top",
};

static const char *const reason_names[REPORT_REASONS] = {
    [REPORT_SPAM] = "spam",       [REPORT_RUDE] = "rude",
    [REPORT_PRIVATE] = "private", [REPORT_OFF_TOPIC] = "off_topic",
    [REPORT_OTHER] = "other",
};

const char *comment_by_name(enum comment_by by)
{
    return by_names[by];
}

bool comment_by_read(const char *name, enum comment_by *out)
{
    return names_find(by_names, COMMENT_BYS, name, out);
}

const char *comment_order_name(enum comment_order order)
{
    return order_names[order];
}

bool comment_order_read(const char *name, enum comment_order *out)
{
    return names_find(order_names, COMMENT_ORDERS, name, out);
}

const char *report_reason_name(enum report_reason reason)
{
    return reason_names[reason];
}

bool report_reason_read(const char *name, enum report_reason *out)
{
    return names_find(reason_names, REPORT_REASONS, name, out);
}
