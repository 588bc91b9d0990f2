/* SPDX-License-Identifier: Apache-2.0 */

/* A private Redis that takes no writes for a while, and the proof that it took none.
 *
 * The hold is renewed as long as it is needed; whoever holds may die, and votes go on
 * within seconds. So the proof, not the hold, decides: the life of the Redis and how much
 * has changed in it, read at the beginning and again by whoever acts on it. */
#ifndef APP_FENCE_H
#define APP_FENCE_H

#include <hiredis/hiredis.h>

#include "app/complaint.h"

#define FENCE_HOLD_MS 3000
#define FENCE_BYTES   72

struct fence {
    char text[FENCE_BYTES];
};

bool fence_hold(redisContext *redis, struct complaint *complaint);
/* Votes go on. */
bool fence_release(redisContext *redis, struct complaint *complaint);
bool fence_read(redisContext *redis, struct fence *out, struct complaint *complaint);
/* Holds once more, and looks whether all is as it was. */
bool fence_stands(const char *socket, const struct fence *fence,
                  struct complaint *complaint);

#endif
