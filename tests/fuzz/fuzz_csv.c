/* SPDX-License-Identifier: Apache-2.0 */

/* Any file may be sent: its rows are within bounds, its ideas are clean, and what is
 * written of them is read the same. */
#include "wire/idea_row.h"
#include "wire/record.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static void must_come_back(const char *text, size_t len)
{
    struct strbuf out = {0};
    struct csv again;
    size_t again_len;

    strbuf_puts(&out, "x,");
    csv_write(&out, text, len);
    csv_begin(&again, out.text, out.len);
    must(csv_next(&again) == CSV_ROW && again.n_cells == 2);
    const char *cell = csv_cell(&again, 1, &again_len);

    must(again_len == len && memcmp(cell, text, len) == 0);
    must(csv_next(&again) == CSV_END);
    csv_done(&again);
    strbuf_done(&out);
}

static void read_idea(const struct csv *csv, const struct idea_columns *columns)
{
    static const struct board_tags tags = {.n = 2, .texts = {"Food", "Sport; games"}};
    struct idea_read_row row;
    struct idea_texts texts;
    const char *field = NULL;
    struct buf *same = NULL;

    if (idea_row_read(csv, columns, &tags, &row, &field)) {
        must(field != NULL);
        return;
    }
    must(row.tags < 4 && row.status != STATUS_MERGED && row.state != IDEA_WITHDRAWN);
    must(idea_texts_read(row.words, &texts) == OK && texts.title[0]);
    /* It is what we would have written ourselves. */
    must(idea_words_merge(row.words, &(struct idea_addition){0}, &same) == OK);
    must(strcmp(same->text, row.words->text) == 0);
    buf_unref(same);
    buf_unref(row.words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* A copy that ends where it ends, so that a step beyond is seen. */
    char *text = malloc(size ? size : 1);
    struct idea_columns columns;
    bool has_columns = false;
    struct csv csv;

    must(text != NULL);
    if (size)
        memcpy(text, data, size);
    csv_begin(&csv, text, size);
    while (csv_next(&csv) == CSV_ROW) {
        must(csv.n_cells > 0 && csv.n_cells <= CSV_CELLS_MAX && csv.row <= size);
        for (size_t i = 0; i <= csv.n_cells; i++) {
            size_t len;
            const char *cell = csv_cell(&csv, i, &len);

            must(len <= size && !memchr(cell, '\0', len));
            must_come_back(cell, len);
        }
        if (has_columns)
            read_idea(&csv, &columns);
        else
            has_columns = idea_columns_read(&csv, &columns);
    }
    must(csv_next(&csv) == CSV_END);
    csv_done(&csv);
    free(text);
    return 0;
}
