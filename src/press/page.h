/* SPDX-License-Identifier: Apache-2.0 */

/* A page of a PDF, drawn. */
#ifndef PRESS_PAGE_H
#define PRESS_PAGE_H

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stddef.h>
#include <stdint.h>

struct page {
    unsigned n_pages; /* Of the whole file; at most PRESS_PAGES_TOLD, which is more. */
    GdkPixbuf *picture;
    const char *title; /* What stands in the largest letters; "" for nothing. */
    const char *text;  /* All that it says. */
};

/* Whatever has to be opened for it is: fonts' lists, libraries. Before the cell is locked.
 */
void page_prepare(void);
/* Returns the exit status: EXIT_SUCCESS, PRESS_EXIT_BAD or PRESS_EXIT_LOCKED. `number` is
 * from 1; of what is no page there is nothing but the number of pages to be told. */
int page_draw(const uint8_t *bytes, size_t len, unsigned number, struct page *out);

#endif
