/* SPDX-License-Identifier: Apache-2.0 */

#include "app/check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <sodium.h>
#include <uv.h>

#include "app/data_folder.h"
#include "app/promise_check.h"
#include "app/redis_child.h"
#include "app/web_dir.h"

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

/* Does `counted` mean on disk, and is nothing thrown away? */
static void judge_promise(struct check *check, const char *address)
{
    struct store_promise promise;
    struct complaint complaint;

    if (!promise_ask(check->config, address, &promise))
        (void)complain(&complaint, "the store does not answer");
    else if (promise.keeps != KEEPS_DISK)
        (void)complain(&complaint,
                       "what is counted is %s: it takes \"appendonly yes\", \"appendfsync "
                       "always\" and \"maxmemory-policy noeviction\"",
                       promise_said(promise.keeps));
    else {
        (void)printf("%-10s answers; what is counted is %s; %u replicas have it, too\n",
                     "redis", promise_said(promise.keeps), promise.replicas);
        return;
    }
    say_bad(check, "redis", &complaint);
}

static void check_redis(struct check *check)
{
    const char *address = check->config->redis;
    struct complaint complaint;
    char private_one[DATA_PATH_BYTES + sizeof "unix://"];

    if (address) {
        judge_promise(check, address);
        return;
    }
    if (!check->has_folder || access(check->folder.socket, F_OK) != 0) {
        if (check->has_folder && !redis_child_check(&check->folder, &complaint))
            say_bad(check, "redis", &complaint);
        else
            say("redis", "a private one, not running now");
        return;
    }
    (void)snprintf(private_one, sizeof private_one, "unix://%s", check->folder.socket);
    judge_promise(check, private_one);
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
