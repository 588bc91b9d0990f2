/* SPDX-License-Identifier: Apache-2.0 */

/* A board without JavaScript: its ideas, one of them with what is said of it, and a form
 * for whatever may be done now. */
#include "base/mem.h"
#include "service/plain_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A way to what comes after the last thing of this page. */
static void add_more(struct plain_sheet *s, const struct board_answer *view)
{
    if (!view->more || view->n == 0)
        return;
    sheet_put(s, "<p class=\"row more-row\"><a class=\"button quiet\" href=\"");
    sheet_address(s);
    if (!id_is_none(&s->page->idea))
        strbuf_printf(s->out, "/%s", s->page->idea.text);
    strbuf_printf(s->out, "?plain=read&amp;order=%s&amp;after=%s\">",
                  idea_order_name(s->page->order), view->things[view->n - 1].id);
    sheet_say(s, "board.more");
    sheet_put(s, "</a></p>");
}

/* What became of the form that led here. */
static void add_outcome(struct plain_sheet *s)
{
    static const struct {
        const char *word;
        bool good;
    } outcomes[] = {
        {"waits", true},          {"posted", true},     {"said", true},
        {"supported", true},      {"taken_back", true}, {"closed", false},
        {"spent", false},         {"rules", false},     {"banned", false},
        {"exists", false},        {"merged", false},    {"stale", false},
        {"bad_text", false},      {"bad_field", false}, {"try_again", false},
        {"store_full", false},    {"too_many", false},  {"not_found", false},
        {"limit_reached", false}, {"passcode", false},  {"invitation", false},
        {"forbidden", false},
    };
    char key[64];

    for (size_t i = 0; s->ask->plain && i < sizeof outcomes / sizeof *outcomes; i++) {
        if (strcmp(outcomes[i].word, s->ask->plain) != 0)
            continue;
        bool waits = i == 0 || (i < 3 && s->board->board.rules.is_checked);

        (void)snprintf(key, sizeof key, "plain.board.%s", outcomes[i].word);
        plain_said(s->out, s->words, waits ? "board.say.pending" : key, outcomes[i].good);
    }
}

static void add_phase(struct plain_sheet *s)
{
    const char *name = sheet_rule(s)->name;
    bool by_kind =
        s->board->board.phase == PHASE_OPEN || s->board->board.phase == PHASE_COLLECT;
    char stem[32];

    if (by_kind && s->board->board.rules.posts == POSTS_STAFF) {
        name = phase_rule(PHASE_SUPPORT)->name;
        by_kind = false;
    }
    (void)snprintf(stem, sizeof stem, "board.phase.%s", s->is_over ? "over" : name);
    strbuf_printf(s->out, "<div class=\"phase%s\"><p>",
                  (sheet_rule(s)->may_post || sheet_rule(s)->may_support) && !s->is_over
                      ? " on"
                      : "");
    if (by_kind && !s->is_over)
        sheet_say_kind(s, stem);
    else
        sheet_say(s, stem);
    sheet_put(s, "</p></div>");
}

static void add_orders(struct plain_sheet *s)
{
    static const enum idea_order orders[] = {ORDER_TOP, ORDER_NEW, ORDER_TREND};
    char key[32];

    sheet_put(s, "<nav class=\"orders\">");
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        sheet_put(s, "<a href=\"");
        sheet_address(s);
        strbuf_printf(s->out, "?plain=read&amp;order=%s\"%s>", idea_order_name(orders[i]),
                      orders[i] == s->page->order ? " aria-current=\"true\"" : "");
        (void)snprintf(key, sizeof key, "board.order.%s", idea_order_name(orders[i]));
        sheet_say(s, key);
        sheet_put(s, "</a>");
    }
    sheet_put(s, "</nav>");
}

static void add_list(struct plain_sheet *s, const struct board_texts *texts)
{
    const struct board_answer *ideas = s->page->ideas;
    char key[32];

    sheet_put(s, "<h1 class=\"title\">");
    html_text(s->out, texts->title);
    sheet_put(s, "</h1>");
    sheet_paragraph(s, "about", texts->about);
    add_phase(s);
    add_outcome(s);
    sheet_put(s, "</section><section class=\"list\"><h2>");
    (void)snprintf(key, sizeof key, "board.count.%s", s->kind);
    plain_number(s->out, s->words, key, ideas->total);
    sheet_put(s, "</h2>");
    add_orders(s);
    sheet_put(s, "<ol class=\"cards\">");
    for (size_t i = 0; i < ideas->n; i++)
        sheet_idea(s, &ideas->things[i], false);
    sheet_put(s, "</ol>");
    add_more(s, ideas);
    sheet_post_form(s, texts);
    sheet_put(s, "</section>");
}

/* What was merged leads on, in words. */
static void add_merged(struct plain_sheet *s)
{
    char key[32];

    if (!s->page->merged)
        return;
    (void)snprintf(key, sizeof key, "board.merged.%s", s->kind);
    sheet_put(s, "<p class=\"said\" role=\"status\">");
    plain_filled(s->out, s->words, key, s->page->merged->things[0].title);
    sheet_put(s, "</p>");
}

static void add_one(struct plain_sheet *s, const struct board_texts *texts)
{
    const struct board_thing *idea = &s->page->ideas->things[0];
    const struct board_answer *talk = s->page->talk;

    sheet_put(s, "<p class=\"back\"><a href=\"");
    sheet_address(s);
    sheet_put(s, "?plain=read\">← ");
    html_text(s->out, texts->title);
    sheet_put(s, "</a></p>");
    add_outcome(s);
    add_merged(s);
    sheet_put(s, "</section><section class=\"list\"><ol class=\"cards\">");
    sheet_idea(s, idea, true);
    sheet_put(s, "</ol>");
    if (talk && (talk->n > 0 || sheet_rule(s)->may_comment)) {
        sheet_put(s, "<h2>");
        plain_number(s->out, s->words, "board.talk.count", talk->total);
        sheet_put(s, "</h2><ol class=\"talk\">");
        for (size_t i = 0; i < talk->n; i++)
            sheet_comment(s, &talk->things[i]);
        sheet_put(s, "</ol>");
        add_more(s, talk);
        sheet_comment_form(s, idea);
    }
    sheet_put(s, "</section>");
}

static void add_nothing(struct plain_sheet *s, const struct board_texts *texts)
{
    bool is_one = !id_is_none(&s->page->idea);

    sheet_put(s, "<h1 class=\"title\">");
    html_text(s->out, texts->title);
    sheet_put(s, "</h1>");
    add_outcome(s);
    sheet_put(s, "<p class=\"notice\">");
    sheet_say(s, is_one ? "board.missing" : "plain.try_later");
    sheet_put(s, "</p><p class=\"back\"><a href=\"");
    sheet_address(s);
    sheet_put(s, "?plain=read\">← ");
    sheet_say_kind(s, "board.all");
    sheet_put(s, "</a></p></section>");
}

void board_page_write(struct strbuf *out, const struct page_ask *ask, struct mirror *mirror,
                      const struct mirror_board *board, const struct board_page *page)
{
    struct clock *clock = mirror->clock;
    struct board_texts *texts = mem_zero(sizeof *texts);
    struct plain_sheet s = {
        .out = out,
        .words = ask->words,
        .ask = ask,
        .code = &mirror->room.code,
        .board = board,
        .page = page,
        .kind = board_kind_name(board->board.rules.kind),
        .is_over =
            board->board.closes_ms && clock->wall_ms(clock) >= board->board.closes_ms,
    };

    if (!board_texts_read(board->def, texts)) {
        sheet_put(&s, "<section class=\"intro\">");
        if (!page->ideas)
            add_nothing(&s, texts);
        else if (id_is_none(&page->idea))
            add_list(&s, texts);
        else
            add_one(&s, texts);
    }
    free(texts);
}

void board_page_ways(struct strbuf *out, const struct words *words, struct mirror *mirror)
{
    bool any = false;

    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++) {
        const struct mirror_board *board = &mirror->boards[i];
        struct board_texts *texts;

        if (!board->is_used || !mirror_board_is_told(board, AUDIENCE_PUBLIC))
            continue;
        texts = mem_zero(sizeof *texts);
        if (!board_texts_read(board->def, texts)) {
            if (!any) {
                strbuf_puts(out, "<nav class=\"others elsewhere\"><h2>");
                plain_words(out, words, "plain.boards");
                strbuf_puts(out, "</h2><ul>");
            }
            any = true;
            strbuf_printf(out, "<li><a class=\"other\" href=\"/b/%s/%s?plain=read\">",
                          mirror->room.code.text, board->board.id.text);
            html_text(out, texts->title);
            strbuf_puts(out, "</a></li>");
        }
        free(texts);
    }
    if (any)
        strbuf_puts(out, "</ul></nav>");
}
