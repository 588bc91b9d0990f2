/* SPDX-License-Identifier: Apache-2.0 */

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static void *or_abort(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

void *mem_alloc(size_t len)
{
    return or_abort(malloc(len ? len : 1));
}

void *mem_zero(size_t len)
{
    return or_abort(calloc(1, len ? len : 1));
}

void *mem_resize(void *old, size_t len)
{
    return or_abort(realloc(old, len ? len : 1));
}

char *mem_text(const char *text)
{
    size_t len = strlen(text) + 1;

    return memcpy(mem_alloc(len), text, len);
}
