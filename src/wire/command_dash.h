/* SPDX-License-Identifier: Apache-2.0 */

/* What went on in a room: what is asked, and what is answered. */
#ifndef WIRE_COMMAND_DASH_H
#define WIRE_COMMAND_DASH_H

#include "base/buf.h"
#include "domain/series.h"
#include "domain/tally.h"
#include "wire/command.h"
#include "wire/fields.h"

void read_dash_read(struct fields *f, struct command *c);
void read_dash_curve(struct fields *f, struct command *c);

/* Rows are of `step_ms` each, from `from_ms` on. */
struct dash_told {
    uint64_t now_ms, began_ms, from_ms, until_ms, step_ms;
    bool hides_people, hides_votes;
    size_t n;
    const struct series_row *rows;
    uint64_t n_waits, wait_ms; /* The median. */
};
void dash_write(struct strbuf *out, const struct dash_told *told);

struct dash_point {
    uint64_t at_ms;
    const struct tally *tally;
};
void dash_point_write(struct strbuf *out, const struct dash_point *point, uint32_t n_cells,
                      bool hides_voters);

#endif
