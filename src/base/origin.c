/* SPDX-License-Identifier: Apache-2.0 */

#include "base/origin.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool port_is_valid(const char *port)
{
    size_t len = strlen(port);

    if (!len || len > 5 || strspn(port, "0123456789") != len)
        return false;
    long value = strtol(port, NULL, 10);
    return value > 0 && value < 65536;
}

bool host_is_valid(const char *host)
{
    static const char name_chars[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789-._";
    const char *end;

    if (strlen(host) > HOST_BYTES_MAX)
        return false;
    if (*host == '[') {
        end = host + 1 + strspn(host + 1, "0123456789abcdefABCDEF:.");
        if (end == host + 1 || *end++ != ']')
            return false;
    } else {
        end = host + strspn(host, name_chars);
        if (end == host || *host == '.')
            return false;
    }
    return !*end || (*end == ':' && port_is_valid(end + 1));
}

bool origin_set(struct origin *origin, const char *text, size_t len)
{
    const char *own_port = origin->is_secure ? ":443" : ":80";
    size_t own_len = strlen(own_port);

    if (len > HOST_BYTES_MAX)
        return false;
    for (size_t i = 0; i < len; i++)
        origin->authority[i] = (char)tolower((unsigned char)text[i]);
    origin->authority[len] = '\0';
    if (!host_is_valid(origin->authority))
        return false;
    if (len > own_len && strcmp(origin->authority + len - own_len, own_port) == 0)
        origin->authority[len - own_len] = '\0';
    return true;
}

bool origin_read(const char *url, struct origin *out)
{
    struct origin origin = {.is_secure = strncasecmp(url, "https://", 8) == 0};

    if (!origin.is_secure && strncasecmp(url, "http://", 7) != 0)
        return false;
    url += origin.is_secure ? 8 : 7;
    if (!origin_set(&origin, url, strcspn(url, "/?#")))
        return false;
    *out = origin;
    return true;
}

void origin_write(const struct origin *origin, char out[ORIGIN_BYTES_MAX + 1])
{
    (void)snprintf(out, ORIGIN_BYTES_MAX + 1, "%s%s",
                   origin->is_secure ? "https://" : "http://", origin->authority);
}
