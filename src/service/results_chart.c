/* SPDX-License-Identifier: Apache-2.0 */

#include "service/results_chart.h"

#include "service/plain.h"
#include "wire/event.h"

#include <inttypes.h>
#include <string.h>

#define BARS        "<div class=\"chart bars\" aria-hidden=\"true\">"
#define COLUMNS     "<div class=\"chart columns\" aria-hidden=\"true\">"
#define HEIGHT      1000 /* Of the highest column. */
#define BAR_WIDTH   1000
#define WORDS_MAX   10  /* Bars; the table has all. */
#define PLANE_WIDTH 640 /* With the names beside the dots. */
#define PLANE       320 /* A grid: so wide and high, with its edge. */
#define PLANE_EDGE  20

static struct strbuf *out_of(const struct export_rows *rows)
{
    return rows->sheet.out;
}

void chart_number(struct export_rows *rows, int64_t n, uint64_t of)
{
    enum { PLACES = 100 };
    char digits[SHEET_DECIMAL_BYTES];
    char *point;

    if (of == 0) {
        strbuf_puts(out_of(rows), "–");
        return;
    }
    int64_t half = (int64_t)of / 2, parts = n * PLACES + (n < 0 ? -half : half);

    sheet_decimal_text(parts / (int64_t)of, PLACES, digits);
    point = strchr(digits, '.');
    if (point)
        *point++ = '\0';
    html_text(out_of(rows), digits);
    if (!point)
        return;
    plain_words(out_of(rows), rows->words, "plain.decimal");
    html_text(out_of(rows), point);
}

/* The widest of what is drawn as bars; at least 1. */
static int64_t widest(const struct figure *figures, size_t n)
{
    int64_t most = 1;

    for (size_t i = 0; i < n; i++)
        if (figures[i].n > most)
            most = figures[i].n;
    return most;
}

/* The first figures, one for each answer: those of one name. */
static size_t first_of_name(const struct figure *figures, size_t n)
{
    size_t same = 0;

    while (same < n && figures[same].cell != FIGURE_WHOLE &&
           strcmp(figures[same].name, figures[0].name) == 0)
        same++;
    return same;
}

/* A label is text of the page, so that it may wrap and grow; only the bar is drawn. */
static void bar(struct export_rows *rows, const char *label, const struct figure *figure,
                int64_t most)
{
    struct strbuf *out = out_of(rows);
    int64_t width = figure->n > 0 ? BAR_WIDTH * figure->n / most : 0;

    strbuf_puts(out, "<div><span class=\"label\">");
    html_text(out, label);
    strbuf_printf(out,
                  "</span><svg viewBox=\"0 0 %d 1\" preserveAspectRatio=\"none\"><rect "
                  "class=\"track\" width=\"%d\" height=\"1\"/><rect class=\"bar\" "
                  "width=\"%" PRId64 "\" height=\"1\"/></svg><span class=\"figure\">",
                  BAR_WIDTH, BAR_WIDTH, width);
    chart_number(rows, figure->n, figure->of);
    strbuf_puts(out, "</span></div>");
}

void chart_bars(struct export_rows *rows, const struct result_words *words,
                const struct figure *figures, size_t n)
{
    size_t shown = first_of_name(figures, n);
    int64_t most = widest(figures, shown);
    char about[ANSWER_TEXT_MAX];

    if (shown == 0)
        return;
    strbuf_puts(out_of(rows), BARS);
    for (size_t i = 0; i < shown; i++)
        bar(rows, result_figure_about(words, figures[i].cell, about), &figures[i], most);
    strbuf_puts(out_of(rows), "</div>");
}

static void column(struct export_rows *rows, const char *label, const struct figure *figure,
                   int64_t most)
{
    struct strbuf *out = out_of(rows);
    int64_t height = figure->n > 0 ? HEIGHT * figure->n / most : 0;

    strbuf_puts(out, "<div><span class=\"figure\">");
    chart_number(rows, figure->n, figure->of);
    strbuf_printf(
        out,
        "</span><svg viewBox=\"0 0 1 %d\" preserveAspectRatio=\"none\"><rect "
        "class=\"track\" width=\"1\" height=\"%d\"/><rect class=\"bar\" y=\"%" PRId64
        "\" width=\"1\" height=\"%" PRId64 "\"/></svg><span class=\"label\">",
        HEIGHT, HEIGHT, HEIGHT - height, height);
    html_text(out, label);
    strbuf_puts(out, "</span></div>");
}

void chart_columns(struct export_rows *rows, const struct result_words *words,
                   const struct figure *figures, size_t n)
{
    size_t shown = first_of_name(figures, n);
    int64_t most = widest(figures, shown);
    char about[ANSWER_TEXT_MAX];

    strbuf_puts(out_of(rows), COLUMNS);
    for (size_t i = 0; i < shown; i++)
        column(rows, result_figure_about(words, figures[i].cell, about), &figures[i], most);
    strbuf_puts(out_of(rows), "</div>");
}

void chart_words(struct export_rows *rows, const struct cloud *cloud)
{
    size_t shown = cloud->n < WORDS_MAX ? cloud->n : WORDS_MAX;

    strbuf_puts(out_of(rows), BARS);
    for (size_t i = 0; i < shown; i++) {
        const struct figure said = {.n = (int64_t)cloud->terms[i].n, .of = 1};

        bar(rows, cloud->terms[i].text, &said, (int64_t)cloud->terms[0].n);
    }
    strbuf_puts(out_of(rows), "</div>");
}

/* Where a mean of 0 to 10 is, in hundredths of the plane's length. */
static int64_t along(const struct figure *figure)
{
    return figure->of ? figure->n * PLANE / ((int64_t)figure->of * GRID_STEP_MAX) : 0;
}

/* What the ends of both axes are called, along the edges. */
static void axes(struct export_rows *rows, const struct definition_texts *texts)
{
    enum { FAR = PLANE_EDGE + PLANE, MIDDLE = PLANE_EDGE + PLANE / 2, GAP = 8, LINE = 18 };
    const struct {
        const char *name, *anchor;
        int x, y;
    } ends[] = {
        {texts->top, "middle", MIDDLE, PLANE_EDGE + LINE},
        {texts->bottom, "middle", MIDDLE, FAR - GAP},
        {texts->low, "start", PLANE_EDGE + GAP, MIDDLE - GAP},
        {texts->high, "end", FAR - GAP, MIDDLE - GAP},
    };
    struct strbuf *out = out_of(rows);

    strbuf_printf(out, "<path class=\"cross\" d=\"M%d %dh%dM%d %dv%d\"/>", PLANE_EDGE,
                  MIDDLE, PLANE, MIDDLE, PLANE_EDGE, PLANE);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        strbuf_printf(out, "<text class=\"axis\" text-anchor=\"%s\" x=\"%d\" y=\"%d\">",
                      ends[i].anchor, ends[i].x, ends[i].y);
        html_text(out, ends[i].name);
        strbuf_puts(out, "</text>");
    }
}

void chart_plane(struct export_rows *rows, const struct result_words *words,
                 const struct figure *figures, size_t n)
{
    struct strbuf *out = out_of(rows);
    int size = PLANE + 2 * PLANE_EDGE;

    strbuf_printf(out,
                  "<svg class=\"chart plane\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\">"
                  "<rect class=\"track\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
                  "rx=\"6\"/>",
                  PLANE_WIDTH, size, PLANE_EDGE, PLANE_EDGE, PLANE, PLANE);
    axes(rows, words->texts);
    for (size_t i = 0; i + 1 < n; i += 2) {
        char about[ANSWER_TEXT_MAX];
        int64_t x = PLANE_EDGE + along(&figures[i]);
        int64_t y = PLANE_EDGE + PLANE - along(&figures[i + 1]);

        if (!figures[i].of)
            continue;
        strbuf_printf(out,
                      "<circle class=\"dot\" cx=\"%" PRId64 "\" cy=\"%" PRId64
                      "\" r=\"7\"/><text class=\"label\" x=\"%" PRId64 "\" y=\"%" PRId64
                      "\">",
                      x, y, x + 12, y + 5);
        html_text(out, result_figure_about(words, figures[i].cell, about));
        strbuf_puts(out, "</text>");
    }
    strbuf_puts(out, "</svg>");
}
