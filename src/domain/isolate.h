/* SPDX-License-Identifier: Apache-2.0 */

/* Do tables of the same people, each by other groups, tell of few when they are held
 * against each other? Whoever has them may add and subtract them as they like; what comes
 * out speaks of those people who do not cancel out. It must never be one to four of them.
 */
#ifndef DOMAIN_ISOLATE_H
#define DOMAIN_ISOLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ISOLATE_COLUMNS_MAX 64

/* People who are in the same groups of every table: a bit for each group that they are in.
 */
struct isolate_type {
    uint64_t columns, people;
};

/* Is there a sum of multiples of groups in which fewer than `least` people are left, and
 * not nobody? Exact; sorts `types`. What takes too long to find out counts as true. */
bool isolates(struct isolate_type types[], size_t n, uint64_t least);

#endif
