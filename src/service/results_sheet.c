/* SPDX-License-Identifier: Apache-2.0 */

/* Results as tables: one row for each figure, or for each ballot. In a workbook every
 * question has a sheet of its own, and a table of all is the first. */
#include "domain/shares.h"
#include "service/results.h"
#include "service/results_files.h"
#include "service/said.h"
#include "wire/ballot_kept.h"

#include <stdio.h>
#include <string.h>

#define TAB_BYTES (TITLE_BYTES_MAX + 16)
#define OVERVIEW  "Overview"
#define REACTED   "Reactions"

static void put(struct export_rows *rows, const char *text)
{
    sheet_text(&rows->sheet, text, strlen(text));
}

/* ---- Figures --------------------------------------------------------------------------
 */

static const char *const overview_columns[] = {"number", "question", "kind", "title",
                                               "round",  "state",    "at",   "voters"};
/* In CSV and NDJSON all of them, in a sheet of one question those from `round` on. */
static const char *const figure_columns[] = {
    "number", "question", "kind",   "title",  "state", "at",      "round",    "segment",
    "group",  "voters",   "figure", "answer", "value", "percent", "of_voters"};
enum { FIGURE_COLUMNS = 15, BEFORE_ROUND = 6, OVERVIEW_COLUMNS = 8 };

static void use_columns(struct sheet *sheet, const char *const *columns, size_t n)
{
    sheet->columns = columns;
    sheet->n_columns = n;
    sheet->at = 0;
}

static void tab_of(const struct result *result, char out[TAB_BYTES])
{
    (void)snprintf(out, TAB_BYTES, "%zu. %s", result->place, result->texts.title);
}

static void put_question(struct export_rows *rows, const struct result *result)
{
    sheet_number(&rows->sheet, result->place);
    put(rows, result->question.id.text);
    put(rows, kind_name(result->question.rules.shape.kind));
    put(rows, result->texts.title);
}

static const char *round_state(const struct result *result)
{
    bool is_present = result->tally->round == result->question.round;

    return question_state_name(is_present ? result->question.state : QUESTION_CLOSED);
}

/* Everyone, or one group. `table` NULL: everyone. */
struct part {
    const struct result_table *table;
    uint32_t members;
    uint64_t voters;
    const int64_t *counts;
};

/* What a table is by. Sources are called as in files of ballots. */
static const char *table_name(const struct result_table *table)
{
    static const char *const sources[SPLIT_SOURCES] = {"source_channel", "source_place",
                                                       "source_device"};

    if (!table)
        return "";
    return table->segment ? table->segment->texts.title : sources[table->source];
}

static void put_figure(struct export_rows *rows, const struct result *result,
                       const struct part *part, const struct figure *figure, uint64_t share)
{
    const struct result_words words = result_words_of(rows, result);
    const char *groups[SPLIT_GROUPS_MAX];
    size_t n_groups = 0;
    char text[ANSWER_TEXT_MAX];

    if (rows->sheet.format != SHEET_XLSX) {
        put_question(rows, result);
        put(rows, round_state(result));
        sheet_time(&rows->sheet, result->at_ms);
    }
    if (part->table)
        n_groups = result_group_names(rows, part->table, part->members, groups);
    sheet_number(&rows->sheet, result->tally->round);
    put(rows, table_name(part->table));
    sheet_list(&rows->sheet, groups, n_groups);
    sheet_number(&rows->sheet, part->voters);
    put(rows, figure->name);
    put(rows, result_figure_about(&words, figure->cell, text));
    sheet_decimal(&rows->sheet, figure->n, figure->of);
    sheet_decimal(&rows->sheet, (int64_t)share,
                  figure->is_share && part->voters ? PARTS_OF_ONE : 0);
    sheet_number(&rows->sheet, part->table ? part->table->voters : part->voters);
}

static void put_part(struct export_rows *rows, const struct result *result,
                     const struct part *part)
{
    struct figure figures[FIGURES_MAX];
    size_t n =
        figures_make(&result->question.rules.shape, part->voters, part->counts, figures);
    uint64_t shares[FIGURES_MAX];

    shares_make(figures, n, part->voters, PARTS_OF_ALL, shares);
    for (size_t i = 0; i < n; i++)
        put_figure(rows, result, part, &figures[i], shares[i]);
}

static void put_overview(struct export_rows *rows, const struct result *result)
{
    char tab[TAB_BYTES];

    sheet_part(&rows->sheet, OVERVIEW);
    use_columns(&rows->sheet, overview_columns, OVERVIEW_COLUMNS);
    put_question(rows, result);
    sheet_number(&rows->sheet, result->tally->round);
    put(rows, round_state(result));
    sheet_time(&rows->sheet, result->at_ms);
    sheet_number(&rows->sheet, result->tally->voters);

    tab_of(result, tab);
    sheet_part(&rows->sheet, tab);
    use_columns(&rows->sheet, figure_columns + BEFORE_ROUND, FIGURE_COLUMNS - BEFORE_ROUND);
    if (result->n_rounds == 0)
        sheet_names(&rows->sheet);
}

static void put_round(struct export_rows *rows, const struct result *result)
{
    struct result_table tables[TABLES_MAX];
    size_t n_tables = result_tables(rows, result, tables);

    if (rows->sheet.format == SHEET_XLSX)
        put_overview(rows, result);
    put_part(rows, result,
             &(struct part){NULL, 0, result->tally->voters, result->tally->counts});
    for (size_t t = 0; t < n_tables; t++)
        for (uint32_t i = 0; i < tables[t].split->n_groups; i++) {
            const struct split_group *group = &tables[t].split->groups[i];

            put_part(
                rows, result,
                &(struct part){&tables[t], group->members, group->voters, group->counts});
        }
}

static void begin_figure_sheet(struct export_rows *rows)
{
    bool is_book = rows->sheet.format == SHEET_XLSX;

    sheet_part(&rows->sheet, OVERVIEW);
    if (is_book)
        use_columns(&rows->sheet, overview_columns, OVERVIEW_COLUMNS);
    else
        use_columns(&rows->sheet, figure_columns, FIGURE_COLUMNS);
    sheet_begin(&rows->sheet);
}

/* A sheet of a workbook: they are of no question, and so in no row of the other tables. */
static void put_reactions(struct export_rows *rows)
{
    static const char *const columns[] = {"reaction", "taps"};
    const struct reaction_sums *sums = results_reactions(rows);

    if (!sums || rows->sheet.format != SHEET_XLSX)
        return;
    sheet_part(&rows->sheet, REACTED);
    use_columns(&rows->sheet, columns, sizeof columns / sizeof *columns);
    sheet_names(&rows->sheet);
    for (unsigned i = 0; i < REACTIONS; i++) {
        put(rows, reaction_name((enum reaction)i));
        sheet_number(&rows->sheet, sums->of[i]);
    }
}

static const struct results_writer figures = {.wants_splits = true,
                                              .begin = begin_figure_sheet,
                                              .round = put_round,
                                              .end = put_reactions};

static const struct results_writer *figure_writer(const struct export_rows *rows)
{
    return rows->sheet.format == SHEET_JSON ? results_document(false) : &figures;
}

void begin_question_results(struct export_rows *rows)
{
    results_begin(rows, figure_writer(rows), &rows->note->about);
}

void begin_room_results(struct export_rows *rows)
{
    results_begin(rows, figure_writer(rows), NULL);
}

/* ---- Ballots --------------------------------------------------------------------------
 */

/* Of one question those from `voter` on, in a sheet those from `round` on; those from
 * `groups` on for auditors alone. */
static const char *const ballot_columns[] = {
    "number", "question",       "title",        "round",         "voter", "answers",
    "groups", "source_channel", "source_place", "source_device", "late"};
enum { BALLOT_COLUMNS = 11, BEFORE_BALLOT_ROUND = 3, BEFORE_VOTER = 4, BEFORE_GROUPS = 6 };

static void use_ballot_columns(struct export_rows *rows, size_t before)
{
    size_t n = rows->is_full ? BALLOT_COLUMNS : BEFORE_GROUPS;

    use_columns(&rows->sheet, ballot_columns + before, n - before);
}

/* Words as they were said. */
static size_t said_answers(const struct results_person *person, struct strbuf *said,
                           const char *answers[])
{
    size_t n = said_read(ballot_kept_json(person->value), said);
    const char *at = said->text;

    for (size_t i = 0; i < n && i < TERMS_EACH_MAX; i++, at += strlen(at) + 1)
        answers[i] = at;
    return n < TERMS_EACH_MAX ? n : TERMS_EACH_MAX;
}

static size_t chosen_answers(const struct result_words *words,
                             const struct results_person *person,
                             char texts[][ANSWER_TEXT_MAX], const char *answers[])
{
    int32_t numbers[BALLOT_NUMBERS_MAX];
    size_t n = ballot_numbers(ballot_kept_json(person->value), numbers);

    for (size_t i = 0; i < n; i++)
        answers[i] = result_answer(words, numbers, i, texts[i]);
    return n;
}

/* A device by its name, while there is one. */
static void put_source(struct export_rows *rows, const struct results_person *person)
{
    const struct result_source source = result_source_of(person);

    sheet_text(&rows->sheet, source.channel.text, source.channel.len);
    sheet_text(&rows->sheet, source.place.text, source.place.len);
    sheet_text(&rows->sheet, source.name.len ? source.name.text : source.device.text,
               source.name.len ? source.name.len : source.device.len);
    put(rows, person->is_late ? "yes" : "");
}

/* What the voter said to each segment. */
static void put_groups(struct export_rows *rows, const struct results_person *person)
{
    const char *groups[SEGMENTS_MAX];
    const struct result_segment *segments;
    size_t n = results_segments(rows, &segments);

    for (size_t s = 0; s < n; s++)
        groups[s] = result_group(&segments[s].texts, result_person_group(rows, s, person),
                                 results_lang(rows));
    sheet_list(&rows->sheet, groups, n);
}

static void put_ballot(struct export_rows *rows, const struct result *result,
                       const struct results_person *person)
{
    const struct result_words words = result_words_of(rows, result);
    char name[PSEUDONYM_CHARS + 1], texts[BALLOT_NUMBERS_MAX][ANSWER_TEXT_MAX];
    const char *answers[BALLOT_NUMBERS_MAX];
    struct strbuf said = {0};
    size_t n;

    if (words.shape->kind == KIND_WORDS)
        n = said_answers(person, &said, answers);
    else
        n = chosen_answers(&words, person, texts, answers);
    result_voter(rows, person, name);
    put(rows, name);
    sheet_list(&rows->sheet, answers, n);
    strbuf_done(&said);
    if (!rows->is_full)
        return;
    put_groups(rows, person);
    put_source(rows, person);
}

static void begin_ballots(struct export_rows *rows)
{
    use_ballot_columns(rows, BEFORE_VOTER);
    sheet_begin(&rows->sheet);
}

static const struct results_writer ballots_of_one = {.wants_people = true,
                                                     .is_present_alone = true,
                                                     .begin = begin_ballots,
                                                     .person = put_ballot};

void begin_question_ballots(struct export_rows *rows)
{
    results_begin(rows, &ballots_of_one, &rows->note->about);
}

static void begin_all_ballots(struct export_rows *rows)
{
    if (rows->sheet.format == SHEET_XLSX)
        return; /* Each sheet begins by itself. */
    use_ballot_columns(rows, 0);
    sheet_begin(&rows->sheet);
}

static void begin_ballot_sheet(struct export_rows *rows, const struct result *result)
{
    char tab[TAB_BYTES];

    if (rows->sheet.format != SHEET_XLSX)
        return;
    tab_of(result, tab);
    sheet_part(&rows->sheet, tab);
    use_ballot_columns(rows, BEFORE_BALLOT_ROUND);
    sheet_names(&rows->sheet);
}

static void put_one_of_all(struct export_rows *rows, const struct result *result,
                           const struct results_person *person)
{
    if (rows->sheet.format != SHEET_XLSX) {
        sheet_number(&rows->sheet, result->place);
        put(rows, result->question.id.text);
        put(rows, result->texts.title);
    }
    sheet_number(&rows->sheet, result->tally->round);
    put_ballot(rows, result, person);
}

static const struct results_writer ballots_of_all = {.wants_people = true,
                                                     .leaves_out_segments = true,
                                                     .begin = begin_all_ballots,
                                                     .question = begin_ballot_sheet,
                                                     .person = put_one_of_all};

void begin_room_ballots(struct export_rows *rows)
{
    bool is_document = rows->sheet.format == SHEET_JSON;

    results_begin(rows, is_document ? results_document(true) : &ballots_of_all, NULL);
}
