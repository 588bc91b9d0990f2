/* SPDX-License-Identifier: Apache-2.0 */

/* The host of a bench's evening, who acts through the store of the running server, and sees
 * what its processes use. */
#ifndef APP_BENCH_HOST_H
#define APP_BENCH_HOST_H

#include "app/errand.h"
#include "bench/scenario.h"

#include <sys/types.h>

struct bench_host {
    struct scenario_host host;
    struct errand *errand;  /* Kept. */
    const char *definition; /* Of the question; may be set to another between rooms. */
    struct id room;
    uint64_t version; /* Of the question. */
    uint32_t stirred;
    pid_t redis, workers[CONFIG_WORKERS_MAX];
    size_t n_workers;
};

/* With an external Redis it does not see whose processes are whose. `*out` must stay where
 * it is. */
void bench_host_init(struct bench_host *out, struct errand *errand, uint32_t address,
                     uint16_t port);

#endif
