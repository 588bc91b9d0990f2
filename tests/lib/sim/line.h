/* SPDX-License-Identifier: Apache-2.0 */

/* A person's connection to a worker, as net makes one: a session, and a slow network in
 * both directions. Whoever hangs up may be heard for a while still: what was said arrives
 * late, perhaps after what was said elsewhere since. */
#ifndef TESTS_SIM_LINE_H
#define TESTS_SIM_LINE_H

#include "lib/sim/sim.h"

struct line;

struct line_listener {
    void *context;
    /* One message, as JSON. May hang up. */
    void (*message)(void *context, const char *text, size_t len);
    /* The other side is gone; the line is of no use any more. */
    void (*closed)(void *context);
};

struct line_options {
    struct participant who;
    uint64_t slow_us; /* How long at most it does not read. */
};

struct line *line_open(struct sim_worker *worker, const struct line_options *options,
                       const struct line_listener *listener);
__attribute__((format(printf, 2, 3))) void line_say(struct line *line, const char *format,
                                                    ...);
/* The listener hears no more. */
void line_leave(struct line *line);
/* The worker of all of these died. */
void lines_break(struct list *lines);

#endif
