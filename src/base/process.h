/* SPDX-License-Identifier: Apache-2.0 */

/* What other processes of this machine use, as its kernel tells. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* User and system time so far; 0 for a process that is gone. */
uint64_t process_cpu_us(pid_t pid);
/* Its own memory (not that of files) which is there now. */
uint64_t process_memory_bytes(pid_t pid);
/* All of its memory which is there now, that of files and what it shares included. */
uint64_t process_resident_bytes(pid_t pid);
/* 0: unknown. */
pid_t process_parent(pid_t pid);
/* The children of `parent` whose command line begins with `name`: how many, and up to `cap`
 * of them. */
size_t process_children(pid_t parent, const char *name, pid_t *pids, size_t cap);
/* Who listens on a unix socket; 0: nobody. */
pid_t process_behind(const char *socket_path);

#endif
