/* SPDX-License-Identifier: Apache-2.0 */

/* What goes on in a room is counted here and written every few seconds, however much it is:
 * the vote knows nothing of it, and a room where nobody is costs nothing. What a worker
 * that dies had not written yet, of SERIES_MS at most, is lost. */
#ifndef SERVICE_SERIES_H
#define SERVICE_SERIES_H

#include "base/clock.h"
#include "store/store_series.h"

struct watch;
struct service;

struct series_keeper {
    bool is_busy;
    uint32_t told_people;
    uint64_t since_ms; /* Of the first in `waiting`; */
    uint64_t began_ms; /* of `sent`. */
    struct series_batch waiting, sent;
    /* What is in a question's curve, by slot of the mirror. */
    struct {
        uint32_t round;
        uint64_t revision;
    } told[QUESTIONS_PER_ROOM_MAX];
    uint8_t sent_slots[SERIES_CURVES_MAX];
    uint64_t sent_revisions[SERIES_CURVES_MAX];
    struct store_request io;
    struct clock_timer timer;
};

void series_init(struct watch *watch);
void series_done(struct watch *watch);
bool series_is_idle(const struct watch *watch);
void series_note(struct watch *watch, enum series_count count);
/* An idea got its first answer. */
void series_note_wait(struct watch *watch, uint64_t waited_ms);
/* This one came by what somebody shared. The store counts each once. */
void series_note_shared(struct watch *watch, const struct participant *participant);
/* People came or left. */
void series_hear_people(struct watch *watch);
/* Of all rooms, at once: this process is leaving. */
void series_flush(struct service *service);

#endif
