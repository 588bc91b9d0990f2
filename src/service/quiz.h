/* SPDX-License-Identifier: Apache-2.0 */

/* A room's leaderboard, made in each worker that is asked for it, of the ballots of the
 * quiz questions that are revealed: they do not change any more, and a question that is
 * reopened, reset or removed takes its column with it. They are read in pages, so that the
 * store does other things between; whoever asks meanwhile waits for the last of them. */
#ifndef SERVICE_QUIZ_H
#define SERVICE_QUIZ_H

#include "live/leaders.h"
#include "service/service.h"
#include "store/store.h"

struct watch;

struct quiz_keeper {
    struct leaders *leaders; /* NULL until somebody asks. */
    uint64_t epoch;          /* That they are of. */
    struct id latest;        /* That they were settled for. */
    uint64_t settled;        /* Grows whenever they were. */
    struct store_request io;
    bool busy;
    struct leaders_key reading;
    size_t from; /* Parts of it that are read; see store_carry_answers. */
    char cursor[24];
    struct list waiters; /* struct quiz_wait */
};

/* `done` once, maybe from within the call. With OK, watch->quiz.leaders are what the mirror
 * says. */
struct quiz_wait {
    void (*done)(struct quiz_wait *wait, enum err err);
    struct list link;
    uint64_t settled; /* For the waiter: of which leaders it has spoken. */
};

void quiz_init(struct watch *watch);
void quiz_done(struct watch *watch);
bool quiz_is_idle(const struct watch *watch);
void quiz_ask(struct watch *watch, struct quiz_wait *wait);

#endif
