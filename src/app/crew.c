/* SPDX-License-Identifier: Apache-2.0 */

#include "app/crew.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/worker.h"
#include "base/log.h"
#include "base/mem.h"
#include "net/server.h"

static struct counters *counters_of(const struct crew *crew, const struct crew_slot *slot,
                                    uint32_t n)
{
    return &crew->it->page->workers[n + (slot->is_second ? CONFIG_WORKERS_MAX : 0)];
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

/* ---- One worker ---- */

static void start(struct crew *crew, struct crew_slot *slot, uint32_t n, int program_fd,
                  const struct config *config, uint64_t now_ms)
{
    const struct instance *it = crew->it;
    char place[16];
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        log_error("worker.no_process", "errno=%d", errno);
        child_died(&slot->child, now_ms);
        return;
    }
    (void)snprintf(place, sizeof place, "%u",
                   n + (slot->is_second ? CONFIG_WORKERS_MAX : 0));
    const char *argv[] = {"clameur", "worker",
                          place,     config->public_url ? config->public_url : it->url,
                          "shared",  NULL};

    if (instance_has_private_redis(it))
        argv[4] = "private";
    const struct child_program program = {
        .program_fd = program_fd,
        .argv = argv,
        .death_signal = SIGKILL,
        .n_fds = 4,
        /* As enum worker_fd says. */
        .fds = {it->lock_fd, it->listeners.fds[n], it->page_fd, ends[1]},
        .config = config,
    };
    bool is_started = child_start(&slot->child, &program, now_ms);

    (void)close(ends[1]);
    if (!is_started) {
        (void)close(ends[0]);
        log_error("worker.no_process", "errno=%d", errno);
        return;
    }
    slot->control = ends[0];
    slot->is_ready = false;
    count_add(&it->page->worker_starts, 1);
}

static void end(const struct crew_slot *slot, int number)
{
    if (slot->child.pid)
        (void)kill(slot->child.pid, number);
}

static void forget(struct crew *crew, struct crew_slot *slot, uint32_t n, uint64_t now_ms)
{
    close_fd(&slot->control);
    slot->is_ready = false;
    count_set(&counters_of(crew, slot, n)->pid, 0);
    child_died(&slot->child, now_ms);
}

static bool hangs(const struct crew *crew, const struct crew_slot *slot, uint32_t n,
                  uint64_t now_ms)
{
    return slot->is_ready &&
           count_get(&counters_of(crew, slot, n)->seen_ms) + WORKER_SILENT_MS < now_ms;
}

/* ---- All of them ---- */

static bool has_any(const struct crew *crew, const struct crew_slot *slots)
{
    for (uint32_t i = 0; i < crew->n; i++)
        if (slots[i].child.pid)
            return true;
    return false;
}

static bool all_ready(const struct crew *crew, const struct crew_slot *slots)
{
    for (uint32_t i = 0; i < crew->n; i++)
        if (!slots[i].is_ready)
            return false;
    return true;
}

static void end_all(const struct crew *crew, const struct crew_slot *slots, int number)
{
    for (uint32_t i = 0; i < crew->n; i++)
        end(&slots[i], number);
}

void crew_enlist(struct crew *crew)
{
    crew->n = crew->it->listeners.n;
}

bool crew_init(struct crew *out, struct instance *it, struct complaint *complaint)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);

    *out = (struct crew){.it = it, .n = it->listeners.n, .next_program_fd = -1};
    for (uint32_t i = 0; i < CONFIG_WORKERS_MAX; i++)
        out->slots[i].control = out->others[i].control = -1;
    /* By descriptor, so that a worker that dies is replaced by its like, whatever has been
     * installed since. */
    out->program_fd = open("/proc/self/exe", O_PATH | O_CLOEXEC);
    if (len <= 0 || out->program_fd < 0)
        return complain(complaint, "/proc/self/exe: %s", strerror(errno));
    path[len] = '\0';
    out->program_path = mem_text(path);
    return true;
}

void crew_done(struct crew *crew)
{
    for (uint32_t i = 0; i < crew->n; i++) {
        close_fd(&crew->slots[i].control);
        close_fd(&crew->others[i].control);
    }
    close_fd(&crew->program_fd);
    close_fd(&crew->next_program_fd);
    if (crew->next_config) {
        config_done(crew->next_config);
        free(crew->next_config);
    }
    free(crew->program_path);
}

bool crew_is_ready(const struct crew *crew)
{
    return all_ready(crew, crew->slots);
}

/* ---- Reload ---- */

static void settle(struct crew *crew, bool has_failed)
{
    crew->phase = CREW_STEADY;
    crew->has_ended = true;
    crew->has_failed = has_failed;
}

bool crew_reload(struct crew *crew, struct config *next, uint64_t now_ms,
                 struct complaint *complaint)
{
    if (crew->phase != CREW_STEADY)
        return complain(complaint, "workers are being replaced already");
    crew->next_program_fd = open(crew->program_path, O_PATH | O_CLOEXEC);
    if (crew->next_program_fd < 0)
        return complain(complaint, "%.200s: %s", crew->program_path, strerror(errno));
    crew->next_config = next;
    crew->phase = CREW_CHANGING;
    crew->deadline_ms = now_ms + RELOAD_WAIT_MS;
    for (uint32_t i = 0; i < crew->n; i++) {
        crew->others[i] =
            (struct crew_slot){.control = -1, .is_second = !crew->slots[i].is_second};
        start(crew, &crew->others[i], i, crew->next_program_fd, next, now_ms);
    }
    return true;
}

/* The new ones are told to go; PARTING waits for them as it would for the old. */
static void give_up(struct crew *crew, uint64_t now_ms, const char *why)
{
    (void)complain(&crew->why, "%s; the old workers go on", why);
    log_error("reload.failed", "why=\"%s\"", why);
    end_all(crew, crew->others, SIGKILL);
    close_fd(&crew->next_program_fd);
    config_done(crew->next_config);
    free(crew->next_config);
    crew->next_config = NULL;
    crew->has_failed = true;
    crew->phase = CREW_PARTING;
    crew->deadline_ms = now_ms;
}

static void swap(struct crew *crew, uint64_t now_ms)
{
    static const char word = WORKER_HAND_OVER;

    for (uint32_t i = 0; i < crew->n; i++) {
        struct crew_slot old = crew->slots[i];

        crew->slots[i] = crew->others[i];
        crew->others[i] = old;
        if (old.child.pid)
            (void)send(old.control, &word, 1, MSG_NOSIGNAL);
    }
    close_fd(&crew->program_fd);
    crew->program_fd = crew->next_program_fd;
    crew->next_program_fd = -1;
    instance_take_config(crew->it, crew->next_config);
    crew->next_config = NULL;
    crew->has_failed = false;
    crew->phase = CREW_PARTING;
    crew->deadline_ms = now_ms + DRAIN_MS + WORKER_GRACE_MS + 1000;
    log_info("reload.swapped", "workers=%u", crew->n);
}

static void step_changing(struct crew *crew, uint64_t now_ms)
{
    bool is_whole = true;

    for (uint32_t i = 0; i < crew->n; i++)
        is_whole &= crew->others[i].child.pid != 0;
    if (!is_whole)
        give_up(crew, now_ms, "a new worker could not start, the log says why");
    else if (all_ready(crew, crew->others))
        swap(crew, now_ms);
    else if (now_ms >= crew->deadline_ms)
        give_up(crew, now_ms, "the new workers took too long");
}

static void step_parting(struct crew *crew, uint64_t now_ms)
{
    if (has_any(crew, crew->others)) {
        if (now_ms >= crew->deadline_ms)
            end_all(crew, crew->others, SIGKILL);
        return;
    }
    if (!crew->has_failed)
        log_info("reload.done", "workers=%u", crew->n);
    settle(crew, crew->has_failed);
}

void crew_tend(struct crew *crew, uint64_t now_ms)
{
    for (uint32_t i = 0; i < crew->n; i++) {
        struct crew_slot *slot = &crew->slots[i];

        if (child_is_due(&slot->child, now_ms)) {
            start(crew, slot, i, crew->program_fd, crew->it->config, now_ms);
        } else if (hangs(crew, slot, i, now_ms)) {
            log_error("worker.hangs", "worker=%u pid=%ld", i + 1, (long)slot->child.pid);
            end(slot, SIGKILL);
        }
    }
    if (crew->phase == CREW_CHANGING)
        step_changing(crew, now_ms);
    else if (crew->phase == CREW_PARTING)
        step_parting(crew, now_ms);
}

bool crew_reload_ended(struct crew *crew, struct complaint *why)
{
    bool has_ended = crew->has_ended;

    crew->has_ended = false;
    if (has_ended && crew->has_failed)
        *why = crew->why;
    else
        why->text[0] = '\0';
    return has_ended;
}

/* ---- What happens to them ---- */

void crew_restart(struct crew *crew)
{
    end_all(crew, crew->slots, SIGTERM);
}

void crew_signal(struct crew *crew, int number)
{
    crew->is_stopping = true;
    end_all(crew, crew->slots, number);
    end_all(crew, crew->others, number);
}

bool crew_is_gone(const struct crew *crew)
{
    return !has_any(crew, crew->slots) && !has_any(crew, crew->others);
}

static struct pollfd poll_of(const struct crew_slot *slot)
{
    return (struct pollfd){.fd = slot->is_ready ? -1 : slot->control, .events = POLLIN};
}

size_t crew_polls(const struct crew *crew, struct pollfd *out)
{
    size_t n = 0;

    for (uint32_t i = 0; i < crew->n; i++) {
        out[n++] = poll_of(&crew->slots[i]);
        out[n++] = poll_of(&crew->others[i]);
    }
    return n;
}

static void hear(struct crew_slot *slot)
{
    char said;

    if (slot->control >= 0 && !slot->is_ready &&
        recv(slot->control, &said, 1, MSG_DONTWAIT) == 1)
        slot->is_ready = said == WORKER_READY;
}

void crew_hear(struct crew *crew)
{
    for (uint32_t i = 0; i < crew->n; i++) {
        hear(&crew->slots[i]);
        hear(&crew->others[i]);
    }
}

static void log_death(const struct crew_slot *slot, uint32_t n, int status, uint64_t now_ms)
{
    log_error("worker.died", "worker=%u exit=%d signal=%d again_ms=%" PRIu64, n + 1,
              WIFEXITED(status) ? WEXITSTATUS(status) : 0,
              WIFSIGNALED(status) ? WTERMSIG(status) : 0, slot->child.next_ms - now_ms);
}

enum crew_death crew_reaped(struct crew *crew, pid_t pid, int status, uint64_t now_ms)
{
    for (uint32_t i = 0; i < crew->n; i++) {
        struct crew_slot *slot = &crew->slots[i];
        bool was_ready = slot->is_ready;

        if (pid == crew->others[i].child.pid) {
            forget(crew, &crew->others[i], i, now_ms);
            return CREW_DIED;
        }
        if (pid != slot->child.pid)
            continue;
        forget(crew, slot, i, now_ms);
        if (!crew->is_stopping)
            log_death(slot, i, status, now_ms);
        return !was_ready && WIFEXITED(status) ? CREW_DIED_UNREADY : CREW_DIED;
    }
    return CREW_NOT_OURS;
}
