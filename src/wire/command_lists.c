/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_lists.h"

#include "wire/json_in.h"
#include "wire/record.h"

#include <string.h>

static const struct text_limits word_limits = {1, LISTED_CHARS_MAX, LISTED_BYTES_MAX, 0};
static const struct text_limits after_limits = {0, LISTED_CHARS_MAX, LISTED_BYTES_MAX, 0};

/* Each cleaned, with the NUL behind it. */
static enum err take_word_of(const json_t *item, struct strbuf *out)
{
    char word[LISTED_BYTES_MAX + 1];

    if (!json_is_string(item))
        return ERR_BAD_FIELD;
    enum err err =
        text_clean(json_string_value(item), json_string_length(item), word_limits, word);
    if (!err)
        strbuf_add(out, word, strlen(word) + 1);
    return err;
}

void read_words_set(struct fields *f, struct command *c)
{
    struct strbuf words = {0};

    c->words.list = take_id(f, "list");
    if (!fields_has(f, "on"))
        fields_fail(f, ERR_BAD_FIELD, "on");
    c->words.on = take_bool(f, "on", false);

    const json_t *list = take_shape(f, "words", "Texts");
    size_t n = json_array_size(list);

    if (n == 0 || n > LISTED_AT_ONCE_MAX)
        fields_fail(f, ERR_BAD_FIELD, "words");
    for (size_t i = 0; !f->err && i < n; i++) {
        enum err err = take_word_of(json_array_get(list, i), &words);

        if (err)
            fields_fail(f, err, "words");
    }
    c->words.n = n;
    c->words.words = strbuf_take(&words);
}

void read_words_list(struct fields *f, struct command *c)
{
    if (fields_has(f, "list"))
        c->words.list = take_id(f, "list");
    take_text(f, "after", after_limits, c->words.after);
    if (c->words.after[0] && id_is_none(&c->words.list))
        fields_fail(f, ERR_BAD_FIELD, "after");
}

struct buf **owns_listed(struct command *c)
{
    return &c->words.words;
}
