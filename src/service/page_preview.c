/* SPDX-License-Identifier: Apache-2.0 */

#include "service/page_preview.h"

#include "service/board_page.h"
#include "service/plain.h"
#include "wire/record.h"

static void add_meta(struct strbuf *out, const char *property, const char *text)
{
    strbuf_printf(out, "<meta property=\"%s\" content=\"", property);
    html_text(out, text);
    strbuf_puts(out, "\">");
}

/* Without JavaScript the same address is asked for again, for what a script would ask. */
static const char without_script[] =
    "<noscript><meta http-equiv=\"refresh\" content=\"0;url=?plain=read\"></noscript>";

static struct buf *head(const struct page_ask *ask, const char *title, const char *text)
{
    struct strbuf out = {0};

    strbuf_puts(&out, "<title>");
    html_text(&out, title);
    strbuf_puts(&out, "</title><meta property=\"og:type\" content=\"article\">");
    add_meta(&out, "og:title", title);
    if (*text)
        add_meta(&out, "og:description", text);
    if (!ask->plain)
        strbuf_puts(&out, without_script);
    return strbuf_take(&out);
}

struct buf *page_preview(struct mirror *mirror, const struct page_ask *ask,
                         const struct buf *words)
{
    const struct mirror_board *board = NULL;
    struct board_texts of_board;
    struct idea_texts of_idea;

    if (mirror)
        board = board_page_board(mirror, ask->board);
    if (!board)
        return NULL;
    if (words && !idea_texts_read(words, &of_idea))
        return head(ask, of_idea.title, of_idea.text);
    return board_texts_read(board->def, &of_board)
               ? NULL
               : head(ask, of_board.title, of_board.about);
}
