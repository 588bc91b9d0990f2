/* SPDX-License-Identifier: Apache-2.0 */

/* What a bench found, in order: as JSON for machines and as a table for people. A figure's
 * name ends with its unit: ack_p99_ms. */
#ifndef BENCH_FIGURES_H
#define BENCH_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "bench/histogram.h"

#define FIGURES_MAX        256
#define FIGURES_NAME_BYTES 40

struct figure {
    const char *scenario; /* Kept. */
    char name[FIGURES_NAME_BYTES];
    double value;
    unsigned decimals;
    bool is_flag;
};

struct figures {
    size_t n;
    struct figure all[FIGURES_MAX];
    const char *scenario; /* Of what is added next. */
};

void figures_add(struct figures *figures, const char *name, double value,
                 unsigned decimals);
void figures_flag(struct figures *figures, const char *name, bool value);
/* <name>_p50_ms, _p99_ms and _max_ms; nothing if there is no sample. */
void figures_times(struct figures *figures, const char *name,
                   const struct histogram *histogram);

/* {"lobby":{"people":1000,...},...} */
void figures_json(const struct figures *figures, struct strbuf *out);
void figures_table(const struct figures *figures, struct strbuf *out);

#endif
