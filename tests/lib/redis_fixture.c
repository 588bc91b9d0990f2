/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/redis_fixture.h"

#include <assert.h>
#include <fts.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MAX (REDIS_FIXTURE_OPTIONS_MAX + 20)

/* What the server logs when it has loaded everything and listens. */
static const char ready[] = "ready to accept connections at";

static void run_server(const struct redis_fixture *redis, int log)
{
    char *words[WORDS_MAX] = {NULL};
    const char *const fixed[] = {"redis-server", "--port", "0", "--unixsocket",
                                 redis->socket, "--dir", redis->folder, "--save", "",
                                 "--appendonly", "yes", "--appendfsync", "always",
                                 "--loglevel", "notice",
                                 /* As the product has it. */
                                 "--hash-max-listpack-entries", "128"};
    size_t n = 0;

    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        words[n++] = strdup(fixed[i]);
    for (size_t i = 0; redis->options[i]; i++)
        words[n++] = strdup(redis->options[i]);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(log, STDOUT_FILENO);
    execvp(words[0], words);
    _exit(127);
}

/* Reads the log up to the line that says so: an event, where asking again and again would
 * need pauses. */
static void await_ready(int log)
{
    char text[8192];
    size_t used = 0;

    for (;;) {
        ssize_t len = read(log, text + used, sizeof text - used - 1);

        if (len <= 0)
            (void)fprintf(stderr, "%.*s\n", (int)used, text);
        assert(len > 0 && "redis-server ended before it was ready");
        used += (size_t)len;
        text[used] = '\0';
        if (strstr(text, ready))
            return;
        if (used > sizeof text / 2) {
            memmove(text, text + used - sizeof ready, sizeof ready);
            used = sizeof ready;
        }
    }
}

void redis_fixture_restart(struct redis_fixture *redis)
{
    int log[2];
    int failed = pipe(log);

    assert(!failed && redis->pid == 0);
    redis->pid = fork();
    assert(redis->pid >= 0);
    if (redis->pid == 0) {
        close(log[0]);
        run_server(redis, log[1]);
    }
    close(log[1]);
    redis->log = log[0];
    await_ready(redis->log);
    freeReplyObject(redis_fixture_do(redis, "PING"));
}

void redis_fixture_start(struct redis_fixture *redis, const char *const options[])
{
    *redis = (struct redis_fixture){.folder = "/tmp/clameur-test-XXXXXX"};
    for (size_t i = 0; options && options[i]; i++) {
        assert(i + 1 < REDIS_FIXTURE_OPTIONS_MAX);
        redis->options[i] = options[i];
    }
    char *made = mkdtemp(redis->folder);

    assert(made);
    (void)snprintf(redis->socket, sizeof redis->socket, "%s/redis.sock", redis->folder);
    (void)snprintf(redis->address, sizeof redis->address, "unix://%s", redis->socket);
    redis_fixture_restart(redis);
}

void redis_fixture_kill(struct redis_fixture *redis)
{
    if (redis->pid == 0)
        return;
    kill(redis->pid, SIGKILL);
    waitpid(redis->pid, NULL, 0);
    redis->pid = 0;
    close(redis->log);
}

void redis_fixture_halt(const struct redis_fixture *redis)
{
    int status;

    kill(redis->pid, SIGSTOP);
    waitpid(redis->pid, &status, WUNTRACED);
    assert(WIFSTOPPED(status));
}

void redis_fixture_go_on(const struct redis_fixture *redis)
{
    kill(redis->pid, SIGCONT);
}

void redis_fixture_cut_off(const struct redis_fixture *master,
                           const struct redis_fixture *replicas, size_t n)
{
    for (size_t i = 0; i < n; i++)
        redis_fixture_halt(&replicas[i]);
    long long cut = redis_fixture_number(master, "CLIENT KILL TYPE replica");

    assert(cut == (long long)n);
}

void redis_fixture_stop(struct redis_fixture *redis)
{
    char *roots[] = {redis->folder, NULL};
    FTSENT *entry;
    FTS *walk;

    redis_fixture_kill(redis);
    walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    assert(walk);
    while ((entry = fts_read(walk)))
        if (entry->fts_info != FTS_D) /* A folder after what is in it. */
            (void)remove(entry->fts_path);
    fts_close(walk);
}

redisContext *redis_fixture_client(const struct redis_fixture *redis)
{
    redisContext *client = redisConnectUnix(redis->socket);

    assert(client && !client->err);
    return client;
}

__attribute__((format(printf, 2, 0))) static redisReply *
do_command(const struct redis_fixture *redis, const char *format, va_list args)
{
    redisContext *client = redis_fixture_client(redis);
    redisReply *reply = redisvCommand(client, format, args);

    assert(reply);
    if (reply->type == REDIS_REPLY_ERROR)
        (void)fprintf(stderr, "redis: %s\n", reply->str);
    assert(reply->type != REDIS_REPLY_ERROR);
    redisFree(client);
    return reply;
}

redisReply *redis_fixture_do(const struct redis_fixture *redis, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    redisReply *reply = do_command(redis, format, args);
    va_end(args);
    return reply;
}

long long redis_fixture_number(const struct redis_fixture *redis, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    redisReply *reply = do_command(redis, format, args);
    va_end(args);
    long long number = reply->str ? strtoll(reply->str, NULL, 10) : reply->integer;

    freeReplyObject(reply);
    return number;
}

long long redis_fixture_nth(const struct redis_fixture *redis, unsigned n,
                            const char *format, ...)
{
    va_list args;

    va_start(args, format);
    redisReply *reply = do_command(redis, format, args);
    va_end(args);
    char *at = reply->str;

    for (unsigned i = 0; at && i < n; i++) {
        at = strchr(at, ' ');
        at = at ? at + 1 : NULL;
    }
    long long number = at ? strtoll(at, NULL, 10) : 0;

    freeReplyObject(reply);
    return number;
}
