/* SPDX-License-Identifier: Apache-2.0 */

#include "app/control.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 16

union address {
    struct sockaddr any;
    struct sockaddr_un un;
};

/* No longer than redis/redis.sock, for which data_folder_open made sure. */
static union address address_in(const struct data_folder *folder)
{
    union address address = {.un = {.sun_family = AF_UNIX}};

    (void)snprintf(address.un.sun_path, sizeof address.un.sun_path, "%.90s/control.sock",
                   folder->path);
    return address;
}

/* ---- The server's end ---- */

bool control_open(struct control *out, const struct data_folder *folder,
                  struct complaint *complaint)
{
    union address address = address_in(folder);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    *out = (struct control){.listen_fd = fd, .client = -1};
    /* We hold the folder's lock: what lies there is nobody's any more. */
    (void)unlink(address.un.sun_path);
    if (fd >= 0 && bind(fd, &address.any, sizeof address.un) == 0 &&
        chmod(address.un.sun_path, 0600) == 0 && listen(fd, BACKLOG) == 0)
        return true;
    (void)complain(complaint, "%s: %s", address.un.sun_path, strerror(errno));
    if (fd >= 0)
        (void)close(fd);
    *out = (struct control){0};
    return false;
}

static void let_go(struct control *control)
{
    if (control->client >= 0)
        (void)close(control->client);
    control->client = -1;
    control->is_heard = false;
    control->len = 0;
}

void control_close(struct control *control, const struct data_folder *folder)
{
    union address address = address_in(folder);

    if (control->listen_fd <= 0)
        return;
    let_go(control);
    (void)close(control->listen_fd);
    (void)unlink(address.un.sun_path);
    *control = (struct control){0};
}

struct pollfd control_poll(const struct control *control)
{
    if (control->client < 0)
        return (struct pollfd){.fd = control->listen_fd, .events = POLLIN};
    /* While it waits for its answer it has nothing to say. */
    return (struct pollfd){.fd = control->is_heard ? -1 : control->client,
                           .events = POLLIN};
}

static void admit(struct control *control, uint64_t now_ms)
{
    control->client = accept4(control->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    control->deadline_ms = now_ms + CONTROL_PATIENCE_MS;
}

const char *control_hear(struct control *control, uint64_t now_ms)
{
    if (control->client < 0)
        admit(control, now_ms);
    if (control->client < 0 || control->is_heard)
        return NULL;

    size_t room = CONTROL_LINE_BYTES - control->len;
    ssize_t got = recv(control->client, control->line + control->len, room, 0);

    if (got > 0)
        control->len += (size_t)got;
    char *end = memchr(control->line, '\n', control->len);

    if (end) {
        *end = '\0';
        control->is_heard = true;
        return control->line;
    }
    bool is_over = got == 0 || (got < 0 && errno != EAGAIN) || room == (size_t)got;

    if (is_over || now_ms >= control->deadline_ms)
        let_go(control);
    return NULL;
}

void control_answer(struct control *control, bool is_ok, const char *text)
{
    char line[COMPLAINT_BYTES + 8];
    int len = snprintf(line, sizeof line, "%s %.*s\n", is_ok ? "ok" : "no", COMPLAINT_BYTES,
                       text);

    /* It fits into the socket's buffer; who has gone is not told. */
    if (control->is_heard)
        (void)send(control->client, line, (size_t)len, MSG_NOSIGNAL);
    let_go(control);
}

/* ---- The command's end ---- */

static ssize_t read_line(int fd, char *out, size_t cap)
{
    size_t len = 0;
    ssize_t got = 1;

    while (got > 0 && len + 1 < cap && !memchr(out, '\n', len)) {
        got = recv(fd, out + len, cap - len - 1, 0);
        len += got > 0 ? (size_t)got : 0;
    }
    out[len] = '\0';
    out[strcspn(out, "\n")] = '\0';
    return (ssize_t)len;
}

bool control_ask(const struct data_folder *folder, const char *request,
                 char answer[COMPLAINT_BYTES], struct complaint *complaint)
{
    union address address = address_in(folder);
    char line[CONTROL_LINE_BYTES + 2];
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int len = snprintf(line, sizeof line, "%.*s\n", CONTROL_LINE_BYTES - 1, request);
    ssize_t got = 0;

    if (fd < 0 || connect(fd, &address.any, sizeof address.un) != 0) {
        if (fd >= 0)
            (void)close(fd);
        return complain(complaint, "--data %s: no server is running here", folder->path);
    }
    if (send(fd, line, (size_t)len, MSG_NOSIGNAL) == len)
        got = read_line(fd, line, sizeof line);
    (void)close(fd);
    if (got < 3)
        return complain(complaint, "the server ended before it answered; its log says why");
    if (strncmp(line, "ok ", 3) != 0)
        return complain(complaint, "%.*s", COMPLAINT_BYTES - 1, line + 3);
    (void)snprintf(answer, COMPLAINT_BYTES, "%.*s", COMPLAINT_BYTES - 1, line + 3);
    return true;
}
