/* SPDX-License-Identifier: Apache-2.0 */

#include "app/incoming.h"

#include <stdlib.h>
#include <string.h>

#include "app/plain_redis.h"

void incoming_move(const struct data_folder *folder, char by[INCOMING_BYTES])
{
    (void)snprintf(by, INCOMING_BYTES, "clameur move of %s", folder->path);
}

/* Who fills it; "" nobody. */
static bool read_mark(struct plain_store *store, char by[INCOMING_BYTES],
                      struct complaint *complaint)
{
    redisContext *redis = plain_store_of_text(store, INCOMING_KEY, complaint);
    redisReply *reply =
        redis ? plain_redis_do(redis, complaint, "GET " INCOMING_KEY) : NULL;

    if (!reply)
        return false;
    (void)snprintf(by, INCOMING_BYTES, "%s", reply->str ? reply->str : "");
    freeReplyObject(reply);
    return true;
}

static bool not_whole(const char *by, struct complaint *complaint)
{
    return complain(complaint,
                    "the Redis holds half of what %s was bringing, which was cut off or "
                    "still goes on: run that again. Nothing was changed",
                    by);
}

static bool is_empty(struct plain_store *store, struct complaint *complaint)
{
    uint64_t keys;

    if (!plain_store_size(store, &keys, complaint))
        return false;
    return keys == 0 ||
           complain(complaint, "the Redis of --redis is not empty. Nothing was changed");
}

bool incoming_begin(struct plain_store *store, const char *by, struct complaint *complaint)
{
    char was[INCOMING_BYTES];
    redisContext *redis = plain_store_of_text(store, INCOMING_KEY, complaint);

    if (!redis || !read_mark(store, was, complaint))
        return false;
    if (was[0] && strcmp(was, by) != 0)
        return not_whole(was, complaint);
    if (was[0] ? !plain_store_wipe(store, INCOMING_KEY, complaint)
               : !is_empty(store, complaint))
        return false;
    /* Two may have seen it empty. */
    redisReply *reply = plain_redis_do(redis, complaint, "SET " INCOMING_KEY " %s NX", by);
    bool is_answered = reply != NULL, is_ours = reply && reply->type == REDIS_REPLY_STATUS;

    freeReplyObject(reply);
    return is_ours ||
           (is_answered && complain(complaint, "another fills the Redis of --redis"));
}

bool incoming_end(struct plain_store *store, struct complaint *complaint)
{
    redisContext *redis = plain_store_of_text(store, INCOMING_KEY, complaint);

    return redis && plain_redis_order(redis, complaint, "DEL " INCOMING_KEY);
}

bool incoming_undo(struct plain_store *store, struct complaint *complaint)
{
    return plain_store_wipe(store, INCOMING_KEY, complaint);
}

bool incoming_settle(struct plain_store *store, const struct data_folder *folder,
                     bool *had_left, struct complaint *complaint)
{
    char by[INCOMING_BYTES], own[INCOMING_BYTES], address[DATA_ADDRESS_BYTES];

    *had_left = false;
    if (!read_mark(store, by, complaint))
        return false;
    if (by[0] == '\0')
        return true;
    incoming_move(folder, own);
    if (strcmp(by, own) != 0 || !data_folder_moved(folder, address))
        return not_whole(by, complaint);
    *had_left = incoming_end(store, complaint);
    return *had_left;
}
