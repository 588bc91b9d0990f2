/* SPDX-License-Identifier: Apache-2.0 */

/* How often a process asks the kernel for what, by strace: it slows the process down, and
 * counts exactly. */
#ifndef LIB_TRACE_H
#define LIB_TRACE_H

#include <stdbool.h>
#include <sys/types.h>

struct trace {
    pid_t strace;
    char path[64]; /* Of its report. */
};

/* Returns when `pid` is watched; false where there is no strace, or it may not. */
bool trace_begin(struct trace *out, pid_t pid);
void trace_end(struct trace *trace);
/* Of one system call between the two; `name` may be the beginning of several. */
unsigned long trace_calls(const struct trace *trace, const char *name);
void trace_done(struct trace *trace);

#endif
