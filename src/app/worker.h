/* SPDX-License-Identifier: Apache-2.0 */

/* A process that serves: one loop, and on it the clock, the service with its store, and
 * the server, built in this order and taken down in the other. */
#ifndef APP_WORKER_H
#define APP_WORKER_H

#include "app/child.h"
#include "app/config.h"

#include <stdbool.h>
#include <stdint.h>

/* What the supervisor hands down, by number. */
enum worker_fd {
    WORKER_FD_LOCK = CHILD_FD_FIRST, /* The folder's: held until the last of us is gone. */
    WORKER_FD_LISTEN,
    WORKER_FD_PAGE,    /* struct counters_page, to be mapped. */
    WORKER_FD_CONTROL, /* Its end: the supervisor is gone. */
};

/* What is said over the control's descriptor, a byte each. */
enum worker_word {
    WORKER_READY = 'r',     /* By us, once. */
    WORKER_HAND_OVER = 'h', /* By the supervisor: another accepts now. */
};

#define WORKER_GRACE_MS  5000 /* For saying bye. */
#define WORKER_BEAT_MS   250  /* How often the page is read and signed. */
#define READINESS_MS     5 /* How often a starting worker looks whether its store is up. */
#define WORKER_SILENT_MS 30000 /* Without a sign of life for so long, it hangs. */

struct worker_options {
    const struct config *config;
    uint32_t place; /* In the page of counters: the slot, or CONFIG_WORKERS_MAX more. */
    const char *base_url;
    bool has_private_redis;
};

/* Serves until SIGTERM; the exit status. */
int worker_run(const struct worker_options *options);

#endif
