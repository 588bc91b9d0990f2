/* SPDX-License-Identifier: Apache-2.0 */

/* Pictures and pages that people sent, made into plain pictures, as a port: what decodes
 * them is hostile input's first target, so it works in a process of its own that may open
 * nothing. */
#ifndef BASE_PRESS_H
#define BASE_PRESS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A picture and a smaller one of the same; of a page, with its words as they are. */
struct pressed {
    bool is_png; /* Else JPEG. */
    uint32_t width, height;
    const char *full, *small;
    size_t full_len, small_len;
    uint32_t n_pages; /* Of the whole PDF; 0: it is none. */
    const char *title, *text;
    size_t title_len, text_len;
};

struct press_job {
    const char *bytes; /* Must stay until `done`, or until it is abandoned. */
    size_t len;
    uint32_t page; /* Of a PDF, from 1; 0: it is a picture. */
    /* Once, never from within submit. ERR_BAD_IMAGE, or of a PDF ERR_BAD_PDF or
     * ERR_LOCKED_PDF; ERR_STORE_DOWN when whoever works at it was stopped: again. `pressed`
     * is borrowed, and NULL with an error. */
    void (*done)(struct press_job *job, enum err err, const struct pressed *pressed);
    void *owner;
    void *run; /* The port's own. */
};

struct presses {
    void (*submit)(struct presses *presses, struct press_job *job);
    void (*abandon)(struct presses *presses, struct press_job *job);
};

#endif
