/* SPDX-License-Identifier: Apache-2.0 */

/* Another server, started to be measured beside ours: one process, on a core of its own,
 * the generator on another. */
#ifndef LIB_PEER_H
#define LIB_PEER_H

#include <stdint.h>
#include <sys/types.h>

#define PEER_WAIT_MS 15000

enum peer_core { PEER_CORE_SERVER = 0, PEER_CORE_CROWD = 1 };

/* Children started from now on inherit it. On a machine with one core: nothing. */
void peer_pin(pid_t pid, enum peer_core core); /* pid 0: ourselves. */

struct peer {
    pid_t pid;
    uint16_t port;
};
/* `argv` is a program and its arguments, ending with NULL; "PORT" in one of them becomes a
 * free port. Waits until it takes connections; ends the test when it does not. */
void peer_start(struct peer *peer, const char *const argv[]);
void peer_stop(struct peer *peer);
/* A connection to it, blocking. */
int peer_connect(uint16_t port);

#endif
