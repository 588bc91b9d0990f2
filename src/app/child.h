/* SPDX-License-Identifier: Apache-2.0 */

/* A process that the supervisor keeps running: started with fork and exec, dying with
 * its parent, started anew when it dies. */
#ifndef APP_CHILD_H
#define APP_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define CHILD_FD_FIRST    3 /* Where the descriptors handed down begin. */
#define CHILD_FDS_MAX     4
#define CHILD_LIVED_MS    1000 /* Dying sooner is a reason to wait before the next start. */
#define CHILD_WAIT_MS     100  /* Doubles with each such death, ... */
#define CHILD_WAIT_MS_MAX 5000 /* ... up to this. */

struct child {
    pid_t pid; /* 0: not running. */
    uint64_t started_ms;
    uint64_t next_ms; /* Not to be started before. */
    unsigned quick_deaths;
};

struct config;

struct child_program {
    const char *path; /* Looked for in PATH if it has no slash; NULL: `program_fd` it is. */
    int program_fd;
    const char *const *argv; /* Ends with NULL. */
    int death_signal;        /* What it gets when the supervisor dies. */
    size_t n_fds;
    int fds[CHILD_FDS_MAX]; /* Become CHILD_FD_FIRST and up; nothing else is inherited. */
    const struct config *config; /* Handed on by the environment; may be NULL. */
};

/* In a process group of its own, so that a terminal's ^C reaches the supervisor alone. From
 * the main thread only: the death signal follows the thread that forked. False when there
 * can be no more processes; a program that cannot be run ends with status 127. */
bool child_start(struct child *child, const struct child_program *program, uint64_t now_ms);
/* To be called when its end was reaped. */
void child_died(struct child *child, uint64_t now_ms);
static inline bool child_is_due(const struct child *child, uint64_t now_ms)
{
    return child->pid == 0 && child->next_ms <= now_ms;
}

#endif
