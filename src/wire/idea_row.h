/* SPDX-License-Identifier: Apache-2.0 */

/* An idea as a row of a table, out and in. What is written is what is read: an exported
 * board, put into an empty one, is the same again but for ids, people and supports. */
#ifndef WIRE_IDEA_ROW_H
#define WIRE_IDEA_ROW_H

#include "base/buf.h"
#include "base/err.h"
#include "domain/idea.h"
#include "wire/csv.h"
#include "wire/sheet.h"

/* The tags of a board, by their bits, and its groups by their places. */
struct board_tags {
    size_t n;
    char texts[TAGS_PER_BOARD_MAX][TAG_BYTES_MAX + 1];
    size_t n_groups;
    char groups[GROUPS_PER_BOARD_MAX][TAG_BYTES_MAX + 1]; /* "": one that was removed. */
};
MUST_CHECK enum err board_tags_read(const struct buf *def, struct board_tags *out);

/* ---- Out ------------------------------------------------------------------------------
 */

#define IDEA_COLUMNS_N 24
extern const char *const idea_columns[IDEA_COLUMNS_N];

struct idea_row_gate {
    uint32_t passed;     /* Gates. */
    uint64_t reached_ms; /* The last of them; 0: not known. */
    uint32_t good, bad;  /* Opinions. */
};
struct idea_row {
    const struct idea *idea;
    const struct buf *words; /* JSON of wire/record.h. */
    const char *author;      /* A pseudonym; "" for nobody. */
    const struct board_tags *tags;
    struct idea_row_gate gate;
};
MUST_CHECK enum err idea_row_write(struct sheet *sheet, const struct idea_row *row);

/* ---- In -------------------------------------------------------------------------------
 */

enum idea_cell {
    CELL_ID,
    CELL_TITLE,
    CELL_TEXT,
    CELL_NAME,
    CELL_TAGS,
    CELL_STATUS,
    CELL_STATE,
    CELL_CREATED,
    CELL_ANSWER,
    CELL_REASON,
    CELL_GROUP,
    CELL_OWNER,
    CELL_BY,
    CELL_INTO,
    CELL_PRICE,
    CELL_SIZES,
    IDEA_CELLS
};
/* Which column holds what, read off the header; columns of other names are passed over. */
struct idea_columns {
    int at[IDEA_CELLS]; /* -1: none. */
};
/* False without a title, or when two columns say the same. */
bool idea_columns_read(const struct csv *header, struct idea_columns *out);

struct idea_read_row {
    struct id id;    /* Its own, if it has one that may be an id here. */
    const char *key; /* What the row says it is: its id cell, of key_len bytes. */
    size_t key_len;
    uint32_t tags, group; /* The group from 1; 0: none. */
    bool is_merged;       /* It is part of another row: nothing to put in. */
    enum idea_status status;
    enum idea_state state;
    uint64_t at_ms; /* 0: it does not say. */
    struct buf *words;
};
/* The caller owns out->words. ERR_BAD_TEXT or ERR_BAD_FIELD, and `*field` says where. */
MUST_CHECK enum err idea_row_read(const struct csv *csv, const struct idea_columns *columns,
                                  const struct board_tags *tags, struct idea_read_row *out,
                                  const char **field);

#endif
