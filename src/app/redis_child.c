/* SPDX-License-Identifier: Apache-2.0 */

#include "app/redis_child.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <hiredis/hiredis.h>

#define LOG_TAIL_BYTES 4096
#define WORDS_MAX      40 /* Of the command line. */
#define MORE_WORDS_MAX 24

bool redis_child_check(const struct data_folder *folder, struct complaint *complaint)
{
    char path[DATA_PATH_BYTES];
    bool has_files = false, has_list = false;
    const struct dirent *entry;

    (void)snprintf(path, sizeof path, "%s/appendonlydir", folder->redis);
    DIR *dir = opendir(path);

    while (dir && (entry = readdir(dir))) {
        const char *end = strrchr(entry->d_name, '.');

        has_files |= end && (strcmp(end, ".aof") == 0 || strcmp(end, ".rdb") == 0);
        has_list |= end && strcmp(end, ".manifest") == 0;
    }
    if (dir)
        (void)closedir(dir);
    return has_list || !has_files ||
           complain(complaint,
                    "%s: the manifest is missing, so Redis would start empty: restore it "
                    "from a backup",
                    path);
}

static uint64_t read_limit(const char *path)
{
    FILE *file = fopen(path, "re");
    char text[32] = "";
    uint64_t limit = 0;

    if (!file)
        return UINT64_MAX;
    if (fgets(text, sizeof text, file))
        limit = strtoull(text, NULL, 10);
    (void)fclose(file);
    return limit ? limit : UINT64_MAX; /* Also for "max". */
}

/* What this machine, or the container that we run in, has. */
static uint64_t machine_memory(void)
{
    uint64_t memory = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    uint64_t limit = read_limit("/sys/fs/cgroup/memory.max");

    return limit < memory ? limit : memory;
}

bool redis_child_start(struct child *child, const struct data_folder *folder, int lock_fd,
                       const char *const *more, uint64_t now_ms)
{
    char maxmemory[24], log[DATA_PATH_BYTES];
    /* clang-format off */
    const char *argv[WORDS_MAX + MORE_WORDS_MAX] = {
        "redis-server",
        "--port", "0",
        "--unixsocket", folder->socket, "--unixsocketperm", "700",
        "--dir", folder->redis, "--logfile", log,
        "--daemonize", "no",
        "--appendonly", "yes", "--appendfsync", "always",
        "--aof-load-truncated", "yes", "--no-appendfsync-on-rewrite", "no",
        "--save", "",
        "--maxmemory", maxmemory, "--maxmemory-policy", "noeviction",
        "--lazyfree-lazy-user-del", "yes",
        /* A small hash is a list that every vote searches from its beginning. */
        "--hash-max-listpack-entries", "128"};
    /* clang-format on */
    size_t n = 0;

    while (argv[n])
        n++;
    /* Of an option that is given twice, Redis takes the second. */
    for (size_t i = 0; more && more[i] && i < MORE_WORDS_MAX - 1; i++)
        argv[n++] = more[i];
    const struct child_program program = {
        .path = argv[0],
        .argv = argv,
        /* Asked politely it declines while it writes its first log, and would keep the lock
         * for good; under `always` nothing depends on its tidying up. */
        .death_signal = SIGKILL,
        .n_fds = 1,
        .fds = {lock_fd},
    };

    (void)snprintf(maxmemory, sizeof maxmemory, "%" PRIu64,
                   machine_memory() / 100 * REDIS_MEMORY_PERCENT);
    (void)snprintf(log, sizeof log, "%s/redis.log", folder->redis);
    return child_start(child, &program, now_ms);
}

bool redis_child_answers(const struct data_folder *folder)
{
    const struct timeval patience = {.tv_usec = 100000};
    redisContext *redis = redisConnectUnixWithTimeout(folder->socket, patience);
    redisReply *reply = NULL;

    if (redis && !redis->err && redisSetTimeout(redis, patience) == REDIS_OK)
        reply = redisCommand(redis, "PING");
    bool is_ready = reply && reply->type == REDIS_REPLY_STATUS;

    freeReplyObject(reply);
    if (redis)
        redisFree(redis);
    return is_ready;
}

/* The end of its log, as a string. */
static void read_log_tail(const struct data_folder *folder, char out[LOG_TAIL_BYTES + 1])
{
    char path[DATA_PATH_BYTES];
    ssize_t got = -1;

    (void)snprintf(path, sizeof path, "%s/redis.log", folder->redis);
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd >= 0) {
        if (lseek(fd, -LOG_TAIL_BYTES, SEEK_END) < 0)
            (void)lseek(fd, 0, SEEK_SET);
        got = read(fd, out, LOG_TAIL_BYTES);
        (void)close(fd);
    }
    out[got > 0 ? got : 0] = '\0';
}

bool redis_child_explain(const struct data_folder *folder, int status,
                         struct complaint *complaint)
{
    /* What it writes, and what that means to the operator. */
    static const struct {
        const char *written, *meaning;
    } known[] = {
        {"Bad file format reading the append only file",
         "its log of writes is damaged. Nothing was changed. Restore a backup, or cut the "
         "log before "
         "the damage with redis-check-aof --fix, which loses what came after"},
        {"No space left on device", "its disk is full: free some space"},
        {"Permission denied", "it may not use its files: they are somebody else's"},
        {"Can't handle RDB format version", "its files were written by a newer Redis"},
    };
    char tail[LOG_TAIL_BYTES + 1];

    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        return complain(complaint,
                        "redis-server cannot be run: install it, or give --redis");
    read_log_tail(folder, tail);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strstr(tail, known[i].written))
            return complain(complaint,
                            "the private Redis does not start: %s (%s/redis.log)",
                            known[i].meaning, folder->redis);
    return complain(complaint, "the private Redis does not start: see %s/redis.log",
                    folder->redis);
}
