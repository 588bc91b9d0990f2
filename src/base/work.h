/* SPDX-License-Identifier: Apache-2.0 */

/* Work that would hold the loop up, as a port: `run` on a thread of its own, then `done` on
 * the loop. From submit to `done` what it works on is the thread's alone, so there is
 * nothing to lock. */
#ifndef BASE_WORK_H
#define BASE_WORK_H

struct work {
    void (*run)(struct work *work);
    void (*done)(struct work *work);
    void *owner;
};

struct works {
    /* `done` is called once, never from within. */
    void (*submit)(struct works *works, struct work *work);
};

#endif
