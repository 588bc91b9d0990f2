/* SPDX-License-Identifier: Apache-2.0 */

#include "press/cell.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
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

/* At the first bound a signal tells that it was the time; at the second there is no telling
 * that from an operator's SIGKILL. */
static bool limit_time(void)
{
    const struct rlimit limit = {PRESS_CPU_S, PRESS_CPU_S + 1};

    return setrlimit(RLIMIT_CPU, &limit) == 0;
}

/* ---- Files: of those that may be read, no more ------------------------------------------
 */

/* Where Debian has fonts, and what poppler knows of letters. */
static const char *const font_folders[] = {
    "/usr/share/fonts",   "/usr/local/share/fonts",
    "/usr/share/poppler", "/usr/share/fontconfig",
    "/etc/fonts",         "/var/cache/fontconfig",
};

#define FONT_FILES 64 /* open at once */

static void allow_folder(int rules, const char *folder)
{
    const struct landlock_path_beneath_attr rule = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
        .parent_fd = open(folder, O_PATH | O_CLOEXEC),
    };

    if (rule.parent_fd < 0)
        return; /* Not everyone has all of them. */
    (void)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    (void)close(rule.parent_fd);
}

/* False: the kernel cannot, and so no file may be opened at all. */
static bool fence_files(void)
{
    const struct landlock_ruleset_attr all = {.handled_access_fs =
                                                  (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);

    if (rules < 0)
        return false;
    for (size_t i = 0; i < sizeof font_folders / sizeof *font_folders; i++)
        allow_folder(rules, font_folders[i]);
    bool is_fenced = syscall(SYS_landlock_restrict_self, rules, 0) == 0;

    (void)close(rules);
    return is_fenced;
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

/* clang-format off */
#define BEGINNING                                                                          \
    LOAD(arch),                                                                            \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CELL_ARCH, 1, 0),                                  \
    RETURN(SECCOMP_RET_KILL_PROCESS),                                                      \
    LOAD(nr)
#define COMPUTING                                                                          \
    ALLOW(read), ALLOW(write), ALLOW(close), ALLOW(mmap), ALLOW(munmap), ALLOW(mremap),    \
    ALLOW(madvise), ALLOW(mprotect), ALLOW(brk), ALLOW(futex), ALLOW(clock_gettime),       \
    ALLOW(getrandom), ALLOW(getpid), ALLOW(gettid), ALLOW(rt_sigprocmask),                 \
    ALLOW(rt_sigreturn), ALLOW(sched_yield), ALLOW(exit), ALLOW(exit_group)
#define READING                                                                            \
    ALLOW(openat), ALLOW(newfstatat), ALLOW(fstat), ALLOW(statx), ALLOW(fstatfs),          \
    ALLOW(lseek), ALLOW(pread64), ALLOW(getdents64), ALLOW(fcntl), ALLOW(faccessat),       \
    ALLOW(faccessat2), ALLOW(readlinkat)
#define END RETURN(SECCOMP_RET_ERRNO | EPERM)
/* clang-format on */

static bool filter_calls(bool may_read_files)
{
    static const struct sock_filter computing[] = {BEGINNING, COMPUTING, END};
    static const struct sock_filter reading[] = {BEGINNING, COMPUTING, READING, END};
    union {
        const struct sock_filter *ours;
        struct sock_filter *wanted; /* Only read. */
    } filter = {may_read_files ? reading : computing};
    struct sock_fprog program = {
        (unsigned short)(may_read_files ? sizeof reading / sizeof *reading
                                        : sizeof computing / sizeof *computing),
        filter.wanted};

    /* A kernel without filters leaves the limits below. */
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 || errno == EINVAL;
}

bool cell_names_calls(void)
{
    return true;
}
#else
static bool filter_calls(bool may_read_files)
{
    (void)may_read_files;
    return true;
}

bool cell_names_calls(void)
{
    return false;
}
#endif

bool cell_lock(enum cell cell)
{
#ifdef HAS_SHADOW
    bool has_room = true;
#else
    bool has_room = limit(RLIMIT_AS, PRESS_MEMORY_BYTES);
#endif
    if (!has_room || !limit(RLIMIT_CORE, 0) || !limit(RLIMIT_FSIZE, 0) || !limit_time() ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    bool may_read_files = cell == CELL_WITH_FONTS && fence_files();

    return limit(RLIMIT_NOFILE, may_read_files ? FONT_FILES : 0) &&
           filter_calls(may_read_files);
}
