/* SPDX-License-Identifier: Apache-2.0 */

#include "app/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "app/archive.h"
#include "app/data_folder.h"
#include "app/format.h"
#include "app/incoming.h"
#include "app/plain_store.h"

#define QUIET_MS   60000 /* Longer than Redis is silent while it writes down its memory. */
#define HEAD_BYTES 64

/* What Redis sends to a replica that knows no more than SYNC: line feeds while it is busy,
 * then "$<length>\r\n" and so many bytes, then what is written from then on. */
struct sync {
    int fd;
    char bytes[65536];
    size_t at, len; /* What was received and not yet taken. */
};

static bool fill(struct sync *sync, struct complaint *complaint)
{
    struct pollfd more = {.fd = sync->fd, .events = POLLIN};
    int ready = poll(&more, 1, QUIET_MS);
    ssize_t got = ready == 1 ? read(sync->fd, sync->bytes, sizeof sync->bytes) : -1;

    sync->at = 0;
    sync->len = got > 0 ? (size_t)got : 0;
    return got > 0 || complain(complaint, "the Redis stopped sending: %s",
                               ready == 0 ? "it is silent"
                               : got == 0 ? "it ended"
                                          : strerror(errno));
}

static bool take_head(struct sync *sync, uint64_t *len, struct complaint *complaint)
{
    char head[HEAD_BYTES] = "";
    size_t n = 0;

    while (n + 1 < sizeof head && !strchr(head, '\n')) {
        if (sync->at == sync->len && !fill(sync, complaint))
            return false;
        char byte = sync->bytes[sync->at++];

        if (n > 0 || byte != '\n') {
            head[n++] = byte;
            head[n] = '\0';
        }
    }
    head[strcspn(head, "\r\n")] = '\0';
    *len = head[0] == '$' ? strtoull(head + 1, NULL, 10) : 0;
    return *len > 0 ||
           complain(complaint, "the Redis gives no copy of itself: %.60s", head);
}

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t done = write(fd, bytes, len);

        if (done <= 0)
            return false;
        bytes += done;
        len -= (size_t)done;
    }
    return true;
}

static bool take_body(struct sync *sync, uint64_t len, int out, struct complaint *complaint)
{
    while (len > 0) {
        if (sync->at == sync->len && !fill(sync, complaint))
            return false;
        size_t part = sync->len - sync->at;

        if (part > len)
            part = (size_t)len;
        if (!write_all(out, sync->bytes + sync->at, part))
            return complain(complaint, "the copy cannot be written: %s", strerror(errno));
        sync->at += part;
        len -= part;
    }
    return true;
}

static bool copy_store(redisContext *redis, const char *path, struct complaint *complaint)
{
    static struct sync sync;
    uint64_t len;
    int out = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (out < 0)
        return complain(complaint, "%.200s: %s", path, strerror(errno));
    sync = (struct sync){.fd = redis->fd};
    bool is_good =
        write_all(redis->fd, "SYNC\r\n", 6) || complain(complaint, "Redis: gone");

    is_good = is_good && take_head(&sync, &len, complaint) &&
              take_body(&sync, len, out, complaint);
    (void)close(out);
    return is_good;
}

/* All options as they are here, but for where the data folder is. */
static bool add_options(struct archive *archive, const struct config *config,
                        struct complaint *complaint)
{
    char path[PATH_MAX];

    archive_place(archive, "options", path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");

    if (!out)
        return complain(complaint, "%.200s: %s", path, strerror(errno));
    for (enum config_option option = 0; option < CONFIG_OPTIONS; option++)
        if (config->text[option] && option != CONFIG_DATA && option != CONFIG_FILE)
            (void)fprintf(out, "%s = %s\n", config_row(option)->name, config->text[option]);
    return fclose(out) == 0 ? archive_add(archive, "options", complaint)
                            : complain(complaint, "%.200s: %s", path, strerror(errno));
}

static bool add_key(struct archive *archive, const struct config *config,
                    const struct data_folder *folder, struct complaint *complaint)
{
    uint8_t key[SERVER_KEY_BYTES];
    bool is_good = data_folder_key(folder, config->key_file, false, key, complaint) &&
                   archive_add_bytes(archive, "key", key, sizeof key, complaint);

    sodium_memzero(key, sizeof key);
    return is_good;
}

static bool add_master(struct archive *archive, redisContext *redis, const char *name,
                       struct complaint *complaint)
{
    char path[PATH_MAX];

    archive_place(archive, name, path);
    return copy_store(redis, path, complaint) && archive_add(archive, name, complaint);
}

/* Of a cluster each master as of a moment of its own: a room is on one of them, and whole.
 */
static bool add_masters(struct archive *archive, struct plain_store *store,
                        struct complaint *complaint)
{
    char name[ARCHIVE_NAME_MAX + 1] = "store.rdb";

    for (size_t i = 0; i < store->map.n; i++) {
        redisContext *redis = plain_store_master(store, i, complaint);

        if (store->uri.kind == REDIS_CLUSTER)
            (void)snprintf(name, sizeof name, "store-%zu.rdb", i);
        if (!redis || !add_master(archive, redis, name, complaint))
            return false;
        /* It is ours for nothing else now. */
        redisFree(redis);
        store->masters[i] = NULL;
    }
    return true;
}

/* A snapshot is of all of them, and a restore would look for the rooms in the first. */
static bool is_whole_redis(const struct plain_store *store, struct complaint *complaint)
{
    return store->uri.login.db == 0 ||
           complain(complaint,
                    "database %u of a Redis cannot be backed up alone: use the "
                    "tools of Redis, and keep the key",
                    store->uri.login.db);
}

static bool add_store(struct archive *archive, const struct data_folder *folder,
                      const char *address, struct complaint *complaint)
{
    bool had_left;
    struct plain_store *store = plain_store_open(address, complaint);
    bool is_good = store && is_whole_redis(store, complaint) &&
                   incoming_settle(store, folder, &had_left, complaint) &&
                   plain_store_is_still(store, complaint) &&
                   add_masters(archive, store, complaint) &&
                   plain_store_is_still(store, complaint);

    plain_store_close(store);
    return is_good;
}

static bool make(const struct config *config, struct archive *archive,
                 struct complaint *complaint)
{
    char address[DATA_ADDRESS_BYTES];
    struct data_folder folder;

    if (sodium_init() < 0)
        return complain(complaint, "libsodium does not start");
    if (!config->operand)
        return complain(complaint, "clameur backup FOLDER: name the folder to make");
    return data_folder_open(&folder, config->data, false, complaint) &&
           data_folder_store(&folder, config, address, complaint) &&
           archive_begin(archive, config->operand, complaint) &&
           add_key(archive, config, &folder, complaint) &&
           add_options(archive, config, complaint) &&
           add_store(archive, &folder, address, complaint) &&
           archive_finish(archive, FORMAT_NOW, complaint);
}

int backup_run(const struct config *config)
{
    struct archive archive = {0};
    struct complaint complaint;

    if (make(config, &archive, &complaint)) {
        (void)printf(
            "%s: everything as of now. It holds the server's key: keep it secret.\n",
            archive.path);
        return EXIT_SUCCESS;
    }
    archive_abandon(&archive);
    (void)fprintf(stderr, "clameur: %s\n", complaint.text);
    return EXIT_FAILURE;
}
