/* SPDX-License-Identifier: Apache-2.0 */

/* Where one Redis listens, and who we say we are to it. */
#ifndef STORE_REDIS_ADDRESS_H
#define STORE_REDIS_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REDIS_PATH_BYTES_MAX   107 /* What a socket address holds. */
#define REDIS_HOST_BYTES_MAX   255
#define REDIS_SECRET_BYTES_MAX 255

struct redis_address {
    char host[REDIS_HOST_BYTES_MAX + 1]; /* Name or number; of a unix socket the path. */
    uint16_t port;                       /* 0: a unix socket. */
};

struct redis_login {
    char user[REDIS_SECRET_BYTES_MAX + 1];     /* Empty: the default user. */
    char password[REDIS_SECRET_BYTES_MAX + 1]; /* Empty: no AUTH. */
    uint32_t db;
};

bool redis_address_same(const struct redis_address *a, const struct redis_address *b);
/* False when it does not fit, or there is nothing or no port. */
bool redis_address_set(struct redis_address *out, const char *host, size_t len,
                       uint64_t port);
/* "127.0.0.1:6379", as Redis writes it in MOVED and ASK; an empty host is that of `asked`,
 * who said so. */
bool redis_address_read(struct redis_address *out, const char *text,
                        const struct redis_address *asked);

#define REDIS_ADDRESS_TEXT_MAX (REDIS_HOST_BYTES_MAX + 8)
struct redis_address_text {
    char text[REDIS_ADDRESS_TEXT_MAX];
};
/* For the log. */
struct redis_address_text redis_address_say(const struct redis_address *address);

#endif
