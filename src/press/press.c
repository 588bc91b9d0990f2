/* SPDX-License-Identifier: Apache-2.0 */

#include "press/press.h"

#include "base/limits.h"
#include "base/mem.h"
#include "press/cell.h"
#include "press/head.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define JPEG_QUALITY "82"

/* ---- In and out
 * --------------------------------------------------------------------------
 */

static size_t read_all(uint8_t *to, size_t most)
{
    size_t len = 0;
    ssize_t n;

    while (len < most && (n = read(STDIN_FILENO, to + len, most - len)) > 0)
        len += (size_t)n;
    return len;
}

static bool write_all(const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, len);

        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
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

/* ---- Writing
 * -----------------------------------------------------------------------------
 */

struct encoded {
    gchar *bytes;
    gsize len;
};

static GdkPixbuf *fit(GdkPixbuf *picture, int side)
{
    int width = gdk_pixbuf_get_width(picture), height = gdk_pixbuf_get_height(picture);
    int longest = width > height ? width : height;

    if (longest <= side)
        return g_object_ref(picture);
    width = width * side / longest;
    height = height * side / longest;
    return gdk_pixbuf_scale_simple(picture, width > 0 ? width : 1, height > 0 ? height : 1,
                                   GDK_INTERP_BILINEAR);
}

static bool shows_through(const GdkPixbuf *picture)
{
    const guint8 *pixels = gdk_pixbuf_read_pixels(picture);
    size_t stride = (size_t)gdk_pixbuf_get_rowstride(picture);
    int channels = gdk_pixbuf_get_n_channels(picture);

    if (!gdk_pixbuf_get_has_alpha(picture))
        return false;
    for (int y = 0; y < gdk_pixbuf_get_height(picture); y++)
        for (int x = 0; x < gdk_pixbuf_get_width(picture); x++)
            if (pixels[(size_t)y * stride + (size_t)(x * channels) + 3] < UINT8_MAX)
                return true;
    return false;
}

/* Only what is told here is written: no option of the file's own goes along. */
static bool encode(GdkPixbuf *picture, bool is_png, struct encoded *out)
{
    return is_png ? gdk_pixbuf_save_to_buffer(picture, &out->bytes, &out->len, "png", NULL,
                                              "compression", "9", NULL)
                  : gdk_pixbuf_save_to_buffer(picture, &out->bytes, &out->len, "jpeg", NULL,
                                              "quality", JPEG_QUALITY, NULL);
}

/* As large as may be shown; less where it weighs too much. NULL: it cannot be done. */
static GdkPixbuf *encode_fitting(GdkPixbuf *picture, bool is_png, int side,
                                 struct encoded *out)
{
    for (; side >= IMAGE_SMALL_SIDE / 2; side /= 2) {
        GdkPixbuf *fitted = fit(picture, side);

        if (!fitted || !encode(fitted, is_png, out))
            return NULL;
        if (out->len <= IMAGE_BYTES_MAX)
            return fitted;
    }
    return NULL;
}

static bool give(GdkPixbuf *picture)
{
    struct encoded full, small;
    bool is_png = shows_through(picture);
    GdkPixbuf *fitted = encode_fitting(picture, is_png, IMAGE_SHOWN_SIDE, &full);
    char line[64];

    if (!fitted || !encode_fitting(fitted, is_png, IMAGE_SMALL_SIDE, &small))
        return false;
    int n = snprintf(line, sizeof line, "%s %d %d %zu %zu\n", is_png ? "png" : "jpeg",
                     gdk_pixbuf_get_width(fitted), gdk_pixbuf_get_height(fitted),
                     (size_t)full.len, (size_t)small.len);

    return write_all(line, (size_t)n) && write_all(full.bytes, full.len) &&
           write_all(small.bytes, small.len);
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

int press_run(void)
{
    uint8_t *bytes = mem_alloc(IMAGE_UPLOAD_BYTES + 1);
    struct picture_head head;
    size_t len;

    cell_enter();
    g_log_set_default_handler(say_nothing, NULL);
    len = read_all(bytes, IMAGE_UPLOAD_BYTES + 1);
    if (len > IMAGE_UPLOAD_BYTES || !picture_head_read(bytes, len, &head))
        _exit(PRESS_EXIT_BAD);
    GdkPixbufLoader *loader = open_loader(&head);

    if (!loader || !cell_lock())
        _exit(EXIT_FAILURE);
    GdkPixbuf *picture = decode(loader, bytes, len);

    /* At once: nothing that hostile bytes went through runs on its way out. */
    _exit(picture && give(picture) ? EXIT_SUCCESS : PRESS_EXIT_BAD);
}
