/* SPDX-License-Identifier: Apache-2.0 */

#include "service/sheet_file.h"

#include "base/mem.h"
#include "wire/sheet.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <xlsxwriter.h>

#define ROWS_PER_SHEET_MAX 1000000 /* A sheet ends at 1,048,576. */
#define COLUMN_CHARS       18

struct sheet_file {
    int fd;
    lxw_workbook *book; /* NULL once it is finished. */
    lxw_worksheet *sheet;
    lxw_format *bold;
    lxw_row_t row;
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

static void begin_sheet(struct sheet_file *file)
{
    file->sheet = workbook_add_worksheet(file->book, NULL);
    worksheet_set_column(file->sheet, 0, LXW_COL_MAX - 1, COLUMN_CHARS, NULL);
    worksheet_freeze_panes(file->sheet, 1, 0);
    file->row = 0;
    file->column = 0;
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
    begin_sheet(file);
    return file;
failed:
    sheet_file_free(file);
    return NULL;
}

void sheet_file_add(struct sheet_file *file, const struct strbuf *packed)
{
    struct sheet_cell cell;
    size_t at = 0;

    while (sheet_cell_next(packed, &at, &cell)) {
        lxw_format *format = file->row == 0 ? file->bold : NULL;

        if (cell.is_number)
            worksheet_write_number(file->sheet, file->row, file->column,
                                   (double)cell.number, format);
        else if (*cell.text)
            worksheet_write_string(file->sheet, file->row, file->column, cell.text, format);
        file->column++;
        if (!cell.ends_row)
            continue;
        file->column = 0;
        if (++file->row == ROWS_PER_SHEET_MAX)
            begin_sheet(file);
    }
}

bool sheet_file_finish(struct sheet_file *file)
{
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
