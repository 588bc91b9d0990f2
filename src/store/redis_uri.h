/* SPDX-License-Identifier: Apache-2.0 */

/* Where the store is, as the operator writes it:
 *
 *     unix:///path
 *     redis://[user:password@]host[:port][/db]
 *     redis-cluster://[user:password@]host[:port][,host[:port] ...]
 *     redis-sentinel://[user:password@]host[:port][,host[:port] ...]/master[/db]
 *
 * User and password may hold %XX. An IPv6 address stands in brackets. Strict: what is
 * not understood is refused, never passed over. */
#ifndef STORE_REDIS_URI_H
#define STORE_REDIS_URI_H

#include "base/err.h"
#include "store/redis_address.h"

#define REDIS_ADDRESSES_MAX    8
#define REDIS_MASTER_BYTES_MAX 63

enum redis_kind {
    REDIS_FIXED,    /* One Redis, at this address for good. */
    REDIS_CLUSTER,  /* The addresses are of some of its nodes. */
    REDIS_SENTINEL, /* The addresses are of sentinels, who know where the master is. */
    REDIS_KINDS
};

struct redis_uri {
    enum redis_kind kind;
    size_t n_addresses; /* At least one. */
    struct redis_address addresses[REDIS_ADDRESSES_MAX];
    struct redis_login login;
    char master[REDIS_MASTER_BYTES_MAX + 1]; /* What the sentinels call it. */
};

/* ERR_BAD_FIELD when it is not such an address; `out` is written only on success. */
MUST_CHECK enum err redis_uri_parse(const char *text, size_t len, struct redis_uri *out);

#endif
