/* SPDX-License-Identifier: Apache-2.0 */

/* A crowd that goes on voting in a real server's demo room while something is done to it,
 * and the commands that do it. */
#ifndef LIB_APP_VOTERS_H
#define LIB_APP_VOTERS_H

#include "bench/crowd.h"
#include "lib/app_fixture.h"

#define VOTERS_HEAL_MS 30000

struct voters {
    struct app *app;
    struct crowd *crowd;
    struct identity identity;
    char code[16];
};

/* All have said hello. */
void voters_join(struct voters *out, struct app *app, size_t n);
void voters_leave(struct voters *voters);
/* One turn: whoever has no ballot under way casts another now and then. */
void voters_turn(struct voters *voters);
/* Until so many more ballots are acknowledged; fails the test when it takes too long. */
void voters_vote(struct voters *voters, uint64_t more);
/* Until all are connected and answered; then every acknowledged ballot is in the Redis at
 * `socket` (NULL: the private one), once, and the tally equals a recount. */
void voters_settle(struct voters *voters, const char *socket);

/* A command that runs while they vote: begins, votes until it ends; its exit status, and
 * what it wrote. */
int voters_vote_during(struct voters *voters, const char *const args[], char *out,
                       size_t cap);
/* The same, of another server's data folder. */
int voters_run_during(struct voters *voters, const struct app *app,
                      const char *const args[], char *out, size_t cap);

#endif
