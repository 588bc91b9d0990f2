/* SPDX-License-Identifier: Apache-2.0 */

#include "app/child.h"

#include "app/config.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#define FD_ASIDE 64 /* Above every place that a descriptor is moved to. */

/* In the new process: nothing to return to. */
static _Noreturn void become(const struct child_program *program, pid_t parent)
{
    int aside[CHILD_FDS_MAX];
    sigset_t none;

    sigemptyset(&none);
    if (prctl(PR_SET_PDEATHSIG, program->death_signal) != 0 || getppid() != parent)
        _exit(127); /* The parent died before it could matter to us. */
    (void)setpgid(0, 0);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);

    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (null >= 0)
        (void)dup2(null, STDIN_FILENO);
    int program_fd =
        program->path ? -1 : fcntl(program->program_fd, F_DUPFD_CLOEXEC, FD_ASIDE);

    for (size_t i = 0; i < program->n_fds; i++)
        aside[i] = fcntl(program->fds[i], F_DUPFD_CLOEXEC, FD_ASIDE);
    for (size_t i = 0; i < program->n_fds; i++)
        if (dup2(aside[i], CHILD_FD_FIRST + (int)i) < 0)
            _exit(127);
    /* exec takes the strings without const, and copies them. */
    union {
        const char *const *given;
        char *const *wanted;
    } argv = {program->argv};

    if (program->config)
        config_export(program->config);
    if (program->path)
        (void)execvp(program->path, argv.wanted);
    else
        (void)fexecve(program_fd, argv.wanted, environ);
    _exit(127);
}

bool child_start(struct child *child, const struct child_program *program, uint64_t now_ms)
{
    pid_t parent = getpid();
    pid_t pid = fork();

    if (pid < 0) {
        child_died(child, now_ms);
        return false;
    }
    if (pid == 0)
        become(program, parent);
    child->pid = pid;
    child->started_ms = now_ms;
    return true;
}

void child_died(struct child *child, uint64_t now_ms)
{
    uint64_t wait = CHILD_WAIT_MS;

    child->pid = 0;
    if (child->started_ms + CHILD_LIVED_MS <= now_ms) {
        child->quick_deaths = 0;
        child->next_ms = now_ms;
        return;
    }
    for (unsigned i = 0; i < child->quick_deaths && wait < CHILD_WAIT_MS_MAX; i++)
        wait *= 2;
    child->quick_deaths++;
    child->next_ms = now_ms + (wait < CHILD_WAIT_MS_MAX ? wait : CHILD_WAIT_MS_MAX);
}
