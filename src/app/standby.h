/* SPDX-License-Identifier: Apache-2.0 */

/* The second laptop: its private Redis is a replica of the first one's, through a tunnel
 * (relay.h), and it has the first one's key. It serves nothing until `clameur promote`:
 * then its Redis is a master, every room's epoch is raised, and it starts as any server.
 *
 * It never promotes itself: from here, a first that is dead and one that only cannot be
 * reached look the same, and two that serve would count apart. */
#ifndef APP_STANDBY_H
#define APP_STANDBY_H

#include "app/instance.h"

#define STANDBY_WORDS_MAX 12

/* Before the instance has its key: fetches the first one's, and listens for what goes
 * through the tunnel. Does nothing for one that is neither first nor standby. */
bool standby_prepare(struct instance *instance, struct complaint *complaint);
/* More options for the private Redis; `port` has 8 bytes. */
void standby_redis_words(const struct instance *instance, bool is_following, char *port,
                         const char *words[STANDBY_WORDS_MAX]);

/* Does the private Redis follow nobody? */
bool standby_is_master(const struct data_folder *folder, struct complaint *complaint);

int promote_run(const struct config *config);

#endif
