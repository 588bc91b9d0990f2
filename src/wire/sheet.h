/* SPDX-License-Identifier: Apache-2.0 */

/* A table on its way out, cell by cell, as text for programs and for spreadsheets.
 *
 *   CSV     UTF-8 with its mark, RFC 4180. A cell that a spreadsheet would take for a
 *           formula gets an apostrophe before it; see csv.h, which takes it off again.
 *   NDJSON  one object a line, keyed by the columns
 *   XLSX    cells packed for whoever writes the workbook: see sheet_cell_next
 *
 * Rows end by themselves, after the last column. JSON and HTML are whole documents that
 * are no tables: whoever writes one writes it to `out` alone. */
#ifndef WIRE_SHEET_H
#define WIRE_SHEET_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sheet_format {
    SHEET_CSV,
    SHEET_NDJSON,
    SHEET_XLSX,
    SHEET_JSON,
    SHEET_HTML,
    SHEET_FORMATS
};

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
/* n / of, to four places behind the point; `of` 0 is an empty cell. */
void sheet_decimal(struct sheet *sheet, int64_t n, uint64_t of);
/* 2026-11-22T13:04:27.123Z; 0 is an empty cell. */
void sheet_time(struct sheet *sheet, uint64_t wall_ms);
/* Several texts in one cell, "; " between them; an array in NDJSON. */
void sheet_list(struct sheet *sheet, const char *const texts[], size_t n);

/* What follows goes to the part of a workbook that is called so, behind what is there
 * already; it is begun when there is none. Not within a row. Other formats have no parts.
 */
void sheet_part(struct sheet *sheet, const char *name);
/* The columns' names as a row. */
void sheet_names(struct sheet *sheet);

/* The digits of sheet_decimal. */
#define SHEET_DECIMAL_BYTES 32
void sheet_decimal_text(int64_t n, uint64_t of, char out[SHEET_DECIMAL_BYTES]);

/* "2026-11-22T13:04:27.123Z", "2026-11-22 13:04" or "2026-11-22": in UTC, to milliseconds.
 */
#define SHEET_TIME_BYTES 25
void sheet_time_text(uint64_t wall_ms, char out[SHEET_TIME_BYTES]);
bool sheet_time_read(const char *text, uint64_t *out);

/* A cell as it was packed. */
struct sheet_cell {
    bool is_number, is_part, ends_row; /* is_part: no cell, sheet_part of that name. */
    double number;
    const char *text; /* With a NUL behind it. */
};
/* False at the end. */
bool sheet_cell_next(const struct strbuf *packed, size_t *at, struct sheet_cell *out);

#endif
