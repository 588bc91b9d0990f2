/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/trace.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WAIT_MS 5000
#define LOOK_MS 20

static _Noreturn void become_strace(const char *path, pid_t pid)
{
    char number[16];
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

    (void)snprintf(number, sizeof number, "%ld", (long)pid);
    (void)dup2(null, STDERR_FILENO);
    (void)execlp("strace", "strace", "-c", "-f", "-o", path, "-p", number, (char *)NULL);
    _exit(127);
}

static bool is_watched(pid_t pid)
{
    char path[64], line[128];
    long tracer = 0;

    (void)snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
    FILE *file = fopen(path, "re");

    while (file && tracer == 0 && fgets(line, sizeof line, file))
        if (strncmp(line, "TracerPid:", 10) == 0)
            tracer = strtol(line + 10, NULL, 10);
    if (file)
        (void)fclose(file);
    return tracer != 0;
}

bool trace_begin(struct trace *out, pid_t pid)
{
    (void)snprintf(out->path, sizeof out->path, "/tmp/clameur-trace-XXXXXX");
    int fd = mkstemp(out->path);

    if (fd < 0)
        return false;
    (void)close(fd);
    out->strace = fork();
    if (out->strace == 0)
        become_strace(out->path, pid);
    for (int waited = 0; waited < WAIT_MS; waited += LOOK_MS) {
        if (is_watched(pid))
            return true;
        if (waitpid(out->strace, NULL, WNOHANG) == out->strace)
            break;
        (void)poll(NULL, 0, LOOK_MS);
    }
    trace_done(out);
    return false;
}

void trace_end(struct trace *trace)
{
    (void)kill(trace->strace, SIGINT);
    (void)waitpid(trace->strace, NULL, 0);
}

/* "% time  seconds  usecs/call  calls  [errors]  syscall" */
unsigned long trace_calls(const struct trace *trace, const char *name)
{
    FILE *file = fopen(trace->path, "re");
    char line[256], call[64];
    unsigned long calls, sum = 0;

    while (file && fgets(line, sizeof line, file)) {
        const char *last = strrchr(line, ' ');

        if (last && sscanf(line, "%*f %*f %*u %lu", &calls) == 1 &&
            sscanf(last, " %63s", call) == 1 && strncmp(call, name, strlen(name)) == 0)
            sum += calls;
    }
    if (file)
        (void)fclose(file);
    return sum;
}

void trace_done(struct trace *trace)
{
    (void)unlink(trace->path);
}
