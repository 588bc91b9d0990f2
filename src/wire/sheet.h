/* SPDX-License-Identifier: Apache-2.0 */

/* A table on its way out, cell by cell, as text for programs and for spreadsheets.
 *
 *   CSV     UTF-8 with its mark, RFC 4180. A cell that a spreadsheet would take for a
 *           formula gets an apostrophe before it; see csv.h, which takes it off again.
 *   NDJSON  one object a line, keyed by the columns
 *   XLSX    cells packed for whoever writes the workbook: see sheet_cell_next
 *
 * Rows end by themselves, after the last column. */
#ifndef WIRE_SHEET_H
#define WIRE_SHEET_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sheet_format { SHEET_CSV, SHEET_NDJSON, SHEET_XLSX, SHEET_FORMATS };

const char *sheet_format_name(enum sheet_format format);
bool sheet_format_read(const char *name, enum sheet_format *out);
const char *sheet_format_type(enum sheet_format format); /* As in Content-Type. */

struct sheet {
    enum sheet_format format;
    const char *const *columns;
    size_t n_columns;
    struct strbuf *out; /* May be emptied between two cells. */
    size_t at;          /* Its own: the column of the next cell. */
};

/* What comes before the first row. */
void sheet_begin(struct sheet *sheet);
void sheet_text(struct sheet *sheet, const char *text, size_t len);
void sheet_number(struct sheet *sheet, uint64_t number);
/* 2026-11-22T13:04:27.123Z; 0 is an empty cell. */
void sheet_time(struct sheet *sheet, uint64_t wall_ms);
/* Several texts in one cell, "; " between them; an array in NDJSON. */
void sheet_list(struct sheet *sheet, const char *const texts[], size_t n);

/* "2026-11-22T13:04:27.123Z", "2026-11-22 13:04" or "2026-11-22": in UTC, to milliseconds.
 */
#define SHEET_TIME_BYTES 25
void sheet_time_text(uint64_t wall_ms, char out[SHEET_TIME_BYTES]);
bool sheet_time_read(const char *text, uint64_t *out);

/* A cell as it was packed. */
struct sheet_cell {
    bool is_number, ends_row;
    uint64_t number;
    const char *text; /* With a NUL behind it. */
};
/* False at the end. */
bool sheet_cell_next(const struct strbuf *packed, size_t *at, struct sheet_cell *out);

#endif
