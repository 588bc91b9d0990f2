/* SPDX-License-Identifier: Apache-2.0 */

/* Stores on a loop, and a way to ask them one thing after the other: rig_await runs the
 * loop until an answer is there. */
#ifndef TESTS_LIB_STORE_RIG_H
#define TESTS_LIB_STORE_RIG_H

#include "lib/redis_fixture.h"
#include "store/store.h"

#include <uv.h>

#define RIG_FACTS_MAX 64

/* A loop with its clock. */
struct rig_world {
    uv_loop_t loop;
    struct clock *clock;
};

/* One worker's store and what it told unasked. */
struct rig {
    struct rig_world *world;
    struct store *store;
    struct store_events events;
    struct counters counters;
    struct store_state state;
    size_t n_states, n_doubts, n_tallies, n_people;
    size_t n_news;      /* Doubts and tallies. */
    struct tally tally; /* The newest told. */
    uint64_t tally_epoch;
    uint32_t people;
    size_t n_hints;  /* Times that there was said to be news. */
    size_t n_boards; /* Times that one was told to have moved. */
    uint64_t board_rev;
    size_t n_facts;
    struct fact facts[RIG_FACTS_MAX]; /* Without their bufs. */
};

/* A request and its answer. Records are copied, and their bufs held until the next use. */
struct rig_ask {
    struct store_request request;
    bool is_done, has_result;
    enum err err;
    void (*keep)(struct rig_ask *ask, const void *result);
    struct room_record room;
    struct question_record question;
    struct room_image image;
    struct tally tally;
    struct id id;
    char ballot[BALLOT_BYTES_MAX + 1]; /* Of the first of `ballots`. */
    enum role role;
    struct pulse pulse;
    uint64_t revisions[QUESTIONS_PER_ROOM_MAX];
    size_t n;
    struct link links[LINKS_PER_ROOM_MAX];
    struct room_listed rooms[ROOMS_LISTED_MAX];
    struct own_ballot ballots[QUESTIONS_PER_ROOM_MAX];
    struct fact facts[FACTS_READ_MAX]; /* Without their bufs. */
};

/* A cast and its answer. */
struct rig_cast {
    struct cast cast;
    uint64_t revision;
    size_t *n_done; /* Counted up when it is answered, if not NULL. */
    enum err err;
    uint32_t n, round;
    bool is_done, has_answer;
    char ballot[BALLOT_BYTES_MAX + 1];
};

void rig_world_open(struct rig_world *world);
void rig_world_close(struct rig_world *world);
void rig_open(struct rig *rig, struct rig_world *world, const char *address);
/* Answers wait until so many replicas have it, too. */
void rig_open_copying(struct rig *rig, struct rig_world *world, const char *address,
                      uint32_t ack_replicas);
void rig_close(struct rig *rig);

/* What most tests of the store start from, and end with: a store, and the room "room" in
 * it. */
void rig_begin(struct rig *rig, struct rig_world *world, const struct redis_fixture *redis);
void rig_end(struct rig *rig, struct rig_ask *ask);

/* Runs the loop until `*flag`; fails the test after half a minute. */
void rig_until(struct rig_world *world, const bool *flag);
void rig_until_count(struct rig_world *world, const size_t *count, size_t least);

/* A request ready to hand over, whose result is kept by `keep` (NULL: none is expected). */
struct store_request *rig_request(struct rig_ask *ask,
                                  void (*keep)(struct rig_ask *ask, const void *result));
enum err rig_await(struct rig *rig, struct rig_ask *ask);
void rig_ask_done(struct rig_ask *ask);
void rig_keep_room(struct rig_ask *ask, const void *result);
void rig_keep_question(struct rig_ask *ask, const void *result);
void rig_keep_image(struct rig_ask *ask, const void *result);
void rig_keep_tally(struct rig_ask *ask, const void *result);
void rig_keep_id(struct rig_ask *ask, const void *result);
void rig_keep_role(struct rig_ask *ask, const void *result);
void rig_keep_pulse(struct rig_ask *ask, const void *result);
void rig_keep_links(struct rig_ask *ask, const void *result);
void rig_keep_rooms(struct rig_ask *ask, const void *result);
void rig_keep_you(struct rig_ask *ask, const void *result);
void rig_keep_facts(struct rig_ask *ask, const void *result);

/* Ids, people and ballots by number or name. */
struct id rig_id(const char *text);
struct code rig_code(const char *text);
struct participant rig_person(uint32_t number);

/* A room "room" with code, and a question in it. Fail the test unless all goes well. */
void rig_make_room(struct rig *rig, const char *room, const char *code);
void rig_make_question(struct rig *rig, const char *room, const char *question,
                       bool may_change);
/* One that may be changed, and is open. */
void rig_open_question(struct rig *rig, const char *room, const char *question);
enum err rig_move(struct rig *rig, struct rig_ask *ask, const char *room,
                  const char *question, struct question_moving moving);
/* Moves it from its present version, and must succeed. */
void rig_must_move(struct rig *rig, const char *room, const char *question,
                   enum question_move move);

/* One option of a single choice of "room", round 1, definition 1. */
void rig_cast_init(struct rig_cast *cast, const char *question, uint32_t person, uint32_t n,
                   unsigned option);
void rig_cast_send(struct rig *rig, struct rig_cast *cast);
enum err rig_cast_await(struct rig *rig, struct rig_cast *cast);
/* Adds up the stored ballots and holds them against the tally; returns the voters. */
uint64_t rig_recount(const struct redis_fixture *redis, const char *room,
                     const char *question, uint32_t round);

#endif
