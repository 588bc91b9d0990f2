/* SPDX-License-Identifier: Apache-2.0 */

#include "app/standby.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sodium.h>

#include "app/control.h"
#include "app/format.h"
#include "app/plain_redis.h"
#include "app/plain_store.h"
#include "app/relay.h"
#include "app/rooms_tour.h"
#include "app/tunnel.h"

/* ---- Setting up ---- */

/* Following wipes what is there. */
static bool claim_folder(const struct instance *it, struct complaint *complaint)
{
    if (data_folder_has_rooms(&it->folder) && !data_folder_follows(&it->folder))
        return complain(complaint,
                        "--standby: %s holds rooms of its own, or was promoted: "
                        "following would wipe them. Serve it without --standby, "
                        "or give another --data",
                        it->folder.path);
    return data_folder_set_follows(&it->folder, true, complaint);
}

/* That of the first, once; later it may be away. */
static bool copy_key(const struct instance *it, struct complaint *complaint)
{
    uint8_t key[SERVER_KEY_BYTES];
    struct complaint ignored;

    if (it->config->key_file || data_folder_key(&it->folder, NULL, false, key, &ignored))
        return true;
    bool is_good = relay_fetch_key(it->config, key, complaint) &&
                   data_folder_put_key(&it->folder, key, complaint);

    sodium_memzero(key, sizeof key);
    return is_good;
}

static bool listen_for_own(struct instance *it, struct complaint *complaint)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;

    it->relay_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (it->relay_fd < 0 || bind(it->relay_fd, (struct sockaddr *)&at, len) != 0 ||
        listen(it->relay_fd, 4) != 0 ||
        getsockname(it->relay_fd, (struct sockaddr *)&at, &len) != 0)
        return complain(complaint, "--standby: no port on the loopback");
    it->relay_port = ntohs(at.sin_port);
    return true;
}

bool standby_prepare(struct instance *instance, struct complaint *complaint)
{
    const struct config *config = instance->config;
    uint8_t secret[TUNNEL_SECRET_BYTES];

    if (!config->standby && data_folder_follows(&instance->folder))
        return complain(complaint,
                        "%s is a copy that follows another: give --standby, and "
                        "clameur promote while it runs, to have it serve",
                        instance->folder.path);
    if (!config->standby && !config->replicate)
        return true;
    if (sodium_init() < 0 || !tunnel_secret(config->standby_secret, secret, complaint))
        return false;
    sodium_memzero(secret, sizeof secret);
    if (config->standby)
        return claim_folder(instance, complaint) && copy_key(instance, complaint) &&
               listen_for_own(instance, complaint);
    instance->relay_fd = tunnel_listen(config->replicate, complaint);
    return instance->relay_fd >= 0;
}

void standby_redis_words(const struct instance *instance, bool is_following, char *port,
                         const char *words[STANDBY_WORDS_MAX])
{
    size_t n = 0;

    if (instance->config->replicate) {
        /* So that a short absence does not copy everything again. */
        words[n++] = "--repl-backlog-size";
        words[n++] = "64mb";
        words[n++] = "--repl-diskless-sync-delay";
        words[n++] = "0";
        words[n++] = "--repl-ping-replica-period";
        words[n++] = "1";
    }
    if (is_following) {
        (void)snprintf(port, 8, "%u", instance->relay_port);
        words[n++] = "--replicaof";
        words[n++] = "127.0.0.1";
        words[n++] = port;
    }
    words[n] = NULL;
}

/* ---- Promotion ---- */

/* Not while a copy is half made, and not before there was one. */
static bool has_whole_copy(struct plain_store *store, redisContext *redis,
                           struct complaint *complaint)
{
    uint64_t keys = 0;

    if (!plain_store_size(store, &keys, complaint))
        return false;
    return (keys > 0 &&
            plain_redis_info(redis, "replication", "master_sync_in_progress") <= 0) ||
           complain(complaint, "this standby has no whole copy of the first");
}

bool standby_is_master(const struct data_folder *folder, struct complaint *complaint)
{
    redisContext *redis = plain_redis_private(folder->socket, complaint);
    redisReply *role = redis ? plain_redis_do(redis, complaint, "ROLE") : NULL;
    bool is_answered = role != NULL;
    bool is_master = role && role->elements > 0 && role->element[0]->str &&
                     strcmp(role->element[0]->str, "master") == 0;

    freeReplyObject(role);
    if (redis)
        redisFree(redis);
    return is_master || (is_answered && complain(complaint, "the copy follows again: run "
                                                            "clameur promote once more"));
}

/* Each step may be done twice, should this end in between; the last is the server's. */
static bool promote_store(const struct config *config, const struct data_folder *folder,
                          struct complaint *complaint)
{
    char address[DATA_ADDRESS_BYTES];

    (void)snprintf(address, sizeof address, "unix://%s", folder->socket);
    struct plain_store *store = plain_store_open(address, complaint);
    redisContext *redis = store ? plain_store_master(store, 0, complaint) : NULL;
    bool is_good = redis && has_whole_copy(store, redis, complaint) &&
                   plain_redis_order(redis, complaint, "REPLICAOF NO ONE") &&
                   format_settle(store, &format_plan, complaint) &&
                   rooms_raise_epochs(config, address, store, complaint);

    plain_store_close(store);
    return is_good;
}

static bool promote(const struct config *config, char answer[COMPLAINT_BYTES],
                    struct complaint *complaint)
{
    struct data_folder folder;

    if (!data_folder_open(&folder, config->data, false, complaint))
        return false;
    if (!data_folder_follows(&folder))
        return complain(complaint, "--data %s: this is no standby", folder.path);
    return promote_store(config, &folder, complaint) &&
           control_ask(&folder, "promoted", answer, complaint);
}

int promote_run(const struct config *config)
{
    struct complaint complaint;
    char answer[COMPLAINT_BYTES];

    if (sodium_init() < 0 || !promote(config, answer, &complaint)) {
        (void)fprintf(stderr, "clameur: %s\n", complaint.text);
        return EXIT_FAILURE;
    }
    (void)printf("This is the server now: %s\n", answer);
    return EXIT_SUCCESS;
}
