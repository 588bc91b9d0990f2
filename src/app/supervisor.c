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
#include "app/control.h"
#include "app/crew.h"
#include "app/fence.h"
#include "app/instance.h"
#include "app/redis_child.h"
#include "app/standby.h"
#include "app/worker.h"
#include "base/counters.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/redis_uri.h"

#define TICK_MS        200
#define TICK_QUICK_MS  20
#define DISK_LOOK_MS   1000
#define REDIS_GRACE_MS 15000
#define ERRANDS_MAX    2

enum phase { FOLLOWING, STARTING, SERVING, STOPPING_WORKERS, STOPPING_REDIS, GONE };

struct supervisor {
    struct instance it;
    int signal_fd;

    enum phase phase;
    int status;           /* Of the whole, at the end. */
    uint64_t deadline_ms; /* Of a stopping phase: then it is kill -9. */
    uint64_t disk_look_ms;
    uint64_t ticket_key_ms; /* The next one is due. */

    struct child redis, relay, clerk;
    bool redis_answered; /* Once; until then its end is ours. */
    struct crew crew;
    struct control control;

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
    const char *more[STANDBY_WORDS_MAX];
    char port[8];

    standby_redis_words(&s->it, s->phase == FOLLOWING, port, more);
    if (redis_child_start(&s->redis, &s->it.folder, s->it.lock_fd, more, now)) {
        count_add(&s->it.page->redis_starts, 1);
        count_set(&s->it.page->redis_pid, (uint64_t)s->redis.pid);
        log_info("redis.started", "pid=%ld", (long)s->redis.pid);
    } else {
        log_error("redis.no_process", "errno=%d", errno);
    }
}

static void tend_relay(struct supervisor *s, uint64_t now)
{
    const char *const argv[] = {"clameur", "relay",
                                s->phase == FOLLOWING ? "follow" : "serve", NULL};
    const struct child_program program = {.program_fd = s->crew.program_fd,
                                          .argv = argv,
                                          .death_signal = SIGKILL,
                                          .n_fds = 2,
                                          .fds = {s->it.lock_fd, s->it.relay_fd},
                                          .config = s->it.config};

    if (s->it.relay_fd >= 0 && child_is_due(&s->relay, now))
        (void)child_start(&s->relay, &program, now);
}

static void tend_clerk(struct supervisor *s, uint64_t now)
{
    const char *const argv[] = {"clameur", "clerk",
                                instance_has_private_redis(&s->it) ? "private" : "shared",
                                NULL};
    const struct child_program program = {.program_fd = s->crew.program_fd,
                                          .argv = argv,
                                          .death_signal = SIGKILL,
                                          .n_fds = 2,
                                          .fds = {s->it.lock_fd, s->it.page_fd},
                                          .config = s->it.config};

    if (!child_is_due(&s->clerk, now))
        return;
    if (count_get(&s->it.page->clerk.seen_ms) == 0)
        count_set(&s->it.page->clerk.seen_ms, now); /* From here on it is waited for. */
    (void)child_start(&s->clerk, &program, now);
}

static void start_errand(struct supervisor *s, uint64_t now)
{
    const char *argv[] = {"clameur", s->errands[s->errands_begun++], NULL};
    const struct child_program program = {.program_fd = s->crew.program_fd,
                                          .argv = argv,
                                          .death_signal = SIGKILL,
                                          .config = s->it.config};

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
    crew_signal(&s->crew, SIGTERM);
    signal_child(&s->relay, SIGKILL);
    signal_child(&s->clerk, SIGTERM);
    signal_child(&s->errand, SIGTERM);
    if (control_is_waited_for(&s->control))
        control_answer(&s->control, false, "the server is stopping");
}

static void announce(const struct supervisor *s)
{
    (void)printf("Clameur %s is running.\n\n  Join       %s\n", CLAMEUR_VERSION, s->it.url);
    if (!s->it.config->public_url && s->it.listeners.is_any)
        (void)printf("             this machine's address as it sees itself; --public-url "
                     "sets another\n");
    (void)fflush(stdout);
}

/* For the commands that print links. */
static void leave_url(const struct supervisor *s)
{
    struct complaint complaint;

    if (!data_folder_put_url(&s->it.folder, s->it.url, &complaint))
        log_warn("server.no_url", "why=\"%s\"", complaint.text);
}

static void begin_service(struct supervisor *s)
{
    leave_url(s);
    s->phase = SERVING;
    log_info("server.started", "workers=%u port=%u redis=%s", s->it.listeners.n,
             s->it.listeners.port,
             instance_has_private_redis(&s->it) ? "private" : "shared");
    announce(s);
    if (control_is_waited_for(&s->control))
        control_answer(&s->control, true, s->it.url);
}

static void tend_redis(struct supervisor *s, uint64_t now)
{
    if (instance_has_private_redis(&s->it) && child_is_due(&s->redis, now))
        start_redis(s, now);
}

static bool has_redis_answered(struct supervisor *s)
{
    if (!s->redis_answered && s->redis.pid && redis_child_answers(&s->it.folder)) {
        s->redis_answered = true;
        log_info("redis.ready", "after_ms=%" PRIu64, mono_ms() - s->redis.started_ms);
        return true;
    }
    return false;
}

/* A copy of the first instance's store, and nothing else. */
static void step_following(struct supervisor *s, uint64_t now)
{
    tend_redis(s, now);
    tend_relay(s, now);
    if (!has_redis_answered(s))
        return;
    log_info("standby.ready", "of=%s", s->it.config->standby);
    (void)printf("Clameur %s stands by, following %s; clameur promote makes it serve.\n",
                 CLAMEUR_VERSION, s->it.config->standby);
    (void)fflush(stdout);
}

static void step_starting(struct supervisor *s, uint64_t now)
{
    struct complaint complaint;

    tend_redis(s, now);
    if (has_redis_answered(s)) {
        if (!instance_settle_store(&s->it, &complaint)) {
            (void)fprintf(stderr, "clameur: %s\n", complaint.text);
            begin_stop(s, EXIT_FAILURE);
            return;
        }
    }
    if (!s->redis_answered && instance_has_private_redis(&s->it))
        return;
    crew_tend(&s->crew, now);
    if (crew_is_ready(&s->crew))
        begin_service(s);
}

/* A reload has ended: to the log it is known. */
static void tell_reloaded(struct supervisor *s)
{
    struct complaint why;

    if (!crew_reload_ended(&s->crew, &why))
        return;
    leave_url(s);
    signal_child(&s->clerk, SIGTERM); /* The next one is of what serves now. */
    if (why.text[0] && s->it.moved[0])
        crew_restart(&s->crew); /* Old ones that know a Redis that is no more. */
    if (!control_is_waited_for(&s->control))
        return;
    control_answer(&s->control, why.text[0] == '\0',
                   why.text[0] ? why.text : "all workers are new");
}

static void step_serving(struct supervisor *s, uint64_t now)
{
    tend_redis(s, now);
    tend_relay(s, now);
    tend_clerk(s, now);
    crew_tend(&s->crew, now);
    tell_reloaded(s);
    if (!s->errand.pid && s->errands_begun < s->n_errands)
        start_errand(s, now);
}

static void step_stopping_workers(struct supervisor *s, uint64_t now)
{
    if (now >= s->deadline_ms) {
        crew_signal(&s->crew, SIGKILL);
        signal_child(&s->errand, SIGKILL);
        signal_child(&s->clerk, SIGKILL);
    }
    if (s->errand.pid || s->clerk.pid || !crew_is_gone(&s->crew))
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
        [FOLLOWING] = step_following,
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
    if (s->ticket_key_ms <= now) {
        if (s->ticket_key_ms)
            instance_make_ticket_key(&s->it);
        s->ticket_key_ms = now + TICKET_KEY_LIFE_MS;
    }
    if (s->phase < GONE)
        steps[s->phase](s, now);
}

/* ---- What is asked of us ---- */

static bool begin_reload(struct supervisor *s, struct complaint *complaint)
{
    struct config *next = mem_zero(sizeof *next);

    if (s->phase != SERVING)
        (void)complain(complaint, "the server is starting or stopping");
    else if (config_load_again(next, s->it.config, complaint) &&
             instance_can_take(&s->it, next, complaint) &&
             crew_reload(&s->crew, next, mono_ms(), complaint))
        return true;
    config_done(next);
    free(next);
    return false;
}

static bool reload(struct supervisor *s, const char *rest, struct complaint *complaint)
{
    bool has_begun = begin_reload(s, complaint);

    (void)rest;
    if (has_begun)
        log_info("reload.begun", "workers=%u", s->it.listeners.n);
    else
        log_error("reload.refused", "why=\"%s\"", complaint->text);
    return has_begun;
}

/* "<fence> <address>": the rooms have been copied there, and as long as the fence stands
 * nothing has changed here. Once the address is written down there is no way back. */
static bool redirect(struct supervisor *s, const char *rest, struct complaint *complaint)
{
    struct redis_uri uri;
    struct fence fence;
    size_t len = strcspn(rest, " ");
    const char *address = rest + len + (rest[len] == ' ');

    if (s->phase != SERVING || s->crew.phase != CREW_STEADY)
        return complain(complaint, "the server is busy with something else");
    if (!instance_has_private_redis(&s->it))
        return complain(complaint, "the server has no private Redis");
    if (redis_uri_parse(address, strlen(address), &uri) != OK)
        return complain(complaint, "not the address of a Redis");
    (void)snprintf(fence.text, sizeof fence.text, "%.*s", (int)len, rest);
    if (!fence_stands(s->it.folder.socket, &fence, complaint))
        return false;
    /* Not politely: it might take one more write first. What it has is on disk, and should
     * the address not be written, it is started again. */
    signal_child(&s->redis, SIGKILL);
    if (!data_folder_put_moved(&s->it.folder, address, complaint))
        return false;
    (void)snprintf(s->it.moved, sizeof s->it.moved, "%s", address);
    log_info("server.moved", "from=private");
    if (reload(s, NULL, complaint))
        return true;
    crew_restart(&s->crew);
    return complain(complaint, "the rooms are there; the workers are restarted");
}

/* The store is to be its own master by now: one that was started again since follows. */
static bool promoted(struct supervisor *s, const char *rest, struct complaint *complaint)
{
    (void)rest;
    if (s->phase != FOLLOWING)
        return complain(complaint, "this is no standby");
    if (!standby_is_master(&s->it.folder, complaint) || !instance_listen(&s->it, complaint))
        return false;
    if (!data_folder_set_follows(&s->it.folder, false, complaint)) {
        listeners_close(&s->it.listeners);
        return false;
    }
    signal_child(&s->relay, SIGKILL);
    (void)close(s->it.relay_fd);
    s->it.relay_fd = -1;
    crew_enlist(&s->crew);
    s->phase = STARTING;
    log_info("standby.promoted", "port=%u", s->it.listeners.port);
    return true;
}

/* What begins well is answered when it has ended. */
static const struct {
    const char *word;
    bool (*begin)(struct supervisor *s, const char *rest, struct complaint *complaint);
} requests[] = {
    {"reload", reload},
    {"redirect", redirect},
    {"promoted", promoted},
};

static void take_requests(struct supervisor *s)
{
    const char *line = control_hear(&s->control, mono_ms());
    struct complaint complaint;
    size_t i = 0, len;

    if (!line)
        return;
    len = strcspn(line, " ");
    while (i < sizeof requests / sizeof requests[0] &&
           (strlen(requests[i].word) != len || strncmp(line, requests[i].word, len) != 0))
        i++;
    if (i == sizeof requests / sizeof requests[0])
        (void)complain(&complaint, "no such request: is it of another version?");
    else if (requests[i].begin(s, line + len + (line[len] == ' '), &complaint))
        return;
    control_answer(&s->control, false, complaint.text);
}

/* ---- What happens to us ---- */

static void redis_died(struct supervisor *s, int status, uint64_t now)
{
    struct complaint complaint;

    count_set(&s->it.page->redis_pid, 0);
    child_died(&s->redis, now);
    if (s->phase >= STOPPING_WORKERS || !instance_has_private_redis(&s->it))
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

static void worker_died(struct supervisor *s, enum crew_death death)
{
    /* What a worker cannot do at the start, the next cannot either: its log has said why.
     */
    if (s->phase != STARTING || death != CREW_DIED_UNREADY)
        return;
    (void)fprintf(stderr, "clameur: a worker could not start; the line above says why\n");
    begin_stop(s, EXIT_FAILURE);
}

static void clerk_died(struct supervisor *s, uint64_t now)
{
    struct clerk_counters *counters = &s->it.page->clerk;

    child_died(&s->clerk, now);
    count_set(&counters->pid, 0);
    count_set(&counters->rooms, 0);
    count_set(&counters->waiting, 0);
}

static void reap(struct supervisor *s)
{
    uint64_t now = mono_ms();
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == s->redis.pid)
            redis_died(s, status, now);
        else if (pid == s->relay.pid)
            child_died(&s->relay, now);
        else if (pid == s->clerk.pid)
            clerk_died(s, now);
        else if (pid == s->errand.pid)
            child_died(&s->errand, now);
        else
            worker_died(s, crew_reaped(&s->crew, pid, status, now));
    }
}

static void take_signals(struct supervisor *s)
{
    struct signalfd_siginfo info;
    struct complaint complaint;

    while (read(s->signal_fd, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
            begin_stop(s, EXIT_SUCCESS);
        else if (info.ssi_signo == SIGHUP)
            (void)reload(s, NULL, &complaint);
    }
}

static void wait_and_hear(struct supervisor *s)
{
    struct pollfd polls[2 * CONFIG_WORKERS_MAX + 2] = {
        {.fd = s->signal_fd, .events = POLLIN}, control_poll(&s->control)};
    size_t n = 2 + crew_polls(&s->crew, polls + 2);
    bool is_quick = s->phase == STARTING || s->crew.phase != CREW_STEADY;

    (void)poll(polls, n, is_quick ? TICK_QUICK_MS : TICK_MS);
    crew_hear(&s->crew);
    take_signals(s);
    take_requests(s);
    reap(s);
}

/* ---- Setting up ---- */

static bool take_over_signals(struct supervisor *s, struct complaint *complaint)
{
    static const int taken[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP};
    sigset_t set;

    /* A Redis may die while it is asked. */
    (void)signal(SIGPIPE, SIG_IGN);
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
    count_set(&s->it.page->supervisor_pid, (uint64_t)getpid());
    plan_errands(s);
    for (step(s); s->phase != GONE; step(s))
        wait_and_hear(s);
    log_info("server.stopped", "status=%d", s->status);
    return s->status;
}

int supervisor_run(const struct config *config)
{
    struct supervisor s = {.phase = config->standby ? FOLLOWING : STARTING,
                           .signal_fd = -1};
    struct complaint complaint;

    log_setup(config->log_level, "supervisor");
    if (!instance_open(&s.it, config, &complaint)) {
        (void)fprintf(stderr, "clameur: %s\n", complaint.text);
        return EXIT_FAILURE;
    }
    int status = EXIT_FAILURE;

    if (take_over_signals(&s, &complaint) && crew_init(&s.crew, &s.it, &complaint) &&
        control_open(&s.control, &s.it.folder, &complaint))
        status = run(&s);
    else
        (void)fprintf(stderr, "clameur: %s\n", complaint.text);
    control_close(&s.control, &s.it.folder);
    crew_done(&s.crew);
    if (s.signal_fd >= 0)
        (void)close(s.signal_fd);
    instance_close(&s.it);
    return status;
}
