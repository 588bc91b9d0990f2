/* SPDX-License-Identifier: Apache-2.0 */

#include "service/plain.h"

#include "service/plain_fields.h"
#include "wire/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    char c;
    const char *entity;
} entities[] = {
    {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};

void html_text(struct strbuf *out, const char *text)
{
    for (; *text; text++) {
        const char *entity = NULL;

        for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
            if (entities[i].c == *text)
                entity = entities[i].entity;
        if (entity)
            strbuf_puts(out, entity);
        else
            strbuf_add(out, text, 1);
    }
}

static const char *word(const struct words *words, const char *key)
{
    const char *text = words->get(words, key);

    return text ? text : key;
}

void plain_words(struct strbuf *out, const struct words *words, const char *key)
{
    html_text(out, word(words, key));
}

void plain_filled(struct strbuf *out, const struct words *words, const char *key,
                  const char *text)
{
    const char *at = word(words, key), *hole;

    for (; (hole = strchr(at, '{')); at = strchr(hole, '}') + 1) {
        struct strbuf before = {0};

        strbuf_add(&before, at, (size_t)(hole - at));
        html_text(out, before.text ? before.text : "");
        strbuf_done(&before);
        html_text(out, text);
        if (!strchr(hole, '}'))
            return;
    }
    html_text(out, at);
}

void plain_number(struct strbuf *out, const struct words *words, const char *key,
                  uint32_t n)
{
    bool is_one = n == 1 || (n == 0 && strcmp(word(words, "plain.nought"), "one") == 0);
    char whole[64], digits[16];

    (void)snprintf(whole, sizeof whole, "%s_%s", key, is_one ? "one" : "other");
    (void)snprintf(digits, sizeof digits, "%u", n);
    plain_filled(out, words, whole, digits);
}

void plain_progress(struct strbuf *out, const struct words *words, uint32_t done,
                    uint32_t all)
{
    strbuf_puts(out, "<p class=\"hint progress\">");
    plain_words(out, words, "plain.survey.done");
    strbuf_printf(out, " %u/%u</p>", done, all);
}

void plain_said(struct strbuf *out, const struct words *words, const char *key, bool good)
{
    strbuf_printf(out, "<p class=\"said %s\" role=\"status\">", good ? "good" : "warn");
    plain_words(out, words, key);
    strbuf_puts(out, "</p>");
}

void plain_notice(struct strbuf *out, const struct words *words, const char *key)
{
    strbuf_puts(out, "<p class=\"notice\" role=\"status\">");
    plain_words(out, words, key);
    strbuf_puts(out, "</p>");
}

void plain_way(struct strbuf *out, const struct words *words)
{
    strbuf_puts(out, "<noscript><p class=\"notice\"><a href=\"?plain=read\">");
    plain_words(out, words, "plain.read");
    strbuf_puts(out, "</a></p></noscript>");
}

/* The first character of a title stands in the mark; the style sheet makes a capital of it.
 */
static size_t first_char_bytes(const char *text)
{
    size_t n = 1;

    while (((unsigned char)text[n] & 0xC0) == 0x80)
        n++;
    return n;
}

static void put_mark(struct strbuf *out, const char *title, const char *logo)
{
    char initial[8] = "";
    size_t n = *title ? first_char_bytes(title) : 0;

    if (logo) {
        strbuf_puts(out, "<span class=\"mark\" role=\"img\" aria-label=\"");
        html_text(out, logo);
        strbuf_puts(out, "\">");
        return;
    }
    if (n < sizeof initial)
        memcpy(initial, title, n);
    strbuf_puts(out, "<span class=\"mark\" aria-hidden=\"true\">");
    html_text(out, initial);
}

void plain_rehearsal(struct strbuf *out, const struct words *words)
{
    strbuf_puts(out, "<p class=\"rehearsal\">");
    plain_words(out, words, "plain.rehearsal");
    strbuf_puts(out, "</p>");
}

void plain_small_groups(struct strbuf *out, const struct words *words)
{
    strbuf_puts(out, "<p class=\"small-groups\">");
    plain_words(out, words, "plain.small_groups");
    strbuf_puts(out, "</p>");
}

void plain_header(struct strbuf *out, const struct words *words, const char *title,
                  const char *logo)
{
    strbuf_puts(out, "<header class=\"head\">");
    put_mark(out, title, logo);
    strbuf_puts(out, "</span><div class=\"who\"><p class=\"room\">");
    html_text(out, title);
    strbuf_puts(out, "</p></div><a class=\"lang\" href=\"?lang=");
    plain_words(out, words, "plain.other_lang");
    strbuf_puts(out, "\">");
    plain_words(out, words, "plain.other_lang_name");
    strbuf_puts(out, "</a></header>");
}

void plain_home(struct strbuf *out, const struct words *words)
{
    strbuf_puts(out, "<form class=\"join\" method=\"get\" action=\"/j\"><label>");
    plain_words(out, words, "plain.code_label");
    strbuf_puts(out, " <input name=\"code\" required maxlength=\"12\" autocomplete=\"off\" "
                     "autocapitalize=\"characters\" spellcheck=\"false\"></label>"
                     "<button class=\"send\" type=\"submit\">");
    plain_words(out, words, "plain.join");
    strbuf_puts(out, "</button></form>");
}

/* "<board>/<idea>" of a board's page. */
static void add_way_back(struct strbuf *out, const struct page_ask *ask)
{
    if (!ask->board || !*ask->board)
        return;
    strbuf_puts(out, "<input type=\"hidden\" name=\"to\" value=\"");
    html_text(out, ask->board);
    if (ask->idea) {
        strbuf_puts(out, "/");
        html_text(out, ask->idea);
    }
    strbuf_puts(out, "\">");
}

/* What is asked for at the door, and how its field is. */
static void add_door(struct strbuf *out, const struct page_ask *ask, const char *code,
                     const char *label, const char *field)
{
    const struct words *words = ask->words;

    strbuf_printf(out, "<form class=\"join\" method=\"post\" action=\"/j/%s\">", code);
    add_way_back(out, ask);
    strbuf_puts(out, "<label>");
    plain_words(out, words, label);
    strbuf_printf(out,
                  " <input %s required autocomplete=\"off\">"
                  "</label><button class=\"send\" type=\"submit\">",
                  field);
    plain_words(out, words, "plain.enter");
    strbuf_puts(out, "</button></form>");
}

void plain_passcode(struct strbuf *out, const struct page_ask *ask, const char *code)
{
    add_door(out, ask, code, "plain.passcode_label", "name=\"passcode\" type=\"password\"");
}

/* The secret stands behind a link's #, which is sent to no server: here it is pasted. */
void plain_invitation(struct strbuf *out, const struct page_ask *ask, const char *code)
{
    plain_notice(out, ask->words, "plain.invitation");
    add_door(out, ask, code, "plain.invitation_label",
             "name=\"invitation\" autocapitalize=\"none\" spellcheck=\"false\"");
}

/* ---- The question ------------------------------------------------------------------- */

static bool is_own(const struct own_ballot *own, int32_t value)
{
    int32_t numbers[BALLOT_NUMBERS_MAX];
    size_t n = own ? ballot_numbers(own->ballot->text, numbers) : 0;

    for (size_t i = 0; i < n; i++)
        if (numbers[i] == value)
            return true;
    return false;
}

static void add_choice(struct strbuf *out, const char *type, const char *name, int value,
                       bool checked)
{
    strbuf_printf(
        out, "<li><label class=\"option\"><input type=\"%s\" name=\"%s\" value=\"%d\"%s>",
        type, name, value, checked ? " checked" : "");
}

/* What the rows of a question are made from. */
struct rows {
    const struct words *words;
    const struct mirror_question *slot;
    const struct definition_texts *texts;
    const struct own_ballot *own;
    const struct code *code; /* Of the room. */
    bool shows_counts;
    bool is_grid; /* The steps of a scale, in boxes with a number each. */
    unsigned percentages[CELLS_MAX];
};

static void add_letter(struct strbuf *out, const struct rows *rows, unsigned row)
{
    strbuf_puts(out, "<span class=\"letter\">");
    if (rows->texts->n_options)
        strbuf_printf(out, "%c", (char)('A' + row));
    else
        strbuf_printf(out, "%d", rows->slot->question.rules.shape.min + (int)row);
    strbuf_puts(out, "</span>");
}

/* An option's text, or the word at an end of a scale. */
static const char *row_text(const struct rows *rows, unsigned row, unsigned last)
{
    if (row < rows->texts->n_options)
        return rows->texts->options[row];
    if (rows->texts->n_options) /* Behind those of a segment. */
        return word(rows->words, "plain.rather_not");
    return row == 0 ? rows->texts->low : row == last ? rows->texts->high : "";
}

static void add_picture(struct strbuf *out, const struct rows *rows, unsigned row)
{
    const struct image_ref *image;

    if (!rows->texts->has_images)
        return;
    image = &rows->texts->images[row];
    if (id_is_none(&image->id))
        return;
    strbuf_printf(out,
                  "<img class=\"pic\" src=\"/image/%s/~/%s/small\" width=\"56\" "
                  "height=\"56\" alt=\"",
                  rows->code->text, image->id.text);
    html_text(out, image->alt);
    strbuf_puts(out, "\">");
}

/* Of a quiz that is revealed. */
static void add_right(struct strbuf *out, const struct rows *rows, unsigned row)
{
    const struct question *question = &rows->slot->question;

    if (question->state != QUESTION_REVEALED || !(question->rules.quiz.right >> row & 1))
        return;
    strbuf_puts(out, " <strong class=\"right\">\u2713 ");
    plain_words(out, rows->words, "plain.right");
    strbuf_puts(out, "</strong>");
}

static void add_inside(struct strbuf *out, const struct rows *rows, unsigned row,
                       unsigned last)
{
    add_letter(out, rows, row);
    if (rows->is_grid)
        return;
    add_picture(out, rows, row);
    strbuf_puts(out, "<span class=\"text\">");
    html_text(out, row_text(rows, row, last));
    add_right(out, rows, row);
    strbuf_puts(out, "</span>");
    if (rows->shows_counts)
        strbuf_printf(out,
                      "<span class=\"percent\"><span class=\"count\">%lld</span>"
                      " %u\u00a0%%</span>",
                      (long long)rows->slot->tally.counts[row], rows->percentages[row]);
}

/* The words under both ends of a scale. */
static void add_ends(struct strbuf *out, const struct definition_texts *texts)
{
    strbuf_puts(out, "<p class=\"ends\"><span>");
    html_text(out, texts->low);
    strbuf_puts(out, "</span><span>");
    html_text(out, texts->high);
    strbuf_puts(out, "</span></p>");
}

static void begin_row(struct strbuf *out, const struct rows *rows, int value, bool own,
                      bool form)
{
    const struct kind_shape *shape = &rows->slot->question.rules.shape;
    bool is_many = shape->n_options && shape->max > 1;

    if (form)
        add_choice(out, is_many ? "checkbox" : "radio",
                   rows->texts->n_options ? "option" : "value", value, own);
    else
        strbuf_printf(out, "<li class=\"option%s\">", own ? " own" : "");
}

/* One row an option or step: to choose from while `form`, else only to read. */
static void add_rows(struct strbuf *out, const struct rows *rows, bool form)
{
    const struct kind_shape *shape = &rows->slot->question.rules.shape;
    int first = shape->n_options ? 0 : shape->min; /* Of the steps of a scale. */
    unsigned last = shape->n_cells - 1;

    strbuf_printf(out, "<ul class=\"options%s%s\">", form ? "" : " done",
                  rows->is_grid ? " scale" : "");
    for (unsigned row = 0; row <= last; row++) {
        int value = first + (int)row;
        bool own = is_own(rows->own, value);

        begin_row(out, rows, value, own, form);
        add_inside(out, rows, row, last);
        strbuf_puts(out, form ? "</label></li>" : "</li>");
    }
    strbuf_puts(out, "</ul>");
    if (rows->is_grid)
        add_ends(out, rows->texts);
}

/* What there is to choose or to fill in, or to see. */
static void add_answers(struct strbuf *out, const struct words *words,
                        const struct rows *rows, bool form)
{
    const struct plain_fields fields = {words, rows->slot, rows->texts, rows->own};

    if (!plain_fields_suit(rows->slot->question.rules.shape.kind))
        add_rows(out, rows, form);
    else if (form)
        plain_fields_form(out, &fields);
    else if (rows->shows_counts)
        plain_fields_counts(out, &fields);
}

/* There is nothing to answer: it is there to be looked at. */
static void add_slide(struct strbuf *out, const struct mirror *mirror,
                      const struct definition_texts *texts)
{
    strbuf_puts(out, "<section class=\"card\"><h1 class=\"title\">");
    html_text(out, texts->title);
    strbuf_printf(out, "</h1><img width=\"100%%\" src=\"/image/%s/~/%s\" alt=\"",
                  mirror->room.code.text, texts->slide.id.text);
    html_text(out, texts->slide.alt);
    strbuf_puts(out, "\"></section>");
}

static void add_form_start(struct strbuf *out, const struct mirror *mirror,
                           const struct question *question, const struct own_ballot *own)
{
    strbuf_printf(out,
                  "<form class=\"ballot\" method=\"post\" action=\"/j/%s\">"
                  "<input type=\"hidden\" name=\"question\" value=\"%s\">"
                  "<input type=\"hidden\" name=\"round\" value=\"%u\">"
                  "<input type=\"hidden\" name=\"n\" value=\"%u\">",
                  mirror->room.code.text, question->id.text, question->round,
                  own ? own->n + 1 : 1);
}

void plain_question(struct strbuf *out, const struct words *words, struct mirror *mirror,
                    struct mirror_question *slot, const struct own_ballot *own,
                    const char *outcome)
{
    static const char *const after[QUESTION_STATES] = {
        [QUESTION_DRAFT] = "plain.waiting",
        [QUESTION_CLOSED] = "plain.closed",
        [QUESTION_REVEALED] = "plain.revealed",
    };
    const struct question *question = &slot->question;
    bool is_open = question->state == QUESTION_OPEN;
    bool is_form = is_open && (!own || question->rules.may_change);
    struct definition_texts texts;
    struct rows rows = {
        .words = words,
        .slot = slot,
        .texts = &texts,
        .own = own,
        .code = &mirror->room.code,
        .shows_counts = question_shows_counts(question->rules.results, question->state,
                                              own ? VIEWER_VOTER : VIEWER_PARTICIPANT),
    };

    if (definition_texts_read(slot->def, &texts))
        return;
    if (question->rules.shape.kind == KIND_SLIDE) {
        add_slide(out, mirror, &texts);
        return;
    }
    if (rows.shows_counts)
        tally_percentages(&slot->tally, rows.percentages);
    rows.is_grid = !texts.n_options && (is_form || !rows.shows_counts);
    if (is_form)
        add_form_start(out, mirror, question, own);
    else
        strbuf_puts(out, "<section class=\"card\">");
    strbuf_puts(out, "<h1 class=\"title\">");
    html_text(out, texts.title);
    strbuf_puts(out, "</h1>");
    if (outcome)
        plain_said(out, words, outcome, strcmp(outcome, "plain.counted") == 0);
    if (!is_open) {
        strbuf_puts(out, "<p class=\"hint\">");
        plain_words(out, words, after[question->state]);
        strbuf_puts(out, "</p>");
    }
    add_answers(out, words, &rows, is_form);
    if (is_form) {
        strbuf_puts(out, "<button class=\"send\" type=\"submit\">");
        plain_words(out, words, own ? "plain.change" : "plain.send");
        strbuf_puts(out, "</button></form>");
    } else {
        strbuf_puts(out, "</section>");
    }
}
