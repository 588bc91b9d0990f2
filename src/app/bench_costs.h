/* SPDX-License-Identifier: Apache-2.0 */

/* What a server uses whose processes are not to be seen: its workers as /metrics tells, its
 * Redis as that tells itself. */
#ifndef APP_BENCH_COSTS_H
#define APP_BENCH_COSTS_H

#include "app/bench_options.h"

/* Sums over all workers; how many there are, 0 when nobody answers. */
size_t bench_costs_server(const struct bench_target *target, struct scenario_usage *out);
/* False for a cluster or sentinels, or when it may not be asked. */
bool bench_costs_redis(const char *address, struct scenario_usage *out);

#endif
