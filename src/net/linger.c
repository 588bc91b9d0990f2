/* SPDX-License-Identifier: Apache-2.0 */

#include "net/linger.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct linger_one {
    struct lingers *lingers;
    struct list all;
    struct wheel_entry deadline;
    uv_poll_t poll;
    int fd;
    size_t bytes;
};

static void closed(uv_handle_t *handle)
{
    struct linger_one *one = handle->data;

    close(one->fd);
    free(one);
}

static void end(struct linger_one *one)
{
    list_remove(&one->all);
    one->lingers->n--;
    wheel_clear(&one->lingers->wheel, &one->deadline);
    uv_close((uv_handle_t *)&one->poll, closed);
}

static void readable(uv_poll_t *poll, int status, int events)
{
    struct linger_one *one = poll->data;
    /* MSG_TRUNC on a TCP socket drops the bytes without copying them. */
    /* cppcheck-suppress nullPointer */
    ssize_t got = recv(one->fd, NULL, LINGER_BYTES_MAX, MSG_TRUNC | MSG_DONTWAIT);

    (void)events;
    if (got > 0)
        one->bytes += (size_t)got;
    else if (got == 0 || status < 0 || (errno != EAGAIN && errno != EINTR))
        one->bytes = LINGER_BYTES_MAX;
    if (one->bytes >= LINGER_BYTES_MAX)
        end(one);
}

static void overdue(struct wheel_entry *entry)
{
    end(container_of(entry, struct linger_one, deadline));
}

void lingers_init(struct lingers *lingers, uv_loop_t *loop, struct clock *clock)
{
    lingers->loop = loop;
    lingers->n = 0;
    list_init(&lingers->all);
    wheel_init(&lingers->wheel, clock, overdue);
}

void lingers_done(struct lingers *lingers)
{
    while (!list_is_empty(&lingers->all))
        end(container_of(lingers->all.next, struct linger_one, all));
    wheel_done(&lingers->wheel);
}

void linger_start(struct lingers *lingers, int fd)
{
    struct linger_one *one = mem_zero(sizeof *one);
    struct clock *clock = lingers->wheel.clock;

    one->lingers = lingers;
    one->fd = fd;
    one->poll.data = one;
    if (shutdown(fd, SHUT_WR) < 0 ||
        uv_poll_init_socket(lingers->loop, &one->poll, fd) < 0) {
        close(fd); /* The peer is gone already. */
        free(one);
        return;
    }
    list_append(&lingers->all, &one->all);
    lingers->n++;
    wheel_entry_init(&one->deadline);
    wheel_set(&lingers->wheel, &one->deadline, clock->mono_ms(clock) + LINGER_MS);
    uv_poll_start(&one->poll, UV_READABLE, readable);
}
