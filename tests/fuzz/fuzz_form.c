/* SPDX-License-Identifier: Apache-2.0 */

#include "net/request.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* A copy that ends where it ends, so that a step beyond is seen. */
    char *body = malloc(size ? size : 1);
    struct form form = form_start(body, size);
    size_t pairs = 0;

    if (size)
        memcpy(body, data, size);
    while (form_next(&form)) {
        if (strlen(form.name) > FORM_NAME_MAX || strlen(form.value) > FORM_VALUE_MAX ||
            ++pairs > size)
            __builtin_trap();
    }
    if (!form.is_broken && form.at != form.end)
        __builtin_trap();
    free(body);
    return 0;
}
