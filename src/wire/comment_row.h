/* SPDX-License-Identifier: Apache-2.0 */

/* A comment as a row of a table. */
#ifndef WIRE_COMMENT_ROW_H
#define WIRE_COMMENT_ROW_H

#include "base/buf.h"
#include "base/err.h"
#include "domain/comment.h"
#include "wire/sheet.h"

#define COMMENT_COLUMNS_N 9
extern const char *const comment_columns[COMMENT_COLUMNS_N];

struct comment_row {
    const struct id *idea;
    const struct comment *comment;
    const struct buf *words; /* JSON, as the command made them. */
    const char *author;      /* A pseudonym. */
};
MUST_CHECK enum err comment_row_write(struct sheet *sheet, const struct comment_row *row);

#endif
