/* SPDX-License-Identifier: Apache-2.0 */

#include "bench/histogram.h"

#include <stddef.h>

#define FINE_BITS 6

/* Below 2 * FINE a bin each; above, the leading FINE_BITS + 1 bits and how far they are
 * shifted. */
static size_t bin_of(uint64_t us)
{
    unsigned shift = 0;

    while (us >> shift >= 2 * HISTOGRAM_FINE)
        shift++;
    size_t bin = ((size_t)shift << FINE_BITS) + (size_t)(us >> shift);

    return bin < HISTOGRAM_BINS ? bin : HISTOGRAM_BINS - 1;
}

/* The most that a bin holds. */
static uint64_t top_of(size_t bin)
{
    if (bin < 2 * HISTOGRAM_FINE)
        return bin;
    unsigned shift = (unsigned)(bin >> FINE_BITS) - 1;

    return (((bin & (HISTOGRAM_FINE - 1)) + HISTOGRAM_FINE + 1) << shift) - 1;
}

void histogram_add(struct histogram *histogram, uint64_t us)
{
    histogram->n++;
    histogram->bins[bin_of(us)]++;
    if (us > histogram->max_us)
        histogram->max_us = us;
}

void histogram_merge(struct histogram *into, const struct histogram *from)
{
    into->n += from->n;
    if (from->max_us > into->max_us)
        into->max_us = from->max_us;
    for (size_t i = 0; i < HISTOGRAM_BINS; i++)
        into->bins[i] += from->bins[i];
}

uint64_t histogram_at(const struct histogram *histogram, unsigned of_1000)
{
    /* At least so many, rounded up, lie at or below it. */
    uint64_t wanted = (histogram->n * of_1000 + 999) / 1000, passed = 0;

    for (size_t i = 0; i < HISTOGRAM_BINS; i++) {
        passed += histogram->bins[i];
        if (passed >= wanted && passed > 0)
            return top_of(i) < histogram->max_us ? top_of(i) : histogram->max_us;
    }
    return histogram->max_us;
}
