/* SPDX-License-Identifier: Apache-2.0 */

#include "base/id.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    struct id id;
    struct code code, again;

    if (id_read(text, size, &id) &&
        (strlen(id.text) != size || memcmp(id.text, text, size) != 0))
        __builtin_trap();
    if (code_read(text, size, &code) &&
        (strlen(code.text) != CODE_CHARS || !code_read(code.text, CODE_CHARS, &again) ||
         strcmp(code.text, again.text) != 0))
        __builtin_trap();
    if (code_from_random(data, size, &code) && !code_read(code.text, CODE_CHARS, &again))
        __builtin_trap();
    return 0;
}
