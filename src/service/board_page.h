/* SPDX-License-Identifier: Apache-2.0 */

/* What the page of a board shows without JavaScript: the commands that a script would send,
 * sent for it. */
#ifndef SERVICE_BOARD_PAGE_H
#define SERVICE_BOARD_PAGE_H

#include "live/mirror.h"
#include "service/once.h"
#include "service/pages.h"
#include "wire/board_answer.h"

struct board_page {
    /* Fill in, then board_page_read. */
    struct service *service;
    struct code code;
    struct id board, idea, after; /* No idea: the list, behind `after`. */
    enum idea_order order;
    bool has_talk;
    struct participant participant; /* All zero: of somebody new. */
    void (*done)(struct board_page *page);
    void *owner;
    /* In `done`; NULL what could not be read. Free with board_page_done. */
    struct board_answer *ideas, *talk;
    struct board_answer *merged; /* What led to the idea that it is part of now. */
    /* Its own. */
    struct once once;
};

/* `done` once, never from within. */
void board_page_read(struct board_page *page);
void board_page_done(struct board_page *page);

/* The board that an address names: by its id, or the room's first; NULL for none that may
 * be shown. */
const struct mirror_board *board_page_board(struct mirror *mirror, const char *id);
/* The page as HTML. */
void board_page_write(struct strbuf *out, const struct page_ask *ask, struct mirror *mirror,
                      const struct mirror_board *board, const struct board_page *page);
/* Ways to the room's boards. */
void board_page_ways(struct strbuf *out, const struct words *words, struct mirror *mirror);

#endif
