/* SPDX-License-Identifier: Apache-2.0 */

/* What is promised with `counted`: where a ballot is by then. */
#ifndef STORE_PROMISE_H
#define STORE_PROMISE_H

#include <stdint.h>

/* From the least to the most. */
enum store_keeps {
    KEEPS_UNKNOWN, /* Redis does not tell: CONFIG is not allowed to us. */
    KEEPS_MEMORY,  /* In memory, or on a disk from which it may be evicted. */
    KEEPS_SECOND,  /* On disk within a second or two. */
    KEEPS_DISK     /* On disk. */
};

struct store_promise {
    enum store_keeps keeps; /* Of the worst of all masters. */
    uint32_t replicas;      /* In the memory of so many more machines. */
};

/* "disk" */
const char *store_keeps_word(enum store_keeps keeps);
/* From the settings appendonly, appendfsync and maxmemory-policy; NULL if not told. */
enum store_keeps store_keeps_of(const char *appendonly, const char *appendfsync,
                                const char *policy);

#endif
