/* SPDX-License-Identifier: Apache-2.0 */

/* The forms of a board's page without JavaScript. */
#include "service/internal.h"
#include "service/plain_sheet.h"
#include "wire/idea_row.h"

#include <stdio.h>
#include <string.h>

/* What the form makes is named here, so that a form that is sent twice makes one. */
static void add_new_id(struct plain_sheet *s)
{
    struct clock *clock = s->page->service->clock;
    uint8_t random[ID_RANDOM_BYTES];

    clock->random(clock, random, sizeof random);
    sheet_hidden(s, "id", id_from_random(random).text);
}

/* "Your name, seen by everyone": asked for, left to choice, or not taken at all. */
static void add_name(struct plain_sheet *s)
{
    enum board_names names = s->board->board.rules.names;

    if (names == NAMES_NONE) {
        sheet_put(s, "<p class=\"promise\">");
        sheet_say(s, "board.promise.nameless");
        sheet_put(s, "</p>");
        return;
    }
    sheet_put(s, "<label>");
    sheet_say(s, names == NAMES_ALL ? "board.field.name" : "board.field.name_maybe");
    strbuf_printf(s->out,
                  " <input class=\"field small\" name=\"name\" maxlength=\"%d\" "
                  "autocomplete=\"name\"%s></label>",
                  NAME_CHARS_MAX, names == NAMES_ALL ? " required" : "");
}

static void add_promise(struct plain_sheet *s)
{
    if (!s->board->board.rules.is_checked)
        return;
    sheet_put(s, "<p class=\"promise\">");
    sheet_say(s, "board.promise.checked");
    sheet_put(s, "</p>");
}

static void add_tag_choice(struct plain_sheet *s)
{
    struct board_tags tags;

    if (board_tags_read(s->board->def, &tags) || tags.n == 0)
        return;
    sheet_put(s, "<fieldset class=\"tag-pick\"><legend>");
    sheet_say(s, "board.field.tags");
    sheet_put(s, "</legend>");
    for (size_t i = 0; i < tags.n; i++) {
        strbuf_printf(s->out,
                      "<label class=\"chip\"><input type=\"checkbox\" name=\"tags\" "
                      "value=\"%zu\"><span>",
                      i);
        html_text(s->out, tags.texts[i]);
        sheet_put(s, "</span></label>");
    }
    sheet_put(s, "</fieldset>");
}

static void add_conditions(struct plain_sheet *s, const struct board_texts *texts)
{
    if (!s->board->board.rules_version || !*texts->conditions)
        return;
    sheet_put(s, "<div class=\"rules\"><details><summary>");
    sheet_say(s, "board.rules");
    sheet_put(s, "</summary>");
    sheet_paragraph(s, "", texts->conditions);
    strbuf_printf(s->out,
                  "</details><label class=\"accept\"><input type=\"checkbox\" "
                  "name=\"rules\" value=\"%llu\" required><span>",
                  (unsigned long long)s->board->board.rules_version);
    sheet_say(s, "board.rules.accept");
    sheet_put(s, "</span></label></div>");
}

static void add_send(struct plain_sheet *s)
{
    sheet_put(s, "<button class=\"send\">");
    sheet_say(s, "board.send");
    sheet_put(s, "</button></form>");
}

void sheet_post_form(struct plain_sheet *s, const struct board_texts *texts)
{
    if (!sheet_rule(s)->may_post || s->is_over ||
        s->board->board.rules.posts == POSTS_STAFF)
        return;
    sheet_put(s, "<section class=\"card plain-form\"><h2>");
    sheet_say_kind(s, "board.post");
    sheet_put(s, "</h2>");
    sheet_form(s, "writing", "post");
    add_new_id(s);
    sheet_put(s, "<label>");
    sheet_say_kind(s, "board.field.title");
    strbuf_printf(s->out,
                  " <input class=\"field\" name=\"title\" required maxlength=\"%d\" "
                  "autocomplete=\"off\"></label><label>",
                  IDEA_TITLE_CHARS_MAX);
    sheet_say(s, "board.field.text");
    strbuf_printf(s->out,
                  " <textarea class=\"field small\" name=\"text\" rows=\"4\" "
                  "maxlength=\"%d\"></textarea></label>",
                  PLAIN_TEXT_CHARS_MAX);
    add_tag_choice(s);
    add_name(s);
    add_conditions(s, texts);
    add_promise(s);
    add_send(s);
    sheet_put(s, "</section>");
}

void sheet_comment_form(struct plain_sheet *s, const struct board_thing *idea)
{
    if (!s->page->has_talk || !sheet_rule(s)->may_comment || s->is_over ||
        strcmp(idea->state, "shown") != 0)
        return;
    sheet_form(s, "writing card", "comment");
    sheet_hidden(s, "idea", idea->id);
    add_new_id(s);
    sheet_put(s, "<label>");
    sheet_say(s, "board.talk.write");
    strbuf_printf(s->out,
                  " <textarea class=\"field small\" name=\"text\" rows=\"3\" required "
                  "maxlength=\"%d\"></textarea></label>",
                  COMMENT_CHARS_MAX);
    add_name(s);
    add_promise(s);
    add_send(s);
}
