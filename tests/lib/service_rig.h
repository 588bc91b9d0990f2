/* SPDX-License-Identifier: Apache-2.0 */

/* Workers without a network: services on one loop, and people who talk to them. What
 * one is told is kept as text; talk_until runs the loop until it holds a phrase. */
#ifndef TESTS_LIB_SERVICE_RIG_H
#define TESTS_LIB_SERVICE_RIG_H

#include "lib/store_rig.h"
#include "service/once.h"
#include "service/session.h"

struct worker_rig {
    struct rig_world *world;
    struct service *service;
    struct counters counters;
    struct identity identity;
};

void worker_rig_open(struct worker_rig *worker, struct rig_world *world,
                     const char *address);
/* Answers wait until so many replicas have it, too. */
void worker_rig_open_copying(struct worker_rig *worker, struct rig_world *world,
                             const char *address, uint32_t ack_replicas);
/* Every talk must be closed. */
void worker_rig_close(struct worker_rig *worker);

struct talk {
    struct session_sink sink;
    struct worker_rig *worker;
    struct session *session;
    struct strbuf heard; /* Payloads, a line each. */
    bool is_dirty;
    uint16_t close_status; /* 0: not asked to close. */
};

void talk_open(struct talk *talk, struct worker_rig *worker, uint32_t person);
void talk_close(struct talk *talk);
__attribute__((format(printf, 2, 3))) void talk_say(struct talk *talk, const char *format,
                                                    ...);
/* Runs the loop until the phrase was heard; fails the test after a minute. */
void talk_until(struct talk *talk, const char *phrase);
void talk_until_closed(struct talk *talk);
bool talk_has_heard(const struct talk *talk, const char *phrase);
void talk_forget(struct talk *talk);
/* The text of `"key":"…"` last heard, in a static buffer. */
const char *talk_value(const struct talk *talk, const char *key);

/* The owner's rights for `person`, by a real owner link. */
void worker_rig_own(struct worker_rig *worker, const struct redis_fixture *redis,
                    uint32_t person);

#endif
