/* SPDX-License-Identifier: Apache-2.0 */

/* Counts a board's points and supports by hand, from what is kept in Redis. */
#ifndef TESTS_LIB_POINTS_AUDIT_H
#define TESTS_LIB_POINTS_AUDIT_H

#include "lib/redis_fixture.h"

/* Fails the test unless, in a room with this board alone: leaderboards are the sums of the
 * movements; what each idea earned is what its movements sum up to while it is shown, and
 * its supports say so; and what people support is listed, each once. */
void points_audit(const struct redis_fixture *redis, const char *room, const char *board);
/* What the room has moved so far, whoever got it: the sum and the number of movements. */
void points_moved(const struct redis_fixture *redis, const char *room, long long *sum,
                  long long *n);

#endif
