/* SPDX-License-Identifier: Apache-2.0 */

#include "app/plain_redis.h"

#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static redisReply *good(redisContext *redis, redisReply *reply, struct complaint *complaint)
{
    if (reply && reply->type != REDIS_REPLY_ERROR)
        return reply;
    (void)complain(complaint, "Redis: %.300s", reply ? reply->str : redis->errstr);
    freeReplyObject(reply);
    return NULL;
}

redisReply *plain_redis_do(redisContext *redis, struct complaint *complaint,
                           const char *format, ...)
{
    va_list args;

    va_start(args, format);
    redisReply *reply = redisvCommand(redis, format, args);

    va_end(args);
    return good(redis, reply, complaint);
}

bool plain_redis_order(redisContext *redis, struct complaint *complaint, const char *format,
                       ...)
{
    va_list args;

    va_start(args, format);
    redisReply *reply = good(redis, redisvCommand(redis, format, args), complaint);

    va_end(args);
    freeReplyObject(reply);
    return reply != NULL;
}

redisReply *plain_redis_words(redisContext *redis, struct complaint *complaint, int n,
                              const char **words, const size_t *lengths)
{
    return good(redis, redisCommandArgv(redis, n, words, lengths), complaint);
}

bool plain_redis_log_in(redisContext *redis, const struct redis_login *login,
                        struct complaint *complaint)
{
    bool is_in = true;

    if (login->password[0] && login->user[0])
        is_in =
            plain_redis_order(redis, complaint, "AUTH %s %s", login->user, login->password);
    else if (login->password[0])
        is_in = plain_redis_order(redis, complaint, "AUTH %s", login->password);
    return is_in &&
           (login->db == 0 || plain_redis_order(redis, complaint, "SELECT %u", login->db));
}

redisContext *plain_redis_connect(const struct redis_address *at,
                                  const struct redis_login *login,
                                  struct complaint *complaint)
{
    const struct timeval patience = {.tv_sec = PLAIN_REDIS_WAIT_MS / 1000};

    /* hiredis writes to a Redis that has gone as to any other. */
    (void)signal(SIGPIPE, SIG_IGN);
    redisContext *redis = at->port ? redisConnectWithTimeout(at->host, at->port, patience)
                                   : redisConnectUnixWithTimeout(at->host, patience);

    if (redis && !redis->err && redisSetTimeout(redis, patience) == REDIS_OK &&
        plain_redis_log_in(redis, login, complaint))
        return redis;
    if (!redis || redis->err)
        (void)complain(complaint, "the Redis does not answer: %.200s",
                       redis ? redis->errstr : "no memory");
    if (redis)
        redisFree(redis);
    return NULL;
}

redisContext *plain_redis_private(const char *socket, struct complaint *complaint)
{
    const struct redis_login nobody = {0};
    struct redis_address at = {.port = 0};

    (void)snprintf(at.host, sizeof at.host, "%s", socket);
    return plain_redis_connect(&at, &nobody, complaint);
}

long long plain_redis_info(redisContext *redis, const char *section, const char *name)
{
    struct complaint ignored;
    redisReply *reply = plain_redis_do(redis, &ignored, "INFO %s", section);
    const char *at = reply && reply->str ? strstr(reply->str, name) : NULL;
    long long value = at ? strtoll(at + strlen(name) + 1, NULL, 10) : -1;

    freeReplyObject(reply);
    return value;
}
