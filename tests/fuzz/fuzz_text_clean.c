/* SPDX-License-Identifier: Apache-2.0 */

#include "base/text.h"

#include <stdint.h>
#include <string.h>

#define BYTES_MAX 200

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct text_limits limits = {1, 60, BYTES_MAX, 0};
    char once[BYTES_MAX + 1], twice[BYTES_MAX + 1];

    if (text_clean((const char *)data, size, limits, once))
        return 0;
    if (strlen(once) == 0 || strlen(once) > BYTES_MAX || once[0] == ' ')
        __builtin_trap();
    /* What is clean stays as it is. */
    if (text_clean(once, strlen(once), limits, twice) || strcmp(once, twice) != 0)
        __builtin_trap();
    return 0;
}
