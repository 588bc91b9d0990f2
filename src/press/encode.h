/* SPDX-License-Identifier: Apache-2.0 */

/* A picture leaves: as large as it may be shown, and small, behind a line that says which
 * is what (press/output.c reads it). False: it cannot be done. */
#ifndef PRESS_ENCODE_H
#define PRESS_ENCODE_H

#include "press/page.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdbool.h>

bool encode_picture(GdkPixbuf *picture);
bool encode_page(const struct page *page);

#endif
