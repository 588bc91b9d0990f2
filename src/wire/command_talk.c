/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_talk.h"

#include "wire/event.h"
#include "wire/record_take.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct text_limits text_limits = {1, COMMENT_CHARS_MAX, COMMENT_BYTES_MAX,
                                               COMMENT_LINES_MAX};
static const struct text_limits name_limits = {0, NAME_CHARS_MAX, NAME_BYTES_MAX, 0};

void read_comment_list(struct fields *f, struct command *c)
{
    const char *order = fields_has(f, "order") ? take_name(f, "order") : NULL;

    c->comment_list.board = take_id(f, "board");
    c->comment_list.idea = take_id(f, "idea");
    if (order && !comment_order_read(order, &c->comment_list.order))
        fields_fail(f, ERR_BAD_FIELD, "order");
    if (fields_has(f, "after"))
        c->comment_list.after = take_id(f, "after");
    c->comment_list.n = COMMENTS_PER_PAGE_MAX;
    if (fields_has(f, "n"))
        c->comment_list.n = take_u32(f, "n", 1, COMMENTS_PER_PAGE_MAX);
    c->comment_list.has_since = fields_has(f, "since");
    if (c->comment_list.has_since)
        c->comment_list.since = take_u64(f, "since", 0, INTEGER_EXACT_MAX);
}

static struct buf *take_words(struct fields *f, bool *has_name)
{
    char text[COMMENT_BYTES_MAX + 1], name[NAME_BYTES_MAX + 1];
    struct strbuf json = {0};

    take_text(f, "text", text_limits, text);
    take_text(f, "name", name_limits, name);
    *has_name = name[0] != '\0';
    if (f->err)
        return NULL;
    strbuf_puts(&json, "{\"text\":");
    json_text(&json, text, strlen(text));
    if (*has_name) {
        strbuf_puts(&json, ",\"name\":");
        json_text(&json, name, strlen(name));
    }
    strbuf_puts(&json, "}");
    return strbuf_take(&json);
}

void read_comment_post(struct fields *f, struct command *c)
{
    c->comment.board = take_id(f, "board");
    c->comment.idea = take_id(f, "idea");
    c->comment.comment = take_id(f, "id");
    c->comment.words = take_words(f, &c->comment.has_name);
}

void read_comment_withdraw(struct fields *f, struct command *c)
{
    c->comment.board = take_id(f, "board");
    c->comment.idea = take_id(f, "idea");
    c->comment.comment = take_id(f, "comment");
}

void read_comment_like(struct fields *f, struct command *c)
{
    read_comment_withdraw(f, c);
    c->comment.n = take_u32(f, "n", 1, INT32_MAX);
    if (!fields_has(f, "on"))
        fields_fail(f, ERR_BAD_FIELD, "on");
    c->comment.on = take_bool(f, "on", false);
}

void read_comment_check(struct fields *f, struct command *c)
{
    const char *name;

    c->comment_check.board = take_id(f, "board");
    c->comment_check.idea = take_id(f, "idea");
    c->comment_check.comment = take_id(f, "comment");
    c->comment_check.version = take_u64(f, "version", 0, INTEGER_EXACT_MAX);
    name = take_name(f, "state");
    if (name &&
        (!idea_state_read(name, &c->comment_check.state) ||
         (c->comment_check.state != IDEA_SHOWN && c->comment_check.state != IDEA_HIDDEN)))
        fields_fail(f, ERR_BAD_FIELD, "state");
    c->comment_check.why = take_about(f, "reason");
}

static void take_reason(struct fields *f, struct command *c)
{
    const char *name = take_name(f, "why");

    if (name && !report_reason_read(name, &c->comment.reason))
        fields_fail(f, ERR_BAD_FIELD, "why");
}

void read_comment_report(struct fields *f, struct command *c)
{
    read_comment_withdraw(f, c);
    take_reason(f, c);
}

void read_idea_report(struct fields *f, struct command *c)
{
    c->comment.board = take_id(f, "board");
    c->comment.idea = take_id(f, "idea");
    take_reason(f, c);
}

/* "<score>:<idea>:<comment>", as our answer said it; no comment: the idea itself. */
static bool after_read(const char *text, struct command *c)
{
    const char *idea = strchr(text, ':'), *comment = idea ? strchr(idea + 1, ':') : NULL;
    char *end;

    if (!comment || text == idea)
        return false;
    errno = 0;
    c->comment.score = strtoll(text, &end, 10);
    return end == idea && errno == 0 &&
           id_read(idea + 1, (size_t)(comment - idea) - 1, &c->comment.idea) &&
           (!comment[1] || id_read(comment + 1, strlen(comment + 1), &c->comment.comment));
}

void read_review_list(struct fields *f, struct command *c)
{
    char after[SECRET_CHARS_MAX + 1];

    c->comment.board = take_id(f, "board");
    c->comment.has_after = fields_has(f, "after");
    if (!c->comment.has_after)
        return;
    take_secret(f, "after", after);
    if (!f->err && !after_read(after, c))
        fields_fail(f, ERR_BAD_FIELD, "after");
}

struct buf **owns_comment(struct command *c)
{
    return &c->comment.words;
}

struct buf **owns_comment_check(struct command *c)
{
    return &c->comment_check.why;
}
