/* SPDX-License-Identifier: Apache-2.0 */

/* Results as a report to print: a page that needs no script. What a chart shows stands in
 * the table below it, too. */
#include "domain/shares.h"
#include "service/plain.h"
#include "service/results.h"
#include "service/results_chart.h"
#include "service/results_files.h"
#include "service/themes.h"
#include "wire/event.h"
#include "wire/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PERCENT   100
#define TITLE_KEY "plain.report"

static struct strbuf *out_of(const struct export_rows *rows)
{
    return rows->sheet.out;
}

static void put(struct export_rows *rows, const char *html)
{
    strbuf_puts(out_of(rows), html);
}

static void text(struct export_rows *rows, const char *words)
{
    html_text(out_of(rows), words);
}

static void say(struct export_rows *rows, const char *key)
{
    plain_words(out_of(rows), rows->words, key);
}

static const char *word(const struct export_rows *rows, const char *key)
{
    const char *found = rows->words->get(rows->words, key);

    return found ? found : key;
}

static void percent(struct export_rows *rows, uint64_t share)
{
    char digits[24];

    (void)snprintf(digits, sizeof digits, "%" PRIu64, share);
    plain_filled(out_of(rows), rows->words, "plain.report_percent", digits);
}

/* ---- The head -------------------------------------------------------------------------
 */

static uint64_t most_voters(const struct export_rows *rows)
{
    const struct mirror *mirror = &rows->watch->mirror;
    uint64_t most = 0;

    for (size_t i = 0; i < mirror->n_slots; i++)
        if (mirror->slots[i].is_used && mirror->slots[i].tally.voters > most)
            most = mirror->slots[i].tally.voters;
    return most;
}

/* 2026-11-22, 13:04 UTC */
static void put_time(struct export_rows *rows, uint64_t ms)
{
    char time[SHEET_TIME_BYTES];

    sheet_time_text(ms, time);
    strbuf_printf(out_of(rows), "<time datetime=\"%s\">%.10s, %.5s UTC</time>", time, time,
                  time + 11);
}

static void put_reactions(struct export_rows *rows)
{
    const struct reaction_sums *sums = results_reactions(rows);
    const char *before = "<p class=\"facts\">";
    char key[32], digits[24];

    if (!sums)
        return;
    for (unsigned i = 0; i < REACTIONS; i++) {
        if (!sums->of[i])
            continue;
        put(rows, before);
        before = " · ";
        (void)snprintf(key, sizeof key, "plain.react_%s", reaction_name((enum reaction)i));
        (void)snprintf(digits, sizeof digits, "%" PRIu64, sums->of[i]);
        plain_filled(out_of(rows), rows->words, key, digits);
    }
    put(rows, "</p>");
}

static void begin(struct export_rows *rows)
{
    const struct room_theme *theme = watch_theme(rows->watch);
    struct strbuf *out = out_of(rows);

    put(rows, "<!doctype html><html lang=\"");
    say(rows, "plain.report_lang");
    put(rows, "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
              "content=\"width=device-width, initial-scale=1\"><title>");
    text(rows, results_title(rows));
    put(rows, " – ");
    say(rows, TITLE_KEY);
    put(rows, "</title><link rel=\"stylesheet\" href=\"/assets/report.css\">");
    if (theme->of[THEME_OF_PAPER].css) {
        put(rows, "<style>");
        put(rows, theme->of[THEME_OF_PAPER].css->text);
        put(rows, "</style>");
    }
    put(rows, "<script src=\"/assets/report.js\" defer></script></head><body><header>");
    if (theme->logo_alt) {
        put(rows, "<span class=\"logo\" role=\"img\" aria-label=\"");
        text(rows, theme->logo_alt->text);
        put(rows, "\"></span>");
    }
    put(rows, "<p class=\"kicker\">");
    say(rows, TITLE_KEY);
    put(rows, "</p><h1>");
    text(rows, results_title(rows));
    put(rows, "</h1><p class=\"facts\">");
    put_time(rows, results_at_ms(rows));
    strbuf_printf(out, " · %s · ", rows->watch->mirror.room.code.text);
    plain_number(out, rows->words, "plain.report_people", (uint32_t)most_voters(rows));
    put(rows, "</p>");
    put_reactions(rows);
    put(rows, "<button id=\"print\" class=\"print\" type=\"button\" hidden>");
    say(rows, "plain.report_print");
    put(rows, "</button></header><main>");
}

/* ---- Tables ---------------------------------------------------------------------------
 */

static void name_figure(struct export_rows *rows, const struct result_words *words,
                        const struct figure *figure)
{
    char about[ANSWER_TEXT_MAX], key[48];
    const char *of = result_figure_about(words, figure->cell, about);

    text(rows, of);
    if (*of && strcmp(figure->name, "votes") == 0)
        return;
    (void)snprintf(key, sizeof key, "plain.figure_%s", figure->name);
    put(rows, *of ? ", " : "");
    say(rows, key);
}

/* What all of it comes to, where one number says it. */
static void headline(struct export_rows *rows, const struct result_words *words,
                     const struct figure *figures, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool is_score = strcmp(figures[i].name, "score") == 0;

        if (figures[i].cell != FIGURE_WHOLE || figures[i].of == 0 ||
            (!is_score && strcmp(figures[i].name, "mean") != 0))
            continue;
        put(rows, "<p class=\"headline\" aria-hidden=\"true\"><strong>");
        put(rows, is_score && figures[i].n > 0 ? "+" : "");
        chart_number(rows, figures[i].n, figures[i].of);
        put(rows, "</strong> ");
        name_figure(rows, words, &figures[i]);
        put(rows, "</p>");
    }
}

static void chart(struct export_rows *rows, const struct result_words *words,
                  const struct figure *figures, size_t n)
{
    static void (*const charts[KINDS])(struct export_rows *, const struct result_words *,
                                       const struct figure *, size_t) = {
        [KIND_SCALE] = chart_columns,
        [KIND_NPS] = chart_columns,
        [KIND_NUMBER] = chart_columns,
        [KIND_GRID] = chart_plane,
    };
    enum kind kind = words->shape->kind;

    headline(rows, words, figures, n);
    (charts[kind] ? charts[kind] : chart_bars)(rows, words, figures, n);
}

static void value_cell(struct export_rows *rows, const struct figure *figure,
                       uint64_t share, uint64_t voters)
{
    put(rows, "<td>");
    chart_number(rows, figure->n, figure->of);
    put(rows, "</td><td>");
    if (figure->is_share && voters)
        percent(rows, share);
    put(rows, "</td>");
}

/* `first`: it is of so many of those who have voted by now; 0: of all. */
static void begin_table(struct export_rows *rows, const char *caption, uint64_t first)
{
    put(rows, "<div class=\"wide\" role=\"group\" aria-label=\"");
    text(rows, caption);
    put(rows, "\"><table><caption>");
    text(rows, caption);
    if (first) {
        put(rows, " <small>· ");
        plain_number(out_of(rows), rows->words, "plain.report_of_first", (uint32_t)first);
        put(rows, "</small>");
    }
    put(rows, "</caption><thead><tr><th scope=\"col\">");
    say(rows, "plain.report_answer");
    put(rows, "</th>");
}

static void table(struct export_rows *rows, const struct result_words *words,
                  const struct figure *figures, size_t n, uint64_t voters)
{
    uint64_t shares[FIGURES_MAX];

    shares_make(figures, n, voters, PERCENT, shares);
    begin_table(rows, word(rows, "plain.report_all"), 0);
    put(rows, "<th scope=\"col\">");
    say(rows, "plain.report_value");
    put(rows, "</th><th scope=\"col\">");
    say(rows, "plain.report_share");
    put(rows, "</th></tr></thead><tbody>");
    for (size_t i = 0; i < n; i++) {
        put(rows, "<tr><th scope=\"row\">");
        name_figure(rows, words, &figures[i]);
        put(rows, "</th>");
        value_cell(rows, &figures[i], shares[i], voters);
        put(rows, "</tr>");
    }
    put(rows, "</tbody></table></div>");
}

/* The words that most people said. */
static void cloud_said(struct export_rows *rows, const struct cloud *cloud)
{
    if (cloud->n == 0)
        return;
    chart_words(rows, cloud);
    begin_table(rows, word(rows, "plain.report_words"), 0);
    put(rows, "<th scope=\"col\">");
    say(rows, "plain.report_value");
    put(rows, "</th></tr></thead><tbody>");
    for (size_t i = 0; i < cloud->n; i++) {
        put(rows, "<tr><th scope=\"row\">");
        text(rows, cloud->terms[i].text);
        put(rows, "</th><td>");
        chart_number(rows, (int64_t)cloud->terms[i].n, 1);
        put(rows, "</td></tr>");
    }
    put(rows, "</tbody></table></div>");
}

/* A channel in the reader's language; what else groups are called is as somebody wrote it.
 */
static const char *group_word(const struct export_rows *rows,
                              const struct result_table *table, const char *name)
{
    char key[48];
    const char *found;

    if (table->segment || table->source != SOURCE_CHANNEL)
        return name;
    (void)snprintf(key, sizeof key, "plain.channel_%s", name);
    found = rows->words->get(rows->words, key);
    return found ? found : name;
}

static void group_heading(struct export_rows *rows, const struct result_table *table,
                          const struct split_group *group)
{
    const char *names[SPLIT_GROUPS_MAX];
    size_t n = result_group_names(rows, table, group->members, names);

    put(rows, "<th scope=\"col\">");
    for (size_t i = 0; i < n; i++) {
        put(rows, i ? ", " : "");
        text(rows, group_word(rows, table, names[i]));
    }
    strbuf_printf(out_of(rows), " <small>(%" PRIu64 ")</small></th>", group->voters);
}

/* One figure of every group. */
static void group_row(struct export_rows *rows, const struct result *result,
                      const struct split *split, size_t row)
{
    const struct result_words words = result_words_of(rows, result);

    put(rows, "<tr>");
    for (uint32_t i = 0; i < split->n_groups; i++) {
        const struct split_group *group = &split->groups[i];
        struct figure figures[FIGURES_MAX];
        uint64_t shares[FIGURES_MAX];
        size_t n = figures_make(words.shape, group->voters, group->counts, figures);

        shares_make(figures, n, group->voters, PERCENT, shares);
        if (i == 0) {
            put(rows, "<th scope=\"row\">");
            name_figure(rows, &words, &figures[row]);
            put(rows, "</th>");
        }
        put(rows, "<td>");
        if (figures[row].is_share)
            percent(rows, shares[row]);
        else
            chart_number(rows, figures[row].n, figures[row].of);
        put(rows, "</td>");
    }
    put(rows, "</tr>");
}

static void group_table(struct export_rows *rows, const struct result *result,
                        const struct result_table *table, size_t n_figures)
{
    static const char *const sources[SPLIT_SOURCES] = {"plain.by_channel", "plain.by_place",
                                                       "plain.by_device"};
    const struct split *split = table->split;

    begin_table(rows,
                table->segment ? table->segment->texts.title
                               : word(rows, sources[table->source]),
                table->voters < result->tally->voters ? table->voters : 0);
    for (uint32_t i = 0; i < split->n_groups; i++)
        group_heading(rows, table, &split->groups[i]);
    put(rows, "</tr></thead><tbody>");
    for (size_t row = 0; row < n_figures; row++)
        group_row(rows, result, split, row);
    put(rows, "</tbody></table></div>");
}

/* ---- Questions ------------------------------------------------------------------------
 */

static void question(struct export_rows *rows, const struct result *result)
{
    char notes[NOTES_BYTES_MAX + 1];

    strbuf_printf(out_of(rows),
                  "<section class=\"question\"><h2><span class=\"number\">%zu"
                  "</span> ",
                  result->place);
    text(rows, result->texts.title);
    put(rows, "</h2>");
    if (!definition_notes_read(result->def, notes) && *notes) {
        put(rows, "<p class=\"notes\">");
        text(rows, notes);
        put(rows, "</p>");
    }
}

static void show_round(struct export_rows *rows, const struct result *result)
{
    const struct result_words words = result_words_of(rows, result);
    const struct tally *tally = result->tally;
    struct result_table tables[TABLES_MAX];
    size_t n_tables = result_tables(rows, result, tables);
    struct figure figures[FIGURES_MAX];
    size_t n = figures_make(words.shape, tally->voters, tally->counts, figures);
    char digits[16];

    put(rows, "<div class=\"round\">");
    if (result->question.round > 1) {
        (void)snprintf(digits, sizeof digits, "%" PRIu32, tally->round);
        put(rows, "<h3>");
        plain_filled(out_of(rows), rows->words, "plain.report_round", digits);
        put(rows, "</h3>");
    }
    put(rows, "<p class=\"facts\">");
    plain_number(out_of(rows), rows->words, "plain.voters", (uint32_t)tally->voters);
    put(rows, " · ");
    say(rows, result->is_open ? "plain.report_open" : "plain.report_closed");
    put(rows, " · ");
    put_time(rows, result->at_ms);
    put(rows, "</p>");
    chart(rows, &words, figures, n);
    if (result->cloud)
        cloud_said(rows, result->cloud);
    table(rows, &words, figures, n, tally->voters);
    for (size_t t = 0; t < n_tables; t++)
        group_table(rows, result, &tables[t], n);
    put(rows, "</div>");
}

static void question_end(struct export_rows *rows)
{
    put(rows, "</section>\n");
}

static void end(struct export_rows *rows)
{
    put(rows, "</main><footer>");
    say(rows, "plain.report_few");
    put(rows, "</footer></body></html>\n");
}

void begin_report(struct export_rows *rows)
{
    static const struct results_writer writer = {.wants_splits = true,
                                                 .wants_words = true,
                                                 .begin = begin,
                                                 .question = question,
                                                 .round = show_round,
                                                 .question_end = question_end,
                                                 .end = end};

    results_begin(rows, &writer, NULL);
}
