/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_dash.h"

#include <inttypes.h>

void read_dash_read(struct fields *f, struct command *c)
{
    if (fields_has(f, "since"))
        c->dash.since_ms = take_u64(f, "since", 0, INTEGER_EXACT_MAX);
    c->dash.until_ms = INTEGER_EXACT_MAX;
    if (fields_has(f, "until"))
        c->dash.until_ms = take_u64(f, "until", 0, INTEGER_EXACT_MAX);
    if (!f->err && c->dash.until_ms < c->dash.since_ms)
        fields_fail(f, ERR_BAD_FIELD, "until");
}

void read_dash_curve(struct fields *f, struct command *c)
{
    c->dash.question = take_id(f, "question");
}

static void write_number(struct strbuf *out, uint64_t number, bool is_hidden)
{
    if (is_hidden)
        strbuf_puts(out, ",null");
    else
        strbuf_printf(out, ",%" PRIu64, number);
}

void dash_write(struct strbuf *out, const struct dash_told *told)
{
    strbuf_printf(out,
                  "{\"now\":%" PRIu64 ",\"began\":%" PRIu64 ",\"start\":%" PRIu64
                  ",\"end\":%" PRIu64 ",\"step\":%" PRIu64 ",\"columns\":[\"people\"",
                  told->now_ms, told->began_ms, told->from_ms, told->until_ms,
                  told->step_ms);
    for (unsigned count = 0; count < SERIES_COUNTS; count++)
        strbuf_printf(out, ",\"%s\"", series_name((enum series_count)count));
    strbuf_puts(out, "],\"rows\":[");
    for (size_t i = 0; i < told->n; i++) {
        const struct series_row *row = &told->rows[i];

        strbuf_printf(out, "%s[%" PRIu64, i ? "," : "",
                      (row->at_ms - told->from_ms) / told->step_ms);
        write_number(out, row->people, told->hides_people);
        for (unsigned count = 0; count < SERIES_COUNTS; count++)
            write_number(out, row->of[count], count == SERIES_VOTES && told->hides_votes);
        strbuf_puts(out, "]");
    }
    strbuf_printf(out, "],\"waits\":{\"n\":%" PRIu64 ",\"median\":%" PRIu64 "}}",
                  told->n_waits, told->wait_ms);
}

void dash_point_write(struct strbuf *out, const struct dash_point *point, uint32_t n_cells,
                      bool hides_voters)
{
    strbuf_printf(out, "[%" PRIu64, point->at_ms);
    write_number(out, point->tally->voters, hides_voters);
    for (uint32_t cell = 0; cell < n_cells; cell++)
        strbuf_printf(out, ",%" PRId64, point->tally->counts[cell]);
    strbuf_puts(out, "]");
}
