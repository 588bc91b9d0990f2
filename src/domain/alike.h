/* SPDX-License-Identifier: Apache-2.0 */

/* Whether two ideas may be the same, as a number: how much of what each title says the
 * other idea says too, where rare words say more than common ones. Both ways, so that
 * neither a short title that is part of a long one nor the other way round counts as the
 * same. */
#ifndef DOMAIN_ALIKE_H
#define DOMAIN_ALIKE_H

#include <stdbool.h>
#include <stddef.h>

/* How far one word stands for another. */
#define ALIKE_SAME  1.0
#define ALIKE_GROUP 0.85 /* It means about the same. */
#define ALIKE_TYPO  0.8  /* One letter apart. */
#define ALIKE_TEXT  0.6  /* It is in the text, not in the title. */

/* From here on two ideas are shown as alike. Measured: tests/data/similar.tsv. */
#define ALIKE_LEAST 0.58

/* What a word says on a board of `ideas`, of which `with` have it. */
double alike_weight(size_t ideas, size_t with, bool is_weak);

/* The weights of a title's words, and how much of that is met by the other idea. */
struct alike_side {
    double met, all;
};
/* From 0 (nothing in common) to 1. */
double alike_score(const struct alike_side *typed, const struct alike_side *posted);

#endif
