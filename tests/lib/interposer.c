/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/interposer.h"

#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAIRS_MAX 64
#define PIECE     4096

struct interposer_page {
    _Atomic uint64_t n, n_first, kill_at;
    _Atomic pid_t victim, first;
    atomic_bool has_struck;
};

struct pair {
    int ends[2]; /* The caller's, the Redis's. */
    pid_t caller;
};

struct relay {
    struct interposer_page *page;
    const char *back;
    int listen_fd;
    size_t n;
    struct pair pairs[PAIRS_MAX];
};

union address {
    struct sockaddr any;
    struct sockaddr_un un;
};

static union address address_of(const char *path)
{
    union address address = {.un = {.sun_family = AF_UNIX}};

    (void)snprintf(address.un.sun_path, sizeof address.un.sun_path, "%s", path);
    return address;
}

/* ---- The process ---- */

static void take_caller(struct relay *r)
{
    union address back = address_of(r->back);
    struct ucred who = {0};
    socklen_t len = sizeof who;
    int near = accept4(r->listen_fd, NULL, NULL, SOCK_CLOEXEC);
    int far = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    (void)getsockopt(near, SOL_SOCKET, SO_PEERCRED, &who, &len);
    if (near >= 0 && r->n < PAIRS_MAX && connect(far, &back.any, sizeof back.un) == 0) {
        r->pairs[r->n++] = (struct pair){{near, far}, who.pid};
        return;
    }
    (void)close(near);
    (void)close(far);
}

static void strike(struct interposer_page *page, pid_t caller)
{
    if (page->first == 0)
        page->first = caller;
    page->n_first += page->first == caller;
    if (++page->n != page->kill_at)
        return;
    pid_t victim = page->victim;

    page->has_struck = true;
    (void)kill(victim == INTERPOSER_CALLER ? page->first : victim, SIGKILL);
}

/* False when one of them has gone. */
static bool pass(struct relay *r, const struct pair *pair, int from)
{
    char bytes[PIECE];
    ssize_t got = recv(pair->ends[from], bytes, sizeof bytes, 0), at = 0, done = 1;

    if (got <= 0)
        return false;
    strike(r->page, pair->caller);
    for (; at < got && done > 0; at += done)
        done = send(pair->ends[!from], bytes + at, (size_t)(got - at), MSG_NOSIGNAL);
    return done > 0;
}

static void drop(struct relay *r, size_t i)
{
    (void)close(r->pairs[i].ends[0]);
    (void)close(r->pairs[i].ends[1]);
    r->pairs[i] = r->pairs[--r->n];
}

static void turn(struct relay *r)
{
    struct pollfd polls[2 * PAIRS_MAX + 1];
    size_t n = r->n;

    for (size_t i = 0; i < 2 * n; i++)
        polls[i] = (struct pollfd){.fd = r->pairs[i / 2].ends[i % 2], .events = POLLIN};
    polls[2 * n] = (struct pollfd){.fd = r->listen_fd, .events = POLLIN};
    (void)poll(polls, 2 * n + 1, -1);
    /* From behind: whoever is dropped is replaced by one that was looked at. */
    for (size_t i = n; i-- > 0;)
        for (int from = 0; from < 2; from++)
            if (polls[2 * i + (size_t)from].revents && !pass(r, &r->pairs[i], from)) {
                drop(r, i);
                break;
            }
    if (polls[2 * n].revents)
        take_caller(r);
}

/* The test's own connections shall end when it closes them. */
static void keep_only(int *fd)
{
    if (dup2(*fd, STDERR_FILENO + 1) < 0)
        _exit(1);
    *fd = STDERR_FILENO + 1;
    (void)close_range(STDERR_FILENO + 2, ~0U, 0);
}

static _Noreturn void run(struct relay *r)
{
    keep_only(&r->listen_fd);
    for (;;)
        turn(r);
}

/* ---- The test's end ---- */

static void start(struct interposer *out, const char *front, const char *back)
{
    union address at = address_of(front);
    struct relay r = {.back = back};
    pid_t parent = getpid();

    *out = (struct interposer){0};
    (void)snprintf(out->front, sizeof out->front, "%s", front);
    (void)snprintf(out->address, sizeof out->address, "unix://%s", front);
    void *page = mmap(NULL, sizeof *r.page, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    r.listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (page == MAP_FAILED || bind(r.listen_fd, &at.any, sizeof at.un) != 0 ||
        listen(r.listen_fd, PAIRS_MAX) != 0)
        abort();
    r.page = out->page = page;
    out->pid = fork();
    if (out->pid == 0) {
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent)
            run(&r);
        _exit(1);
    }
    (void)close(r.listen_fd);
}

void interposer_start(struct interposer *out, const char *back)
{
    char front[INTERPOSER_PATH_BYTES + 8];

    (void)snprintf(front, sizeof front, "%s-front", back);
    start(out, front, back);
}

void interposer_start_before(struct interposer *out, const char *back)
{
    char moved[INTERPOSER_PATH_BYTES + 8];

    (void)snprintf(moved, sizeof moved, "%s-back", back);
    if (rename(back, moved) != 0)
        abort();
    start(out, back, moved);
}

void interposer_stop(struct interposer *interposer)
{
    (void)kill(interposer->pid, SIGKILL);
    (void)waitpid(interposer->pid, NULL, 0);
    (void)unlink(interposer->front);
    (void)munmap(interposer->page, sizeof *interposer->page);
}

void interposer_arm(struct interposer *interposer, uint64_t n, pid_t victim)
{
    interposer->page->kill_at = 0;
    interposer->page->n = interposer->page->n_first = 0;
    interposer->page->first = 0;
    interposer->page->has_struck = false;
    interposer->page->victim = victim;
    interposer->page->kill_at = n;
}

bool interposer_disarm(struct interposer *interposer)
{
    interposer->page->kill_at = 0;
    return interposer->page->has_struck;
}

uint64_t interposer_passages(const struct interposer *interposer)
{
    return interposer->page->n;
}

uint64_t interposer_passages_of_first(const struct interposer *interposer)
{
    return interposer->page->n_first;
}
