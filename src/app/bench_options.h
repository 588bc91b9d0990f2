/* SPDX-License-Identifier: Apache-2.0 */

/* What `clameur bench` may be told: scenarios, then options of its own and those of serve.
 */
#ifndef APP_BENCH_OPTIONS_H
#define APP_BENCH_OPTIONS_H

#include "app/complaint.h"
#include "bench/scenario.h"

#include <stdio.h>

#define BENCH_SCENARIOS_MAX 16
#define BENCH_ARGS_MAX      64

/* A server of this machine. */
struct bench_target {
    uint32_t address;
    uint16_t port; /* 0: as the server says of itself. */
    bool is_secure;
};

struct bench_options {
    struct scenario_plan plan;
    bool is_json;
    bool is_help;
    struct bench_target target;
    size_t n_scenarios; /* In the order given; all when none was. */
    size_t scenarios[BENCH_SCENARIOS_MAX];
    int argc; /* What is left: options of serve. */
    char *argv[BENCH_ARGS_MAX];
};

bool bench_options_read(struct bench_options *out, int argc, char **argv,
                        struct complaint *complaint);
void bench_options_print(FILE *out);
/* Of "http://127.0.0.1:8080" or https; only this machine's own addresses will do. */
bool bench_url_read(const char *url, struct bench_target *out, struct complaint *complaint);

#endif
