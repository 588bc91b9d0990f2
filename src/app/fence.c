/* SPDX-License-Identifier: Apache-2.0 */

#include "app/fence.h"

#include <stdlib.h>
#include <string.h>

#include "app/plain_redis.h"

bool fence_hold(redisContext *redis, struct complaint *complaint)
{
    return plain_redis_order(redis, complaint, "CLIENT PAUSE %d WRITE", FENCE_HOLD_MS);
}

bool fence_release(redisContext *redis, struct complaint *complaint)
{
    return plain_redis_order(redis, complaint, "CLIENT UNPAUSE");
}

/* What stands after "<name>:". */
static const char *field(const redisReply *info, const char *name, int *len)
{
    const char *at = info && info->str ? strstr(info->str, name) : NULL;

    at = at ? at + strlen(name) : "";
    *len = (int)strcspn(at, "\r\n");
    return at;
}

bool fence_read(redisContext *redis, struct fence *out, struct complaint *complaint)
{
    redisReply *server = plain_redis_do(redis, complaint, "INFO server");
    redisReply *changes = plain_redis_do(redis, complaint, "INFO persistence");
    int life_len, n_len;
    const char *life = field(server, "run_id:", &life_len);
    /* Grows with every write; a snapshot sets it back, which breaks the fence as well. */
    const char *n = field(changes, "rdb_changes_since_last_save:", &n_len);
    bool is_read = server && changes;

    if (is_read)
        (void)snprintf(out->text, sizeof out->text, "%.*s-%.*s", life_len, life, n_len, n);
    freeReplyObject(server);
    freeReplyObject(changes);
    return is_read;
}

bool fence_stands(const char *socket, const struct fence *fence,
                  struct complaint *complaint)
{
    redisContext *redis = plain_redis_private(socket, complaint);
    struct fence now;

    if (!redis)
        return false;
    bool is_read = fence_hold(redis, complaint) && fence_read(redis, &now, complaint);

    redisFree(redis);
    if (!is_read)
        return false;
    return strcmp(now.text, fence->text) == 0 ||
           complain(complaint, "votes were taken meanwhile, or a backup was made");
}
