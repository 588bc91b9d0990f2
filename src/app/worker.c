/* SPDX-License-Identifier: Apache-2.0 */

#include "app/worker.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sodium.h>
#include <uv.h>

#include "app/clock_uv.h"
#include "app/data_folder.h"
#include "app/presses_uv.h"
#include "app/web_dir.h"
#include "app/works_uv.h"
#include "base/counters.h"
#include "base/mem.h"
#include "net/server.h"
#include "service/origins.h"
#include "service/service.h"
#include "wire/json_arena.h"

struct worker {
    const struct worker_options *options;
    uv_loop_t loop;
    struct clock *clock;
    struct works_uv works;
    struct presses_uv presses;
    struct counters_page *page;
    struct counters *counters; /* Our slot of the page. */
    struct identity identity;
    struct service *service;
    struct server *server;
    uv_signal_t on_term;
    uv_poll_t on_control;
    struct clock_timer beat, readiness;
    uint64_t started_ms;
    struct clock_timer next_step; /* Of stopping, on a turn of its own. */
    bool is_stopping, is_handing_over;
    char web_dir[PATH_MAX];
    char redis[DATA_ADDRESS_BYTES];
};

/* ---- Stopping: the reverse of starting, a step a turn ---- */

static void step_later(struct worker *w, void (*fire)(struct clock_timer *timer))
{
    w->next_step = (struct clock_timer){.fire = fire, .owner = w};
    w->clock->after(w->clock, &w->next_step, 0);
}

static void leave_loop(struct clock_timer *timer)
{
    struct worker *w = timer->owner;

    w->clock->cancel(w->clock, &w->beat);
    w->clock->cancel(w->clock, &w->readiness);
    uv_close((uv_handle_t *)&w->on_term, NULL);
    uv_close((uv_handle_t *)&w->on_control, NULL);
    clock_uv_free(w->clock);
    w->clock = NULL;
}

static void on_service_closed(void *context)
{
    step_later(context, leave_loop);
}

static void close_service(struct clock_timer *timer)
{
    struct worker *w = timer->owner;

    server_free(w->server);
    w->server = NULL;
    service_close(w->service, on_service_closed, w);
}

static void on_server_stopped(void *context)
{
    step_later(context, close_service);
}

static void stop(struct worker *w)
{
    if (w->is_stopping)
        return;
    w->is_stopping = true;
    log_info("worker.stopping", "pid=%ld", (long)getpid());
    server_stop(w->server, WORKER_GRACE_MS, on_server_stopped, w);
}

static void on_term(uv_signal_t *handle, int number)
{
    (void)number;
    stop(handle->data);
}

static void on_drained(void *context)
{
    stop(context);
}

/* Another worker accepts at our socket: what is under way here ends, and we do. */
static void hand_over(struct worker *w)
{
    if (w->is_stopping || w->is_handing_over)
        return;
    w->is_handing_over = true;
    log_info("worker.hands_over", "pid=%ld", (long)getpid());
    server_drain(w->server, on_drained, w);
}

static void on_control(uv_poll_t *handle, int status, int events)
{
    char said = 0;

    (void)status;
    (void)events;
    if (recv(WORKER_FD_CONTROL, &said, 1, MSG_DONTWAIT) == 1 && said == WORKER_HAND_OVER) {
        hand_over(handle->data);
        return;
    }
    uv_poll_stop(handle); /* Its end is the supervisor's. */
    stop(handle->data);
}

/* ---- Starting ---- */

static void on_beat(struct clock_timer *timer)
{
    struct worker *w = timer->owner;

    count_set(&w->counters->seen_ms, w->clock->mono_ms(w->clock));
    if (!w->is_stopping)
        service_set_disk_full(w->service, count_get(&w->page->disk_full) != 0);
    w->clock->after(w->clock, &w->beat, WORKER_BEAT_MS);
}

/* Counters go on from those of the one before us in this slot; gauges are our own. */
static void take_slot(struct worker *w)
{
    w->counters = &w->page->workers[w->options->place];
#define X(field, type, help)                                                               \
    if (strcmp(type, "gauge") == 0)                                                        \
        count_set(&w->counters->field, 0);
    COUNTERS_TABLE(X)
#undef X
    count_set(&w->counters->seen_ms, w->clock->mono_ms(w->clock));
    count_set(&w->counters->pid, (uint64_t)getpid());
}

static bool load_identity(struct worker *w, struct complaint *complaint)
{
    const struct config *config = w->options->config;
    struct data_folder folder;

    if (!data_folder_open(&folder, config->data, false, complaint) ||
        !data_folder_key(&folder, config->key_file, false, w->identity.key, complaint) ||
        !web_dir_find(config->web_dir, w->web_dir, complaint))
        return false;
    (void)snprintf(w->identity.space, sizeof w->identity.space, "%s", config->space);
    /* The private one may be starting just now: its socket will be there. */
    (void)snprintf(w->redis, sizeof w->redis, "unix://%s", folder.socket);
    return w->options->has_private_redis ||
           data_folder_store(&folder, config, w->redis, complaint);
}

static bool build(struct worker *w, struct complaint *complaint)
{
    const struct worker_options *o = w->options;
    const struct config *config = o->config;

    json_arena_install();
    if (sodium_init() < 0 || !load_identity(w, complaint))
        return false;
    w->page =
        mmap(NULL, sizeof *w->page, PROT_READ | PROT_WRITE, MAP_SHARED, WORKER_FD_PAGE, 0);
    if (w->page == MAP_FAILED)
        return complain(complaint, "a worker is started by serve, not by hand");
    take_slot(w);
    works_uv_init(&w->works, &w->loop);
    presses_uv_init(&w->presses, &w->loop, w->clock);

    w->service = service_new(&(struct service_options){
        .clock = w->clock,
        .counters = w->counters,
        .identity = &w->identity,
        .works = &w->works.works,
        .presses = &w->presses.presses,
        .hooks_may_be_plain = config->webhook_allow != NULL,
        .store = {.address = w->redis,
                  .ack_replicas = config->ack_replicas,
                  .space = config->space,
                  .loop = &w->loop},
    });
    service_follow_origins(w->service);
    w->server = server_new(&(struct server_options){
        .loop = &w->loop,
        .clock = w->clock,
        .counters = w->counters,
        .page = w->page,
        .service = w->service,
        .identity = &w->identity,
        .listen_fd = WORKER_FD_LISTEN,
        .listen_fd_is_tls = config->tls_cert != NULL,
        .tls_cert = config->tls_cert,
        .tls_key = config->tls_key,
        .base_url = o->base_url,
        .public_url = config->public_url,
        .trusted_proxies = config->trusted_proxies,
        .web_dir = w->web_dir,
    });
    return w->server || complain(complaint, "the server could not start; its log says why");
}

/* Ready is: a vote would be counted. A store that stays away is not waited for: the pages
 * say so, and the rest is served. */
static void on_readiness(struct clock_timer *timer)
{
    static const char ready = WORKER_READY;
    struct worker *w = timer->owner;
    bool is_late = w->clock->mono_ms(w->clock) >= w->started_ms + STORE_WAIT_MS;

    if (!service_store_state(w->service).up && !is_late)
        w->clock->after(w->clock, timer, READINESS_MS);
    else if (write(WORKER_FD_CONTROL, &ready, 1) != 1)
        stop(w);
}

static void listen_to_supervisor(struct worker *w)
{
    uv_signal_init(&w->loop, &w->on_term);
    w->on_term.data = w;
    uv_signal_start(&w->on_term, on_term, SIGTERM);
    uv_poll_init(&w->loop, &w->on_control, WORKER_FD_CONTROL);
    w->on_control.data = w;
    uv_poll_start(&w->on_control, UV_READABLE | UV_DISCONNECT, on_control);
    w->started_ms = w->clock->mono_ms(w->clock);
    on_readiness(&w->readiness);
}

int worker_run(const struct worker_options *options)
{
    struct worker *w = mem_zero(sizeof *w);
    struct complaint complaint = {"libsodium does not start"};
    char role[24];

    (void)snprintf(role, sizeof role, "worker.%u", options->place % CONFIG_WORKERS_MAX + 1);
    log_setup(options->config->log_level, role);
    (void)signal(SIGPIPE, SIG_IGN);
    /* What was run is a descriptor, which has no name to show. */
    (void)prctl(PR_SET_NAME, "clameur");
    w->options = options;
    uv_loop_init(&w->loop);
    w->clock = clock_uv_new(&w->loop);
    w->beat = (struct clock_timer){.fire = on_beat, .owner = w};
    w->readiness = (struct clock_timer){.fire = on_readiness, .owner = w};
    if (!build(w, &complaint)) {
        /* The supervisor reaps us; there is nobody to say bye to. */
        log_error("worker.failed", "why=\"%s\"", complaint.text);
        return EXIT_FAILURE;
    }
    listen_to_supervisor(w);
    w->clock->after(w->clock, &w->beat, 0);
    log_info("worker.started", "pid=%ld", (long)getpid());

    uv_run(&w->loop, UV_RUN_DEFAULT);
    count_set(&w->counters->pid, 0);
    log_info("worker.stopped", "pid=%ld", (long)getpid());
    int status = uv_loop_close(&w->loop) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;

    (void)munmap(w->page, sizeof *w->page);
    sodium_memzero(w->identity.key, sizeof w->identity.key);
    free(w);
    return status;
}
