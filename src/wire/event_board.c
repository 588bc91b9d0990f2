/* SPDX-License-Identifier: Apache-2.0 */

/* What we say of boards and ideas. */
#include "wire/event.h"
#include "wire/gate.h"

#include <inttypes.h>
#include <string.h>

#define RULES ",\"rules\":" /* They are the last of a definition. */

/* Where they begin; the end where there are none. No text holds a quote that is not
 * escaped. */
static size_t rules_at(const struct buf *def)
{
    const char *found = memmem(def->text, def->len, RULES "\"", sizeof RULES);

    return found ? (size_t)(found - def->text) : def->len - 1;
}

void record_rules(struct strbuf *out, const struct buf *def)
{
    size_t at = rules_at(def) + sizeof RULES - 1;

    if (at < def->len)
        strbuf_add(out, def->text + at, def->len - 1 - at);
    else
        strbuf_puts(out, "\"\"");
}

void record_board(struct strbuf *out, const struct board_view *view)
{
    const struct board *board = view->board;

    strbuf_printf(out,
                  "{\"id\":\"%s\",\"version\":%" PRIu64 ",\"place\":%" PRIu32
                  ",\"phase\":\"%s\",\"closes\":%" PRIu64 ",\"def\":",
                  board->id.text, board->version, board->place,
                  phase_rule(board->phase)->name, board->closes_ms);
    strbuf_add(out, view->def->text,
               view->is_staff ? view->def->len - 1 : rules_at(view->def));
    strbuf_puts(out, "}");
    if (board->rules_version > 0)
        strbuf_printf(out, ",\"rules_version\":%" PRIu64, board->rules_version);
    strbuf_puts(out, "}");
}

static void idea_fields(struct strbuf *out, const struct idea *idea)
{
    strbuf_printf(out,
                  "\"id\":\"%s\",\"version\":%" PRIu64
                  ",\"state\":\"%s\",\"status\":\"%s\",\"supports\":%" PRIu32
                  ",\"comments\":%" PRIu32,
                  idea->id.text, idea->version, idea_state_name(idea->state),
                  idea_status_name(idea->status), idea->supports, idea->comments);
    if (idea->talk_rev > 0)
        strbuf_printf(out, ",\"talk\":%" PRIu64, idea->talk_rev);
}

/* What it was merged into, and what into it. */
static void add_ties(struct strbuf *out, const struct idea_view *view)
{
    const struct idea *idea = view->idea;

    if (idea->status == STATUS_MERGED)
        strbuf_printf(out, ",\"into\":\"%s\"", idea->into.text);
    for (size_t i = 0; i < view->n_with; i++)
        strbuf_printf(out, "%s\"%s\"", i ? "," : ",\"with\":[", view->with[i].text);
    if (view->n_with > 0)
        strbuf_puts(out, "]");
}

void record_held(struct strbuf *out, const struct buf *listed)
{
    const char *before = "", *end = listed->text + listed->len;

    strbuf_puts(out, "\"held\":{\"why\":\"word\",\"words\":[");
    for (const char *at = listed->text; at < end;) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)((line ? line : end) - at);

        strbuf_puts(out, before);
        json_text(out, at, len);
        before = ",";
        at += len + 1;
    }
    strbuf_puts(out, "]}");
}

void image_fields(struct strbuf *out, const struct idea_image *image)
{
    strbuf_printf(out,
                  "\"id\":\"%s\",\"state\":\"%s\",\"width\":%" PRIu32 ",\"height\":%" PRIu32
                  ",\"alt\":",
                  image->id.text, idea_state_name(image->state), image->width,
                  image->height);
    json_text(out, image->alt, image->alt_len);
}

static void add_images(struct strbuf *out, const struct idea_view *view)
{
    for (size_t i = 0; i < view->n_images; i++) {
        strbuf_puts(out, i ? ",{" : ",\"images\":[{");
        image_fields(out, &view->images[i]);
        strbuf_puts(out, "}");
    }
    if (view->n_images > 0)
        strbuf_puts(out, "]");
}

void record_idea(struct strbuf *out, const struct idea_view *view)
{
    const struct idea *idea = view->idea;
    const char *before = "";

    strbuf_puts(out, "{");
    idea_fields(out, idea);
    strbuf_printf(out, ",\"number\":%" PRIu32 ",\"at\":%" PRIu64 ",\"tags\":[",
                  idea->number, idea->at_ms);
    for (unsigned tag = 0; tag < TAGS_PER_BOARD_MAX; tag++) {
        if (idea->tags & 1u << tag) {
            strbuf_printf(out, "%s%u", before, tag);
            before = ",";
        }
    }
    strbuf_puts(out, "]");
    if (idea->group > 0)
        strbuf_printf(out, ",\"group\":%" PRIu32, idea->group - 1);
    if (idea->accepted > 0 && (view->is_mine || view->is_staff))
        strbuf_printf(out, ",\"rules\":%" PRIu64, idea->accepted);
    add_ties(out, view);
    if (view->listed && view->is_staff) {
        strbuf_puts(out, ",");
        record_held(out, view->listed);
    }
    add_images(out, view);
    strbuf_printf(out, ",\"mine\":%s,\"n\":%" PRIu32 ",\"on\":%s,\"words\":",
                  view->is_mine ? "true" : "false", view->n, view->on ? "true" : "false");
    strbuf_add(out, view->words->text, view->words->len);
    if (view->gate)
        record_gate(out, view->gate);
    strbuf_puts(out, "}");
}

void event_fact_board(struct strbuf *out, const char *name, uint64_t seq,
                      const struct board_view *view)
{
    strbuf_printf(out, "{\"ev\":\"%s\",\"seq\":%" PRIu64 ",\"board\":", name, seq);
    record_board(out, view);
    strbuf_puts(out, "}");
}

void event_device_changed(struct strbuf *out, uint64_t seq, const struct id *device)
{
    strbuf_printf(out, "{\"ev\":\"device.changed\",\"seq\":%" PRIu64 ",\"device\":\"%s\"}",
                  seq, device->text);
}

void event_board_removed(struct strbuf *out, uint64_t seq, const struct id *board)
{
    strbuf_printf(out, "{\"ev\":\"board.removed\",\"seq\":%" PRIu64 ",\"id\":\"%s\"}", seq,
                  board->text);
}

void event_ideas(struct strbuf *out, const struct ideas_event *event)
{
    strbuf_printf(out,
                  "{\"ev\":\"ideas\",\"epoch\":%" PRIu64
                  ",\"board\":\"%s\",\"rev\":%" PRIu64 ",\"total\":%" PRIu32,
                  event->epoch, event->board->text, event->rev, event->total);
    if (event->pending)
        strbuf_printf(out, ",\"pending\":%" PRIu32, *event->pending);
    strbuf_puts(out, ",\"ideas\":[");
    for (size_t i = 0; i < event->n; i++) {
        const struct idea_glance *glance = &event->ideas[i];

        strbuf_puts(out, i ? ",{" : "{");
        if (glance->may_see)
            idea_fields(out, glance->idea);
        else
            strbuf_printf(out, "\"id\":\"%s\",\"state\":\"hidden\"", glance->idea->id.text);
        strbuf_puts(out, "}");
    }
    strbuf_puts(out, "]}");
}
