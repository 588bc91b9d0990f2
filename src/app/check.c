/* SPDX-License-Identifier: Apache-2.0 */

#include "app/check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <hiredis/hiredis.h>
#include <sodium.h>
#include <uv.h>

#include "app/data_folder.h"
#include "app/redis_child.h"
#include "app/web_dir.h"
#include "store/redis_uri.h"

struct check {
    const struct config *config;
    struct data_folder folder;
    bool has_folder;
    bool is_bad;
};

static void say(const char *what, const char *how)
{
    (void)printf("%-10s %s\n", what, how);
}

static void say_bad(struct check *check, const char *what,
                    const struct complaint *complaint)
{
    check->is_bad = true;
    (void)printf("%-10s NOT WELL: %s\n", what, complaint->text);
}

static void check_versions(struct check *check)
{
    char line[128] = "", all[256];
    FILE *program =
        popen("exec redis-server --version 2>/dev/null", "re"); /* NOLINT(cert-env33-c) */
    char *version = NULL;

    (void)check;
    if (program && fgets(line, sizeof line, program))
        version = strstr(line, "v=");
    if (program)
        (void)pclose(program);
    if (version)
        version[strcspn(version, " \n")] = '\0';
    (void)snprintf(all, sizeof all, "clameur %s, libuv %s, libsodium %s, redis-server %s",
                   CLAMEUR_VERSION, uv_version_string(), sodium_version_string(),
                   version ? version + 2 : "not installed");
    say("versions", all);
}

static void check_pages(struct check *check)
{
    struct complaint complaint;
    char path[PATH_MAX];

    if (web_dir_find(check->config->web_dir, path, &complaint))
        say("pages", path);
    else
        say_bad(check, "pages", &complaint);
}

static void check_tls(struct check *check)
{
    const char *files[] = {check->config->tls_cert, check->config->tls_key};
    struct complaint complaint;

    if (!files[0]) {
        say("tls", "none: http");
        return;
    }
    for (size_t i = 0; i < 2; i++)
        if (access(files[i], R_OK) != 0) {
            (void)complain(&complaint, "%.200s cannot be read", files[i]);
            say_bad(check, "tls", &complaint);
            return;
        }
    say("tls", files[0]);
}

static void check_data(struct check *check)
{
    struct complaint complaint;
    struct statvfs disk;
    char line[DATA_PATH_BYTES + 64];

    if (access(check->config->data, F_OK) != 0) {
        say("data", "no such folder: the first start makes it");
        return;
    }
    check->has_folder =
        data_folder_open(&check->folder, check->config->data, false, &complaint);
    if (!check->has_folder) {
        say_bad(check, "data", &complaint);
        return;
    }
    uint64_t free_bytes = 0;

    if (statvfs(check->folder.path, &disk) == 0)
        free_bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
    if (free_bytes < check->config->disk_reserve) {
        (void)complain(&complaint, "%s: %" PRIu64 " MiB free, less than the reserve",
                       check->folder.path, free_bytes >> 20);
        say_bad(check, "data", &complaint);
        return;
    }
    (void)snprintf(line, sizeof line, "%s, %" PRIu64 " MiB free", check->folder.path,
                   free_bytes >> 20);
    say("data", line);
}

static void check_key(struct check *check)
{
    uint8_t key[SERVER_KEY_BYTES];
    struct complaint complaint;
    char path[DATA_PATH_BYTES];

    if (!check->has_folder)
        return;
    (void)snprintf(path, sizeof path, "%s/key", check->folder.path);
    if (!check->config->key_file && access(path, F_OK) != 0) {
        say("key", "none: the first start makes it");
        return;
    }
    if (!data_folder_key(&check->folder, check->config->key_file, false, key, &complaint)) {
        say_bad(check, "key", &complaint);
        return;
    }
    sodium_memzero(key, sizeof key);
    say("key", "well, for its owner's eyes only");
}

/* ---- Redis ---- */

static redisContext *open_redis(const struct redis_uri *uri, struct complaint *complaint)
{
    const struct timeval patience = {.tv_sec = 2};
    redisContext *redis = uri->is_unix
                              ? redisConnectUnixWithTimeout(uri->path, patience)
                              : redisConnectWithTimeout(uri->host, uri->port, patience);
    redisReply *reply = NULL;
    bool is_good = redis && !redis->err && redisSetTimeout(redis, patience) == REDIS_OK;

    if (is_good && uri->password[0])
        reply = uri->user[0] ? redisCommand(redis, "AUTH %s %s", uri->user, uri->password)
                             : redisCommand(redis, "AUTH %s", uri->password);
    if (is_good && (!reply || reply->type != REDIS_REPLY_ERROR)) {
        freeReplyObject(reply);
        reply = redisCommand(redis, "PING");
    }
    is_good = is_good && reply && reply->type == REDIS_REPLY_STATUS;
    if (!is_good)
        (void)complain(complaint, "%s",
                       reply && reply->str         ? reply->str
                       : redis && redis->errstr[0] ? redis->errstr
                                                   : "no answer");
    freeReplyObject(reply);
    if (is_good)
        return redis;
    if (redis)
        redisFree(redis);
    return NULL;
}

/* The value of a setting; "?" when Redis does not tell. */
static void read_setting(redisContext *redis, const char *name, char *out, size_t cap)
{
    redisReply *reply = redisCommand(redis, "CONFIG GET %s", name);
    bool is_told = reply && reply->type == REDIS_REPLY_ARRAY && reply->elements == 2;

    (void)snprintf(out, cap, "%s", is_told ? reply->element[1]->str : "?");
    freeReplyObject(reply);
}

static void read_version(redisContext *redis, char *out, size_t cap)
{
    redisReply *reply = redisCommand(redis, "INFO server");
    const char *at = reply && reply->str ? strstr(reply->str, "redis_version:") : NULL;

    at = at ? at + sizeof "redis_version:" - 1 : "?";
    (void)snprintf(out, cap, "%.*s", (int)strcspn(at, "\r\n"), at);
    freeReplyObject(reply);
}

/* Does `counted` mean on disk, and is nothing thrown away? */
static void judge_settings(struct check *check, redisContext *redis)
{
    static const char *const wanted[][2] = {{"appendonly", "yes"},
                                            {"appendfsync", "always"},
                                            {"maxmemory-policy", "noeviction"}};
    struct complaint complaint;
    char version[32], value[64];

    read_version(redis, version, sizeof version);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        read_setting(redis, wanted[i][0], value, sizeof value);
        if (strcmp(value, wanted[i][1]) == 0)
            continue;
        (void)complain(&complaint,
                       "%s is %s: with \"%s %s\" what is counted is on disk and stays",
                       wanted[i][0], value, wanted[i][0], wanted[i][1]);
        say_bad(check, "redis", &complaint);
        return;
    }
    (void)printf("%-10s %s answers; on disk before it is counted, nothing is evicted\n",
                 "redis", version);
}

static void check_redis(struct check *check)
{
    const char *address = check->config->redis;
    struct complaint complaint;
    struct redis_uri uri = {.is_unix = true};
    redisContext *redis;

    if (address && redis_uri_parse(address, strlen(address), &uri) != OK)
        return; /* The configuration was checked: it cannot be. */
    if (!address) {
        (void)snprintf(uri.path, sizeof uri.path, "%s", check->folder.socket);
        if (!check->has_folder || access(uri.path, F_OK) != 0) {
            if (check->has_folder && !redis_child_check(&check->folder, &complaint))
                say_bad(check, "redis", &complaint);
            else
                say("redis", "a private one, not running now");
            return;
        }
    }
    redis = open_redis(&uri, &complaint);
    if (!redis) {
        say_bad(check, "redis", &complaint);
        return;
    }
    judge_settings(check, redis);
    redisFree(redis);
}

int check_run(const struct config *config)
{
    static void (*const checks[])(struct check *) = {
        check_versions, check_pages, check_tls, check_data, check_key, check_redis};
    struct check check = {.config = config};

    say("options", "well");
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
        checks[i](&check);
    return check.is_bad ? EXIT_FAILURE : EXIT_SUCCESS;
}
