/* SPDX-License-Identifier: Apache-2.0 */

/* How long things took, in a fixed amount of memory: a bin is at most 1/64 wide of what it
 * holds. The largest is kept as it is. Plain memory: it may be copied, shared and added up.
 */
#ifndef BENCH_HISTOGRAM_H
#define BENCH_HISTOGRAM_H

#include <stdint.h>

#define HISTOGRAM_FINE 64UL /* Bins to a doubling. */
#define HISTOGRAM_BINS (27 * HISTOGRAM_FINE)

struct histogram {
    uint64_t n, max_us;
    uint32_t bins[HISTOGRAM_BINS];
};

void histogram_add(struct histogram *histogram, uint64_t us);
void histogram_merge(struct histogram *into, const struct histogram *from);
/* The time within which `of_1000` of a thousand were done; 0 when there is none. */
uint64_t histogram_at(const struct histogram *histogram, unsigned of_1000);

#endif
