/* SPDX-License-Identifier: Apache-2.0 */

/* Ports for what a test starts, and starts again: below those that the kernel gives to
 * connections, which would take one while its server is away. */
#ifndef TESTS_LIB_PORT_H
#define TESTS_LIB_PORT_H

#include <stdint.h>

/* The cluster's own talk of a Redis is so far from its port. */
#define PORT_TALK_OFFSET 10000

/* Free on 127.0.0.1 a moment ago, and so is the one for a cluster's talk. Processes that
 * run side by side begin in different places. */
uint16_t port_free(void);

#endif
