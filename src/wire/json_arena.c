/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/json_arena.h"

#include <jansson.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define ARENA_BYTES                                                                        \
    65536 /* A usual message takes two of these KiB; the rest is malloc's. */

static alignas(max_align_t) char block[ARENA_BYTES];
static size_t used, n_out;

static void *take(size_t len)
{
    const size_t step = alignof(max_align_t);
    size_t rounded = (len + step - 1) & ~(step - 1);

    if (rounded < len || rounded > ARENA_BYTES - used)
        return malloc(len);
    void *piece = block + used;

    used += rounded;
    n_out++;
    return piece;
}

static void give_back(void *piece)
{
    uintptr_t at = (uintptr_t)piece, begin = (uintptr_t)block;

    if (at < begin || at >= begin + ARENA_BYTES)
        free(piece);
    else if (--n_out == 0)
        used = 0;
}

void json_arena_install(void)
{
    json_set_alloc_funcs(take, give_back);
}
