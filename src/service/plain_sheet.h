/* SPDX-License-Identifier: Apache-2.0 */

/* What the files of a board's plain page share. */
#ifndef SERVICE_PLAIN_SHEET_H
#define SERVICE_PLAIN_SHEET_H

#include "service/board_page.h"
#include "service/plain.h"
#include "wire/record.h"

struct plain_sheet {
    struct strbuf *out;
    const struct words *words;
    const struct page_ask *ask;
    const struct code *code;
    const struct mirror_board *board;
    const struct board_page *page;
    const char *kind; /* "ideas"; its words are named by it. */
    bool is_over;     /* Its closing time has come. */
};

void sheet_put(struct plain_sheet *s, const char *html);
void sheet_say(struct plain_sheet *s, const char *key);
/* Words that depend on what the board holds. */
void sheet_say_kind(struct plain_sheet *s, const char *stem);
const struct phase_rule *sheet_rule(const struct plain_sheet *s);
/* The board's, without quotes. */
void sheet_address(struct plain_sheet *s);
/* Nothing where there is no text. */
void sheet_paragraph(struct plain_sheet *s, const char *classes, const char *text);
void sheet_hidden(struct plain_sheet *s, const char *name, const char *value);
void sheet_hidden_number(struct plain_sheet *s, const char *name, uint64_t n);
void sheet_form(struct plain_sheet *s, const char *classes, const char *act);

/* As cards; `alone` on a page of its own. */
void sheet_idea(struct plain_sheet *s, const struct board_thing *idea, bool alone);
void sheet_comment(struct plain_sheet *s, const struct board_thing *one);
/* Nothing where that may not be done now. */
void sheet_post_form(struct plain_sheet *s, const struct board_texts *texts);
void sheet_comment_form(struct plain_sheet *s, const struct board_thing *idea);

#endif
