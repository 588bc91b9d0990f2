/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/talk.h"

#include "wire/event.h"

#include <inttypes.h>

void record_comment(struct strbuf *out, const struct comment_view *view)
{
    const struct comment *comment = view->comment;

    strbuf_printf(out,
                  "{\"id\":\"%s\",\"version\":%" PRIu64
                  ",\"state\":\"%s\",\"likes\":%" PRIu32 ",\"number\":%" PRIu32
                  ",\"at\":%" PRIu64 ",\"mine\":%s,\"n\":%" PRIu32 ",\"on\":%s,",
                  comment->id.text, comment->version, idea_state_name(comment->state),
                  comment->likes, comment->number, comment->at_ms,
                  view->is_mine ? "true" : "false", view->n, view->on ? "true" : "false");
    if (view->by != BY_ANYONE)
        strbuf_printf(out, "\"by\":\"%s\",", comment_by_name(view->by));
    if (view->why) {
        strbuf_puts(out, "\"reason\":");
        json_text(out, view->why->text, view->why->len);
        strbuf_puts(out, ",");
    }
    if (view->listed) {
        record_held(out, view->listed);
        strbuf_puts(out, ",");
    }
    strbuf_puts(out, "\"words\":");
    strbuf_add(out, view->words->text, view->words->len);
    strbuf_puts(out, "}");
}

void record_comment_gone(struct strbuf *out, const struct id *comment)
{
    strbuf_printf(out, "{\"id\":\"%s\",\"state\":\"hidden\"}", comment->text);
}

void record_reports(struct strbuf *out, const uint32_t reports[REPORT_REASONS])
{
    const char *before = "";

    strbuf_puts(out, "{");
    for (unsigned i = 0; i < REPORT_REASONS; i++) {
        if (reports[i] == 0)
            continue;
        strbuf_printf(out, "%s\"%s\":%" PRIu32, before,
                      report_reason_name((enum report_reason)i), reports[i]);
        before = ",";
    }
    strbuf_puts(out, "}");
}
