/* SPDX-License-Identifier: Apache-2.0 */

/* Many runs of the simulation, in a test.
 *
 *   CLAMEUR_LONG=1      10,000 seeds in place of 300, or as many as it says
 *   CLAMEUR_SEED=n      that one alone, telling everything */
#ifndef TESTS_SIM_SEEDS_H
#define TESTS_SIM_SEEDS_H

#include "lib/sim/sim.h"

/* Seeds from 1 on, on all cores; the first that fails is told. Says what happened. */
void seeds_run(const struct sim_options *options);
/* These, one after the other. */
void seeds_run_some(const struct sim_options *options, const uint64_t *seeds, size_t n);
void seeds_run_first(const struct sim_options *options, uint64_t n);
/* Each of these faults is found by some seed. */
void seeds_find(const struct sim_options *mutants, size_t n);

#endif
