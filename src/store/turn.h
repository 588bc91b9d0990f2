/* SPDX-License-Identifier: Apache-2.0 */

/* Something to be done on the next turn of the loop, before it sleeps: so that answers
 * never come from within a call, and what one turn brought goes out together. A timer of 0
 * would cost a millisecond. */
#ifndef STORE_TURN_H
#define STORE_TURN_H

#include <uv.h>

struct turn {
    uv_idle_t idle; /* While it is active the loop does not sleep. */
    void (*run)(void *context);
    void (*closed)(void *context);
    void *context;
};

void turn_init(struct turn *turn, void *loop, void (*run)(void *context), void *context);
/* Any number of times: it runs once. */
void turn_soon(struct turn *turn);
/* It does not run any more; `closed` comes when its memory may go. */
void turn_close(struct turn *turn, void (*closed)(void *context));

#endif
