/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool redis_address_same(const struct redis_address *a, const struct redis_address *b)
{
    return a->port == b->port && strcmp(a->host, b->host) == 0;
}

bool redis_address_set(struct redis_address *out, const char *host, size_t len,
                       uint64_t port)
{
    if (len == 0 || len > REDIS_HOST_BYTES_MAX || memchr(host, '\0', len) || port == 0 ||
        port > UINT16_MAX)
        return false;
    memcpy(out->host, host, len);
    out->host[len] = '\0';
    out->port = (uint16_t)port;
    return true;
}

bool redis_address_read(struct redis_address *out, const char *text,
                        const struct redis_address *asked)
{
    const char *colon = strrchr(text, ':'); /* The last: IPv6 comes without brackets. */
    char *end;

    if (!colon || colon[1] < '0' || colon[1] > '9')
        return false;
    unsigned long port = strtoul(colon + 1, &end, 10);
    const char *host = colon > text ? text : asked->host;
    size_t len = colon > text ? (size_t)(colon - text) : strlen(asked->host);

    return *end == '\0' && redis_address_set(out, host, len, port);
}

struct redis_address_text redis_address_say(const struct redis_address *address)
{
    struct redis_address_text said;

    if (address->port == 0)
        (void)snprintf(said.text, sizeof said.text, "%s", address->host);
    else
        (void)snprintf(said.text, sizeof said.text, "%s:%u", address->host, address->port);
    return said;
}
