/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/street.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/if_ether.h>
#include <netpacket/packet.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define LINE_BYTES 160
#define WORDS_MAX  16

/* ---- Commands ---- */

__attribute__((format(printf, 1, 2))) static bool ip(const char *format, ...)
{
    char line[LINE_BYTES];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(line, sizeof line, format, args);
    va_end(args);
    pid_t pid = fork();

    if (pid == 0) {
        int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
        char program[] = "ip", *words[WORDS_MAX + 2] = {program}, *rest = line;

        for (size_t n = 1; rest && n <= WORDS_MAX; n++)
            words[n] = strsep(&rest, " ");
        (void)dup2(nothing, STDERR_FILENO);
        (void)execvp(words[0], words);
        _exit(127);
    }
    int status;

    return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

/* ---- Namespaces ---- */

static int open_space(pid_t pid)
{
    char path[64];

    (void)snprintf(path, sizeof path, "/proc/%ld/ns/net", (long)pid);
    return open(path, O_RDONLY | O_CLOEXEC);
}

/* A process that does nothing but be in a namespace of its own. */
static pid_t hold_space(void)
{
    int ends[2];
    char word = 'n';
    pid_t parent = getpid(), pid;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    pid = fork();
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        word = getppid() == parent && unshare(CLONE_NEWNET) == 0 ? 'y' : 'n';
        (void)!write(ends[1], &word, 1);
        for (;;)
            (void)pause();
    }
    (void)!read(ends[0], &word, 1);
    (void)close(ends[0]);
    (void)close(ends[1]);
    if (word == 'y')
        return pid;
    (void)kill(pid, SIGKILL);
    (void)waitpid(pid, NULL, 0);
    return -1;
}

void street_enter(const struct street *street, size_t house)
{
    if (setns(street->inside[house], CLONE_NEWNET) != 0)
        abort();
}

void street_leave(const struct street *street)
{
    if (setns(street->own, CLONE_NEWNET) != 0)
        abort();
}

static bool build_house(struct street *s, size_t i)
{
    s->holders[i] = hold_space();
    if (s->holders[i] < 0)
        return false;
    s->inside[i] = open_space(s->holders[i]);
    if (s->inside[i] < 0 ||
        !ip("link add wire%zu type veth peer name door netns %ld", i,
            (long)s->holders[i]) ||
        !ip("link set wire%zu master street up", i))
        return false;
    street_enter(s, i);
    bool is_built = ip("link set lo up") && ip("link set door up") &&
                    ip("addr add " STREET_NETWORK ".%zu/24 dev door", i + 1);

    street_leave(s);
    return is_built;
}

bool street_open(struct street *out, const char **why)
{
    *out = (struct street){.own = -1, .inside = {-1, -1}, .holders = {-1, -1}};
    *why = "network namespaces are not permitted here";
    if (unshare(CLONE_NEWNET) != 0)
        return false;
    out->own = open_space(getpid());
    *why = "a bridge and wires cannot be made here";
    return ip("link set lo up") && ip("link add street type bridge") &&
           ip("addr add " STREET_NETWORK ".254/24 dev street") &&
           ip("link set street up") && build_house(out, 0) && build_house(out, 1);
}

void street_close(struct street *street)
{
    for (size_t i = 0; i < STREET_HOUSES; i++) {
        if (street->inside[i] >= 0)
            (void)close(street->inside[i]);
        if (street->holders[i] > 0) {
            (void)kill(street->holders[i], SIGKILL);
            (void)waitpid(street->holders[i], NULL, 0);
        }
    }
    if (street->own >= 0)
        (void)close(street->own);
}

/* ---- What happens on it ---- */

void street_cut(const struct street *street, size_t house)
{
    (void)street;
    if (!ip("link set wire%zu down", house))
        abort();
}

/* "Who has my address? Tell me", said to all: they learn where it is. */
static bool announce(const char *device, unsigned host)
{
    struct ether_arp arp = {
        .ea_hdr = {.ar_hrd = htons(ARPHRD_ETHER),
                   .ar_pro = htons(ETHERTYPE_IP),
                   .ar_hln = ETH_ALEN,
                   .ar_pln = sizeof(struct in_addr),
                   .ar_op = htons(ARPOP_REQUEST)},
        .arp_spa = {10, 79, 0, (uint8_t)host},
        .arp_tpa = {10, 79, 0, (uint8_t)host},
    };
    union {
        struct sockaddr any;
        struct sockaddr_ll link;
    } to = {.link = {.sll_family = AF_PACKET,
                     .sll_protocol = htons(ETHERTYPE_ARP),
                     .sll_halen = ETH_ALEN,
                     .sll_addr = {255, 255, 255, 255, 255, 255}}};
    struct ifreq about = {0};
    int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, htons(ETHERTYPE_ARP));

    (void)snprintf(about.ifr_name, sizeof about.ifr_name, "%s", device);
    bool is_said = fd >= 0 && ioctl(fd, SIOCGIFHWADDR, &about) == 0;

    memcpy(arp.arp_sha, about.ifr_hwaddr.sa_data, ETH_ALEN);
    to.link.sll_ifindex = (int)if_nametoindex(device);
    is_said =
        is_said && sendto(fd, &arp, sizeof arp, 0, &to.any, sizeof to.link) == sizeof arp;
    if (fd >= 0)
        (void)close(fd);
    return is_said;
}

void street_take_address(const struct street *street, size_t house, unsigned host)
{
    street_enter(street, house);
    if (!ip("addr add " STREET_NETWORK ".%u/24 dev door", host) || !announce("door", host))
        abort();
    street_leave(street);
}
