/* SPDX-License-Identifier: Apache-2.0 */

#include "app/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sodium.h>

#include "app/archive.h"
#include "app/format.h"
#include "app/plain_redis.h"
#include "app/redis_child.h"
#include "app/rooms_tour.h"

#define LOCK_WAIT_MS 1000
#define LOAD_WAIT_MS 600000
#define LOOK_MS      20

struct restore {
    const struct config *config;
    struct archive archive;
    struct data_folder folder;
    struct data_folder fresh; /* The same, with its Redis beside its place. */
    int lock_fd;
    struct child redis;
};

static void inside(char out[PATH_MAX], const char *folder, const char *name)
{
    (void)snprintf(out, PATH_MAX, "%.*s/%s", PATH_MAX - 64, folder, name);
}

/* ---- Before anything is touched ---- */

static bool has_file(const struct archive *archive, const char *name)
{
    for (size_t i = 0; i < archive->n; i++)
        if (strcmp(archive->files[i].name, name) == 0)
            return true;
    return false;
}

static bool open_backup(struct restore *r, struct complaint *complaint)
{
    if (!r->config->operand)
        return complain(complaint, "clameur restore FOLDER: name the backup");
    if (r->config->redis)
        return complain(complaint, "restore makes a private Redis; to have it in your own, "
                                   "restore and serve without --redis, then clameur move");
    if (sodium_init() < 0 || !archive_open(&r->archive, r->config->operand, complaint))
        return false;
    return (has_file(&r->archive, "key") && has_file(&r->archive, "store.rdb")) ||
           complain(complaint, "%.200s: not a whole backup", r->config->operand);
}

/* A folder where nothing would be lost. */
static bool open_target(struct restore *r, struct complaint *complaint)
{
    if (!data_folder_open(&r->folder, r->config->data, true, complaint) ||
        !data_folder_lock(&r->folder, LOCK_WAIT_MS, &r->lock_fd, complaint))
        return false;
    if (data_folder_has_rooms(&r->folder))
        return complain(complaint,
                        "%s holds rooms already: restore into another --data, or "
                        "move this one away first. Nothing was changed",
                        r->folder.path);
    r->fresh = r->folder;
    /* As long as the other: a socket's address is short. */
    (void)snprintf(r->fresh.redis, sizeof r->fresh.redis, "%.90s/fresh", r->folder.path);
    (void)snprintf(r->fresh.socket, sizeof r->fresh.socket, "%.80s/fresh/redis.sock",
                   r->folder.path);
    return true;
}

/* ---- The key ---- */

static bool put_key(const struct restore *r, struct complaint *complaint)
{
    uint8_t key[SERVER_KEY_BYTES], there[SERVER_KEY_BYTES];
    char path[PATH_MAX];

    inside(path, r->archive.path, "key");
    /* As a key file of its own: with the same demands on length and mode. */
    if (!data_folder_key(&r->folder, path, false, key, complaint))
        return false;
    bool is_good = data_folder_put_key(&r->folder, key, complaint) &&
                   data_folder_key(&r->folder, NULL, false, there, complaint);

    if (is_good && sodium_memcmp(key, there, sizeof key) != 0)
        is_good = complain(complaint,
                           "%s has another key: move it away first. Nothing was changed",
                           r->folder.path);
    sodium_memzero(key, sizeof key);
    sodium_memzero(there, sizeof there);
    return is_good;
}

/* ---- The store ---- */

static bool copy_file(const char *from, const char *to, struct complaint *complaint)
{
    char bytes[65536];
    ssize_t got = -1;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool is_good = in >= 0 && out >= 0;

    while (is_good && (got = read(in, bytes, sizeof bytes)) > 0)
        is_good = write(out, bytes, (size_t)got) == got;
    is_good = is_good && got == 0;
    if (!is_good)
        (void)complain(complaint, "%.200s: %s", to, strerror(errno));
    if (in >= 0)
        (void)close(in);
    if (out >= 0)
        (void)close(out);
    return is_good;
}

static bool start_redis(struct restore *r, struct complaint *complaint)
{
    static const char *const loading[] = {"--appendonly", "no", "--dbfilename", "store.rdb",
                                          NULL};
    int status;

    if (!redis_child_start(&r->redis, &r->fresh, r->lock_fd, loading, 0))
        return complain(complaint, "no process for a Redis: %s", strerror(errno));
    for (unsigned waited = 0; waited < LOAD_WAIT_MS; waited += LOOK_MS) {
        if (redis_child_answers(&r->fresh))
            return true;
        if (waitpid(r->redis.pid, &status, WNOHANG) == r->redis.pid) {
            r->redis.pid = 0;
            return redis_child_explain(&r->fresh, status, complaint);
        }
        (void)poll(NULL, 0, LOOK_MS);
    }
    return complain(complaint, "the Redis takes too long to load the backup");
}

/* From memory to a log of writes, as the server wants it. */
static bool make_log(redisContext *redis, struct complaint *complaint)
{
    if (!plain_redis_order(redis, complaint, "CONFIG SET appendonly yes"))
        return false;
    while (plain_redis_info(redis, "persistence", "aof_rewrite_in_progress") != 0 ||
           plain_redis_info(redis, "persistence", "aof_rewrite_scheduled") != 0) {
        if (redis->err)
            return complain(complaint, "the Redis ended: %.200s", redis->errstr);
        (void)poll(NULL, 0, LOOK_MS);
    }
    redisReply *info = plain_redis_do(redis, complaint, "INFO persistence");
    bool is_good = info && strstr(info->str, "aof_last_bgrewrite_status:ok") &&
                   strstr(info->str, "aof_enabled:1");

    freeReplyObject(info);
    return is_good || complain(complaint, "the log of writes could not be made: see "
                                          "redis.log; is the disk full?");
}

static bool check_count(redisContext *redis, struct rooms_count *count,
                        struct complaint *complaint)
{
    if (!rooms_count(redis, count, complaint))
        return false;
    return count->wrong == 0 ||
           complain(complaint, "%llu tallies are not what their ballots add up to",
                    (unsigned long long)count->wrong);
}

static bool bring_up(struct restore *r, struct rooms_count *count,
                     struct complaint *complaint)
{
    char address[DATA_ADDRESS_BYTES];

    if (!start_redis(r, complaint))
        return false;
    (void)snprintf(address, sizeof address, "unix://%s", r->fresh.socket);
    redisContext *redis = plain_redis_open(address, complaint);

    if (!redis)
        return false;
    bool is_good = format_settle(redis, &format_plan, complaint) &&
                   check_count(redis, count, complaint) && make_log(redis, complaint) &&
                   rooms_raise_epochs(r->config, address, redis, complaint);

    redisFree(redis);
    return is_good;
}

static void end_redis(struct restore *r)
{
    int status;

    if (!r->redis.pid)
        return;
    (void)kill(r->redis.pid, SIGTERM);
    while (waitpid(r->redis.pid, &status, 0) < 0 && errno == EINTR)
        ;
    r->redis.pid = 0;
}

static bool put_store(struct restore *r, struct rooms_count *count,
                      struct complaint *complaint)
{
    char from[PATH_MAX], to[PATH_MAX];

    if (mkdir(r->fresh.redis, 0700) != 0)
        return complain(complaint, "%s: %s", r->fresh.redis,
                        errno == EEXIST ? "left by a restore that failed: remove it"
                                        : strerror(errno));
    inside(from, r->archive.path, "store.rdb");
    inside(to, r->fresh.redis, "store.rdb");
    bool is_good = copy_file(from, to, complaint) && bring_up(r, count, complaint);

    end_redis(r);
    if (!is_good)
        return false;
    (void)unlink(to);
    (void)unlink(r->fresh.socket);
    inside(to, r->folder.redis,
           "redis.log"); /* Of a start before: all that may be there. */
    (void)unlink(to);
    return rename(r->fresh.redis, r->folder.redis) == 0 ||
           complain(complaint, "%s: %s", r->folder.redis, strerror(errno));
}

int restore_run(const struct config *config)
{
    struct restore r = {.config = config, .lock_fd = -1};
    struct rooms_count count = {0};
    struct complaint complaint;
    bool is_good = open_backup(&r, &complaint) && open_target(&r, &complaint) &&
                   put_key(&r, &complaint) && put_store(&r, &count, &complaint);

    if (r.lock_fd >= 0)
        (void)close(r.lock_fd);
    if (!is_good) {
        (void)fprintf(stderr, "clameur: %s\n", complaint.text);
        return EXIT_FAILURE;
    }
    (void)printf("%s: %llu rooms, %llu ballots, every tally recounted.\n", r.folder.path,
                 (unsigned long long)count.rooms, (unsigned long long)count.ballots);
    return EXIT_SUCCESS;
}
