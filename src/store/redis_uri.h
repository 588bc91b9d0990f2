/* SPDX-License-Identifier: Apache-2.0 */

/* Where a Redis is: unix:///path, or redis://[user:password@]host[:port][/db].
 *
 * User and password may hold %XX. An IPv6 address stands in brackets. Strict: what is
 * not understood is refused, never passed over. */
#ifndef STORE_REDIS_URI_H
#define STORE_REDIS_URI_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REDIS_PATH_BYTES_MAX   107 /* What a socket address holds. */
#define REDIS_HOST_BYTES_MAX   255
#define REDIS_SECRET_BYTES_MAX 255

struct redis_uri {
    bool is_unix;
    char path[REDIS_PATH_BYTES_MAX + 1];
    char host[REDIS_HOST_BYTES_MAX + 1];
    uint16_t port;
    uint32_t db;
    char user[REDIS_SECRET_BYTES_MAX + 1];     /* Empty: the default user. */
    char password[REDIS_SECRET_BYTES_MAX + 1]; /* Empty: no AUTH. */
};

/* ERR_BAD_FIELD when it is not such an address; `out` is written only on success. */
MUST_CHECK enum err redis_uri_parse(const char *text, size_t len, struct redis_uri *out);

#endif
