/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/peer.h"

#include "lib/port.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGS_MAX   16
#define LOOK_MS    20
#define PATH_BYTES 512

void peer_pin(pid_t pid, enum peer_core core)
{
    cpu_set_t set;

    if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
        return;
    CPU_ZERO(&set);
    CPU_SET((size_t)core, &set);
    if (sched_setaffinity(pid, sizeof set, &set) != 0)
        (void)fprintf(stderr, "peer: process %ld cannot be kept on core %d\n", (long)pid,
                      (int)core);
}

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
};

int peer_connect(uint16_t port)
{
    const int on = 1;
    union address to = {.v4 = {.sin_family = AF_INET,
                               .sin_port = htons(port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (connect(fd, &to.any, sizeof to.v4) == 0) {
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        return fd;
    }
    (void)close(fd);
    return -1;
}

static _Noreturn void become(const char *const argv[], uint16_t port)
{
    static char text[ARGS_MAX][PATH_BYTES];
    char *args[ARGS_MAX + 1] = {NULL};
    struct rlimit limit;

    for (size_t i = 0; argv[i] && i < ARGS_MAX; i++) {
        const char *at = strstr(argv[i], "PORT");

        if (at)
            (void)snprintf(text[i], PATH_BYTES, "%.*s%u%s", (int)(at - argv[i]), argv[i],
                           port, at + 4);
        else
            (void)snprintf(text[i], PATH_BYTES, "%s", argv[i]);
        args[i] = text[i];
    }
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)execvp(args[0], args);
    _exit(127);
}

void peer_start(struct peer *peer, const char *const argv[])
{
    peer->port = port_free();
    peer_pin(0, PEER_CORE_SERVER);
    peer->pid = fork();
    if (peer->pid == 0)
        become(argv, peer->port);
    peer_pin(0, PEER_CORE_CROWD);
    for (int waited = 0; waited < PEER_WAIT_MS; waited += LOOK_MS) {
        int fd = peer_connect(peer->port);

        if (fd >= 0) {
            (void)close(fd);
            return;
        }
        if (waitpid(peer->pid, NULL, WNOHANG) == peer->pid)
            break;
        (void)poll(NULL, 0, LOOK_MS);
    }
    (void)fprintf(stderr, "peer: %s does not start\n", argv[0]);
    exit(EXIT_FAILURE);
}

void peer_stop(struct peer *peer)
{
    (void)kill(peer->pid, SIGKILL); /* It has nothing to keep. */
    (void)waitpid(peer->pid, NULL, 0);
    peer->pid = 0;
}
