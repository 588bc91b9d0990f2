/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/hook.h"

#include "wire/event.h"

#include <inttypes.h>
#include <string.h>

void record_hook(struct strbuf *out, const struct hook_view *view)
{
    const struct hook *hook = view->hook;
    const char *before = "";

    strbuf_printf(out, "{\"hook\":\"%s\",\"url\":", hook->id.text);
    json_text(out, hook->url, strlen(hook->url));
    strbuf_puts(out, ",\"events\":[");
    for (unsigned i = 0; i < HOOK_EVENTS; i++) {
        if (hook->events & 1u << i) {
            strbuf_printf(out, "%s\"%s\"", before, hook_event_name((enum hook_event)i));
            before = ",";
        }
    }
    strbuf_printf(out,
                  "],\"created\":%" PRIu64 ",\"tries\":%" PRIu32 ",\"next\":%" PRIu64 "}",
                  hook->created_ms, view->tries, view->tries ? view->next_ms : 0);
}

static void write_idea(struct strbuf *out, const struct hook_message *message)
{
    const struct idea *idea = message->idea;

    strbuf_printf(out,
                  ",\"idea\":{\"id\":\"%s\",\"version\":%" PRIu64
                  ",\"state\":\"%s\",\"status\":\"%s\",\"supports\":%" PRIu32
                  ",\"number\":%" PRIu32 ",\"at\":%" PRIu64,
                  idea->id.text, idea->version, idea_state_name(idea->state),
                  idea_status_name(idea->status), idea->supports, idea->number,
                  idea->at_ms);
    /* What is not for everyone's eyes does not leave. */
    if (idea->state == IDEA_SHOWN && message->words) {
        strbuf_puts(out, ",\"words\":");
        strbuf_add(out, message->words->text, message->words->len);
    }
    strbuf_puts(out, "}");
}

void hook_message_write(struct strbuf *out, const struct hook_message *message)
{
    strbuf_printf(out, "{\"id\":\"%s\",\"event\":\"%s\",\"at\":%" PRIu64 ",\"room\":\"%s\"",
                  message->id, message->event, message->at_ms, message->room->text);
    if (!id_is_none(message->board))
        strbuf_printf(out, ",\"board\":\"%s\"", message->board->text);
    if (message->before[0])
        strbuf_printf(out, ",\"from\":\"%s\"", message->before);
    if (message->after[0])
        strbuf_printf(out, ",\"to\":\"%s\"", message->after);
    if (message->idea)
        write_idea(out, message);
    strbuf_puts(out, "}");
}
