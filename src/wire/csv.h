/* SPDX-License-Identifier: Apache-2.0 */

/* Comma-separated values: RFC 4180 out, and in whatever spreadsheets make of it. Total: any
 * bytes may be read.
 *
 * Cells that begin with = + - @, a tab or a carriage return are formulas to a spreadsheet,
 * whoever wrote them. They are written with an apostrophe before, as are those that begin
 * with apostrophes and then one of these, so that reading takes exactly one off again. */
#ifndef WIRE_CSV_H
#define WIRE_CSV_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

#define CSV_MARK      "\xEF\xBB\xBF" /* Says UTF-8 to spreadsheets. */
#define CSV_CELLS_MAX 64             /* in one row */

/* Appends a cell. */
void csv_write(struct strbuf *out, const char *text, size_t len);

struct csv {
    size_t row; /* Of the row read last, the first is 1; blank rows count. */
    size_t n_cells;
    /* Its own: */
    const char *at, *end;
    char separator; /* , ; or a tab: whichever the first row has first. */
    struct strbuf text;
    size_t starts[CSV_CELLS_MAX + 1];
};

enum csv_result {
    CSV_ROW,
    CSV_END,
    CSV_BROKEN, /* A NUL, a quote that never ends or ends early, too many cells. */
};

/* `text` is the caller's and must stay. */
void csv_begin(struct csv *csv, const char *text, size_t len);
/* The next row that is not blank. After CSV_BROKEN there is nothing more to read. */
enum csv_result csv_next(struct csv *csv);
/* Without the apostrophe of csv_write; valid until the next row. "" beyond the last. */
const char *csv_cell(const struct csv *csv, size_t i, size_t *len);
void csv_done(struct csv *csv);

#endif
