/* SPDX-License-Identifier: Apache-2.0 */

/* Chance that can be had again: CLAMEUR_SEED, else the clock; told at the beginning. */
#ifndef TESTS_LIB_DICE_H
#define TESTS_LIB_DICE_H

#include <stdint.h>

struct dice {
    uint64_t state;
};

void dice_begin(struct dice *out, const char *test);
/* From 1 to `n`. */
uint64_t dice_throw(struct dice *dice, uint64_t n);
/* `few` times, or as often as CLAMEUR_LONG says. */
unsigned dice_rounds(unsigned few);

#endif
