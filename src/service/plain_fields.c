/* SPDX-License-Identifier: Apache-2.0 */

#include "service/plain_fields.h"

#include "service/plain.h"
#include "service/said.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *word(const struct plain_fields *fields, const char *key)
{
    const char *text = fields->words->get(fields->words, key);

    return text ? text : key;
}

static void begin_line(struct strbuf *out, const char *tag, const char *text)
{
    strbuf_printf(out, "<li><%s class=\"option\"><span class=\"text\">", tag);
    html_text(out, text);
    strbuf_puts(out, "</span>");
}

/* ---- What to fill in ------------------------------------------------------------------
 */

/* One number. `own` NULL: left empty. */
struct input {
    const char *name, *label; /* label "": that of the line does. */
    int32_t min, max;
    const int32_t *own;
    bool is_required;
};

static void add_input(struct strbuf *out, const struct input *input)
{
    strbuf_printf(out,
                  "<input class=\"number\" type=\"number\" name=\"%s\" min=\"%" PRId32
                  "\" max=\"%" PRId32 "\" step=\"1\" inputmode=\"numeric\"%s",
                  input->name, input->min, input->max,
                  input->is_required ? " required" : "");
    if (*input->label) {
        strbuf_puts(out, " aria-label=\"");
        html_text(out, input->label);
        strbuf_puts(out, "\"");
    }
    if (input->own)
        strbuf_printf(out, " value=\"%" PRId32 "\"", *input->own);
    strbuf_puts(out, ">");
}

static void end_input(struct strbuf *out, const char *tag)
{
    strbuf_printf(out, "</%s></li>", tag);
}

static void form_number(struct strbuf *out, const struct plain_fields *fields,
                        const int32_t own[], size_t n_own)
{
    const struct kind_shape *shape = &fields->slot->question.rules.shape;

    begin_line(out, "label", fields->texts->unit);
    add_input(out, &(struct input){.name = "value",
                                   .label = fields->texts->title,
                                   .min = shape->min,
                                   .max = shape->max,
                                   .own = n_own ? own : NULL,
                                   .is_required = true});
    end_input(out, "label");
}

static void form_points(struct strbuf *out, const struct plain_fields *fields,
                        const int32_t own[], size_t n_own)
{
    for (size_t i = 0; i < fields->texts->n_options; i++) {
        begin_line(out, "label", fields->texts->options[i]);
        add_input(out, &(struct input){.name = "point",
                                       .label = "",
                                       .max = BALLOT_POINTS_TOTAL,
                                       .own = i < n_own ? &own[i] : NULL});
        end_input(out, "label");
    }
}

/* Which place each option has; a ballot says which option each place has. */
static void form_ranking(struct strbuf *out, const struct plain_fields *fields,
                         const int32_t own[], size_t n_own)
{
    const struct kind_shape *shape = &fields->slot->question.rules.shape;

    for (int32_t option = 0; option < (int32_t)fields->texts->n_options; option++) {
        int32_t place = 0;

        for (size_t i = 0; i < n_own; i++)
            if (own[i] == option)
                place = (int32_t)i + 1;
        begin_line(out, "label", fields->texts->options[option]);
        add_input(out, &(struct input){.name = "rank",
                                       .label = "",
                                       .min = 1,
                                       .max = shape->max,
                                       .own = place ? &place : NULL});
        end_input(out, "label");
    }
}

static void form_grid(struct strbuf *out, const struct plain_fields *fields,
                      const int32_t own[], size_t n_own)
{
    const char *axes[2] = {word(fields, "plain.across"), word(fields, "plain.up")};

    for (size_t i = 0; i < fields->texts->n_options; i++) {
        begin_line(out, "div", fields->texts->options[i]);
        for (size_t axis = 0; axis < 2; axis++) {
            size_t at = 2 * i + axis;
            struct strbuf label = {0};

            strbuf_printf(&label, "%s, %s", fields->texts->options[i], axes[axis]);
            add_input(out, &(struct input){.name = "place",
                                           .label = label.text,
                                           .max = GRID_STEP_MAX,
                                           .own = at < n_own ? &own[at] : NULL,
                                           .is_required = true});
            strbuf_done(&label);
        }
        end_input(out, "div");
    }
}

static void form_words(struct strbuf *out, const struct plain_fields *fields,
                       const int32_t own[], size_t n_own)
{
    struct strbuf said = {0};
    size_t n = fields->own ? said_read(fields->own->ballot->text, &said) : 0;
    const char *text = said.text;

    (void)own;
    (void)n_own;
    for (size_t i = 0; i < (size_t)fields->slot->question.rules.shape.max; i++) {
        strbuf_printf(out,
                      "<li><label class=\"option\"><span class=\"text\">%zu</span>"
                      "<input class=\"number\" type=\"text\" name=\"word\" "
                      "maxlength=\"%d\"%s value=\"",
                      i + 1, TERM_CHARS_MAX, i == 0 ? " required" : "");
        if (i < n) {
            html_text(out, text);
            text += strlen(text) + 1;
        }
        strbuf_puts(out, "\"></label></li>");
    }
    strbuf_done(&said);
}

/* ---- What came of it ------------------------------------------------------------------
 */

/* A mean with one decimal; "–" where there is nobody. */
static void add_mean(struct strbuf *out, const struct plain_fields *fields, int64_t sum,
                     int64_t least)
{
    int64_t voters = (int64_t)fields->slot->tally.voters, tenths;

    if (!voters) {
        strbuf_puts(out, "–");
        return;
    }
    tenths = 10 * least + (10 * sum + voters / 2) / voters;
    strbuf_printf(out, "%s%lld%s%lld", tenths < 0 ? "-" : "", llabs(tenths) / 10,
                  word(fields, "plain.decimal"), llabs(tenths) % 10);
}

static void begin_figure(struct strbuf *out, const char *text)
{
    begin_line(out, "div", text);
    strbuf_puts(out, "<span class=\"percent\">");
}

static void end_figure(struct strbuf *out)
{
    strbuf_puts(out, "</span></div></li>");
}

static void counts_number(struct strbuf *out, const struct plain_fields *fields)
{
    const struct kind_shape *shape = &fields->slot->question.rules.shape;

    begin_figure(out, word(fields, "plain.mean"));
    add_mean(out, fields, fields->slot->tally.counts[shape->n_cells - 1], shape->min);
    strbuf_puts(out, " ");
    html_text(out, fields->texts->unit);
    end_figure(out);
}

static void counts_points(struct strbuf *out, const struct plain_fields *fields)
{
    for (size_t i = 0; i < fields->texts->n_options; i++) {
        begin_figure(out, fields->texts->options[i]);
        add_mean(out, fields, fields->slot->tally.counts[i], 0);
        end_figure(out);
    }
}

static void counts_ranking(struct strbuf *out, const struct plain_fields *fields)
{
    for (size_t i = 0; i < fields->texts->n_options; i++) {
        begin_figure(out, fields->texts->options[i]);
        strbuf_printf(out, "%" PRId64, fields->slot->tally.counts[i]);
        end_figure(out);
    }
}

static void counts_grid(struct strbuf *out, const struct plain_fields *fields)
{
    for (size_t i = 0; i < fields->texts->n_options; i++) {
        begin_figure(out, fields->texts->options[i]);
        add_mean(out, fields, fields->slot->tally.counts[2 * i], 0);
        strbuf_puts(out, " · ");
        add_mean(out, fields, fields->slot->tally.counts[2 * i + 1], 0);
        end_figure(out);
    }
}

/* The text behind this quote, as JSON has it; returns what stands behind it. */
static const char *next_text(const char *at, struct strbuf *out)
{
    for (; *at && *at != '"'; at++) {
        char hex[3] = {0}, *end;

        if (*at == '\\' && at[1] == 'u' && strlen(at) > 6) { /* Only of what is plain. */
            memcpy(hex, at + 4, 2);
            *hex = (char)strtol(hex, &end, 16);
            strbuf_add(out, hex, 1);
            at += 5;
            continue;
        }
        at += *at == '\\';
        strbuf_add(out, at, 1);
    }
    return *at ? at + 1 : at;
}

/* [["Sea",12],["Sun",9]] */
static void counts_words(struct strbuf *out, const struct plain_fields *fields)
{
    const char *at = fields->slot->words ? fields->slot->words->text : "";

    while ((at = strchr(at, '"')) != NULL) {
        struct strbuf text = {0};

        at = next_text(at + 1, &text);
        begin_figure(out, text.text ? text.text : "");
        strbuf_add(out, at + (*at == ','), strcspn(at + (*at == ','), "]"));
        end_figure(out);
        strbuf_done(&text);
    }
}

/* ---- By kind --------------------------------------------------------------------------
 */

static const struct {
    const char *hint; /* How it is filled in. */
    void (*form)(struct strbuf *out, const struct plain_fields *fields, const int32_t own[],
                 size_t n_own);
    void (*counts)(struct strbuf *out, const struct plain_fields *fields);
} by_kind[KINDS] = {
    [KIND_RANKING] = {"plain.rank_hint", form_ranking, counts_ranking},
    [KIND_POINTS] = {"plain.points_hint", form_points, counts_points},
    [KIND_NUMBER] = {"plain.number_hint", form_number, counts_number},
    [KIND_GRID] = {"plain.grid_hint", form_grid, counts_grid},
    [KIND_WORDS] = {"plain.words_hint", form_words, counts_words},
};

bool plain_fields_suit(enum kind kind)
{
    return by_kind[kind].form != NULL;
}

/* What the ends of the axes of a grid mean. */
static void add_axes(struct strbuf *out, const struct plain_fields *fields)
{
    const struct definition_texts *texts = fields->texts;
    const char *ends[2][2] = {{texts->low, texts->high}, {texts->bottom, texts->top}};

    for (size_t axis = 0; axis < 2; axis++) {
        if (!*ends[axis][0] && !*ends[axis][1])
            continue;
        strbuf_puts(out, "<p class=\"ends\"><span>");
        html_text(out, ends[axis][0]);
        strbuf_puts(out, "</span><span>");
        html_text(out, ends[axis][1]);
        strbuf_puts(out, "</span></p>");
    }
}

void plain_fields_form(struct strbuf *out, const struct plain_fields *fields)
{
    int32_t own[BALLOT_NUMBERS_MAX];
    size_t n_own = fields->own ? ballot_numbers(fields->own->ballot->text, own) : 0;
    enum kind kind = fields->slot->question.rules.shape.kind;

    strbuf_puts(out, "<p class=\"hint\">");
    html_text(out, word(fields, by_kind[kind].hint));
    strbuf_puts(out, "</p><ul class=\"options fields\">");
    by_kind[kind].form(out, fields, own, n_own);
    strbuf_puts(out, "</ul>");
    add_axes(out, fields);
}

void plain_fields_counts(struct strbuf *out, const struct plain_fields *fields)
{
    strbuf_puts(out, "<ul class=\"options done\">");
    by_kind[fields->slot->question.rules.shape.kind].counts(out, fields);
    strbuf_puts(out, "</ul>");
    add_axes(out, fields);
}
