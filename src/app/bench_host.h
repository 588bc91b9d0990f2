/* SPDX-License-Identifier: Apache-2.0 */

/* The host of a bench's evening, who acts through the store of the running server, and sees
 * what its processes use. */
#ifndef APP_BENCH_HOST_H
#define APP_BENCH_HOST_H

#include "app/bench_options.h"
#include "app/errand.h"
#include "bench/scenario.h"

#include <sys/types.h>

struct bench_host {
    struct scenario_host host;
    struct errand *errand; /* Kept. */
    struct bench_target target;
    const char *definition; /* Of the question; may be set to another between rooms. */
    struct id room;
    uint64_t version; /* Of the question. */
    uint32_t stirred;
    struct {
        uint64_t version; /* Of the other question; 0: there is none. */
        uint32_t steps;
    } churn;
    pid_t supervisor, redis, workers[CONFIG_WORKERS_MAX];
    size_t n_workers;
};

/* Of scenario_host, in bench_churn.c. */
bool bench_host_churn(struct scenario_host *host);
void bench_host_memory(struct scenario_host *host, struct scenario_memory *out);
/* And in bench_board.c. */
bool bench_host_board(struct scenario_host *host, size_t ideas);
bool bench_host_supports(struct scenario_host *host, uint64_t *out);

/* With an external Redis it does not see whose processes are whose, and asks them. `*out`
 * must stay where it is. */
void bench_host_init(struct bench_host *out, struct errand *errand,
                     const struct bench_target *target);

#endif
