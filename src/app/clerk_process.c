/* SPDX-License-Identifier: Apache-2.0 */

#include "app/clerk_process.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <sodium.h>
#include <uv.h>

#include "app/clock_uv.h"
#include "app/data_folder.h"
#include "base/log.h"
#include "clerk/clerk.h"

struct process {
    uv_loop_t loop;
    struct clock *clock;
    struct counters counters;   /* Counted for nobody. */
    struct counters_page *page; /* Our part of it is counted. */
    struct clerk *clerk;
    struct identity identity;
    uv_signal_t on_term;
    struct clock_timer leaving;
    char redis[DATA_ADDRESS_BYTES];
};

static void leave(struct clock_timer *timer)
{
    struct process *p = timer->owner;

    clock_uv_free(p->clock);
}

/* The clock is still in use by whoever calls this. */
static void on_closed(void *context)
{
    struct process *p = context;

    p->leaving = (struct clock_timer){.fire = leave, .owner = p};
    p->clock->after(p->clock, &p->leaving, 0);
}

static void on_term(uv_signal_t *handle, int number)
{
    struct process *p = handle->data;

    (void)number;
    uv_close((uv_handle_t *)handle, NULL);
    clerk_close(p->clerk, on_closed, p);
}

static bool find_store(struct process *p, const struct config *config,
                       bool has_private_redis, struct complaint *complaint)
{
    struct data_folder folder;

    if (sodium_init() < 0)
        return complain(complaint, "libsodium does not start");
    if (!data_folder_open(&folder, config->data, false, complaint) ||
        !data_folder_key(&folder, config->key_file, false, p->identity.key, complaint))
        return false;
    (void)snprintf(p->identity.space, sizeof p->identity.space, "%s", config->space);
    (void)snprintf(p->redis, sizeof p->redis, "unix://%s", folder.socket);
    return has_private_redis || data_folder_store(&folder, config, p->redis, complaint);
}

static bool map_page(struct process *p, struct complaint *complaint)
{
    p->page =
        mmap(NULL, sizeof *p->page, PROT_READ | PROT_WRITE, MAP_SHARED, CLERK_FD_PAGE, 0);
    return p->page != MAP_FAILED ||
           complain(complaint, "started without its page of memory");
}

int clerk_run(const struct config *config, bool has_private_redis)
{
    struct process p = {0};
    struct complaint complaint;

    log_setup(config->log_level, "clerk");
    (void)signal(SIGPIPE, SIG_IGN);
    (void)prctl(PR_SET_NAME, "clameur");
    if (!map_page(&p, &complaint) ||
        !find_store(&p, config, has_private_redis, &complaint)) {
        log_error("clerk.failed", "why=\"%s\"", complaint.text);
        return EXIT_FAILURE;
    }
    uv_loop_init(&p.loop);
    p.clock = clock_uv_new(&p.loop);
    p.clerk = clerk_new(&(struct clerk_options){
        .address = p.redis,
        .ack_replicas = config->ack_replicas,
        .space = config->space,
        .identity = &p.identity,
        .webhook_allow = config->webhook_allow,
        .webhook_ca = config->webhook_ca,
        .clock = p.clock,
        .counters = &p.counters,
        .told = &p.page->clerk,
        .loop = &p.loop,
    });
    count_set(&p.page->clerk.pid, (uint64_t)getpid());
    uv_signal_init(&p.loop, &p.on_term);
    p.on_term.data = &p;
    uv_signal_start(&p.on_term, on_term, SIGTERM);
    log_info("clerk.started", "pid=%ld", (long)getpid());
    uv_run(&p.loop, UV_RUN_DEFAULT);
    sodium_memzero(p.identity.key, sizeof p.identity.key);
    log_info("clerk.stopped", "pid=%ld", (long)getpid());
    (void)munmap(p.page, sizeof *p.page);
    return uv_loop_close(&p.loop) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
