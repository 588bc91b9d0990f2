/* SPDX-License-Identifier: Apache-2.0 */

/* Two workers' services on one real Redis, and three people in a room with a board "wishes"
 * that is open: the host and Ann at one worker, Bob at the other. */
#ifndef TESTS_LIB_WISHES_RIG_H
#define TESTS_LIB_WISHES_RIG_H

#include "lib/service_rig.h"

enum { HOST = 1, ANN, BOB };

struct wishes_rig {
    struct redis_fixture redis;
    struct rig_world world;
    struct worker_rig here, there;
    struct talk host, ann, bob;
    char code[CODE_CHARS + 1]; /* Of the room. */
};

void wishes_open(struct wishes_rig *rig);
void wishes_close(struct wishes_rig *rig);

/* Comes to the room. */
void wishes_hello(struct wishes_rig *rig, struct talk *talk, struct worker_rig *worker,
                  uint32_t person, const char *view);
/* The host makes the board: again, after it was removed. */
void wishes_make_board(struct wishes_rig *rig);
/* What comes of it is not waited for. */
void wishes_say_remove_board(struct wishes_rig *rig);
void wishes_until_removed(struct wishes_rig *rig);

#endif
