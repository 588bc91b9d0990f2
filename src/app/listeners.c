/* SPDX-License-Identifier: Apache-2.0 */

#include "app/listeners.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 4096

/* An address as the calls want it. */
union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_storage storage;
};

static bool resolve(const char *host, uint16_t port, union address *out, socklen_t *len,
                    struct complaint *complaint)
{
    const struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                                   .ai_family = AF_UNSPEC,
                                   .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    char service[8];

    (void)snprintf(service, sizeof service, "%u", port);
    int failed = getaddrinfo(host, service, &hints, &found);

    if (failed)
        return complain(complaint, "--listen %s: %s", host, gai_strerror(failed));
    memcpy(out, found->ai_addr, found->ai_addrlen);
    *len = found->ai_addrlen;
    freeaddrinfo(found);
    return true;
}

static int open_bound(const union address *address, socklen_t len, bool is_shared)
{
    const int on = 1, off = 0;
    int fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd < 0)
        return -1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (is_shared)
        (void)setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (address->any.sa_family == AF_INET6)
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, &address->any, len) == 0)
        return fd;
    int saved = errno;

    (void)close(fd);
    errno = saved;
    return -1;
}

static uint16_t port_of(int fd)
{
    union address address = {0};
    socklen_t len = sizeof address;

    if (getsockname(fd, &address.any, &len) != 0)
        return 0;
    return ntohs(address.any.sa_family == AF_INET6 ? address.v6.sin6_port
                                                   : address.v4.sin_port);
}

static void set_port(union address *address, uint16_t port)
{
    if (address->any.sa_family == AF_INET6)
        address->v6.sin6_port = htons(port);
    else
        address->v4.sin_port = htons(port);
}

static void look_at(struct listeners *l, const union address *address)
{
    if (address->any.sa_family == AF_INET6) {
        l->is_any = IN6_IS_ADDR_UNSPECIFIED(&address->v6.sin6_addr);
        l->is_loopback = IN6_IS_ADDR_LOOPBACK(&address->v6.sin6_addr);
    } else {
        l->is_any = address->v4.sin_addr.s_addr == htonl(INADDR_ANY);
        l->is_loopback = ntohl(address->v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
    }
}

bool listeners_open(struct listeners *out, const char *host, uint16_t port, uint32_t n,
                    struct complaint *complaint)
{
    struct listeners l = {.port = port};
    union address address = {0};
    socklen_t len = 0;

    if (!resolve(host, port, &address, &len, complaint))
        return false;
    look_at(&l, &address);
    if (port != 0) {
        int probe = open_bound(&address, len, false);

        if (probe < 0)
            return complain(complaint, "--listen %s:%u: %s", host, port,
                            errno == EADDRINUSE ? "another program holds this port"
                                                : strerror(errno));
        (void)close(probe);
    }
    while (l.n < n) {
        int fd = open_bound(&address, len, true);

        if (fd < 0 || listen(fd, BACKLOG) != 0) {
            int saved = errno;

            if (fd >= 0)
                (void)close(fd);
            listeners_close(&l);
            return complain(complaint, "--listen %s:%u: %s", host, port, strerror(saved));
        }
        if (l.n == 0)
            l.port = port_of(fd);
        set_port(&address, l.port);
        l.fds[l.n++] = fd;
    }
    *out = l;
    return true;
}

void listeners_close(struct listeners *listeners)
{
    for (uint32_t i = 0; i < listeners->n; i++)
        (void)close(listeners->fds[i]);
    listeners->n = 0;
}

/* ---- The machine's address ---- */

/* The interface of the default route, "" if there is none. */
static void default_interface(char out[IF_NAMESIZE])
{
    FILE *routes = fopen("/proc/net/route", "re");
    char line[256];

    out[0] = '\0';
    /* "eth0 00000000 …": the name, and where the route leads. */
    while (routes && out[0] == '\0' && fgets(line, sizeof line, routes)) {
        size_t len = strcspn(line, " \t");
        const char *target = line + len + strspn(line + len, " \t");

        if (len < IF_NAMESIZE && strncmp(target, "00000000", 8) == 0)
            (void)snprintf(out, IF_NAMESIZE, "%.*s", (int)len, line);
    }
    if (routes)
        (void)fclose(routes);
}

/* The IPv4 address that a phone in the same network most likely reaches; false if there is
 * none. */
static bool machine_address(char out[INET_ADDRSTRLEN])
{
    char preferred[IF_NAMESIZE];
    struct ifaddrs *all;
    bool is_found = false, is_preferred = false;

    if (getifaddrs(&all) != 0)
        return false;
    default_interface(preferred);
    for (const struct ifaddrs *at = all; at && !is_preferred; at = at->ifa_next) {
        struct sockaddr_in v4;

        if (!at->ifa_addr || at->ifa_addr->sa_family != AF_INET ||
            (at->ifa_flags & IFF_LOOPBACK) || !(at->ifa_flags & IFF_UP))
            continue;
        is_preferred = strcmp(at->ifa_name, preferred) == 0;
        if (is_found && !is_preferred)
            continue;
        memcpy(&v4, at->ifa_addr, sizeof v4);
        is_found = inet_ntop(AF_INET, &v4.sin_addr, out, INET_ADDRSTRLEN) != NULL;
    }
    freeifaddrs(all);
    return is_found;
}

void listeners_url(const struct listeners *listeners, const char *host, bool is_tls,
                   char out[LISTENERS_URL_BYTES])
{
    char address[INET_ADDRSTRLEN];
    uint16_t usual = is_tls ? 443 : 80;
    int len;

    if (listeners->is_loopback || (listeners->is_any && !machine_address(address)))
        host = "localhost";
    else if (listeners->is_any)
        host = address;
    len = snprintf(out, LISTENERS_URL_BYTES, strchr(host, ':') ? "%s://[%s]" : "%s://%s",
                   is_tls ? "https" : "http", host);
    if (listeners->port != usual)
        (void)snprintf(out + len, LISTENERS_URL_BYTES - (size_t)len, ":%u",
                       listeners->port);
}
