/* SPDX-License-Identifier: Apache-2.0 */

#include "service/plain.h"

#include "wire/record.h"

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

static void add_word(struct strbuf *out, const struct words *words, const char *key)
{
    html_text(out, word(words, key));
}

void plain_notice(struct strbuf *out, const struct words *words, const char *key)
{
    strbuf_puts(out, "<p class=\"notice\" role=\"status\">");
    add_word(out, words, key);
    strbuf_puts(out, "</p>");
}

void plain_home(struct strbuf *out, const struct words *words)
{
    strbuf_puts(out, "<form class=\"join\" method=\"get\" action=\"/j\"><label>");
    add_word(out, words, "plain.code_label");
    strbuf_puts(out, " <input name=\"code\" required maxlength=\"12\" autocomplete=\"off\" "
                     "autocapitalize=\"characters\" spellcheck=\"false\"></label>"
                     "<button class=\"send\" type=\"submit\">");
    add_word(out, words, "plain.join");
    strbuf_puts(out, "</button></form>");
}

void plain_passcode(struct strbuf *out, const struct words *words, const char *code)
{
    strbuf_printf(out, "<form class=\"join\" method=\"post\" action=\"/j/%s\"><label>",
                  code);
    add_word(out, words, "plain.passcode_label");
    strbuf_puts(out,
                " <input name=\"passcode\" type=\"password\" required autocomplete=\"off\">"
                "</label><button class=\"send\" type=\"submit\">");
    add_word(out, words, "plain.enter");
    strbuf_puts(out, "</button></form>");
}

/* ---- The question ------------------------------------------------------------------- */

static bool is_own(const struct own_ballot *own, const char *name, unsigned value)
{
    /* The ballot's text is canonical: {"options":[0,2]} or {"value":7}. */
    const char *at = own ? strstr(own->ballot->text, name) : NULL;

    while (at) {
        char *end;

        at = strpbrk(at, "0123456789");
        if (!at)
            break;
        if (strtoul(at, &end, 10) == value)
            return true;
        at = end;
    }
    return false;
}

static void add_choice(struct strbuf *out, const char *type, const char *name,
                       unsigned value, bool checked)
{
    strbuf_printf(
        out, "<li><label class=\"option\"><input type=\"%s\" name=\"%s\" value=\"%u\"%s>",
        type, name, value, checked ? " checked" : "");
}

static void add_options(struct strbuf *out, const struct kind_shape *shape,
                        const struct definition_texts *texts, const struct own_ballot *own)
{
    const char *type = shape->kind == KIND_MULTIPLE ? "checkbox" : "radio";

    for (unsigned i = 0; i < texts->n_options; i++) {
        add_choice(out, type, "option", i, is_own(own, "options", i));
        strbuf_printf(out, "<span class=\"letter\">%c</span><span class=\"text\">",
                      (char)('A' + i));
        html_text(out, texts->options[i]);
        strbuf_puts(out, "</span></label></li>");
    }
}

static void add_steps(struct strbuf *out, const struct kind_shape *shape,
                      const struct definition_texts *texts, const struct own_ballot *own)
{
    for (unsigned value = shape->min; value <= shape->max; value++) {
        add_choice(out, "radio", "value", value, is_own(own, "value", value));
        strbuf_printf(out, "<span class=\"letter\">%u</span>", value);
        if (value == shape->min || value == shape->max) {
            strbuf_puts(out, "<span class=\"text\">");
            html_text(out, value == shape->min ? texts->low : texts->high);
            strbuf_puts(out, "</span>");
        }
        strbuf_puts(out, "</label></li>");
    }
}

static void add_form(struct strbuf *out, const struct words *words,
                     const struct mirror *mirror, const struct mirror_question *slot,
                     const struct definition_texts *texts, const struct own_ballot *own)
{
    const struct question *question = &slot->question;
    const struct kind_shape *shape = &question->rules.shape;

    strbuf_printf(
        out, "<form class=\"ballot\" method=\"post\" action=\"/j/%s\"><h1 class=\"title\">",
        mirror->room.code.text);
    html_text(out, texts->title);
    strbuf_printf(out,
                  "</h1><input type=\"hidden\" name=\"question\" value=\"%s\">"
                  "<input type=\"hidden\" name=\"round\" value=\"%u\">"
                  "<input type=\"hidden\" name=\"n\" value=\"%u\"><ul class=\"options%s\">",
                  question->id.text, question->round, own ? own->n + 1 : 1,
                  shape->kind == KIND_SCALE ? " scale" : "");
    if (texts->n_options)
        add_options(out, shape, texts, own);
    else
        add_steps(out, shape, texts, own);
    strbuf_puts(out, "</ul><button class=\"send\" type=\"submit\">");
    add_word(out, words, "plain.send");
    strbuf_puts(out, "</button></form>");
}

static void add_tally(struct strbuf *out, const struct mirror_question *slot,
                      const struct definition_texts *texts)
{
    const struct tally *tally = &slot->tally;
    unsigned percentages[CELLS_MAX];

    tally_percentages(tally, percentages);
    strbuf_puts(out, "<ul class=\"results\">");
    for (uint32_t i = 0; i < tally->n_cells; i++) {
        strbuf_puts(out, "<li><span class=\"text\">");
        if (texts->n_options)
            html_text(out, texts->options[i]);
        else
            strbuf_printf(out, "%u", slot->question.rules.shape.min + i);
        strbuf_printf(out, "</span> <span class=\"count\">%lld (%u\u00a0%%)</span></li>",
                      (long long)tally->counts[i], percentages[i]);
    }
    strbuf_puts(out, "</ul>");
}

void plain_question(struct strbuf *out, const struct words *words, struct mirror *mirror,
                    struct mirror_question *slot, const struct own_ballot *own)
{
    static const char *const after[QUESTION_STATES] = {
        [QUESTION_DRAFT] = "plain.waiting",
        [QUESTION_CLOSED] = "plain.closed",
        [QUESTION_REVEALED] = "plain.revealed",
    };
    const struct question *question = &slot->question;
    enum viewer viewer = own ? VIEWER_VOTER : VIEWER_PARTICIPANT;
    struct definition_texts texts;

    if (definition_texts_read(slot->def, &texts))
        return;
    if (question->state == QUESTION_OPEN) {
        add_form(out, words, mirror, slot, &texts, own);
    } else {
        strbuf_puts(out, "<h1 class=\"title\">");
        html_text(out, texts.title);
        strbuf_puts(out, "</h1>");
        plain_notice(out, words, after[question->state]);
    }
    if (question_shows_counts(question->rules.results, question->state, viewer))
        add_tally(out, slot, &texts);
}
