/* SPDX-License-Identifier: Apache-2.0 */

#include "store/promise.h"

#include <string.h>

const char *store_keeps_word(enum store_keeps keeps)
{
    static const char *const words[] = {[KEEPS_UNKNOWN] = "unknown",
                                        [KEEPS_MEMORY] = "memory",
                                        [KEEPS_SECOND] = "second",
                                        [KEEPS_DISK] = "disk"};

    return words[keeps];
}

enum store_keeps store_keeps_of(const char *appendonly, const char *appendfsync,
                                const char *policy)
{
    if (!appendonly || !appendfsync || !policy)
        return KEEPS_UNKNOWN;
    /* What is evicted is deleted from the disk, too. */
    if (strcmp(appendonly, "yes") != 0 || strcmp(policy, "noeviction") != 0)
        return KEEPS_MEMORY;
    if (strcmp(appendfsync, "always") == 0)
        return KEEPS_DISK;
    return strcmp(appendfsync, "everysec") == 0 ? KEEPS_SECOND : KEEPS_MEMORY;
}
