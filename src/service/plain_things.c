/* SPDX-License-Identifier: Apache-2.0 */

#include "service/plain_sheet.h"
#include "wire/idea_row.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

void sheet_put(struct plain_sheet *s, const char *html)
{
    strbuf_puts(s->out, html);
}

void sheet_say(struct plain_sheet *s, const char *key)
{
    plain_words(s->out, s->words, key);
}

/* Words that depend on what the board holds. */
void sheet_say_kind(struct plain_sheet *s, const char *stem)
{
    char key[64];

    (void)snprintf(key, sizeof key, "%s.%s", stem, s->kind);
    sheet_say(s, key);
}

const struct phase_rule *sheet_rule(const struct plain_sheet *s)
{
    return phase_rule(s->board->board.phase);
}

void sheet_address(struct plain_sheet *s)
{
    strbuf_printf(s->out, "/b/%s/%s", s->code->text, s->board->board.id.text);
}

void sheet_hidden(struct plain_sheet *s, const char *name, const char *value)
{
    strbuf_printf(s->out, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    html_text(s->out, value);
    sheet_put(s, "\">");
}

void sheet_hidden_number(struct plain_sheet *s, const char *name, uint64_t n)
{
    strbuf_printf(s->out, "<input type=\"hidden\" name=\"%s\" value=\"%llu\">", name,
                  (unsigned long long)n);
}

void sheet_form(struct plain_sheet *s, const char *classes, const char *act)
{
    strbuf_printf(s->out, "<form class=\"%s\" method=\"post\" action=\"", classes);
    sheet_address(s);
    sheet_put(s, "\">");
    sheet_hidden(s, "do", act);
}

/* ---- What people wrote ----------------------------------------------------------------
 */

static void add_badge(struct plain_sheet *s, const char *classes, const char *key)
{
    strbuf_printf(s->out, "<span class=\"badge %s\">", classes);
    sheet_say(s, key);
    sheet_put(s, "</span>");
}

static void add_status(struct plain_sheet *s, const char *status)
{
    bool is_asked = s->board->board.rules.kind == BOARD_QUESTIONS &&
                    (strcmp(status, "planned") == 0 || strcmp(status, "released") == 0 ||
                     strcmp(status, "declined") == 0);
    char key[64];

    if (!*status || strcmp(status, "new") == 0)
        return;
    (void)snprintf(key, sizeof key, "board.status.%s%s", status, is_asked ? ".asked" : "");
    add_badge(s, status, key);
}

/* Whose it is, and whether everybody sees it. */
static void add_whose(struct plain_sheet *s, const struct board_thing *thing)
{
    if (*thing->name) {
        sheet_put(s, "<b>");
        html_text(s->out, thing->name);
        sheet_put(s, "</b>");
    }
    if (thing->is_mine)
        add_badge(s, "mine", "board.mine");
    if (strcmp(thing->state, "pending") == 0)
        add_badge(s, "pending", "board.pending");
    if (strcmp(thing->state, "hidden") == 0)
        add_badge(s, "pending", "board.hidden");
}

static void add_reason(struct plain_sheet *s, const struct board_thing *thing)
{
    if (!*thing->reason)
        return;
    sheet_put(s, "<p class=\"muted\">");
    plain_filled(s->out, s->words, "board.reason", thing->reason);
    sheet_put(s, "</p>");
}

static void add_tags(struct plain_sheet *s, const struct board_thing *idea)
{
    struct board_tags tags;

    if (!idea->tags || board_tags_read(s->board->def, &tags))
        return;
    for (size_t i = 0; i < tags.n; i++) {
        if (!(idea->tags >> i & 1u))
            continue;
        sheet_put(s, "<span class=\"tag\"># ");
        html_text(s->out, tags.texts[i]);
        sheet_put(s, "</span>");
    }
}

void sheet_paragraph(struct plain_sheet *s, const char *classes, const char *text)
{
    if (!*text)
        return;
    strbuf_printf(s->out, "<p class=\"%s\">", classes);
    html_text(s->out, text);
    sheet_put(s, "</p>");
}

static void add_answer(struct plain_sheet *s, const struct board_thing *idea)
{
    if (*idea->answer) {
        sheet_put(s, "<div class=\"answer\"><p class=\"answer-head\">");
        sheet_say(s, "board.answer");
        sheet_put(s, "</p>");
        sheet_paragraph(s, "answer-text", idea->answer);
        sheet_put(s, "</div>");
    }
    if (!*idea->owner && !idea->by_ms)
        return;
    sheet_put(s, "<p class=\"decision\">");
    if (*idea->owner)
        plain_filled(s->out, s->words, "board.owner", idea->owner);
    if (*idea->owner && idea->by_ms)
        sheet_put(s, " · ");
    if (idea->by_ms) {
        time_t at = (time_t)(idea->by_ms / 1000);
        struct tm day;
        char text[16];

        (void)gmtime_r(&at, &day);
        (void)strftime(text, sizeof text, "%Y-%m-%d", &day);
        plain_filled(s->out, s->words, "board.by_day", text);
    }
    sheet_put(s, "</p>");
}

/* ---- Supports -------------------------------------------------------------------------
 */

static void add_support_face(struct plain_sheet *s, const struct board_thing *idea)
{
    strbuf_printf(s->out,
                  "<span class=\"arrow\" aria-hidden=\"true\">▲</span>"
                  "<span class=\"count\">%u</span>",
                  idea->count);
}

static void add_support(struct plain_sheet *s, const struct board_thing *idea, bool alone)
{
    bool may =
        sheet_rule(s)->may_support && !s->is_over && strcmp(idea->state, "shown") == 0;

    if (!may) {
        strbuf_printf(s->out, "<p class=\"support still%s\">", idea->on ? " on" : "");
        add_support_face(s, idea);
        sheet_put(s, "</p>");
        return;
    }
    sheet_form(s, "support-box", "support");
    sheet_hidden(s, "idea", idea->id);
    sheet_hidden_number(s, "n", (uint64_t)idea->n + 1);
    sheet_hidden(s, "on", idea->on ? "0" : "1");
    if (!alone)
        sheet_hidden(s, "list", idea_order_name(s->page->order));
    strbuf_printf(s->out, "<button class=\"support\" aria-pressed=\"%s\">",
                  idea->on ? "true" : "false");
    add_support_face(s, idea);
    sheet_put(s, "<span class=\"sr-only\">");
    plain_filled(s->out, s->words, idea->on ? "plain.board.take_back" : "plain.board.give",
                 idea->title);
    sheet_put(s, "</span></button></form>");
}

/* ---- Cards ----------------------------------------------------------------------------
 */

static void add_idea_title(struct plain_sheet *s, const struct board_thing *idea,
                           bool alone)
{
    if (alone) {
        sheet_put(s, "<h1 class=\"idea-title\">");
        html_text(s->out, idea->title);
        sheet_put(s, "</h1>");
        return;
    }
    sheet_put(s, "<h3 class=\"idea-title\"><a href=\"");
    sheet_address(s);
    strbuf_printf(s->out, "/%s?plain=read\">", idea->id);
    html_text(s->out, idea->title);
    sheet_put(s, "</a></h3>");
}

void sheet_idea(struct plain_sheet *s, const struct board_thing *idea, bool alone)
{
    strbuf_printf(s->out, "<li class=\"idea%s%s\" id=\"idea-%s\">",
                  idea->is_mine ? " own" : "", alone ? " alone" : "", idea->id);
    add_support(s, idea, alone);
    sheet_put(s, "<div class=\"body\">");
    add_idea_title(s, idea, alone);
    sheet_paragraph(s, alone ? "idea-text" : "idea-text folded", idea->text);
    sheet_put(s, "<p class=\"facts\">");
    add_whose(s, idea);
    add_status(s, idea->status);
    add_tags(s, idea);
    if (idea->comments && !alone) {
        sheet_put(s, "<span>");
        plain_number(s->out, s->words, "board.talk.count", idea->comments);
        sheet_put(s, "</span>");
    }
    sheet_put(s, "</p>");
    add_reason(s, idea);
    add_answer(s, idea);
    sheet_put(s, "</div></li>");
}

void sheet_comment(struct plain_sheet *s, const struct board_thing *one)
{
    strbuf_printf(s->out, "<li class=\"said%s\"><p class=\"facts\">",
                  one->is_mine ? " own" : "");
    if (!*one->name) {
        sheet_put(s, "<span>");
        sheet_say(s, "board.talk.someone");
        sheet_put(s, "</span>");
    }
    add_whose(s, one);
    if (strcmp(one->by, "team") == 0)
        add_badge(s, "", "board.talk.by.team");
    if (strcmp(one->by, "author") == 0)
        add_badge(s, "", "board.talk.by.author");
    sheet_put(s, "</p>");
    sheet_paragraph(s, "said-text", one->text);
    add_reason(s, one);
    sheet_put(s, "</li>");
}
