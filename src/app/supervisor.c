/* SPDX-License-Identifier: Apache-2.0 */

#include "app/supervisor.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/child.h"
#include "app/instance.h"
#include "app/redis_child.h"
#include "app/worker.h"
#include "base/counters.h"
#include "base/log.h"

#define TICK_MS          200
#define TICK_STARTING_MS 20
#define DISK_LOOK_MS     1000
#define REDIS_GRACE_MS   15000
#define ERRANDS_MAX      2

enum phase { STARTING, SERVING, STOPPING_WORKERS, STOPPING_REDIS, GONE };

struct slot {
    struct child child;
    int control; /* Our end; -1 when there is no worker. */
    bool is_ready;
};

struct supervisor {
    struct instance it;
    int signal_fd;

    enum phase phase;
    int status;           /* Of the whole, at the end. */
    uint64_t deadline_ms; /* Of a stopping phase: then it is kill -9. */
    uint64_t disk_look_ms;

    struct child redis;
    bool redis_answered; /* Once; until then its end is ours. */
    struct slot slots[CONFIG_WORKERS_MAX];

    /* Commands run once when all is up: they print what the operator needs. */
    const char *errands[ERRANDS_MAX];
    size_t n_errands, errands_begun;
    struct child errand;
};

static uint64_t mono_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* ---- Children ---- */

static void signal_child(const struct child *child, int number)
{
    if (child->pid)
        (void)kill(child->pid, number);
}

static void start_redis(struct supervisor *s, uint64_t now)
{
    if (redis_child_start(&s->redis, &s->it.folder, s->it.lock_fd, now)) {
        count_add(&s->it.page->redis_starts, 1);
        log_info("redis.started", "pid=%ld", (long)s->redis.pid);
    } else {
        log_error("redis.no_process", "errno=%d", errno);
    }
}

static void start_worker(struct supervisor *s, uint32_t n, uint64_t now)
{
    struct slot *slot = &s->slots[n];
    char number[16];
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        log_error("worker.no_process", "errno=%d", errno);
        child_died(&slot->child, now);
        return;
    }
    (void)snprintf(number, sizeof number, "%u", n);
    const char *argv[] = {"clameur",
                          "worker",
                          number,
                          s->it.url,
                          instance_has_private_redis(&s->it) ? "private" : "shared",
                          NULL};
    const struct child_program program = {
        .path = "/proc/self/exe",
        .argv = argv,
        .death_signal = SIGKILL,
        .n_fds = 3,
        .fds = {s->it.listeners.fds[n], s->it.page_fd,
                ends[1]}, /* As enum worker_fd says. */
    };

    bool is_started = child_start(&slot->child, &program, now);

    (void)close(ends[1]);
    if (!is_started) {
        (void)close(ends[0]);
        log_error("worker.no_process", "errno=%d", errno);
        return;
    }
    slot->control = ends[0];
    slot->is_ready = false;
    count_add(&s->it.page->worker_starts, 1);
}

static void start_errand(struct supervisor *s, uint64_t now)
{
    const char *argv[] = {"clameur", s->errands[s->errands_begun++], NULL};
    const struct child_program program = {
        .path = "/proc/self/exe", .argv = argv, .death_signal = SIGKILL};

    (void)child_start(&s->errand, &program, now);
}

/* ---- Phases ---- */

static void begin_stop(struct supervisor *s, int status)
{
    uint64_t now = mono_ms();

    if (s->phase >= STOPPING_WORKERS) {
        s->deadline_ms = now; /* Asked twice: at once. */
        return;
    }
    log_info("server.stopping", "status=%d", status);
    s->phase = STOPPING_WORKERS;
    s->status = status;
    s->deadline_ms = now + WORKER_GRACE_MS + 1000;
    data_folder_drop_url(&s->it.folder);
    for (uint32_t i = 0; i < s->it.listeners.n; i++)
        signal_child(&s->slots[i].child, SIGTERM);
    signal_child(&s->errand, SIGTERM);
}

static void announce(const struct supervisor *s)
{
    (void)printf("Clameur %s is running.\n\n  Join       %s\n", CLAMEUR_VERSION, s->it.url);
    if (!s->it.config->public_url && s->it.listeners.is_any)
        (void)printf("             this machine's address as it sees itself; --public-url "
                     "sets another\n");
    (void)fflush(stdout);
}

static bool is_all_ready(const struct supervisor *s)
{
    for (uint32_t i = 0; i < s->it.listeners.n; i++)
        if (!s->slots[i].is_ready)
            return false;
    return true;
}

static void begin_service(struct supervisor *s)
{
    struct complaint complaint;

    if (!data_folder_put_url(&s->it.folder, s->it.url, &complaint))
        log_warn("server.no_url", "why=\"%s\"", complaint.text);
    s->phase = SERVING;
    log_info("server.started", "workers=%u port=%u redis=%s", s->it.listeners.n,
             s->it.listeners.port,
             instance_has_private_redis(&s->it) ? "private" : "shared");
    announce(s);
}

/* Starts what is due, ends what hangs. */
static void tend_workers(struct supervisor *s, uint64_t now)
{
    for (uint32_t i = 0; i < s->it.listeners.n; i++) {
        struct slot *slot = &s->slots[i];

        if (child_is_due(&slot->child, now))
            start_worker(s, i, now);
        else if (slot->is_ready &&
                 count_get(&s->it.page->workers[i].seen_ms) + WORKER_SILENT_MS < now) {
            log_error("worker.hangs", "worker=%u pid=%ld", i + 1, (long)slot->child.pid);
            signal_child(&slot->child, SIGKILL);
        }
    }
}

static void tend_redis(struct supervisor *s, uint64_t now)
{
    if (instance_has_private_redis(&s->it) && child_is_due(&s->redis, now))
        start_redis(s, now);
}

static void step_starting(struct supervisor *s, uint64_t now)
{
    tend_redis(s, now);
    if (!s->redis_answered && s->redis.pid && redis_child_answers(&s->it.folder)) {
        s->redis_answered = true;
        log_info("redis.ready", "after_ms=%" PRIu64, mono_ms() - s->redis.started_ms);
    }
    if (!s->redis_answered && instance_has_private_redis(&s->it))
        return;
    tend_workers(s, now);
    if (is_all_ready(s))
        begin_service(s);
}

static void step_serving(struct supervisor *s, uint64_t now)
{
    tend_redis(s, now);
    tend_workers(s, now);
    if (!s->errand.pid && s->errands_begun < s->n_errands)
        start_errand(s, now);
}

static void step_stopping_workers(struct supervisor *s, uint64_t now)
{
    bool is_any_left = s->errand.pid != 0;

    for (uint32_t i = 0; i < s->it.listeners.n; i++) {
        is_any_left |= s->slots[i].child.pid != 0;
        if (now >= s->deadline_ms)
            signal_child(&s->slots[i].child, SIGKILL);
    }
    if (now >= s->deadline_ms)
        signal_child(&s->errand, SIGKILL);
    if (is_any_left)
        return;
    s->phase = STOPPING_REDIS;
    s->deadline_ms = now + REDIS_GRACE_MS;
    signal_child(&s->redis, SIGTERM);
}

static void step_stopping_redis(struct supervisor *s, uint64_t now)
{
    if (now >= s->deadline_ms)
        signal_child(&s->redis, SIGKILL);
    if (!s->redis.pid)
        s->phase = GONE;
}

static void step(struct supervisor *s)
{
    static void (*const steps[])(struct supervisor *, uint64_t) = {
        [STARTING] = step_starting,
        [SERVING] = step_serving,
        [STOPPING_WORKERS] = step_stopping_workers,
        [STOPPING_REDIS] = step_stopping_redis,
    };
    uint64_t now = mono_ms();

    if (s->phase <= SERVING && s->disk_look_ms <= now &&
        instance_has_private_redis(&s->it)) {
        instance_look_at_disk(&s->it);
        s->disk_look_ms = now + DISK_LOOK_MS;
    }
    if (s->phase < GONE)
        steps[s->phase](s, now);
}

/* ---- What happens to us ---- */

static void redis_died(struct supervisor *s, int status, uint64_t now)
{
    struct complaint complaint;

    child_died(&s->redis, now);
    if (s->phase >= STOPPING_WORKERS)
        return;
    log_error("redis.died", "exit=%d signal=%d again_ms=%" PRIu64,
              WIFEXITED(status) ? WEXITSTATUS(status) : 0,
              WIFSIGNALED(status) ? WTERMSIG(status) : 0, s->redis.next_ms - now);
    /* By itself, and once is enough to say why. */
    bool is_to_explain = WIFEXITED(status) && s->redis.quick_deaths <= 1;

    if (!is_to_explain)
        return;
    (void)redis_child_explain(&s->it.folder, status, &complaint);
    log_error("redis.why", "why=\"%s\"", complaint.text);
    if (!s->redis_answered) {
        (void)fprintf(stderr, "clameur: %s\n", complaint.text);
        begin_stop(s, EXIT_FAILURE);
    }
}

static void worker_died(struct supervisor *s, uint32_t n, int status, uint64_t now)
{
    struct slot *slot = &s->slots[n];
    bool was_ready = slot->is_ready;

    (void)close(slot->control);
    slot->control = -1;
    slot->is_ready = false;
    count_set(&s->it.page->workers[n].pid, 0);
    child_died(&slot->child, now);
    if (s->phase >= STOPPING_WORKERS)
        return;
    log_error("worker.died", "worker=%u exit=%d signal=%d again_ms=%" PRIu64, n + 1,
              WIFEXITED(status) ? WEXITSTATUS(status) : 0,
              WIFSIGNALED(status) ? WTERMSIG(status) : 0, slot->child.next_ms - now);
    /* What a worker cannot do at the start, the next cannot either: its log has said why.
     */
    if (s->phase == STARTING && !was_ready && WIFEXITED(status)) {
        (void)fprintf(stderr,
                      "clameur: a worker could not start; the line above says why\n");
        begin_stop(s, EXIT_FAILURE);
    }
}

static void reap(struct supervisor *s)
{
    uint64_t now = mono_ms();
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == s->redis.pid)
            redis_died(s, status, now);
        if (pid == s->errand.pid)
            child_died(&s->errand, now);
        for (uint32_t i = 0; i < s->it.listeners.n; i++)
            if (pid == s->slots[i].child.pid)
                worker_died(s, i, status, now);
    }
}

static void take_signals(struct supervisor *s)
{
    struct signalfd_siginfo info;

    while (read(s->signal_fd, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
            begin_stop(s, EXIT_SUCCESS);
        else if (info.ssi_signo == SIGHUP)
            log_warn("server.no_reload", "signal=HUP");
    }
}

static void wait_and_hear(struct supervisor *s)
{
    struct pollfd polls[CONFIG_WORKERS_MAX + 1] = {{.fd = s->signal_fd, .events = POLLIN}};
    char byte;

    for (uint32_t i = 0; i < s->it.listeners.n; i++)
        polls[i + 1] = (struct pollfd){
            .fd = s->slots[i].is_ready ? -1 : s->slots[i].control, .events = POLLIN};
    (void)poll(polls, s->it.listeners.n + 1,
               s->phase == STARTING ? TICK_STARTING_MS : TICK_MS);
    for (uint32_t i = 0; i < s->it.listeners.n; i++)
        if (polls[i + 1].revents && recv(s->slots[i].control, &byte, 1, MSG_DONTWAIT) == 1)
            s->slots[i].is_ready = true;
    take_signals(s);
    reap(s);
}

/* ---- Setting up ---- */

static bool take_over_signals(struct supervisor *s, struct complaint *complaint)
{
    static const int taken[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP};
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        sigaddset(&set, taken[i]);
    (void)sigprocmask(SIG_BLOCK, &set, NULL);
    s->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return s->signal_fd >= 0 || complain(complaint, "signals: %s", strerror(errno));
}

static void plan_errands(struct supervisor *s)
{
    if (s->it.config->demo)
        s->errands[s->n_errands++] = "demo";
    if (isatty(STDOUT_FILENO))
        s->errands[s->n_errands++] = "owner-link"; /* A secret: not for a file. */
}

static int run(struct supervisor *s)
{
    for (uint32_t i = 0; i < s->it.listeners.n; i++)
        s->slots[i].control = -1;
    config_export(s->it.config);
    plan_errands(s);
    for (step(s); s->phase != GONE; step(s))
        wait_and_hear(s);
    log_info("server.stopped", "status=%d", s->status);
    (void)close(s->signal_fd);
    return s->status;
}

int supervisor_run(const struct config *config)
{
    struct supervisor s = {.phase = STARTING};
    struct complaint complaint;

    log_setup(config->log_level, "supervisor");
    if (!instance_open(&s.it, config, &complaint)) {
        (void)fprintf(stderr, "clameur: %s\n", complaint.text);
        return EXIT_FAILURE;
    }
    int status = EXIT_FAILURE;

    if (take_over_signals(&s, &complaint))
        status = run(&s);
    else
        (void)fprintf(stderr, "clameur: %s\n", complaint.text);
    instance_close(&s.it);
    return status;
}
