/* SPDX-License-Identifier: Apache-2.0 */

#include "press/encode.h"

#include "base/limits.h"
#include "press/press.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define JPEG_QUALITY       "82"
#define SLIDE_JPEG_QUALITY "88" /* Letters show more of what is lost. */

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

/* How it is to be written. */
struct manner {
    bool is_png;
    const char *compression; /* Of a PNG, */
    const char *quality;     /* and of a JPEG. */
};

/* Only what is told here is written: no option of the file's own goes along. */
static bool encode(GdkPixbuf *picture, const struct manner *manner, struct encoded *out)
{
    return manner->is_png
               ? gdk_pixbuf_save_to_buffer(picture, &out->bytes, &out->len, "png", NULL,
                                           "compression", manner->compression, NULL)
               : gdk_pixbuf_save_to_buffer(picture, &out->bytes, &out->len, "jpeg", NULL,
                                           "quality", manner->quality, NULL);
}

/* As large as may be shown; less where it weighs too much. NULL: it cannot be done. */
static GdkPixbuf *encode_fitting(GdkPixbuf *picture, const struct manner *manner, int side,
                                 struct encoded *out)
{
    for (; side >= IMAGE_SMALL_SIDE / 2; side /= 2) {
        GdkPixbuf *fitted = fit(picture, side);

        if (!fitted || !encode(fitted, manner, out))
            return NULL;
        if (out->len <= IMAGE_BYTES_MAX)
            return fitted;
    }
    return NULL;
}

/* ---- Out --------------------------------------------------------------------------------
 */

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

/* Both pictures, and what a page says. */
struct made {
    GdkPixbuf *picture;
    bool is_png;
    struct encoded full, small;
    const struct page *page; /* NULL: a picture is no page. */
};

static bool give(const struct made *made)
{
    static const struct page none = {.title = "", .text = ""};
    const struct page *page = made->page ? made->page : &none;
    size_t title_len = strlen(page->title), text_len = strlen(page->text);
    char line[PRESS_LINE_MAX];
    int n = snprintf(line, sizeof line, "%s %d %d %zu %zu %u %zu %zu\n",
                     made->is_png ? "png" : "jpeg", gdk_pixbuf_get_width(made->picture),
                     gdk_pixbuf_get_height(made->picture), (size_t)made->full.len,
                     (size_t)made->small.len, page->n_pages, title_len, text_len);

    return write_all(line, (size_t)n) && write_all(made->full.bytes, made->full.len) &&
           write_all(made->small.bytes, made->small.len) &&
           write_all(page->title, title_len) && write_all(page->text, text_len);
}

static bool encode_both(struct made *made, const struct manner *manner, int side)
{
    GdkPixbuf *fitted = encode_fitting(made->picture, manner, side, &made->full);

    if (!fitted || !encode_fitting(fitted, manner, IMAGE_SMALL_SIDE, &made->small))
        return false;
    made->picture = fitted;
    made->is_png = manner->is_png;
    return true;
}

bool encode_picture(GdkPixbuf *picture)
{
    const struct manner manner = {shows_through(picture), "9", JPEG_QUALITY};
    struct made made = {.picture = picture};

    return encode_both(&made, &manner, IMAGE_SHOWN_SIDE) && give(&made);
}

bool encode_page(const struct page *page)
{
    static const struct manner sharp = {true, "6", NULL};
    static const struct manner light = {false, NULL, SLIDE_JPEG_QUALITY};
    struct made made = {.picture = page->picture, .page = page};

    /* Letters and areas are small and sharp in PNG, photographs are neither. */
    if (!encode_both(&made, &sharp, SLIDE_SIDE) || made.full.len > SLIDE_PNG_BYTES) {
        made.picture = page->picture;
        if (!encode_both(&made, &light, SLIDE_SIDE))
            return false;
    }
    return give(&made);
}
