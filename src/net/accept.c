/* SPDX-License-Identifier: Apache-2.0 */

#include "net/accept.h"

#include "base/log.h"
#include "net/conn.h"
#include "net/internal.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static void readable(uv_poll_t *poll, int status, int events);

/* With a reset: a refused connection leaves nothing behind, here or in the kernel. */
static void drop(int fd)
{
    struct linger none = {.l_onoff = 1, .l_linger = 0};

    (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none); /* Then without. */
    close(fd);
}

/* Once, for the listening socket: whatever is accepted has it from there. It is what a
 * WebSocket wants; what HTTP has more to say than that, makes its own room. */
static void tune(int listen_fd)
{
    static const struct {
        int level, name, value;
    } options[] = {
        {IPPROTO_TCP, TCP_NODELAY, 1},
        {IPPROTO_TCP, TCP_NOTSENT_LOWAT, UNSENT_BYTES},
        {SOL_SOCKET, SO_SNDBUF, SEND_BYTES},
    };

    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) /* To be quick only. */
        (void)setsockopt(listen_fd, options[i].level, options[i].name, &options[i].value,
                         sizeof options[i].value);
}

static void admit(struct server *server, int fd, const struct address *from)
{
    struct conn *conn;

    count_add(&server->options.counters->accepted, 1);
    conn = server->n_conns + server->lingers.n < server->conns_max ? conn_new(server, from)
                                                                   : NULL;
    if (!conn) {
        count_add(&server->options.counters->refused, 1);
        server_complain(server, "connection", from);
        drop(fd);
        return;
    }
    conn_adopt(conn, fd);
}

static void rested(struct clock_timer *timer)
{
    struct acceptor *acceptor = timer->owner;

    uv_poll_start(&acceptor->poll, UV_READABLE, readable);
}

/* A connection that cannot be accepted stays in the queue and would wake us at once. */
static void rest(struct acceptor *acceptor, int error)
{
    struct clock *clock = acceptor->server->options.clock;

    log_warn("accept.failed", "errno=%d rest_ms=%d", error, ACCEPT_REST_MS);
    uv_poll_stop(&acceptor->poll);
    clock->after(clock, &acceptor->rest, ACCEPT_REST_MS);
}

static void readable(uv_poll_t *poll, int status, int events)
{
    struct acceptor *acceptor = poll->data;
    struct server *server = acceptor->server;

    (void)status; /* accept4 says it better. */
    (void)events;
    for (unsigned i = 0; i < ACCEPTS_PER_TURN_MAX; i++) {
        struct sockaddr_storage from = {.ss_family = AF_UNSPEC};
        socklen_t len = sizeof from;
        int fd = accept4(server->options.listen_fd, (struct sockaddr *)&from, &len,
                         SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            struct address address = address_from((struct sockaddr *)&from);
            admit(server, fd, &address);
            continue;
        }
        if (errno == EAGAIN)
            return;
        if (errno != EINTR && errno != ECONNABORTED) {
            rest(acceptor, errno);
            return;
        }
    }
}

void accepted_widen(int fd)
{
    const int any = 0, bytes = WIDE_SEND_BYTES;

    /* Neither matters to correctness. */
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &any, sizeof any);
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

bool acceptor_open(struct acceptor *acceptor, struct server *server)
{
    int status = uv_poll_init(server->loop, &acceptor->poll, server->options.listen_fd);

    if (status < 0) {
        log_error("accept.listen_fd", "fd=%d error=%s", server->options.listen_fd,
                  uv_err_name(status));
        return false;
    }
    tune(server->options.listen_fd);
    acceptor->server = server;
    acceptor->rest = (struct clock_timer){.fire = rested, .owner = acceptor};
    acceptor->poll.data = acceptor;
    acceptor->is_open = true;
    uv_poll_start(&acceptor->poll, UV_READABLE, readable);
    return true;
}

void acceptor_close(struct acceptor *acceptor)
{
    if (!acceptor->is_open)
        return;
    acceptor->is_open = false;
    acceptor->server->options.clock->cancel(acceptor->server->options.clock,
                                            &acceptor->rest);
    uv_close((uv_handle_t *)&acceptor->poll, NULL);
}

size_t connections_max(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 ||
        limit.rlim_cur <= (rlim_t)2 * DESCRIPTORS_SPARED)
        return DESCRIPTORS_SPARED;
    return (size_t)limit.rlim_cur - DESCRIPTORS_SPARED;
}
