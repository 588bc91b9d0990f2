/* SPDX-License-Identifier: Apache-2.0 */

/* What part of the voters figures are, in whole parts: those that are told beside each
 * other and are all the voters together add up to all of the parts. */
#ifndef DOMAIN_SHARES_H
#define DOMAIN_SHARES_H

#include "domain/figures.h"

/* Of `whole` parts (100: percent), in `out`; 0 for figures that are no share. What adds up
 * is rounded by largest remainder, of equal ones the first; else halves up. */
void shares_make(const struct figure *figures, size_t n, uint64_t voters, uint64_t whole,
                 uint64_t out[FIGURES_MAX]);

#endif
