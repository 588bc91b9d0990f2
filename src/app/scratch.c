/* SPDX-License-Identifier: Apache-2.0 */

#include "app/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/redis_child.h"
#include "app/tree.h"

#define SNAPSHOT     "store.rdb"
#define LOAD_WAIT_MS 600000
#define LOOK_MS      20

static bool copy_bytes(int in, int out)
{
    static char bytes[65536];
    ssize_t got = 0;
    bool is_good = in >= 0 && out >= 0;

    while (is_good && (got = read(in, bytes, sizeof bytes)) > 0)
        is_good = write(out, bytes, (size_t)got) == got;
    return is_good && got == 0;
}

static bool copy_file(const char *from, const char *to, struct complaint *complaint)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool is_good = copy_bytes(in, out);

    if (!is_good)
        (void)complain(complaint, "%.200s: %s", to, strerror(errno));
    if (in >= 0)
        (void)close(in);
    if (out >= 0)
        (void)close(out);
    return is_good;
}

static bool start_redis(struct scratch *scratch, int lock_fd, struct complaint *complaint)
{
    static const char *const loading[] = {"--appendonly", "no", "--dbfilename", SNAPSHOT,
                                          NULL};
    int status;

    if (!redis_child_start(&scratch->redis, &scratch->folder, lock_fd, loading, 0))
        return complain(complaint, "no process for a Redis: %s", strerror(errno));
    for (unsigned waited = 0; waited < LOAD_WAIT_MS; waited += LOOK_MS) {
        if (redis_child_answers(&scratch->folder))
            return true;
        if (waitpid(scratch->redis.pid, &status, WNOHANG) == scratch->redis.pid) {
            scratch->redis.pid = 0;
            return redis_child_explain(&scratch->folder, status, complaint);
        }
        (void)poll(NULL, 0, LOOK_MS);
    }
    return complain(complaint, "the Redis takes too long to load the backup");
}

bool scratch_start(struct scratch *out, const struct data_folder *folder, const char *name,
                   const char *snapshot, int lock_fd, struct complaint *complaint)
{
    char copy[PATH_MAX];

    *out = (struct scratch){0};
    data_folder_beside(folder, name, &out->folder);
    tree_remove(out->folder.redis);
    if (mkdir(out->folder.redis, 0700) != 0)
        return complain(complaint, "%s: %s", out->folder.redis, strerror(errno));
    (void)snprintf(copy, sizeof copy, "%s/" SNAPSHOT, out->folder.redis);
    bool is_good =
        copy_file(snapshot, copy, complaint) && start_redis(out, lock_fd, complaint);

    if (is_good)
        (void)unlink(copy); /* It is in memory. */
    return is_good;
}

struct plain_store *scratch_open(const struct scratch *scratch, struct complaint *complaint)
{
    char address[DATA_ADDRESS_BYTES];

    (void)snprintf(address, sizeof address, "unix://%s", scratch->folder.socket);
    return plain_store_open(address, complaint);
}

void scratch_end(struct scratch *scratch)
{
    int status;

    if (!scratch->redis.pid)
        return;
    (void)kill(scratch->redis.pid, SIGTERM);
    while (waitpid(scratch->redis.pid, &status, 0) < 0 && errno == EINTR)
        ;
    scratch->redis.pid = 0;
}
