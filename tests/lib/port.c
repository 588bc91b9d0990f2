/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/port.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#define FIRST  10000
#define PORTS  PORT_TALK_OFFSET /* So that no port is another one's talk. */
#define STRIDE 37 /* Between two processes that were started one after the other. */

/* A socket on the port, or -1. */
static int take(int type, uint16_t port)
{
    const int on = 1;
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
    } at = {.v4 = {.sin_family = AF_INET,
                   .sin_port = htons(port),
                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);

    assert(fd >= 0);
    /* As servers do: connections that have ended are no hindrance. */
    if (type == SOCK_STREAM)
        (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, &at.any, sizeof at.v4) == 0)
        return fd;
    (void)close(fd);
    return -1;
}

static bool is_free(uint16_t port)
{
    int fd = take(SOCK_STREAM, port);

    if (fd >= 0)
        (void)close(fd);
    return fd >= 0;
}

/* So that no other test takes it while whoever it was for is dead or not there yet: by its
 * namesake that nobody listens to, as long as we live. */
static bool reserve(uint16_t port)
{
    int fd = take(SOCK_DGRAM, port);

    if (fd >= 0 && is_free(port) && is_free((uint16_t)(port + PORT_TALK_OFFSET)))
        return true;
    if (fd >= 0)
        (void)close(fd);
    return false;
}

uint16_t port_free(void)
{
    static unsigned next;

    if (next == 0)
        next = (unsigned)getpid() * STRIDE;
    for (;;) {
        uint16_t port = (uint16_t)(FIRST + next++ % PORTS);

        if (reserve(port))
            return port;
    }
}
