/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/redis_sentinels.h"

#include "lib/port.h"

#include <assert.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define LINE_MAX_BYTES 512

static void start_nodes(struct sentinels *sentinels)
{
    for (size_t i = 0; i < SENTINELS_NODES; i++) {
        const char *const options[] = {"--port",
                                       sentinels->ports[i],
                                       "--bind",
                                       "127.0.0.1",
                                       "--repl-diskless-sync-delay",
                                       "0",
                                       i > 0 ? "--replicaof" : NULL,
                                       "127.0.0.1",
                                       sentinels->ports[0],
                                       NULL};

        (void)snprintf(sentinels->ports[i], sizeof sentinels->ports[i], "%u", port_free());
        redis_fixture_start(&sentinels->nodes[i], options);
    }
    while (redis_fixture_number(&sentinels->nodes[0], "WAIT %d 1000", SENTINELS_NODES - 1) <
           SENTINELS_NODES - 1)
        ;
}

static void start_sentinel(struct sentinels *sentinels, size_t i)
{
    char path[96];
    int log[2];
    int failed = pipe(log);

    assert(!failed);
    (void)snprintf(path, sizeof path, "%s/sentinel-%zu.conf", sentinels->folder, i);
    FILE *conf = fopen(path, "we");

    assert(conf);
    (void)fprintf(conf,
                  "bind 127.0.0.1\nport %s\ndir %s\n"
                  "sentinel monitor live 127.0.0.1 %s 2\n"
                  "sentinel down-after-milliseconds live 1000\n"
                  "sentinel failover-timeout live 6000\n",
                  sentinels->sentinel_ports[i], sentinels->folder, sentinels->ports[0]);
    (void)fclose(conf);
    sentinels->pids[i] = fork();
    assert(sentinels->pids[i] >= 0);
    if (sentinels->pids[i] == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(log[1], STDOUT_FILENO);
        close(log[0]);
        execlp("redis-server", "redis-server", path, "--sentinel", (char *)NULL);
        _exit(127);
    }
    close(log[1]);
    sentinels->logs[i] = log[0];
}

/* Reads the log up to so many lines with each of these words. */
static void await_acquaintance(int log)
{
    size_t replicas = 0, others = 0, len = 0;
    char line[LINE_MAX_BYTES];

    while (replicas < SENTINELS_NODES - 1 || others < SENTINELS - 1) {
        ssize_t got = read(log, line + len, 1);

        assert(got == 1 && "a sentinel ended");
        if (line[len] != '\n' && len + 2 < sizeof line) {
            len++;
            continue;
        }
        line[len] = '\0';
        replicas += strstr(line, "+slave slave") != NULL;
        others += strstr(line, "+sentinel sentinel") != NULL;
        len = 0;
    }
}

void sentinels_start(struct sentinels *sentinels)
{
    *sentinels = (struct sentinels){.folder = "/tmp/clameur-sentinels-XXXXXX"};
    char *made = mkdtemp(sentinels->folder);

    assert(made);
    start_nodes(sentinels);
    for (size_t i = 0; i < SENTINELS; i++) {
        (void)snprintf(sentinels->sentinel_ports[i], sizeof sentinels->sentinel_ports[i],
                       "%u", port_free());
        start_sentinel(sentinels, i);
    }
    for (size_t i = 0; i < SENTINELS; i++)
        await_acquaintance(sentinels->logs[i]);
    (void)snprintf(sentinels->address, sizeof sentinels->address,
                   "redis-sentinel://127.0.0.1:%s,127.0.0.1:%s,127.0.0.1:%s/live",
                   sentinels->sentinel_ports[0], sentinels->sentinel_ports[1],
                   sentinels->sentinel_ports[2]);
}

void sentinels_stop(struct sentinels *sentinels)
{
    for (size_t i = 0; i < SENTINELS; i++) {
        char path[96];

        kill(sentinels->pids[i], SIGKILL);
        waitpid(sentinels->pids[i], NULL, 0);
        close(sentinels->logs[i]);
        (void)snprintf(path, sizeof path, "%s/sentinel-%zu.conf", sentinels->folder, i);
        (void)remove(path);
    }
    (void)remove(sentinels->folder);
    for (size_t i = 0; i < SENTINELS_NODES; i++)
        redis_fixture_stop(&sentinels->nodes[i]);
}

/* Sentinels that tell a replica of its new master cut all its connections: then once more.
 */
static bool is_master(const struct redis_fixture *node)
{
    redisReply *role = NULL;
    bool is;

    while (!role) {
        redisContext *client = redis_fixture_client(node);

        role = redisCommand(client, "ROLE");
        redisFree(client);
    }
    is = strcmp(role->element[0]->str, "master") == 0;
    freeReplyObject(role);
    return is;
}

struct redis_fixture *sentinels_master(struct sentinels *sentinels)
{
    for (size_t i = 0; i < SENTINELS_NODES; i++)
        if (sentinels->nodes[i].pid && is_master(&sentinels->nodes[i]))
            return &sentinels->nodes[i];
    abort(); /* Somebody is. */
}
