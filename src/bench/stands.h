/* SPDX-License-Identifier: Apache-2.0 */

/* The stands: a crowd of any size, spread over as many processes as its descriptors need.
 *
 * A stand is a child process with a crowd of its own. The conductor orders one work at a
 * time of all stands, may do something meanwhile, and waits until all are done; what they
 * saw lies in memory that is shared. Stands die with their conductor. */
#ifndef BENCH_STANDS_H
#define BENCH_STANDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/crowd.h"

#define STANDS_MAX   8
#define STANDS_CROWD ((size_t)STANDS_MAX * CROWD_MAX)
#define STANDS_LIMIT_MS                                                                    \
    120000 /* For any work, beyond the time that it is meant to take.                      \
            */
#define STANDS_FLOOD                                                                       \
    4096 /* Ballots under way when they come as fast as they are counted. */

enum stand_work {
    STAND_CONNECT, /* Until all are upgraded and held, or seated. */
    STAND_GREET,   /* Until all are seated. */
    STAND_HOLD,    /* For `ms`. */
    STAND_CAST,    /* Everyone votes at once, until all is counted and on every screen. */
    STAND_STREAM,  /* `rate` votes a second in all for `ms`, until all is counted and shown.
                    */
    STAND_HEAR,    /* Until each has heard `facts` more facts. */
    STAND_DROP,    /* All are cut off; until they are seated again. */
    STAND_SLEEP,   /* `sleepers` of a hundred stop reading. */
    STAND_WAKE,    /* They read again; until all are seated and settled. */
    STAND_SOAK,    /* A stream, while `sleepers` of a hundred nap and some die all the time;
                      until all are awake, counted and shown. */
    STAND_WORKS
};

struct stand_order {
    enum stand_work work;
    uint64_t ms, rate, facts, sleepers; /* `rate` 0: as fast as they are counted. */
    uint64_t deaths;                    /* Of a soak, a second. */
    uint32_t round;                     /* Of the question from now on; 0: as it is. */
};

struct stand_report {
    size_t n, seated, behind;
    uint64_t done_ns;                            /* When the work was done. */
    bool is_late;                                /* It was not. */
    uint64_t ballots, counts[CROWD_OPTIONS_MAX]; /* All that was acknowledged so far. */
    struct crowd_stats stats;                    /* Of this work. */
};

struct stands;

/* NULL when there can be no more processes. `options->n` is of all stands together; its
 * `told_ns` is the stands' own. */
struct stands *stands_open(const struct crowd_options *options);
void stands_close(struct stands *stands);
/* From its return on, what the stands hear counts. */
void stands_begin(struct stands *stands, const struct stand_order *order);
/* What is waited for by STAND_HEAR happens now. */
void stands_tell(struct stands *stands);
/* Waits for what was begun, and adds up the reports. */
void stands_end(struct stands *stands, struct stand_report *out);
size_t stands_processes(const struct stands *stands);

#endif
