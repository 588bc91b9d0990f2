/* SPDX-License-Identifier: Apache-2.0 */

#include "press/press.h"

#include "base/limits.h"
#include "base/mem.h"
#include "press/cell.h"
#include "press/encode.h"
#include "press/head.h"
#include "press/page.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- In
 * -----------------------------------------------------------------------------------
 */

static size_t read_all(uint8_t *to, size_t most)
{
    size_t len = 0;
    ssize_t n;

    while (len < most && (n = read(STDIN_FILENO, to + len, most - len)) > 0)
        len += (size_t)n;
    return len;
}

/* ---- Reading
 * -----------------------------------------------------------------------------
 */

/* What the decoder itself found, in case the head lied; a JPEG is decoded smaller at once.
 */
static void size_known(GdkPixbufLoader *loader, int width, int height, gpointer data)
{
    const struct picture_head *head = data;
    int longest = width > height ? width : height;

    if (!picture_fits((uint64_t)width, (uint64_t)height))
        gdk_pixbuf_loader_set_size(loader, 0, 0); /* Nothing is decoded then. */
    else if (head->kind == PICTURE_JPEG && longest > 2 * IMAGE_SHOWN_SIDE)
        gdk_pixbuf_loader_set_size(loader, width * 2 * IMAGE_SHOWN_SIDE / longest + 1,
                                   height * 2 * IMAGE_SHOWN_SIDE / longest + 1);
}

/* The module that decodes it is a file, so it is loaded before the cell is locked. */
static GdkPixbufLoader *open_loader(struct picture_head *head)
{
    static const char *const names[PICTURE_KINDS] = {"jpeg", "png", "gif", "webp"};
    GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_type(names[head->kind], NULL);

    if (loader)
        g_signal_connect(loader, "size-prepared", G_CALLBACK(size_known), head);
    return loader;
}

/* The picture, or the first one of an animation, upright; NULL. */
static GdkPixbuf *decode(GdkPixbufLoader *loader, const uint8_t *bytes, size_t len)
{
    gboolean is_good = gdk_pixbuf_loader_write(loader, bytes, len, NULL);

    /* One that is cut short is no picture, even if the library would make do with it. */
    is_good = gdk_pixbuf_loader_close(loader, NULL) && is_good;
    GdkPixbuf *picture = is_good ? gdk_pixbuf_loader_get_pixbuf(loader) : NULL;

    return picture ? gdk_pixbuf_apply_embedded_orientation(picture) : NULL;
}

/* ---- Both; what was allocated goes with the process
 * ----------------------------------------
 */

static void say_nothing(const gchar *domain, GLogLevelFlags level, const gchar *text,
                        gpointer data)
{
    (void)domain; /* What a broken file makes a library say is no news. */
    (void)level;
    (void)text;
    (void)data;
}

static int press_picture(const uint8_t *bytes, size_t len)
{
    struct picture_head head;

    if (!picture_head_read(bytes, len, &head))
        return PRESS_EXIT_BAD;
    GdkPixbufLoader *loader = open_loader(&head);

    if (!loader || !cell_lock(CELL_CLOSED))
        return PRESS_EXIT_FAULT;
    GdkPixbuf *picture = decode(loader, bytes, len);

    return picture && encode_picture(picture) ? EXIT_SUCCESS : PRESS_EXIT_BAD;
}

static int press_page(const uint8_t *bytes, size_t len, unsigned number)
{
    struct page page;

    page_prepare();
    if (!cell_lock(CELL_WITH_FONTS))
        return PRESS_EXIT_FAULT;
    int status = page_draw(bytes, len, number, &page);

    if (status == EXIT_SUCCESS && !encode_page(&page))
        status = PRESS_EXIT_BAD;
    return status;
}

int press_run(unsigned page)
{
    size_t most = page > 0 ? DECK_UPLOAD_BYTES : IMAGE_UPLOAD_BYTES;
    uint8_t *bytes = mem_alloc(most + 1);

    cell_enter();
    g_log_set_default_handler(say_nothing, NULL);
    size_t len = read_all(bytes, most + 1);

    /* At once: nothing that hostile bytes went through runs on its way out. */
    if (len > most)
        _exit(PRESS_EXIT_BAD);
    _exit(page > 0 ? press_page(bytes, len, page) : press_picture(bytes, len));
}
