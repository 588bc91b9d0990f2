/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/redis_shards.h"

#include "lib/port.h"
#include "store/redis_slot.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MAX 24

static void start_node(struct redis_shards *shards, size_t i)
{
    const char *const options[] = {"--port",
                                   shards->ports[i],
                                   "--bind",
                                   "127.0.0.1",
                                   "--cluster-enabled",
                                   "yes",
                                   "--cluster-node-timeout",
                                   "2000",
                                   "--cluster-replica-validity-factor",
                                   "0",
                                   "--cluster-require-full-coverage",
                                   "no",
                                   "--repl-diskless-sync-delay",
                                   "0",
                                   NULL};

    (void)snprintf(shards->ports[i], sizeof shards->ports[i], "%u", port_free());
    redis_fixture_start(&shards->nodes[i], options);
}

/* redis-cli returns when all nodes agree. */
static void join_nodes(struct redis_shards *shards, bool has_replicas)
{
    char at[SHARDS_NODES_MAX][32];
    const char *words[WORDS_MAX] = {"redis-cli", "--cluster", "create"};
    size_t n = 3;
    int status;

    for (size_t i = 0; i < shards->n; i++) {
        (void)snprintf(at[i], sizeof at[i], "127.0.0.1:%s", shards->ports[i]);
        words[n++] = at[i];
    }
    words[n++] = "--cluster-replicas";
    words[n++] = has_replicas ? "1" : "0";
    words[n++] = "--cluster-yes";

    pid_t pid = fork();

    assert(pid >= 0);
    if (pid == 0) {
        int nothing = open("/dev/null", O_WRONLY);

        dup2(nothing, STDOUT_FILENO);
        execvp(words[0], (char *const *)(uintptr_t)words);
        _exit(127);
    }
    waitpid(pid, &status, 0);
    assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* A key in a slot of the n-th master, and until a replica has it. */
static void await_replica(struct redis_shards *shards, size_t n)
{
    struct id key = shards_room("k", n);
    redisContext *client = redis_fixture_client(&shards->nodes[n]);
    redisReply *reply = NULL;

    do {
        freeReplyObject(reply);
        freeReplyObject(redisCommand(client, "SET %s 1", key.text));
        reply = redisCommand(client, "WAIT 1 1000");
        assert(reply && reply->type == REDIS_REPLY_INTEGER);
    } while (reply->integer < 1);
    freeReplyObject(reply);
    redisFree(client);
}

void shards_start(struct redis_shards *shards, bool has_replicas)
{
    *shards =
        (struct redis_shards){.n = has_replicas ? 2 * SHARDS_MASTERS : SHARDS_MASTERS};
    for (size_t i = 0; i < shards->n; i++)
        start_node(shards, i);
    join_nodes(shards, has_replicas);
    for (size_t i = 0; has_replicas && i < SHARDS_MASTERS; i++)
        await_replica(shards, i);
    (void)snprintf(shards->address, sizeof shards->address,
                   "redis-cluster://127.0.0.1:%s,127.0.0.1:%s", shards->ports[0],
                   shards->ports[1]);
}

void shards_stop(struct redis_shards *shards)
{
    for (size_t i = 0; i < shards->n; i++)
        redis_fixture_stop(&shards->nodes[i]);
}

static struct redis_fixture *node_on_port(struct redis_shards *shards, long long port)
{
    for (size_t i = 0; i < shards->n; i++)
        if (strtoll(shards->ports[i], NULL, 10) == port)
            return &shards->nodes[i];
    return NULL;
}

static struct redis_fixture *owner_as_told(struct redis_shards *shards,
                                           const struct redis_fixture *by, uint16_t slot)
{
    redisReply *ranges = redis_fixture_do(by, "CLUSTER SLOTS");
    struct redis_fixture *owner = NULL;

    for (size_t i = 0; i < ranges->elements; i++) {
        redisReply **range = ranges->element[i]->element;

        if (range[0]->integer <= slot && slot <= range[1]->integer)
            owner = node_on_port(shards, range[2]->element[1]->integer);
    }
    freeReplyObject(ranges);
    return owner;
}

struct redis_fixture *shards_owner(struct redis_shards *shards, uint16_t slot)
{
    struct redis_fixture *owner;
    size_t alive = 0;

    while (shards->nodes[alive].pid == 0)
        alive++;
    do
        owner = owner_as_told(shards, &shards->nodes[alive], slot);
    while (!owner); /* Between two masters. */
    return owner;
}

/* {"slave", host, port, state, offset} */
static bool follows(const struct redis_fixture *node, const char *port)
{
    redisReply *role = redis_fixture_do(node, "ROLE");
    bool does = strcmp(role->element[0]->str, "slave") == 0 &&
                role->element[2]->integer == strtoll(port, NULL, 10);

    freeReplyObject(role);
    return does;
}

struct redis_fixture *shards_replica(struct redis_shards *shards,
                                     const struct redis_fixture *master)
{
    for (size_t i = 0; i < shards->n; i++)
        if (follows(&shards->nodes[i], shards->ports[master - shards->nodes]))
            return &shards->nodes[i];
    abort(); /* Each has one. */
}

uint16_t shards_slot(const struct id *room)
{
    return redis_slot(room->text, strlen(room->text));
}

struct id shards_room(const char *base, size_t n)
{
    struct id id;

    for (unsigned i = 0;; i++) {
        char text[ID_BYTES_MAX + 1];
        int len = snprintf(text, sizeof text, "%s%u", base, i);
        bool is_id = id_read(text, (size_t)len, &id);

        assert(is_id);
        if ((size_t)shards_slot(&id) * SHARDS_MASTERS / REDIS_SLOTS == n)
            return id;
    }
}

/* ---- Moving a slot --------------------------------------------------------------------
 */

static void name_of(const struct redis_fixture *node, char out[64])
{
    redisReply *reply = redis_fixture_do(node, "CLUSTER MYID");

    (void)snprintf(out, 64, "%s", reply->str);
    freeReplyObject(reply);
}

static void set_slot(const struct redis_fixture *node, uint16_t slot, const char *how,
                     const char *name)
{
    freeReplyObject(redis_fixture_do(node, "CLUSTER SETSLOT %u %s %s", slot, how, name));
}

static bool move_a_key(struct redis_fixture *from, uint16_t slot, const char *port)
{
    redisReply *keys = redis_fixture_do(from, "CLUSTER GETKEYSINSLOT %u 1", slot);
    bool has_key = keys->elements > 0;

    if (has_key)
        freeReplyObject(redis_fixture_do(from, "MIGRATE 127.0.0.1 %s %s 0 5000", port,
                                         keys->element[0]->str));
    freeReplyObject(keys);
    return has_key;
}

void shards_migrate(struct redis_shards *shards, uint16_t slot, struct redis_fixture *to,
                    void (*between)(void *context), void *context)
{
    struct redis_fixture *from = shards_owner(shards, slot);
    char from_name[64], to_name[64];
    const char *port = shards->ports[to - shards->nodes];

    name_of(from, from_name);
    name_of(to, to_name);
    set_slot(to, slot, "IMPORTING", from_name);
    set_slot(from, slot, "MIGRATING", to_name);
    between(context);
    while (move_a_key(from, slot, port))
        between(context);
    set_slot(to, slot, "NODE", to_name);
    between(context);
    set_slot(from, slot, "NODE", to_name);
    between(context);
}
