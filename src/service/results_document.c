/* SPDX-License-Identifier: Apache-2.0 */

/* Results as one JSON document: docs/RESULTS.md says what stands where. */
#include "domain/shares.h"
#include "service/results.h"
#include "service/results_files.h"
#include "wire/ballot_kept.h"
#include "wire/event.h"

#include <inttypes.h>
#include <string.h>

#define RESULTS_VERSION 2

static struct strbuf *out_of(const struct export_rows *rows)
{
    return rows->sheet.out;
}

static void text_field(struct strbuf *out, const char *before, const char *text)
{
    strbuf_puts(out, before);
    json_text(out, text, strlen(text));
}

/* A comma before all but the first. */
static void next_item(struct strbuf *out, bool is_first)
{
    strbuf_puts(out, is_first ? "\n" : ",\n");
}

static void put_segments(struct export_rows *rows)
{
    struct strbuf *out = out_of(rows);
    const struct result_segment *segments;
    size_t n = results_segments(rows, &segments);

    strbuf_puts(out, ",\"segments\":[");
    for (size_t s = 0; s < n; s++) {
        const char *names[SPLIT_GROUPS_MAX];
        uint32_t all = (1u << (segments[s].n_options + 1)) - 1;
        size_t n_names = result_group_names(
            rows, &(struct result_table){.segment = &segments[s]}, all, names);

        text_field(
            out, s ? ",{\"question\":" : "{\"question\":", segments[s].round.question.text);
        text_field(out, ",\"title\":", segments[s].texts.title);
        for (size_t i = 0; i < n_names; i++)
            text_field(out, i ? "," : ",\"groups\":[", names[i]);
        strbuf_puts(out, "]}");
    }
    strbuf_puts(out, "]");
}

static void put_reactions(struct export_rows *rows)
{
    const struct reaction_sums *sums = results_reactions(rows);
    struct strbuf *out = out_of(rows);

    if (!sums)
        return;
    for (unsigned i = 0; i < REACTIONS; i++)
        strbuf_printf(out, "%s\"%s\":%" PRIu64, i ? "," : ",\"reactions\":{",
                      reaction_name((enum reaction)i), sums->of[i]);
    strbuf_puts(out, "}");
}

static void begin(struct export_rows *rows)
{
    struct strbuf *out = out_of(rows);

    strbuf_printf(out, "{\"clameur\":\"results\",\"version\":%d", RESULTS_VERSION);
    text_field(out, ",\"room\":{\"code\":", rows->watch->mirror.room.code.text);
    text_field(out, ",\"title\":", results_title(rows));
    text_field(out, ",\"lang\":", results_lang(rows));
    strbuf_printf(out, "},\"at\":%" PRIu64, results_at_ms(rows));
    put_reactions(rows);
    put_segments(rows);
    strbuf_puts(out, ",\"questions\":[");
}

static void question(struct export_rows *rows, const struct result *result)
{
    struct strbuf *out = out_of(rows);

    next_item(out, result->is_first);
    strbuf_printf(
        out, "{\"number\":%zu,\"id\":\"%s\",\"state\":\"%s\",\"at\":%" PRIu64 ",\"def\":",
        result->place, result->question.id.text,
        question_state_name(result->question.state), result->at_ms);
    strbuf_add(out, result->def->text, result->def->len);
    strbuf_puts(out, ",\"rounds\":[");
}

static void put_decimal(struct strbuf *out, const char *name, int64_t n, uint64_t of)
{
    char text[SHEET_DECIMAL_BYTES] = "null";

    if (of)
        sheet_decimal_text(n, of, text);
    strbuf_printf(out, ",\"%s\":%s", name, text);
}

static void put_figures(struct export_rows *rows, const struct result *result,
                        uint64_t voters, const int64_t *counts)
{
    const struct result_words words = result_words_of(rows, result);
    struct strbuf *out = out_of(rows);
    struct figure figures[FIGURES_MAX];
    size_t n = figures_make(words.shape, voters, counts, figures);
    uint64_t shares[FIGURES_MAX];
    char text[ANSWER_TEXT_MAX];

    shares_make(figures, n, voters, PARTS_OF_ALL, shares);

    strbuf_printf(out, "\"voters\":%" PRIu64 ",\"counts\":[", voters);
    for (uint32_t i = 0; i < words.shape->n_cells; i++)
        strbuf_printf(out, "%s%" PRId64, i ? "," : "", counts[i]);
    strbuf_puts(out, "],\"figures\":[");
    for (size_t i = 0; i < n; i++) {
        const struct figure *figure = &figures[i];

        strbuf_printf(out, "%s{\"figure\":\"%s\"", i ? "," : "", figure->name);
        if (figure->cell != FIGURE_WHOLE) {
            strbuf_printf(out, ",\"cell\":%d", figure->cell);
            text_field(out,
                       ",\"answer\":", result_figure_about(&words, figure->cell, text));
        }
        put_decimal(out, "value", figure->n, figure->of);
        if (figure->is_share)
            put_decimal(out, "percent", (int64_t)shares[i], voters ? PARTS_OF_ONE : 0);
        strbuf_puts(out, "}");
    }
    strbuf_puts(out, "]");
}

static void put_members(struct strbuf *out, uint32_t members)
{
    const char *comma = "";

    strbuf_puts(out, "[");
    for (uint32_t group = 0; members >> group; group++)
        if (members >> group & 1) {
            strbuf_printf(out, "%s%u", comma, group);
            comma = ",";
        }
    strbuf_puts(out, "]");
}

/* {"by":"who", or {"by":{"source":"place"},"names":[…], */
static void put_by(struct strbuf *out, const struct result_table *table)
{
    static const char *const sources[SPLIT_SOURCES] = {"channel", "place", "device"};

    if (table->segment) {
        strbuf_printf(out, "{\"by\":\"%s\"", table->segment->round.question.text);
        return;
    }
    strbuf_printf(out, "{\"by\":{\"source\":\"%s\"},\"names\":[", sources[table->source]);
    for (size_t i = 0; i < table->names->n; i++)
        text_field(out, i ? "," : "", table->names->name[i]);
    strbuf_puts(out, "]");
}

static void put_split(struct export_rows *rows, const struct result *result,
                      const struct result_table *table)
{
    struct strbuf *out = out_of(rows);

    put_by(out, table);
    strbuf_printf(out, ",\"voters\":%" PRIu64 ",\"groups\":[", table->voters);
    for (uint32_t i = 0; i < table->split->n_groups; i++) {
        const struct split_group *group = &table->split->groups[i];

        strbuf_puts(out, i ? ",{\"groups\":" : "{\"groups\":");
        put_members(out, group->members);
        strbuf_puts(out, ",");
        put_figures(rows, result, group->voters, group->counts);
        strbuf_puts(out, "}");
    }
    strbuf_puts(out, "]}");
}

static void put_round(struct export_rows *rows, const struct result *result)
{
    struct strbuf *out = out_of(rows);
    struct result_table tables[TABLES_MAX];
    size_t n_tables = result_tables(rows, result, tables);

    next_item(out, result->n_rounds == 0);
    strbuf_printf(out, "{\"round\":%" PRIu32 ",", result->tally->round);
    put_figures(rows, result, result->tally->voters, result->tally->counts);
    strbuf_puts(out, ",\"splits\":[");
    for (size_t t = 0; t < n_tables; t++) {
        strbuf_puts(out, t ? "," : "");
        put_split(rows, result, &tables[t]);
    }
    strbuf_puts(out, "]");
}

static void put_round_with_ballots(struct export_rows *rows, const struct result *result)
{
    put_round(rows, result);
    strbuf_puts(out_of(rows), ",\"ballots\":[");
    rows->n_people = 0;
}

static void put_part(struct strbuf *out, const char *before, struct result_part part)
{
    strbuf_puts(out, before);
    json_text(out, part.text, part.len);
}

/* {"who":0}: by segment, numbered as its groups are. */
static void put_groups(struct export_rows *rows, const struct results_person *one)
{
    struct strbuf *out = out_of(rows);
    const struct result_segment *segments;
    size_t n = results_segments(rows, &segments);

    strbuf_puts(out, ",\"groups\":{");
    for (size_t s = 0; s < n; s++)
        strbuf_printf(out, "%s\"%s\":%" PRIu32, s ? "," : "",
                      segments[s].round.question.text, result_person_group(rows, s, one));
    strbuf_puts(out, "}");
}

/* Of a phone that says no place there is nothing. */
static void put_source(struct strbuf *out, const struct results_person *one)
{
    const struct result_source source = result_source_of(one);

    if (one->source[0]) {
        put_part(out, ",\"source\":{\"channel\":", source.channel);
        put_part(out, ",\"place\":", source.place);
        put_part(out, ",\"device\":", source.device);
        put_part(out, ",\"name\":", source.name);
        strbuf_puts(out, "}");
    }
    if (one->is_late)
        strbuf_puts(out, ",\"late\":true");
}

static void person(struct export_rows *rows, const struct result *result,
                   const struct results_person *one)
{
    struct strbuf *out = out_of(rows);
    char name[PSEUDONYM_CHARS + 1];

    (void)result;
    result_voter(rows, one, name);
    next_item(out, rows->n_people++ == 0);
    strbuf_printf(out, "{\"voter\":\"%s\",\"ballot\":%s", name,
                  ballot_kept_json(one->value));
    if (rows->is_full) {
        put_groups(rows, one);
        put_source(out, one);
    }
    strbuf_puts(out, "}");
}

static void round_end(struct export_rows *rows)
{
    strbuf_puts(out_of(rows), "}");
}

static void round_end_with_ballots(struct export_rows *rows)
{
    strbuf_puts(out_of(rows), "]}");
}

static void question_end(struct export_rows *rows)
{
    strbuf_puts(out_of(rows), "]}");
}

static void end(struct export_rows *rows)
{
    strbuf_puts(out_of(rows), "\n]}\n");
}

const struct results_writer *results_document(bool with_ballots)
{
    static const struct results_writer writers[2] = {
        {.wants_splits = true,
         .begin = begin,
         .question = question,
         .round = put_round,
         .round_end = round_end,
         .question_end = question_end,
         .end = end},
        {.wants_splits = true,
         .wants_people = true,
         .leaves_out_segments = true,
         .begin = begin,
         .question = question,
         .round = put_round_with_ballots,
         .person = person,
         .round_end = round_end_with_ballots,
         .question_end = question_end,
         .end = end},
    };

    return &writers[with_ballots];
}
