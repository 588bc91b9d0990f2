/* SPDX-License-Identifier: Apache-2.0 */

/* A workbook (XLSX) under construction, in a temporary file without a name: rows go to the
 * disk as they come, so it takes no more memory however many there are. Slow: for
 * base/work.h, one call at a time. */
#ifndef SERVICE_SHEET_FILE_H
#define SERVICE_SHEET_FILE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct sheet_file;

/* NULL when there can be no temporary file. */
struct sheet_file *sheet_file_new(void);
/* Rows as wire/sheet.h packs them, the columns' names first. Texts stay texts: none is
 * taken for a formula, a number or a link. */
void sheet_file_add(struct sheet_file *file, const struct strbuf *packed);
/* No more rows; false when the disk is full. */
bool sheet_file_finish(struct sheet_file *file);
/* The next bytes of a finished one; 0 at its end, -1 on a fault. */
long sheet_file_read(struct sheet_file *file, char *out, size_t size);
void sheet_file_free(struct sheet_file *file); /* Takes NULL. */

#endif
