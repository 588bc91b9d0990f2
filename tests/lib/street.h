/* SPDX-License-Identifier: Apache-2.0 */

/* Two machines on one street, with the test as everybody else on it: network namespaces, a
 * wire from each to a bridge. Nothing of it is seen outside, and it goes with the test. */
#ifndef TESTS_LIB_STREET_H
#define TESTS_LIB_STREET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define STREET_HOUSES  2
#define STREET_NETWORK "10.79.0" /* .1 and .2 are the houses', .254 is the test's. */

struct street {
    int own;                   /* The test's namespace. */
    int inside[STREET_HOUSES]; /* Theirs. */
    pid_t holders[STREET_HOUSES];
};

/* False where namespaces cannot be made; `why` says it in a word. The test's own network is
 * the street from now on. */
bool street_open(struct street *out, const char **why);
void street_close(struct street *street);
/* What the test starts between these is in that house. */
void street_enter(const struct street *street, size_t house);
void street_leave(const struct street *street);

/* The wire is pulled. */
void street_cut(const struct street *street, size_t house);
/* As `ip addr add` and `arping -U` do it: the house has the address, and says so to all. */
void street_take_address(const struct street *street, size_t house, unsigned host);

#endif
