/* SPDX-License-Identifier: Apache-2.0 */

#include "service/sheet_file.h"

#include "base/limits.h"
#include "base/mem.h"
#include "wire/sheet.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <xlsxwriter.h>

#define ROWS_PER_SHEET_MAX 1000000 /* A sheet ends at 1,048,576. */
#define COLUMN_CHARS       18
#define TABS_MAX           (QUESTIONS_PER_ROOM_MAX + 2)
#define TAB_UNITS_MAX      31 /* UTF-16 units of its name: Excel's limit */

/* One sheet of the book. */
struct tab {
    char name[4 * TAB_UNITS_MAX + 1]; /* As it was asked for; cut. */
    lxw_worksheet *sheet;
    lxw_row_t row;
};

struct sheet_file {
    int fd;
    lxw_workbook *book; /* NULL once it is finished. */
    struct tab tabs[TABS_MAX];
    size_t n_tabs, at; /* at: which of them rows go to. */
    bool has_failed;
    lxw_format *bold;
    lxw_col_t column;
};

/* Open and without a name: whatever happens, nothing is left of it. */
static int nameless(void)
{
    const char *folder = getenv("TMPDIR");
    char path[PATH_MAX];
    int fd;

    (void)snprintf(path, sizeof path, "%s/clameur-XXXXXX",
                   folder && *folder ? folder : "/tmp");
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        (void)unlink(path); /* Should it stay, it stays empty of names only. */
    return fd;
}

/* Bytes of the character that begins so. */
static size_t char_bytes(unsigned char lead)
{
    return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Without what a tab may not be called: []:*?/\ and what does not fit. */
static void tab_name(const char *name, char out[4 * TAB_UNITS_MAX + 1])
{
    size_t units = 0, len = 0, left = strlen(name);

    while (left > 0) {
        size_t bytes = char_bytes((unsigned char)name[len]);

        units += bytes > 3 ? 2 : 1;
        if (units > TAB_UNITS_MAX || bytes > left)
            break;
        memcpy(out + len, name + len, bytes);
        if (strchr("[]:*?/\\'", out[len]))
            out[len] = ' ';
        len += bytes;
        left -= bytes;
    }
    while (len > 0 && out[len - 1] == ' ')
        len--;
    out[len] = '\0';
}

/* `name` NULL: a number. */
static void begin_sheet(struct sheet_file *file, struct tab *tab, const char *name)
{
    tab->row = 0;
    tab->sheet = workbook_add_worksheet(file->book, name);
    if (!tab->sheet) {
        file->has_failed = true; /* No room for its own temporary file. */
        return;
    }
    worksheet_set_column(tab->sheet, 0, LXW_COL_MAX - 1, COLUMN_CHARS, NULL);
    worksheet_freeze_panes(tab->sheet, 1, 0);
}

static void go_to_tab(struct sheet_file *file, const char *asked)
{
    char name[4 * TAB_UNITS_MAX + 1];

    tab_name(asked, name);
    for (file->at = 0; file->at < file->n_tabs; file->at++)
        if (strcmp(file->tabs[file->at].name, name) == 0)
            return;
    if (file->n_tabs == TABS_MAX) {
        file->at = TABS_MAX - 1;
        return;
    }
    struct tab *tab = &file->tabs[file->n_tabs++];

    memcpy(tab->name, name, sizeof name);
    begin_sheet(file, tab, *name ? name : NULL);
}

struct sheet_file *sheet_file_new(void)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE,
                                    .tmpdir = getenv("TMPDIR")};
    struct sheet_file *file = mem_zero(sizeof *file);
    char path[32];

    file->fd = nameless();
    if (file->fd < 0)
        goto failed;
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file->fd);
    file->book = workbook_new_opt(path, &options);
    if (!file->book)
        goto failed;
    file->bold = workbook_add_format(file->book);
    format_set_bold(file->bold);
    return file;
failed:
    sheet_file_free(file);
    return NULL;
}

static void add_cell(struct sheet_file *file, struct tab *tab,
                     const struct sheet_cell *cell)
{
    lxw_format *format = tab->row == 0 ? file->bold : NULL;

    if (cell->is_number)
        worksheet_write_number(tab->sheet, tab->row, file->column, cell->number, format);
    else if (*cell->text)
        worksheet_write_string(tab->sheet, tab->row, file->column, cell->text, format);
    file->column++;
    if (!cell->ends_row)
        return;
    file->column = 0;
    if (++tab->row == ROWS_PER_SHEET_MAX)
        begin_sheet(file, tab, NULL);
}

void sheet_file_add(struct sheet_file *file, const struct strbuf *packed)
{
    struct sheet_cell cell;
    size_t at = 0;

    while (!file->has_failed && sheet_cell_next(packed, &at, &cell)) {
        if (cell.is_part || file->n_tabs == 0)
            go_to_tab(file, cell.is_part ? cell.text : "");
        if (!cell.is_part && !file->has_failed)
            add_cell(file, &file->tabs[file->at], &cell);
    }
}

bool sheet_file_finish(struct sheet_file *file)
{
    if (file->has_failed)
        return false;
    lxw_error error = workbook_close(file->book); /* Frees it, whatever it answers. */

    file->book = NULL;
    return error == LXW_NO_ERROR && lseek(file->fd, 0, SEEK_SET) == 0;
}

long sheet_file_read(struct sheet_file *file, char *out, size_t size)
{
    return read(file->fd, out, size);
}

void sheet_file_free(struct sheet_file *file)
{
    if (!file)
        return;
    if (file->book)
        lxw_workbook_free(file->book);
    if (file->fd >= 0)
        close(file->fd);
    free(file);
}
