/* SPDX-License-Identifier: Apache-2.0 */

#include "press/cell.h"

#include "base/limits.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CELL_NICE 10 /* Votes go first. */

#if defined(__SANITIZE_ADDRESS__)
#define HAS_SHADOW                                                                         \
    1 /* A sanitizer's own memory: terabytes of addresses, and calls of its own. */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SHADOW 1
#endif
#endif

void cell_enter(void)
{
    (void)close_range(STDERR_FILENO + 1, ~0u, 0);
    (void)prctl(PR_SET_DUMPABLE, 0);
    (void)setpriority(PRIO_PROCESS, 0, CELL_NICE);
}

static bool limit(__rlimit_resource_t what, rlim_t most)
{
    const struct rlimit limit = {most, most};

    return setrlimit(what, &limit) == 0;
}

/* ---- Calls of the kernel that decoding needs; anything else fails there
 * ------------------
 */

#if !defined(HAS_SHADOW) && defined(__x86_64__)
#define CELL_ARCH AUDIT_ARCH_X86_64
#elif !defined(HAS_SHADOW) && defined(__aarch64__)
#define CELL_ARCH AUDIT_ARCH_AARCH64
#endif

#ifdef CELL_ARCH
#define LOAD(field)                                                                        \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, field))
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, (what))
#define ALLOW(name)                                                                        \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), RETURN(SECCOMP_RET_ALLOW)

static bool filter_calls(void)
{
    static const struct sock_filter rules[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CELL_ARCH, 1, 0),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
        ALLOW(read),
        ALLOW(write),
        ALLOW(close),
        ALLOW(mmap),
        ALLOW(munmap),
        ALLOW(mremap),
        ALLOW(madvise),
        ALLOW(mprotect),
        ALLOW(brk),
        ALLOW(futex),
        ALLOW(clock_gettime),
        ALLOW(getrandom),
        ALLOW(getpid),
        ALLOW(gettid),
        ALLOW(rt_sigprocmask),
        ALLOW(rt_sigreturn),
        ALLOW(sched_yield),
        ALLOW(exit),
        ALLOW(exit_group),
        RETURN(SECCOMP_RET_ERRNO | EPERM),
    };
    union {
        const struct sock_filter *ours;
        struct sock_filter *wanted; /* Only read. */
    } filter = {rules};
    struct sock_fprog program = {sizeof rules / sizeof *rules, filter.wanted};

    /* A kernel without filters leaves the limits below. */
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 || errno == EINVAL;
}
#else
static bool filter_calls(void)
{
    return true;
}
#endif

bool cell_lock(void)
{
#ifdef HAS_SHADOW
    bool has_room = true;
#else
    bool has_room = limit(RLIMIT_AS, PRESS_MEMORY_BYTES);
#endif
    return has_room && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) &&
           limit(RLIMIT_CPU, PRESS_CPU_S) && limit(RLIMIT_NOFILE, 0) &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && filter_calls();
}
