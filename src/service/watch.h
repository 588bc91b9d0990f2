/* SPDX-License-Identifier: Apache-2.0 */

/* A room that this worker follows: its mirror, kept true.
 *
 *   OPENING ── subscribed, then loaded ──> LIVE ── doubt ──> LIVE, refreshing
 *      └── not found, store away ──> gone
 *
 * Subscribe first, then load, then apply what is newer: nothing falls between. Every
 * PULSE_MS, and after every renewed subscription, the pulse compares epoch, seq and
 * revisions with the store, so that the last message heals too.
 *
 * Counted by reference: sessions, requests and pages hold it; the last to leave
 * starts a linger, so that a page and the socket that follows load once. */
#ifndef SERVICE_WATCH_H
#define SERVICE_WATCH_H

#include "base/list.h"
#include "live/listener.h"
#include "live/mirror.h"
#include "service/clouds.h"
#include "service/indexes.h"
#include "service/notices.h"
#include "service/quiz.h"
#include "service/reactions.h"
#include "service/series.h"
#include "service/service.h"
#include "service/shelves.h"
#include "service/themes.h"

#include <uthash.h>

#define PEOPLE_WORKERS_MAX 64
#define WATCH_LINGER_MS    10000

struct watch {
    UT_hash_handle hh; /* In service->watches, by id. */
    struct service *service;
    struct id id;
    size_t refs;
    bool is_live; /* The mirror may be shown. */
    bool is_gone; /* Not to be found again: deleted, or it failed to open. */
    struct mirror mirror;
    bool has_passcode;
    uint8_t passcode_hash[PASSCODE_HASH_BYTES];

    struct list waiters;     /* struct watch_wait: until open, or until refreshed */
    struct list late;        /* likewise: until what is read next has come */
    struct list actors;      /* struct actor with a listener in this room */
    struct store_request io; /* subscribe, load, journal: one at a time */
    bool io_busy, again;     /* again: refresh once more when io comes back */
    uint64_t seen_seq;       /* The newest fact heard of, applied or not. */

    struct store_request pulse;
    bool pulse_busy;
    uint64_t pulse_seq, pulse_seen_seq; /* What was known when the pulse was sent. */
    size_t n_pulse;
    struct round_of pulse_rounds[QUESTIONS_PER_ROOM_MAX];
    uint64_t pulse_revisions[QUESTIONS_PER_ROOM_MAX];
    struct clock_timer pulse_timer, linger_timer, closing_timer, people_timer;
    int64_t store_ahead_ms; /* The store's clock minus ours. */

    struct store_request tally_read, closing;
    bool tally_busy, closing_busy;
    struct id tally_question, closing_question;

    struct room_theme theme;
    char lang[3]; /* Of the room. */
    struct reaction_keeper reactions;
    struct series_keeper series;
    struct notice_teller notices;
    struct quiz_keeper quiz;
    struct cloud_keeper clouds;
    /* What was read of a question in vain, to tell it by groups: see service/tellings.h. */
    struct watch_vain {
        struct round_of round;
        uint64_t version, answers;
    } vain[QUESTIONS_PER_ROOM_MAX];
    struct shelf_keeper shelves[BOARDS_PER_ROOM_MAX];
    struct index_keeper indexes[BOARDS_PER_ROOM_MAX];

    uint32_t people_here, people_told;
    uint64_t people_told_ms;
    struct {
        uint64_t worker, seen_ms;
        uint32_t n;
    } elsewhere[PEOPLE_WORKERS_MAX];
    size_t n_elsewhere;
};

/* Waiting for a watch. `done` once; never from within the call. With OK the watch is live
 * and the waiter holds a reference, to be released. */
struct watch_wait {
    void (*done)(struct watch_wait *wait, enum err err, struct watch *watch);
    void *owner;
    struct list link;
    struct service *service;
    struct code code;
    struct store_request find;
    bool finding;
};

/* The live watch of a code that is already followed, with a reference; NULL otherwise. */
struct watch *watch_known(struct service *service, const struct code *code);
/* Finds and opens. The wait must stay until `done`. */
void watch_open(struct service *service, const struct code *code, struct watch_wait *wait);
/* Loads the mirror afresh, then tells `wait` (which may be NULL). Takes a reference for it.
 */
void watch_refresh(struct watch *watch, struct watch_wait *wait);
/* Reads what the mirror has not heard of yet, then tells `wait`. Nothing new costs the
 * store one look, and those who watch nothing at all: whoever names what does not exist may
 * ask for it. Takes a reference. */
void watch_catch_up(struct watch *watch, struct watch_wait *wait);
/* What was being read came, or failed, and nothing more is read for those who wait. */
void watch_settled(struct watch *watch, enum err err);

/* May a round be told by groups however small they are? Where the room says so to everyone
 * who comes in, and said it before anybody answered: in the round, or in one that says what
 * people are. */
bool watch_tells_all(const struct watch *watch, const struct round_of *round);

struct watch *watch_ref(struct watch *watch);
void watch_unref(struct watch *watch); /* Takes NULL. */
/* A participant came (+1) or left (-1) here. */
void watch_people(struct watch *watch, int32_t step);
/* All of them; only when no session, page or request is left. */
void watches_free(struct service *service);

/* What the store tells (see struct store_events). */
void watch_on_fact(void *context, const struct id *room, const struct fact *fact);
void watch_on_tally(void *context, const struct id *room, uint64_t epoch,
                    const struct id *question, const struct tally *tally);
void watch_on_reactions(void *context, const struct id *room,
                        const struct reaction_sums *sums);
void watch_on_people(void *context, const struct id *room, uint64_t worker, uint32_t n);
void watch_on_doubt(void *context);
void watch_on_news(void *context, const struct id *room, uint64_t epoch,
                   const struct entry_id *entry);
void watch_on_board(void *context, const struct id *room, uint64_t epoch,
                    const struct id *board, uint64_t rev);

#endif
