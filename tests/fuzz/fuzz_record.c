/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/record.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf *json = buf_new(data, size);
    struct definition_texts texts;
    struct question_rules rules;
    struct room_settings settings;

    if (definition_read(json, &rules) == OK) {
        if (rules.shape.n_cells < 1 || rules.shape.n_cells > CELLS_MAX ||
            rules.shape.min > rules.shape.max)
            __builtin_trap();
        if (definition_texts_read(json, &texts) || strlen(texts.title) == 0)
            __builtin_trap();
    }
    if (settings_read(json, &settings) == OK && strlen(settings.lang) != 2)
        __builtin_trap();
    buf_unref(json);
    return 0;
}
