/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/comment_row.h"

#include "wire/json_in.h"

#include <string.h>

const char *const comment_columns[COMMENT_COLUMNS_N] = {
    "idea", "id", "number", "created", "state", "text", "name", "likes", "author"};

static void put_word(struct sheet *sheet, const json_t *words, const char *key)
{
    const json_t *text = json_object_get(words, key);

    sheet_text(sheet, json_is_string(text) ? json_string_value(text) : "",
               json_string_length(text));
}

static void put_name(struct sheet *sheet, const char *name)
{
    sheet_text(sheet, name, strlen(name));
}

enum err comment_row_write(struct sheet *sheet, const struct comment_row *row)
{
    const struct comment *comment = row->comment;
    json_t *words = NULL;

    if (json_in_object(row->words->text, row->words->len, RECORD_BYTES_MAX, &words))
        return ERR_INTERNAL;
    put_name(sheet, row->idea->text);
    put_name(sheet, comment->id.text);
    sheet_number(sheet, comment->number);
    sheet_time(sheet, comment->at_ms);
    put_name(sheet, idea_state_name(comment->state));
    put_word(sheet, words, "text");
    put_word(sheet, words, "name");
    sheet_number(sheet, comment->likes);
    put_name(sheet, row->author);
    json_decref(words);
    return OK;
}
