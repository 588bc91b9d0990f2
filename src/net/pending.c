/* SPDX-License-Identifier: Apache-2.0 */

#include "net/pending.h"

#include "base/limits.h"
#include "base/mem.h"

#include <stdlib.h>
#include <uthash.h>

struct pending {
    uint64_t address;
    uint32_t n;
    UT_hash_handle hh;
};

struct pending *pending_enter(struct pendings *pendings, uint64_t address)
{
    struct pending *pending;

    HASH_FIND(hh, pendings->table, &address, sizeof address, pending);
    if (!pending) {
        pending = mem_zero(sizeof *pending);
        pending->address = address;
        HASH_ADD(hh, pendings->table, address, sizeof pending->address, pending);
    }
    if (pending->n == PENDING_PER_ADDRESS_MAX)
        return NULL;
    pending->n++;
    return pending;
}

void pending_leave(struct pendings *pendings, struct pending *pending)
{
    if (!pending || --pending->n)
        return;
    HASH_DEL(pendings->table, pending);
    free(pending);
}
