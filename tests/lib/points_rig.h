/* SPDX-License-Identifier: Apache-2.0 */

/* A room "room" that gives points, and its board "wishes", which is open; and a way to ask
 * for one thing after the other. */
#ifndef TESTS_LIB_POINTS_RIG_H
#define TESTS_LIB_POINTS_RIG_H

#include "lib/store_rig.h"
#include "store/store_points.h"
#include "store/store_support.h"

struct club {
    struct redis_fixture redis;
    struct rig_world world;
    struct rig here;
    struct rig_ask ask;
    struct id room, wishes;
    struct idea idea; /* As it was answered last. */
    struct points_board ranks;
    struct points_place places[POINTS_PAGE_MAX];
};
extern struct club club;

#define CLUB_RULES ",\"points\":{\"idea\":5,\"support\":2,\"retained\":20}"

/* Of each test. */
int club_begin(void **state);
int club_end(void **state);

/* What the room gives from now on; "" for nothing. */
void club_rules(uint64_t rev, const char *points);

/* Each must succeed. */
void club_post(const char *id, uint32_t author);
enum err club_try(const char *id, const struct idea_change *what); /* Or not. */
void club_alter(const char *id, const struct idea_change *what);
void club_state(const char *id, uint64_t version, enum idea_state to);
void club_status(const char *id, uint64_t version, enum idea_status to);
void club_support(const char *id, uint32_t person, uint32_t n, bool on);
/* By the team; `into` NULL undoes it. How it was answered. */
enum err club_merge(const char *from, const char *into, uint64_t version);
void club_name(uint32_t person, const char *name);

/* One support, and how it was answered; `n_done` is counted up by then. */
struct club_support {
    struct support support;
    enum err err;
    size_t *n_done;
};
void club_send(struct club_support *one, const char *id, uint32_t person, uint32_t n,
               bool on, size_t *n_done);

/* To club.ranks. */
void club_rank(uint32_t person, struct points_query query);
/* Of all time, once the whole account adds up. */
uint64_t club_points_of(uint32_t person);

#endif
