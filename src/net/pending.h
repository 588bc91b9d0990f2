/* SPDX-License-Identifier: Apache-2.0 */

/* How many connections an address has that have not shown to be clients. A hall of
 * people behind one router is not limited by it: each leaves with its first hello. */
#ifndef NET_PENDING_H
#define NET_PENDING_H

#include <stdint.h>

struct pending;

struct pendings {
    struct pending *table;
};

/* NULL when the address has PENDING_PER_ADDRESS_MAX already. */
struct pending *pending_enter(struct pendings *pendings, uint64_t address);
/* Takes NULL. */
void pending_leave(struct pendings *pendings, struct pending *pending);

#endif
