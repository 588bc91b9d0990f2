/* SPDX-License-Identifier: Apache-2.0 */

/* What an evening asks of a server, one scenario each, on a room of its own. */
#ifndef BENCH_SCENARIO_H
#define BENCH_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "bench/figures.h"
#include "domain/question.h"
#include "domain/tally.h"
#include "service/identity.h"

/* What the server has used so far. */
struct scenario_usage {
    uint64_t server_us, redis_us, memory_bytes;
};

/* What the server and its Redis hold now, and how much of that is meant to be kept:
 * ballots, and the room's journal, which has an end of its own. What cannot be asked is 0.
 */
struct scenario_memory {
    uint64_t server_bytes, redis_bytes, kept_bytes;
};

#define SCENARIO_BOARD "bench"

/* Who prepares the room and runs the evening: handed down, since a scenario only sees what
 * participants see. Each says false when the store did not do it. */
struct scenario_host {
    void *context;
    const struct identity *identity;
    uint16_t port;
    uint32_t address;          /* Of the loopback network. */
    bool is_secure;            /* TLS. */
    char code[CODE_CHARS + 1]; /* Of the room that was made last. */
    const char *question;
    bool sees_server, sees_redis; /* Else nothing is told of what it uses. */
    bool (*make_room)(struct scenario_host *host); /* With a question, a draft. */
    bool (*remove_room)(struct scenario_host *host);
    bool (*move)(struct scenario_host *host, enum question_move move);
    bool (*stir)(struct scenario_host *host); /* A fact of more than 1,000 bytes. */
    bool (*count)(struct scenario_host *host, struct tally *out);
    void (*usage)(struct scenario_host *host, struct scenario_usage *out);
    void (*memory)(struct scenario_host *host, struct scenario_memory *out);
    /* What goes on in a house all day: another room is made and deleted, another question
     * opened, closed, reset. */
    bool (*churn)(struct scenario_host *host);
    /* SCENARIO_BOARD in the room, with so many ideas: idea1, idea2, ... */
    bool (*make_board)(struct scenario_host *host, size_t ideas);
    /* Of all its ideas together. False, too, when a recount comes to another number. */
    bool (*count_supports)(struct scenario_host *host, uint64_t *out);
    uint32_t round;                                             /* Of the question. */
    void (*note)(struct scenario_host *host, const char *line); /* While it lasts. */
};

struct scenario_plan {
    size_t size; /* Participants. */
    uint64_t seconds, rate;
};

size_t scenario_count(void);
const char *scenario_name(size_t scenario);
const char *scenario_summary(size_t scenario);
bool scenario_is_usual(size_t scenario); /* Else it is played only when it is named. */
/* scenario_count() when there is none of the name; blanks and underscores are the same. */
size_t scenario_find(const char *name);

/* Adds to the figures. False when it could not be done, or when what was counted is not
 * what the crowd was told; `why` says so. */
#define SCENARIO_WHY_BYTES 160
bool scenario_run(size_t scenario, const struct scenario_plan *plan,
                  struct scenario_host *host, struct figures *figures,
                  char why[SCENARIO_WHY_BYTES]);

#endif
