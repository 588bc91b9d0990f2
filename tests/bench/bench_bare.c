/* SPDX-License-Identifier: Apache-2.0 */

/* What the kernel alone takes: the least that a server on this machine can do to hold a
 * crowd, tell it something, and hear from it. Nothing is parsed, judged, kept or bounded,
 * and one key is answered as if it were any, so nobody could use it; what others cost above
 * it is theirs.
 *
 *   bench_bare PORT [answer]
 *
 * A POST's body goes to everyone who asked for a WebSocket; several that come together, in
 * one write. Whatever those say is received and dropped; with "answer", each time something
 * was received a message as long as an acknowledgement goes back. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX 20000
#define EVENTS_MAX      512
#define READ_BYTES      8192
#define BODY_BYTES_MAX  1024
#define TEXT_126        126 /* What stands for a length of two bytes. */

static const char accepted[] = "HTTP/1.1 101 Switching Protocols\r\n"
                               "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                               "Sec-WebSocket-Protocol: clameur.1\r\n\r\n";
static const char posted[] = "HTTP/1.1 204 No Content\r\n\r\n";
static const char acknowledgement[] =
    "\x81\x39{\"re\":1234,\"ok\":{\"state\":\"counted\",\"n\":2,\"rev\":12345678}}";

_Static_assert(sizeof acknowledgement - 1 == 2 + 0x39, "as its length says");

static bool is_listener[CONNECTIONS_MAX]; /* By descriptor. */
static bool answers;

static void say(int fd, const char *bytes, size_t len)
{
    if (send(fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)len)
        (void)shutdown(fd, SHUT_RDWR); /* Too slow for what has no queue. */
}

/* Makes frames of the bodies of the requests; their length. */
static size_t frames_of(const char *requests, char *out)
{
    static const char length[] = "Content-Length: ";
    const char *at = requests, *head;
    size_t filled = 0;

    while ((head = strstr(at, length)) && (at = strstr(head, "\r\n\r\n"))) {
        size_t len = strtoul(head + strlen(length), NULL, 10);

        at += 4;
        if (len < TEXT_126 || len > BODY_BYTES_MAX || strlen(at) < len)
            break;
        out[filled++] = '\x81';
        out[filled++] = TEXT_126;
        out[filled++] = (char)(len >> 8);
        out[filled++] = (char)len;
        memcpy(out + filled, at, len);
        filled += len;
        at += len;
    }
    return filled;
}

static void tell_all(int poster, const char *requests)
{
    char frames[READ_BYTES];
    size_t len = frames_of(requests, frames);

    for (int fd = 0; fd < CONNECTIONS_MAX; fd++)
        if (is_listener[fd])
            say(fd, frames, len);
    say(poster, posted, sizeof posted - 1);
}

static void hear(int fd)
{
    char bytes[READ_BYTES / 2 + 1];
    ssize_t got = recv(fd, bytes, sizeof bytes - 1, MSG_DONTWAIT);

    if (got <= 0) {
        is_listener[fd] = false;
        (void)close(fd);
        return;
    }
    if (is_listener[fd]) {
        if (answers)
            say(fd, acknowledgement, sizeof acknowledgement - 1);
        return;
    }
    bytes[got] = '\0';
    if (strncmp(bytes, "POST ", 5) == 0) {
        tell_all(fd, bytes);
    } else {
        is_listener[fd] = true;
        say(fd, accepted, sizeof accepted - 1);
    }
}

static void take_in(int epoll, int listener)
{
    const int on = 1;
    int fd;

    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

        if (fd >= CONNECTIONS_MAX) {
            (void)close(fd);
            continue;
        }
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        (void)epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

int main(int argc, char **argv)
{
    const int on = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)strtoul(argc > 1 ? argv[1] : "0", NULL, 10)),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event events[EVENTS_MAX] = {{.events = EPOLLIN, .data.fd = listener}};

    answers = argc > 2 && strcmp(argv[2], "answer") == 0;
    (void)setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (const struct sockaddr *)&address, sizeof address) != 0 ||
        listen(listener, 4096) != 0 ||
        epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &events[0]) != 0) {
        perror("bench_bare");
        return EXIT_FAILURE;
    }
    for (;;) {
        int n = epoll_wait(epoll, events, EVENTS_MAX, -1);

        for (int i = 0; i < n; i++)
            if (events[i].data.fd == listener)
                take_in(epoll, listener);
            else
                hear(events[i].data.fd);
    }
}
