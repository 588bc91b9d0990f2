/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_count.h"

#include "base/names.h"
#include "domain/split.h"
#include "wire/event.h"

#include <inttypes.h>
#include <string.h>

void read_question_count(struct fields *f, struct command *c)
{
    static const char *const names[COUNT_METHODS] = {
        [COUNT_CONDORCET] = "condorcet",
        [COUNT_RUN_OFF] = "runoff",
    };

    c->count.question = take_id(f, "question");
    const char *name = take_name(f, "method");

    for (unsigned method = 0; name && method < COUNT_METHODS; method++)
        if (strcmp(name, names[method]) == 0) {
            c->count.method = (enum count_method)method;
            return;
        }
    fields_fail(f, ERR_BAD_FIELD, "method");
}

static const char *const split_sources[SPLIT_SOURCES] = {"channel", "place", "device"};

void read_question_split(struct fields *f, struct command *c)
{
    json_t *by;
    struct fields inner;
    unsigned source = 0;

    c->split.question = take_id(f, "question");
    c->split.is_now = take_bool(f, "now", false);
    by = take_shape(f, "by", "SplitBy");
    c->split.is_by_source = json_is_object(by);
    if (!c->split.is_by_source) {
        if (!json_is_string(by) ||
            !id_read(json_string_value(by), json_string_length(by), &c->split.by))
            fields_fail(f, ERR_BAD_FIELD, "by");
        return;
    }
    fields_begin(&inner, by, "by.");
    const char *name = take_name(&inner, "source");

    if (name && !names_find(split_sources, SPLIT_SOURCES, name, &source))
        fields_fail(&inner, ERR_BAD_FIELD, "source");
    c->split.source = (enum split_source)source;
    if (fields_end(&inner))
        fields_fail_within(f, &inner);
}

static const char *comma(bool is_first)
{
    return is_first ? "" : ",";
}

/* "name":[0,2] */
static void write_options(struct strbuf *out, const char *name, uint32_t bits)
{
    bool is_first = true;

    strbuf_printf(out, "\"%s\":[", name);
    for (uint32_t option = 0; bits >> option; option++) {
        if (!(bits >> option & 1))
            continue;
        strbuf_printf(out, "%s%u", comma(is_first), option);
        is_first = false;
    }
    strbuf_puts(out, "]");
}

/* What is not among `of` is null. */
static void write_counts(struct strbuf *out, const uint32_t *counts, uint32_t n,
                         uint32_t of)
{
    strbuf_puts(out, "[");
    for (uint32_t option = 0; option < n; option++) {
        strbuf_puts(out, comma(option == 0));
        if (of >> option & 1)
            strbuf_number(out, counts[option]);
        else
            strbuf_puts(out, "null");
    }
    strbuf_puts(out, "]");
}

void ranked_pairs_write(struct strbuf *out, const struct ranked_pairs *pairs,
                        const struct ranked_ballots *ballots)
{
    strbuf_printf(out, "{\"ballots\":%zu,\"outcome\":\"%s\",", ballots->n,
                  ranked_outcome_name(pairs->outcome));
    write_options(out, "best", pairs->best);
    strbuf_puts(out, ",\"rather\":[");
    for (uint32_t option = 0; option < ballots->n_options; option++) {
        strbuf_puts(out, comma(option == 0));
        write_counts(out, pairs->rather[option], ballots->n_options, UINT32_MAX);
    }
    strbuf_puts(out, "]}");
}

void ranked_runoff_write(struct strbuf *out, const struct ranked_runoff *run,
                         const struct ranked_ballots *ballots)
{
    strbuf_printf(out, "{\"ballots\":%zu,\"rounds\":[", ballots->n);
    for (uint32_t i = 0; i < run->n_rounds; i++) {
        const struct ranked_round *round = &run->rounds[i];

        strbuf_printf(out, "%s{\"counts\":", comma(i == 0));
        write_counts(out, round->counts, ballots->n_options, round->in);
        strbuf_printf(out, ",\"exhausted\":%u,", round->exhausted);
        write_options(out, "out", round->out);
        strbuf_puts(out, ",");
        write_options(out, "tied", round->tied);
        strbuf_puts(out, "}");
    }
    strbuf_puts(out, "],");
    write_options(out, "winners", run->winners);
    strbuf_puts(out, "}");
}

/* ---- question.shift --------------------------------------------------------------------
 */

void read_question_shift(struct fields *f, struct command *c)
{
    c->shift = take_id(f, "question");
}

static void write_numbers(struct strbuf *out, const uint64_t *numbers, uint32_t n)
{
    strbuf_puts(out, "[");
    for (uint32_t i = 0; i < n; i++)
        strbuf_printf(out, "%s%" PRIu64, comma(i == 0), numbers[i]);
    strbuf_puts(out, "]");
}

/* [[2,1],[0,3]] */
static void write_tallies(struct strbuf *out, const struct shift_told *told)
{
    strbuf_puts(out, ",\"counts\":[");
    for (size_t of = 0; of < 2; of++) {
        strbuf_puts(out, of ? ",[" : "[");
        for (uint32_t i = 0; i < told->shift->n_cells; i++)
            strbuf_printf(out, "%s%" PRId64, comma(i == 0), told->tallies[of]->counts[i]);
        strbuf_puts(out, "]");
    }
    strbuf_puts(out, "]");
}

void shift_write(struct strbuf *out, const struct shift_told *told)
{
    const struct shift *shift = told->shift;
    uint32_t n = shift->n_cells;

    strbuf_printf(out, "{\"before\":%" PRIu32 ",\"round\":%" PRIu32, told->before,
                  told->round);
    if (!told->hides_voters)
        strbuf_printf(out, ",\"both\":%" PRIu64 ",\"voters\":[%" PRIu64 ",%" PRIu64 "]",
                      shift->both, told->tallies[0]->voters, told->tallies[1]->voters);
    write_tallies(out, told);
    if (told->is_moves) {
        strbuf_puts(out, ",\"moves\":[");
        for (uint32_t from = 0; from <= n; from++) {
            strbuf_puts(out, comma(from == 0));
            write_numbers(out, shift->moves[from], n + 1);
        }
        strbuf_puts(out, "]}");
        return;
    }
    strbuf_puts(out, ",\"kept\":");
    write_numbers(out, shift->kept, n);
    strbuf_puts(out, ",\"left\":");
    write_numbers(out, shift->left, n);
    strbuf_puts(out, ",\"gained\":");
    write_numbers(out, shift->gained, n);
    strbuf_puts(out, "}");
}

/* ---- question.split --------------------------------------------------------------------
 */

void split_names_write(struct strbuf *out, const char *const names[], size_t n)
{
    strbuf_puts(out, ",\"names\":[");
    for (size_t i = 0; i < n; i++) {
        strbuf_puts(out, comma(i == 0));
        json_text(out, names[i], strlen(names[i]));
    }
    strbuf_puts(out, "]");
}

void split_write(struct strbuf *out, const struct split *told)
{
    strbuf_puts(out, "{\"groups\":[");
    for (uint32_t i = 0; i < told->n_groups; i++) {
        const struct split_group *group = &told->groups[i];

        strbuf_printf(out, "%s{", comma(i == 0));
        write_options(out, "groups", group->members);
        strbuf_printf(out, ",\"voters\":%" PRIu64 ",\"counts\":[", group->voters);
        for (uint32_t cell = 0; cell < told->n_cells; cell++)
            strbuf_printf(out, "%s%" PRId64, comma(cell == 0), group->counts[cell]);
        strbuf_puts(out, "]}");
    }
    strbuf_puts(out, "]}");
}
