/* SPDX-License-Identifier: Apache-2.0 */

#include "service/page_preview.h"

#include "service/plain.h"
#include "wire/record.h"

#include <string.h>

static void add_meta(struct strbuf *out, const char *property, const char *text)
{
    strbuf_printf(out, "<meta property=\"%s\" content=\"", property);
    html_text(out, text);
    strbuf_puts(out, "\">");
}

static struct buf *head(const char *title, const char *text)
{
    struct strbuf out = {0};

    strbuf_puts(&out, "<title>");
    html_text(&out, title);
    strbuf_puts(&out, "</title><meta property=\"og:type\" content=\"article\">");
    add_meta(&out, "og:title", title);
    if (*text)
        add_meta(&out, "og:description", text);
    return strbuf_take(&out);
}

struct buf *page_preview(struct mirror *mirror, const struct page_ask *ask,
                         const struct buf *words)
{
    const struct mirror_board *board = NULL;
    struct board_texts of_board;
    struct idea_texts of_idea;
    struct id id;

    if (mirror && id_read(ask->board, strlen(ask->board), &id))
        board = mirror_board(mirror, &id);
    if (!board || !mirror_board_is_told(board, AUDIENCE_PUBLIC))
        return NULL;
    if (words && !idea_texts_read(words, &of_idea))
        return head(of_idea.title, of_idea.text);
    return board_texts_read(board->def, &of_board) ? NULL
                                                   : head(of_board.title, of_board.about);
}
