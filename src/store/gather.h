/* SPDX-License-Identifier: Apache-2.0 */

/* Gathers things that may go to Redis in one call: those with the same key stand in one
 * line. At most BATCHES_IN_FLIGHT calls of a line are under way; what comes meanwhile is
 * the next one, so batches grow with the load and nothing waits for a clock. */
#ifndef STORE_GATHER_H
#define STORE_GATHER_H

#include "base/list.h"

#include <stdbool.h>
#include <stddef.h>

#define GATHER_KEY_MAX 96

struct turn;
struct gather;
struct gather_line;

struct gather_options {
    struct turn *turn; /* Asked for when something may be sent. */
    size_t key_bytes;  /* At most GATHER_KEY_MAX; compared as bytes. */
    size_t most;       /* In one call. */
    /* Sends `items`, n of them in their order, and takes those out: one at least. What may
     * not go in one call with those before it, and all behind it, it leaves for the next.
     */
    size_t (*send)(void *context, struct gather_line *line, struct list *items, size_t n);
    void (*fail)(void *context, struct list *item);
    void *context;
};

struct gather *gather_new(const struct gather_options *options);
/* Nothing may stand in line or be under way. */
void gather_free(struct gather *gather);

/* BATCH_QUEUE_MAX of them wait: no more, please. */
bool gather_is_full(const struct gather *gather);
void gather_add(struct gather *gather, const void *key, struct list *item);
/* On the turn after something came, so that what one turn brought goes together. */
void gather_dispatch(struct gather *gather);

const void *gather_key(const struct gather_line *line);
/* Hands all who still stand in line to `fail`: they have waited as long as the call that
 * failed, or would in vain. */
void gather_fail_waiting(struct gather_line *line);
/* A call came back. The line may be gone afterwards. */
void gather_came_back(struct gather_line *line);

#endif
