/* SPDX-License-Identifier: Apache-2.0 */

#include "app/restore.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "app/archive.h"
#include "app/format.h"
#include "app/incoming.h"
#include "app/plain_redis.h"
#include "app/rooms_tour.h"
#include "app/scratch.h"
#include "app/store_copy.h"
#include "app/tree.h"

#define LOOK_MS 20

struct restore {
    const struct config *config;
    struct archive archive;
    const char *snapshots[ARCHIVE_FILES_MAX]; /* More than one: of a cluster. */
    size_t n_snapshots;
    struct data_folder folder;
    uint8_t key[SERVER_KEY_BYTES];
    int lock_fd;
    struct rooms_count count;
};

static void inside(char out[PATH_MAX], const char *folder, const char *name)
{
    (void)snprintf(out, PATH_MAX, "%.*s/%s", PATH_MAX - 64, folder, name);
}

/* ---- Before anything is touched ---- */

static bool is_snapshot(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot && strcmp(dot, ".rdb") == 0;
}

static bool open_backup(struct restore *r, struct complaint *complaint)
{
    bool has_key = false;

    if (!r->config->operand)
        return complain(complaint, "clameur restore FOLDER: name the backup");
    if (sodium_init() < 0 || !archive_open(&r->archive, r->config->operand, complaint))
        return false;
    for (size_t i = 0; i < r->archive.n; i++) {
        const char *name = r->archive.files[i].name;

        has_key |= strcmp(name, "key") == 0;
        if (is_snapshot(name))
            r->snapshots[r->n_snapshots++] = name;
    }
    return (has_key && r->n_snapshots > 0) ||
           complain(complaint, "%.200s: not a whole backup", r->config->operand);
}

/* The one that is there is the same, or there is none. */
static bool read_key(struct restore *r, struct complaint *complaint)
{
    uint8_t there[SERVER_KEY_BYTES];
    char path[PATH_MAX], own[DATA_PATH_BYTES];

    inside(path, r->archive.path, "key");
    /* As a key file of its own: with the same demands on length and mode. */
    if (!data_folder_key(&r->folder, path, false, r->key, complaint))
        return false;
    (void)snprintf(own, sizeof own, "%s/key", r->folder.path);
    if (access(own, F_OK) != 0)
        return true;
    bool is_read = data_folder_key(&r->folder, NULL, false, there, complaint);
    bool is_same = is_read && sodium_memcmp(r->key, there, sizeof there) == 0;

    sodium_memzero(there, sizeof there);
    return is_same || (is_read && complain(complaint,
                                           "%s has another key: move it away first. "
                                           "Nothing was changed",
                                           r->folder.path));
}

/* A folder where nothing would be lost. */
static bool open_target(struct restore *r, struct complaint *complaint)
{
    if (!data_folder_open(&r->folder, r->config->data, true, complaint) ||
        !data_folder_lock(&r->folder, DATA_LOCK_WAIT_MS, &r->lock_fd, complaint))
        return false;
    if (!r->config->redis && data_folder_has_rooms(&r->folder))
        return complain(complaint,
                        "%s holds rooms already: restore into another --data, or "
                        "move this one away first. Nothing was changed",
                        r->folder.path);
    return read_key(r, complaint);
}

/* ---- What both kinds of store go through ---- */

/* The snapshots from the n-th on, each by way of a Redis that loads it. */
static bool pour(struct restore *r, size_t n, struct plain_store *to,
                 struct complaint *complaint)
{
    bool is_good = true;

    for (; is_good && n < r->n_snapshots; n++) {
        struct plain_store *from = NULL;
        struct scratch parts;
        char path[PATH_MAX];

        inside(path, r->archive.path, r->snapshots[n]);
        is_good =
            scratch_start(&parts, &r->folder, DATA_PARTS, path, r->lock_fd, complaint) &&
            (from = scratch_open(&parts, complaint)) && store_copy(from, to, complaint);
        plain_store_close(from);
        scratch_end(&parts);
    }
    return is_good;
}

static bool settle(struct restore *r, struct plain_store *store,
                   struct complaint *complaint)
{
    if (!format_settle(store, &format_plan, complaint) ||
        !rooms_count(store, &r->count, complaint))
        return false;
    return r->count.wrong == 0 ||
           complain(complaint, "%llu tallies are not what their ballots add up to",
                    (unsigned long long)r->count.wrong);
}

static bool put_key(struct restore *r, struct complaint *complaint)
{
    return data_folder_put_key(&r->folder, r->key, complaint);
}

/* ---- A private Redis ---- */

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

static bool fill_private(struct restore *r, const struct scratch *fresh,
                         struct complaint *complaint)
{
    char address[DATA_ADDRESS_BYTES];
    struct plain_store *store = scratch_open(fresh, complaint);
    redisContext *redis = store ? plain_store_master(store, 0, complaint) : NULL;

    (void)snprintf(address, sizeof address, "unix://%s", fresh->folder.socket);
    bool is_good = redis && pour(r, 1, store, complaint) && settle(r, store, complaint) &&
                   make_log(redis, complaint) &&
                   rooms_raise_epochs(r->config, address, store, complaint);

    plain_store_close(store);
    return is_good;
}

/* Into its place, at once. */
static bool put_in_place(struct restore *r, const struct scratch *fresh,
                         struct complaint *complaint)
{
    char path[PATH_MAX];

    (void)unlink(fresh->folder.socket);
    inside(path, r->folder.redis, "redis.log"); /* All that a start before may have left. */
    (void)unlink(path);
    return (rename(fresh->folder.redis, r->folder.redis) == 0 &&
            tree_force(r->folder.path)) ||
           complain(complaint, "%s: %s", r->folder.redis, strerror(errno));
}

static bool put_private(struct restore *r, struct complaint *complaint)
{
    struct scratch fresh;
    char path[PATH_MAX], parts[PATH_MAX];

    inside(path, r->archive.path, r->snapshots[0]);
    bool is_good =
        scratch_start(&fresh, &r->folder, DATA_FRESH, path, r->lock_fd, complaint) &&
        fill_private(r, &fresh, complaint) && put_key(r, complaint);

    scratch_end(&fresh);
    if (!is_good)
        return false;
    inside(parts, r->folder.path, DATA_PARTS);
    tree_remove(parts);
    return put_in_place(r, &fresh, complaint);
}

/* ---- One's own ---- */

/* The mark goes last: whatever of the rest is still to be done, is done again under it. */
static bool fill_shared(struct restore *r, struct plain_store *store,
                        struct complaint *complaint)
{
    char parts[PATH_MAX];

    inside(parts, r->folder.path, DATA_PARTS);
    if (!pour(r, 0, store, complaint) || !settle(r, store, complaint) ||
        !rooms_raise_epochs(r->config, r->config->redis, store, complaint) ||
        !plain_store_is_still(store, complaint) || !put_key(r, complaint))
        return false; /* The log in `parts` may be of use. */
    tree_remove(parts);
    return incoming_end(store, complaint);
}

static bool put_shared(struct restore *r, struct complaint *complaint)
{
    struct complaint ignored;
    struct plain_store *store = plain_store_open(r->config->redis, complaint);
    bool has_begun = store && incoming_begin(store, INCOMING_RESTORE, complaint);
    bool is_good = has_begun && fill_shared(r, store, complaint);

    if (has_begun && !is_good)
        (void)incoming_undo(store, &ignored);
    plain_store_close(store);
    return is_good;
}

int restore_run(const struct config *config)
{
    struct restore r = {.config = config, .lock_fd = -1};
    struct complaint complaint;
    bool is_good = open_backup(&r, &complaint) && open_target(&r, &complaint) &&
                   (config->redis ? put_shared : put_private)(&r, &complaint);

    sodium_memzero(r.key, sizeof r.key);
    if (r.lock_fd >= 0)
        (void)close(r.lock_fd);
    if (!is_good) {
        (void)fprintf(stderr, "clameur: %s\n", complaint.text);
        return EXIT_FAILURE;
    }
    (void)printf("%s: %llu rooms, %llu ballots, every tally recounted.\n",
                 config->redis ? "the Redis of --redis" : r.folder.path,
                 (unsigned long long)r.count.rooms, (unsigned long long)r.count.ballots);
    return EXIT_SUCCESS;
}
