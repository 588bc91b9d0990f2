/* SPDX-License-Identifier: Apache-2.0 */

/* What a board says and what people write on it, as it is kept: what can be read can be
 * changed and read again, and its texts are clean. */
#include "base/text.h"
#include "wire/record.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        __builtin_trap();
}

/* Cleaned once, a text stays as it is. */
static void must_be_clean(const char *text, size_t chars, size_t bytes, size_t lines)
{
    char *again = malloc(bytes + 1);

    must(again && strlen(text) <= bytes);
    must(text_clean(text, strlen(text), (struct text_limits){0, chars, bytes, lines},
                    again) == OK);
    must(strcmp(again, text) == 0);
    free(again);
}

static void words(const struct buf *json, const uint8_t *data, size_t size)
{
    struct buf *note = buf_new(data, size < ABOUT_BYTES_MAX ? size : ABOUT_BYTES_MAX);
    struct buf *same = NULL, *other = NULL, *again = NULL;
    struct idea_texts texts;

    if (idea_words_merge(json, &(struct idea_addition){0}, &same) == OK) {
        must(idea_texts_read(json, &texts) == OK && texts.title[0]);
        must_be_clean(texts.title, IDEA_TITLE_CHARS_MAX, IDEA_TITLE_BYTES_MAX, 0);
        must_be_clean(texts.text, IDEA_TEXT_CHARS_MAX, IDEA_TEXT_BYTES_MAX,
                      IDEA_TEXT_LINES_MAX);
        /* One form: a second time changes nothing. */
        must(idea_words_merge(same, &(struct idea_addition){.words = json}, &again) == OK);
        must(strcmp(again->text, same->text) == 0);
        buf_unref(again);
        /* A note that is not ours may be refused when it is read, and does no harm before.
         */
        must(idea_words_merge(json, &(struct idea_addition){.answer = note, .reason = note},
                              &other) == OK);
        again = NULL;
        if (idea_words_merge(other, &(struct idea_addition){.words = json}, &again) == OK)
            buf_unref(again);
    }
    buf_unref(same);
    buf_unref(other);
    buf_unref(note);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf *json = buf_new(data, size);
    struct board_rules rules;
    struct board_texts texts;

    if (board_definition_read(json, &rules) == OK) {
        must(rules.kind < BOARD_KINDS && rules.names < BOARD_NAMES);
        must(rules.order < IDEA_ORDERS && rules.n_tags <= TAGS_PER_BOARD_MAX);
        must(rules.supports_each <= SUPPORTS_EACH_MAX &&
             rules.ideas_each <= IDEAS_EACH_MAX);
        must(board_texts_read(json, &texts) == OK && texts.title[0]);
        must_be_clean(texts.about, ABOUT_CHARS_MAX, ABOUT_BYTES_MAX, ABOUT_LINES_MAX);
    }
    words(json, data, size);
    buf_unref(json);
    return 0;
}
