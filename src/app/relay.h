/* SPDX-License-Identifier: Apache-2.0 */

/* The two ends of a tunnel between a standby and the first instance, each a process of its
 * own that the supervisor keeps running. A connection is a process, too: there are few.
 *
 *   replica ─127.0.0.1─▶ relay follow ══tunnel══▶ relay serve ─unix socket─▶ private Redis
 *
 * The private Redis itself listens on no network. */
#ifndef APP_RELAY_H
#define APP_RELAY_H

#include "app/child.h"
#include "app/config.h"
#include "app/data_folder.h"

/* What is inherited. */
enum relay_fd {
    RELAY_FD_LOCK = CHILD_FD_FIRST, /* As a worker's. */
    RELAY_FD_LISTEN,
};

/* The first thing said in a tunnel. */
enum relay_word {
    RELAY_KEY = 'K',   /* The server's key, please; then the end. */
    RELAY_REDIS = 'R', /* What follows is for the Redis. */
};

/* Both until they are killed. */
int relay_serve(const struct config *config);
int relay_follow(const struct config *config);
/* The key of the first instance. */
bool relay_fetch_key(const struct config *config, uint8_t key[SERVER_KEY_BYTES],
                     struct complaint *complaint);

#endif
