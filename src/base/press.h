/* SPDX-License-Identifier: Apache-2.0 */

/* Pictures that people sent, made into plain ones, as a port: what decodes them is hostile
 * input's first target, so it works in a process of its own that may open nothing. */
#ifndef BASE_PRESS_H
#define BASE_PRESS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A picture and a smaller one of the same. */
struct pressed {
    bool is_png; /* Else JPEG. */
    uint32_t width, height;
    const char *full, *small;
    size_t full_len, small_len;
};

struct press_job {
    const char *bytes; /* Must stay until `done`, or until it is abandoned. */
    size_t len;
    /* Once, never from within submit. ERR_BAD_IMAGE; ERR_STORE_DOWN when whoever works at
     * it was stopped: again. `pressed` is borrowed, and NULL with an error. */
    void (*done)(struct press_job *job, enum err err, const struct pressed *pressed);
    void *owner;
    void *run; /* The port's own. */
};

struct presses {
    void (*submit)(struct presses *presses, struct press_job *job);
    void (*abandon)(struct presses *presses, struct press_job *job);
};

#endif
