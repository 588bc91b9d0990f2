/* SPDX-License-Identifier: Apache-2.0 */

#include "service/board_page.h"

#include <string.h>

static void ask(struct board_page *page, const char *command, const struct strbuf *fields,
                void (*done)(struct once *once, enum err err, const struct buf *json))
{
    const struct session_from from = {.participant = &page->participant};
    struct strbuf body = {0};

    strbuf_printf(&body, "{\"room\":\"%s\",\"board\":\"%s\"%s}", page->code.text,
                  page->board.text, fields->text);
    page->once = (struct once){.done = done, .owner = page};
    once_run(page->service, &page->once, &from, command, body.text, body.len);
    strbuf_done(&body);
}

static void talk_read(struct once *once, enum err err, const struct buf *json)
{
    struct board_page *page = once->owner;

    page->talk = err ? NULL : board_answer_read(json);
    page->done(page);
}

static void read_talk(struct board_page *page)
{
    struct strbuf fields = {0};

    strbuf_printf(&fields, ",\"idea\":\"%s\"", page->idea.text);
    if (!id_is_none(&page->after))
        strbuf_printf(&fields, ",\"after\":\"%s\"", page->after.text);
    ask(page, "comment.list", &fields, talk_read);
    strbuf_done(&fields);
}

static void read_idea(struct board_page *page);

/* One that was merged leads to the one that it is part of now. */
static bool goes_on(struct board_page *page)
{
    const struct board_thing *idea = &page->ideas->things[0];

    if (page->merged || strcmp(idea->status, "merged") != 0 ||
        !id_read(idea->into, strlen(idea->into), &page->idea))
        return false;
    page->merged = page->ideas;
    page->ideas = NULL;
    return true;
}

static void idea_read(struct once *once, enum err err, const struct buf *json)
{
    struct board_page *page = once->owner;

    page->ideas = err ? NULL : board_answer_read(json);
    if (page->ideas && page->ideas->n == 0) {
        board_answer_free(page->ideas);
        page->ideas = NULL;
    }
    if (page->ideas && goes_on(page))
        read_idea(page);
    else if (page->ideas && page->has_talk)
        read_talk(page);
    else
        page->done(page);
}

static void read_idea(struct board_page *page)
{
    struct strbuf fields = {0};

    strbuf_printf(&fields, ",\"ideas\":[\"%s\"]", page->idea.text);
    ask(page, "idea.read", &fields, idea_read);
    strbuf_done(&fields);
}

static void list_read(struct once *once, enum err err, const struct buf *json)
{
    struct board_page *page = once->owner;

    page->ideas = err ? NULL : board_answer_read(json);
    page->done(page);
}

static void read_list(struct board_page *page)
{
    struct strbuf fields = {0};

    strbuf_printf(&fields, ",\"order\":\"%s\"", idea_order_name(page->order));
    if (!id_is_none(&page->after))
        strbuf_printf(&fields, ",\"after\":\"%s\"", page->after.text);
    ask(page, "idea.list", &fields, list_read);
    strbuf_done(&fields);
}

void board_page_read(struct board_page *page)
{
    if (id_is_none(&page->idea))
        read_list(page);
    else
        read_idea(page);
}

void board_page_done(struct board_page *page)
{
    board_answer_free(page->ideas);
    board_answer_free(page->talk);
    board_answer_free(page->merged);
}

const struct mirror_board *board_page_board(struct mirror *mirror, const char *id)
{
    const struct mirror_board *first = NULL;
    struct id named;

    if (id_read(id, strlen(id), &named)) {
        first = mirror_board(mirror, &named);
        return first && mirror_board_is_told(first, AUDIENCE_PUBLIC) ? first : NULL;
    }
    for (size_t i = 0; !*id && i < BOARDS_PER_ROOM_MAX; i++) {
        const struct mirror_board *board = &mirror->boards[i];

        if (board->is_used && mirror_board_is_told(board, AUDIENCE_PUBLIC) &&
            (!first || board->board.place < first->board.place))
            first = board;
    }
    return first;
}
