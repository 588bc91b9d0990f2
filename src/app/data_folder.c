/* SPDX-License-Identifier: Apache-2.0 */

#include "app/data_folder.h"

#include "app/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define LOCK_RETRY_MS 50

/* ---- The folder ---- */

/* mkdir -p, for the owner alone. */
static bool make_folders(const char *path)
{
    char part[PATH_MAX];
    size_t len = strlen(path);

    if (len == 0 || len >= sizeof part)
        return false;
    memcpy(part, path, len + 1);
    for (size_t i = 1; i <= len; i++) {
        if (part[i] != '/' && part[i] != '\0')
            continue;
        part[i] = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST)
            return false;
        part[i] = path[i];
    }
    return true;
}

static void inside(char out[DATA_PATH_BYTES], const struct data_folder *folder,
                   const char *name)
{
    (void)snprintf(out, DATA_PATH_BYTES, "%s/%s", folder->path, name);
}

bool data_folder_open(struct data_folder *out, const char *path, bool create,
                      struct complaint *complaint)
{
    const size_t socket_max = sizeof((struct sockaddr_un *)0)->sun_path - 1;
    struct data_folder folder = {0};
    char absolute[PATH_MAX];

    if (create && !make_folders(path))
        return complain(complaint, "--data %.200s: cannot be made: %s", path,
                        strerror(errno));
    if (!realpath(path, absolute))
        return complain(complaint, "--data %.200s: %s", path, strerror(errno));
    size_t len = strlen(absolute);

    if (len + sizeof "/redis/redis.sock" - 1 > socket_max)
        return complain(complaint,
                        "--data: its full path has %zu bytes, at most %zu will do", len,
                        socket_max - (sizeof "/redis/redis.sock" - 1));
    memcpy(folder.path, absolute, len + 1);
    (void)snprintf(folder.redis, sizeof folder.redis, "%.*s/redis", (int)len, absolute);
    (void)snprintf(folder.socket, sizeof folder.socket, "%.*s/redis/redis.sock", (int)len,
                   absolute);
    if (create && !make_folders(folder.redis))
        return complain(complaint, "%s: cannot be made: %s", folder.redis, strerror(errno));
    if (access(folder.path, R_OK | W_OK | X_OK) != 0)
        return complain(complaint, "--data %s: %s", folder.path, strerror(errno));
    *out = folder;
    return true;
}

void data_folder_beside(const struct data_folder *folder, const char *name,
                        struct data_folder *out)
{
    *out = *folder;
    (void)snprintf(out->redis, sizeof out->redis, "%.90s/%.5s", folder->path, name);
    (void)snprintf(out->socket, sizeof out->socket, "%.80s/%.5s/redis.sock", folder->path,
                   name);
}

bool data_folder_is_whole(const struct data_folder *folder, struct complaint *complaint)
{
    static const char *const unfinished[] = {DATA_FRESH, DATA_PARTS};
    char path[DATA_PATH_BYTES];

    for (size_t i = 0; i < sizeof unfinished / sizeof unfinished[0]; i++) {
        inside(path, folder, unfinished[i]);
        if (access(path, F_OK) == 0)
            return complain(complaint,
                            "a clameur restore into %s was cut off: run it again, or "
                            "remove %s",
                            folder->path, path);
    }
    return true;
}

bool data_folder_lock(const struct data_folder *folder, unsigned wait_ms, int *fd,
                      struct complaint *complaint)
{
    char path[DATA_PATH_BYTES];

    inside(path, folder, "lock");
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (lock < 0)
        return complain(complaint, "%s: %s", path, strerror(errno));
    while (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK || wait_ms < LOCK_RETRY_MS) {
            (void)close(lock);
            return complain(complaint, "--data %s: another server is using it",
                            folder->path);
        }
        (void)poll(NULL, 0, LOCK_RETRY_MS);
        wait_ms -= LOCK_RETRY_MS;
    }
    *fd = lock;
    return true;
}

/* ---- Small files ---- */

/* All of `bytes` under a name of its own, then in place at once. Does not replace if
 * `is_new`. */
static bool write_whole(const char *path, const void *bytes, size_t len, bool is_new)
{
    char draft[DATA_PATH_BYTES + 16];
    bool is_good = false;

    (void)snprintf(draft, sizeof draft, "%s.%ld", path, (long)getpid());
    (void)unlink(draft);
    int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return false;
    is_good = write(fd, bytes, len) == (ssize_t)len && fsync(fd) == 0;
    is_good = close(fd) == 0 && is_good;
    if (is_good)
        is_good = (is_new ? link(draft, path) : rename(draft, path)) == 0;
    int saved = errno;

    (void)unlink(draft);
    errno = saved;
    return is_good;
}

/* Somebody else may have made it meanwhile: then theirs it is. */
static bool put_key(const char *path, const uint8_t key[SERVER_KEY_BYTES],
                    struct complaint *complaint)
{
    return write_whole(path, key, SERVER_KEY_BYTES, true) || errno == EEXIST ||
           complain(complaint, "%s: cannot be made: %s", path, strerror(errno));
}

static bool make_key(const char *path, struct complaint *complaint)
{
    uint8_t key[SERVER_KEY_BYTES];

    if (getrandom(key, sizeof key, 0) != (ssize_t)sizeof key)
        return complain(complaint, "no random numbers: %s", strerror(errno));
    bool is_good = put_key(path, key, complaint);

    explicit_bzero(key, sizeof key);
    return is_good;
}

bool data_folder_put_key(const struct data_folder *folder,
                         const uint8_t key[SERVER_KEY_BYTES], struct complaint *complaint)
{
    char path[DATA_PATH_BYTES];

    inside(path, folder, "key");
    return put_key(path, key, complaint);
}

bool data_folder_key(const struct data_folder *folder, const char *key_file, bool create,
                     uint8_t key[SERVER_KEY_BYTES], struct complaint *complaint)
{
    char own[DATA_PATH_BYTES];
    uint8_t bytes[SERVER_KEY_BYTES + 1];
    size_t got;

    inside(own, folder, "key");
    const char *path = key_file ? key_file : own;

    if (create && access(path, F_OK) != 0 && !make_key(path, complaint))
        return false;
    if (!private_file_read(path, bytes, sizeof bytes, &got, complaint))
        return false;
    if (got != SERVER_KEY_BYTES)
        return complain(complaint, "%.200s: a key has %d bytes, this file has not", path,
                        SERVER_KEY_BYTES);
    memcpy(key, bytes, SERVER_KEY_BYTES);
    explicit_bzero(bytes, sizeof bytes);
    return true;
}

/* ---- Where the rooms are ---- */

/* A small file as text; -1 if it is not there. */
static ssize_t read_text(const struct data_folder *folder, const char *name, char *out,
                         size_t cap)
{
    char path[DATA_PATH_BYTES];
    ssize_t got = -1;

    inside(path, folder, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd >= 0) {
        got = read(fd, out, cap - 1);
        (void)close(fd);
    }
    out[got > 0 ? got : 0] = '\0';
    return got;
}

bool data_folder_moved(const struct data_folder *folder, char address[DATA_ADDRESS_BYTES])
{
    return read_text(folder, "moved", address, DATA_ADDRESS_BYTES) > 0;
}

bool data_folder_put_moved(const struct data_folder *folder, const char *address,
                           struct complaint *complaint)
{
    char path[DATA_PATH_BYTES];

    inside(path, folder, "moved");
    return write_whole(path, address, strlen(address), false) ||
           complain(complaint, "%s: %s", path, strerror(errno));
}

bool data_folder_store(const struct data_folder *folder, const struct config *config,
                       char address[DATA_ADDRESS_BYTES], struct complaint *complaint)
{
    char moved[DATA_ADDRESS_BYTES];
    bool was_moved = data_folder_moved(folder, moved);

    if (config->redis)
        (void)snprintf(address, DATA_ADDRESS_BYTES, "%s", config->redis);
    else if (was_moved)
        (void)snprintf(address, DATA_ADDRESS_BYTES, "%s", moved);
    else if (access(folder->socket, F_OK) == 0)
        (void)snprintf(address, DATA_ADDRESS_BYTES, "unix://%s", folder->socket);
    else
        return complain(complaint, "--data %s: no server is running here", folder->path);
    return true;
}

bool data_folder_follows(const struct data_folder *folder)
{
    char path[DATA_PATH_BYTES];

    inside(path, folder, "standby");
    return access(path, F_OK) == 0;
}

bool data_folder_set_follows(const struct data_folder *folder, bool does,
                             struct complaint *complaint)
{
    char path[DATA_PATH_BYTES];

    inside(path, folder, "standby");
    return (does ? write_whole(path, "", 0, false)
                 : unlink(path) == 0 || errno == ENOENT) ||
           complain(complaint, "%s: %s", path, strerror(errno));
}

bool data_folder_has_rooms(const struct data_folder *folder)
{
    char path[DATA_PATH_BYTES];

    (void)snprintf(path, sizeof path, "%s/appendonlydir", folder->redis);
    return access(path, F_OK) == 0;
}

bool data_folder_put_url(const struct data_folder *folder, const char *url,
                         struct complaint *complaint)
{
    char path[DATA_PATH_BYTES];

    inside(path, folder, "url");
    return write_whole(path, url, strlen(url), false) ||
           complain(complaint, "%s: %s", path, strerror(errno));
}

bool data_folder_get_url(const struct data_folder *folder, char url[DATA_URL_BYTES],
                         struct complaint *complaint)
{
    return read_text(folder, "url", url, DATA_URL_BYTES) > 0 ||
           complain(complaint, "--data %s: no server is running here", folder->path);
}

void data_folder_drop_url(const struct data_folder *folder)
{
    char path[DATA_PATH_BYTES];

    inside(path, folder, "url");
    (void)unlink(path);
}
