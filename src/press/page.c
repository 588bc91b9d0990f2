/* SPDX-License-Identifier: Apache-2.0 */

#include "press/page.h"

#include "base/limits.h"
#include "press/press.h"

#include <cairo.h>
#include <math.h>
#include <poppler.h>
#include <stdlib.h>
#include <string.h>

/* ---- Its words --------------------------------------------------------------------------
 */

/* Runs of one size: those of the largest that stand first are the title. */
static gchar *largest_words(PopplerPage *page, const char *text)
{
    GList *runs = poppler_page_get_text_attributes(page), *first = NULL, *last;
    double size = 0;

    for (GList *at = runs; at; at = at->next) {
        const PopplerTextAttributes *run = at->data;

        if (run->font_size > size) {
            size = run->font_size;
            first = at;
        }
    }
    if (!first)
        return NULL;
    for (last = first; last->next; last = last->next) {
        const PopplerTextAttributes *next = last->next->data;

        if (next->font_size < size)
            break;
    }
    const PopplerTextAttributes *from = first->data, *to = last->data;
    glong length = g_utf8_strlen(text, -1);

    if (from->start_index < 0 || to->end_index < from->start_index ||
        to->end_index >= length)
        return NULL;
    return g_utf8_substring(text, from->start_index, (glong)to->end_index + 1);
}

/* At most so many bytes of it, whole characters; "" for NULL. */
static const char *cut(gchar *text, size_t most)
{
    if (!text || !g_utf8_validate(text, -1, NULL))
        return "";
    size_t len = strlen(text);

    while (len > most)
        len = (size_t)(g_utf8_find_prev_char(text, text + len) - text);
    text[len] = '\0';
    return text;
}

static void read_words(PopplerPage *page, struct page *out)
{
    gchar *text = poppler_page_get_text(page);

    out->title = cut(text ? largest_words(page, text) : NULL, PRESS_TITLE_BYTES);
    out->text = cut(text, PRESS_TEXT_BYTES);
}

/* ---- Its picture ------------------------------------------------------------------------
 */

/* Cairo's pixels, which are whole numbers of 32 bits, as the encoder wants them. */
static GdkPixbuf *pixels_of(cairo_surface_t *surface, int width, int height)
{
    GdkPixbuf *picture = gdk_pixbuf_new(GDK_COLORSPACE_RGB, FALSE, 8, width, height);
    const uint8_t *from = cairo_image_surface_get_data(surface);
    size_t from_stride = (size_t)cairo_image_surface_get_stride(surface);

    if (!picture || !from)
        return NULL;
    size_t to_stride = (size_t)gdk_pixbuf_get_rowstride(picture);
    guchar *to = gdk_pixbuf_get_pixels(picture);

    for (size_t y = 0; y < (size_t)height; y++)
        for (size_t x = 0; x < (size_t)width; x++) {
            uint32_t pixel;
            guchar *at = to + y * to_stride + 3 * x;

            memcpy(&pixel, from + y * from_stride + 4 * x, sizeof pixel);
            at[0] = (guchar)(pixel >> 16 & UINT8_MAX);
            at[1] = (guchar)(pixel >> 8 & UINT8_MAX);
            at[2] = (guchar)(pixel & UINT8_MAX);
        }
    return picture;
}

static GdkPixbuf *draw(PopplerPage *page, double scale, int width, int height)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cairo = cairo_create(surface);

    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, scale, scale);
    poppler_page_render(page, cairo);
    /* What it could not draw leaves the context in error; what it could is there. */
    cairo_surface_flush(surface);
    return cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS
               ? pixels_of(surface, width, height)
               : NULL;
}

/* As large as the stage shows it, whatever it measures on paper. */
static GdkPixbuf *draw_to_size(PopplerPage *page, int side)
{
    double width, height;

    poppler_page_get_size(page, &width, &height);
    if (!isfinite(width) || !isfinite(height) || width <= 0 || height <= 0)
        return NULL;
    double longest = width > height ? width : height;
    double scale = side / longest;
    int shown_width = (int)(width * scale + .5), shown_height = (int)(height * scale + .5);

    /* A stroke is no slide. */
    if (side == SLIDE_SIDE &&
        (shown_width < SLIDE_SIDE_MIN || shown_height < SLIDE_SIDE_MIN))
        return NULL;
    return draw(page, scale, shown_width, shown_height);
}

#define SAMPLE_SIDE 160

/* ---- Both -------------------------------------------------------------------------------
 */

/* Of ours: letters of a font that no file brings along make poppler look for all it needs.
 */
static const char sample[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 160 90]/Contents 4 0 R"
    "/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 31>>stream\nBT /F 12 Tf 9 9 Td (Aa) Tj ET  \nendstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    "trailer<</Root 1 0 R/Size 6>>\n%%EOF\n";

static int read_page(const uint8_t *bytes, size_t len, unsigned number, int side,
                     struct page *out)
{
    GError *error = NULL;
    GBytes *whole = g_bytes_new_static(bytes, len);
    PopplerDocument *document = poppler_document_new_from_bytes(whole, NULL, &error);

    *out = (struct page){.title = "", .text = ""};
    if (!document)
        return g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)
                   ? PRESS_EXIT_LOCKED
                   : PRESS_EXIT_BAD;
    int n_pages = poppler_document_get_n_pages(document);

    if (n_pages < 1 || number > (unsigned)n_pages)
        return PRESS_EXIT_BAD;
    PopplerPage *page = poppler_document_get_page(document, (int)number - 1);

    if (!page)
        return PRESS_EXIT_BAD;
    out->n_pages = n_pages < PRESS_PAGES_TOLD ? (unsigned)n_pages : PRESS_PAGES_TOLD;
    out->picture = draw_to_size(page, side);
    read_words(page, out);
    return out->picture ? EXIT_SUCCESS : PRESS_EXIT_BAD;
}

void page_prepare(void)
{
    struct page page;

    (void)read_page((const uint8_t *)sample, sizeof sample - 1, 1, SAMPLE_SIDE, &page);
    g_slist_free(gdk_pixbuf_get_formats()); /* Their list is a file. */
}

int page_draw(const uint8_t *bytes, size_t len, unsigned number, struct page *out)
{
    return read_page(bytes, len, number, SLIDE_SIDE, out);
}
