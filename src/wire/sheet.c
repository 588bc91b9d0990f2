/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/sheet.h"

#include "wire/csv.h"
#include "wire/event.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define MS_PER_S  1000u
#define LIST_GLUE "; "

static const struct {
    const char *name, *type;
} formats[SHEET_FORMATS] = {
    [SHEET_CSV] = {"csv", "text/csv; charset=utf-8"},
    [SHEET_NDJSON] = {"ndjson", "application/x-ndjson"},
    [SHEET_XLSX] = {"xlsx",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    [SHEET_JSON] = {"json", "application/json"},
    [SHEET_HTML] = {"html", "text/html; charset=utf-8"},
};

const char *sheet_format_name(enum sheet_format format)
{
    return formats[format].name;
}

const char *sheet_format_type(enum sheet_format format)
{
    return formats[format].type;
}

bool sheet_format_read(const char *name, enum sheet_format *out)
{
    for (unsigned i = 0; i < SHEET_FORMATS; i++)
        if (strcmp(formats[i].name, name) == 0) {
            *out = (enum sheet_format)i;
            return true;
        }
    return false;
}

/* ---- Cells --------------------------------------------------------------------------- */

/* A packed cell: 'n', 's' or 'p', 1 if it ends its row, its length, its bytes and a NUL. */
struct packed_head {
    char kind, ends_row;
    uint32_t len;
};

static bool is_last(const struct sheet *sheet)
{
    return sheet->at + 1 == sheet->n_columns;
}

static void pack(struct sheet *sheet, char kind, const char *text, size_t len)
{
    const struct packed_head head = {kind, is_last(sheet) ? 1 : 0, (uint32_t)len};

    strbuf_add(sheet->out, &head, sizeof head);
    strbuf_add(sheet->out, text, len);
    strbuf_add(sheet->out, "", 1);
}

static void pack_number(struct sheet *sheet, double number)
{
    pack(sheet, 'n', (const char *)&number, sizeof number);
}

/* What stands before a cell of text formats. */
static void open_cell(struct sheet *sheet)
{
    if (sheet->format == SHEET_CSV && sheet->at > 0)
        strbuf_puts(sheet->out, ",");
    if (sheet->format != SHEET_NDJSON)
        return;
    strbuf_puts(sheet->out, sheet->at > 0 ? "," : "{");
    json_text(sheet->out, sheet->columns[sheet->at], strlen(sheet->columns[sheet->at]));
    strbuf_puts(sheet->out, ":");
}

static void close_cell(struct sheet *sheet)
{
    static const char *const ends[SHEET_FORMATS] = {"\r\n", "}\n", "", "", ""};

    if (is_last(sheet))
        strbuf_puts(sheet->out, ends[sheet->format]);
    sheet->at = is_last(sheet) ? 0 : sheet->at + 1;
}

static void put(struct sheet *sheet, const char *text, size_t len)
{
    if (sheet->format == SHEET_CSV)
        csv_write(sheet->out, text, len);
    else if (sheet->format == SHEET_NDJSON)
        json_text(sheet->out, text, len);
    else
        pack(sheet, 's', text, len);
}

void sheet_text(struct sheet *sheet, const char *text, size_t len)
{
    open_cell(sheet);
    put(sheet, text, len);
    close_cell(sheet);
}

void sheet_number(struct sheet *sheet, uint64_t number)
{
    open_cell(sheet);
    if (sheet->format == SHEET_XLSX)
        pack_number(sheet, (double)number);
    else
        strbuf_number(sheet->out, number);
    close_cell(sheet);
}

void sheet_decimal_text(int64_t n, uint64_t of, char out[SHEET_DECIMAL_BYTES])
{
    enum { PLACES = 4, ONE = 10000 };
    uint64_t size = n < 0 ? (uint64_t)-n : (uint64_t)n;
    uint64_t whole = size / of, rest = size % of;
    uint64_t parts = (rest * ONE + of / 2) / of; /* Half is rounded away from 0. */
    int places = PLACES;

    if (parts == ONE) {
        whole++;
        parts = 0;
    }
    for (; places > 0 && parts % 10 == 0; places--)
        parts /= 10;
    const char *minus = n < 0 && (whole || parts) ? "-" : "";

    if (places)
        (void)snprintf(out, SHEET_DECIMAL_BYTES, "%s%" PRIu64 ".%0*" PRIu64, minus, whole,
                       places, parts);
    else
        (void)snprintf(out, SHEET_DECIMAL_BYTES, "%s%" PRIu64, minus, whole);
}

void sheet_decimal(struct sheet *sheet, int64_t n, uint64_t of)
{
    char text[SHEET_DECIMAL_BYTES];

    open_cell(sheet);
    if (of == 0) {
        if (sheet->format == SHEET_XLSX)
            pack(sheet, 's', "", 0);
        else if (sheet->format == SHEET_NDJSON)
            strbuf_puts(sheet->out, "null");
    } else if (sheet->format == SHEET_XLSX) {
        pack_number(sheet, (double)n / (double)of);
    } else {
        sheet_decimal_text(n, of, text);
        strbuf_puts(sheet->out, text);
    }
    close_cell(sheet);
}

void sheet_time(struct sheet *sheet, uint64_t wall_ms)
{
    char text[SHEET_TIME_BYTES] = "";

    if (wall_ms)
        sheet_time_text(wall_ms, text);
    sheet_text(sheet, text, strlen(text));
}

void sheet_list(struct sheet *sheet, const char *const texts[], size_t n)
{
    struct strbuf joined = {0};

    if (sheet->format != SHEET_NDJSON) {
        for (size_t i = 0; i < n; i++) {
            strbuf_puts(&joined, i ? LIST_GLUE : "");
            strbuf_puts(&joined, texts[i]);
        }
        sheet_text(sheet, joined.text ? joined.text : "", joined.len);
        strbuf_done(&joined);
        return;
    }
    open_cell(sheet);
    strbuf_puts(sheet->out, "[");
    for (size_t i = 0; i < n; i++) {
        strbuf_puts(sheet->out, i ? "," : "");
        json_text(sheet->out, texts[i], strlen(texts[i]));
    }
    strbuf_puts(sheet->out, "]");
    close_cell(sheet);
}

void sheet_begin(struct sheet *sheet)
{
    sheet->at = 0;
    if (sheet->format == SHEET_NDJSON)
        return; /* Each line says its columns. */
    if (sheet->format == SHEET_CSV)
        strbuf_puts(sheet->out, CSV_MARK);
    sheet_names(sheet);
}

void sheet_names(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->n_columns; i++)
        sheet_text(sheet, sheet->columns[i], strlen(sheet->columns[i]));
}

void sheet_part(struct sheet *sheet, const char *name)
{
    if (sheet->format == SHEET_XLSX)
        pack(sheet, 'p', name, strlen(name));
}

bool sheet_cell_next(const struct strbuf *packed, size_t *at, struct sheet_cell *out)
{
    struct packed_head head;

    if (packed->len - *at < sizeof head)
        return false;
    memcpy(&head, packed->text + *at, sizeof head);
    *out = (struct sheet_cell){.is_number = head.kind == 'n',
                               .is_part = head.kind == 'p',
                               .ends_row = head.ends_row};
    out->text = packed->text + *at + sizeof head;
    if (out->is_number)
        memcpy(&out->number, out->text, sizeof out->number);
    *at += sizeof head + head.len + 1;
    return true;
}

/* ---- Times --------------------------------------------------------------------------- */

void sheet_time_text(uint64_t wall_ms, char out[SHEET_TIME_BYTES])
{
    time_t seconds = (time_t)(wall_ms / MS_PER_S);
    struct tm utc;
    char date[SHEET_TIME_BYTES];

    if (!gmtime_r(&seconds, &utc) ||
        !strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &utc))
        date[0] = '\0'; /* A year of five digits: nobody's. */
    (void)snprintf(out, SHEET_TIME_BYTES, "%.19s.%03uZ", date,
                   (unsigned)(wall_ms % MS_PER_S));
}

bool sheet_time_read(const char *text, uint64_t *out)
{
    static const char *const shapes[] = {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S",
                                         "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"};
    const char *end = NULL;
    struct tm utc;
    unsigned ms = 0;
    time_t seconds;

    for (size_t i = 0; !end && i < sizeof shapes / sizeof *shapes; i++) {
        utc = (struct tm){0};
        end = strptime(text, shapes[i], &utc);
    }
    if (!end)
        return false;
    if (*end == '.') {
        unsigned worth = MS_PER_S;

        for (end++; *end >= '0' && *end <= '9'; end++) {
            worth /= 10;
            ms += worth * (unsigned)(*end - '0');
        }
    }
    end += *end == 'Z';
    seconds = timegm(&utc);
    if (*end || seconds < 0)
        return false;
    *out = (uint64_t)seconds * MS_PER_S + ms;
    return true;
}
