/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/line.h"
#include "lib/sim/sim.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

static void on_burial(void *context)
{
    struct sim_worker *worker = context;

    list_remove(&worker->link);
    free(worker);
}

/* Still called from within it: its memory goes later. */
static void on_closed(void *context)
{
    struct sim_worker *worker = context;

    worker->service = NULL;
    loop_after(&worker->sim->loop, &worker->burial, 0);
}

void worker_start(struct sim *sim)
{
    struct sim_worker *worker = mem_zero(sizeof *worker);

    worker->sim = sim;
    worker->number = ++sim->n_started;
    worker->identity = (struct identity){.key = {1, 2, 3}, .space = SIM_SPACE};
    worker->burial = (struct loop_event){.run = on_burial, .context = worker};
    worker->is_open = true;
    list_init(&worker->lines);
    list_init(&worker->link);
    list_append(&sim->workers, &worker->link);
    process_init(&worker->process, &sim->loop, &sim->net);
    const struct service_options options = {
        .clock = &worker->process.clock,
        .counters = &worker->counters,
        .identity = &worker->identity,
        .store = {.address = sim->net.shards.n > 1
                                 ? "redis-cluster://10.0.0.1:7000,10.0.0.1:7001"
                                 : "unix:///simulated",
                  .ack_replicas = sim->copies,
                  .loop = &worker->process},
    };
    worker->service = service_new(&options);
    sim_trace(sim, "worker %u starts", worker->number);
}

struct sim_worker *worker_any(struct sim *sim)
{
    uint32_t n = 0;

    for (struct list *l = sim->workers.next; l != &sim->workers; l = l->next)
        n += container_of(l, struct sim_worker, link)->is_open;
    if (n == 0)
        return NULL;
    n = chance_below(&sim->loop, n);
    for (struct list *l = sim->workers.next; l != &sim->workers; l = l->next) {
        struct sim_worker *worker = container_of(l, struct sim_worker, link);

        if (worker->is_open && n-- == 0)
            return worker;
    }
    return NULL;
}

static void close_service(struct sim_worker *worker)
{
    worker->is_closing = true;
    service_close(worker->service, on_closed, worker);
}

void worker_left(struct sim_worker *worker)
{
    if (!worker->is_open && !worker->is_closing && list_is_empty(&worker->lines))
        close_service(worker);
}

/* Its memory is given back in the orderly way, unseen by the others. */
void worker_kill(struct sim_worker *worker)
{
    sim_trace(worker->sim, "worker %u is killed", worker->number);
    worker->sim->counts.kills++;
    net_cut_process(&worker->sim->net, &worker->process);
    worker->is_open = false;
    lines_break(&worker->lines);
    worker_left(worker);
}

void worker_stop(struct sim_worker *worker)
{
    sim_trace(worker->sim, "worker %u is stopped", worker->number);
    worker->sim->counts.stops++;
    worker->is_open = false;
    service_say_bye(worker->service);
    worker_left(worker);
}
