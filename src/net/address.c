/* SPDX-License-Identifier: Apache-2.0 */

#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

static bool is_ipv4(const struct address *address)
{
    return memcmp(address->bytes, mapped, sizeof mapped) == 0;
}

static struct address from_ipv4(const struct in_addr *in)
{
    struct address address;

    memcpy(address.bytes, mapped, sizeof mapped);
    memcpy(address.bytes + sizeof mapped, in, 4);
    return address;
}

struct address address_from(const struct sockaddr *from)
{
    struct address address = {{0}};

    if (from->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, from, sizeof in);
        return from_ipv4(&in.sin_addr);
    }
    if (from->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, from, sizeof in6);
        memcpy(address.bytes, &in6.sin6_addr, sizeof address.bytes);
    }
    return address;
}

/* Cuts brackets and a port away; a bare IPv6 address has neither. */
static void trim_port(const char **text, size_t *len)
{
    const char *colon = memchr(*text, ':', *len), *bracket;

    if (*len && **text == '[') {
        bracket = memchr(*text, ']', *len);
        (*text)++;
        *len = bracket ? (size_t)(bracket - *text) : 0;
    } else if (colon && !memchr(colon + 1, ':', (size_t)(*text + *len - colon - 1))) {
        *len = (size_t)(colon - *text);
    }
}

bool address_read(const char *text, size_t len, struct address *out)
{
    char copy[ADDRESS_TEXT_MAX];
    struct in6_addr in6;
    struct in_addr in;

    trim_port(&text, &len);
    if (!len || len >= sizeof copy)
        return false;
    memcpy(copy, text, len);
    copy[len] = '\0';
    if (inet_pton(AF_INET, copy, &in) == 1) {
        *out = from_ipv4(&in);
        return true;
    }
    if (inet_pton(AF_INET6, copy, &in6) != 1)
        return false;
    memcpy(out->bytes, &in6, sizeof out->bytes);
    return true;
}

void address_write(const struct address *address, char out[ADDRESS_TEXT_MAX])
{
    bool v4 = is_ipv4(address);

    if (!inet_ntop(v4 ? AF_INET : AF_INET6, address->bytes + (v4 ? sizeof mapped : 0), out,
                   ADDRESS_TEXT_MAX))
        out[0] = '\0';
}

uint64_t address_hash(const struct address *address)
{
    size_t len = is_ipv4(address) ? sizeof address->bytes : 8;
    uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ address->bytes[i]) * 0x100000001b3u;
    return hash;
}

static bool network_read(const char *text, size_t len, struct network *out)
{
    const char *slash = memchr(text, '/', len);
    size_t address_len = slash ? (size_t)(slash - text) : len;
    unsigned bits = 0, most;

    if (!address_read(text, address_len, &out->base))
        return false;
    most = is_ipv4(&out->base) ? 32 : 128;
    out->bits = 128;
    if (!slash)
        return true;
    if (slash + 1 == text + len)
        return false;
    for (const char *at = slash + 1; at < text + len; at++) {
        if (*at < '0' || *at > '9')
            return false;
        bits = bits * 10 + (unsigned)(*at - '0');
        if (bits > most)
            return false;
    }
    out->bits = 128 - most + bits;
    return true;
}

/* The next item of a list, without the blanks around it; false at its end. */
static bool next_item(const char **at, const char **item, size_t *len)
{
    if (!*at)
        return false;

    const char *comma = strchr(*at, ',');
    const char *end = comma ? comma : *at + strlen(*at);

    *item = *at;
    while (*item < end && (**item == ' ' || **item == '\t'))
        (*item)++;
    while (end > *item && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    *len = (size_t)(end - *item);
    *at = comma ? comma + 1 : NULL;
    return true;
}

bool networks_read(const char *text, struct networks *out)
{
    const char *at = text && *text ? text : NULL, *item;
    size_t len;

    out->n = 0;
    while (next_item(&at, &item, &len)) {
        if (out->n == NETWORKS_MAX || !network_read(item, len, &out->list[out->n]))
            return false;
        out->n++;
    }
    return true;
}

static bool network_holds(const struct network *network, const struct address *address)
{
    unsigned whole = network->bits / 8, rest = network->bits % 8;

    if (memcmp(network->base.bytes, address->bytes, whole) != 0)
        return false;
    if (!rest)
        return true;
    return ((network->base.bytes[whole] ^ address->bytes[whole]) >> (8 - rest)) == 0;
}

bool networks_hold(const struct networks *networks, const struct address *address)
{
    for (size_t i = 0; i < networks->n; i++)
        if (network_holds(&networks->list[i], address))
            return true;
    return false;
}

struct address address_of_client(const struct networks *trusted, const struct address *peer,
                                 const char *forwarded_for)
{
    struct address client = *peer, next;
    const char *end = forwarded_for + strlen(forwarded_for), *item, *start, *at;
    size_t len;

    while (networks_hold(trusted, &client) && end > forwarded_for) {
        for (start = end; start > forwarded_for && start[-1] != ',';)
            start--;
        at = start;
        if (!next_item(&at, &item, &len))
            break;
        if (!address_read(item, len, &next))
            break;
        client = next;
        end = start > forwarded_for ? start - 1 : start;
    }
    return client;
}
