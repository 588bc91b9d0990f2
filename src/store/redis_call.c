/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_call.h"

#include <string.h>

/* By how the error begins. */
static const struct meaning {
    const char *prefix;
    enum err err;
    enum redis_remedy remedy;
} meanings[] = {
    {"OOM ", ERR_STORE_FULL, REMEDY_NONE},
    {"MISCONF ", ERR_STORE_FULL, REMEDY_NONE},
    {"NOSPACE", ERR_STORE_FULL, REMEDY_NONE},
    {"MOVED ", ERR_STORE_DOWN, REMEDY_REROUTE},
    {"ASK ", ERR_STORE_DOWN, REMEDY_REROUTE},
    {"TRYAGAIN ", ERR_STORE_DOWN, REMEDY_REROUTE},
    {"CLUSTERDOWN ", ERR_STORE_DOWN, REMEDY_REROUTE},
    {"NOREPLICAS ", ERR_STORE_DOWN, REMEDY_REROUTE},
    /* A function met a key that its slot's move took away meanwhile. */
    {"ERR Script attempted to access a non local key", ERR_STORE_DOWN, REMEDY_REROUTE},
    {"LOADING ", ERR_STORE_DOWN, REMEDY_RECONNECT},
    {"READONLY ", ERR_STORE_DOWN, REMEDY_RECONNECT},
    {"MASTERDOWN ", ERR_STORE_DOWN, REMEDY_RECONNECT},
    {"UNBLOCKED ", ERR_STORE_DOWN, REMEDY_RECONNECT},
    {"BUSY ", ERR_STORE_DOWN, REMEDY_RECONNECT},
    {"NOAUTH ", ERR_STORE_DOWN, REMEDY_RECONNECT},
    {"ERR Function not found", ERR_STORE_DOWN, REMEDY_RECONNECT},
    {"ERR max number of clients", ERR_STORE_DOWN, REMEDY_RECONNECT},
};

static struct meaning meaning_of(const redisReply *reply)
{
    if (reply->type != REDIS_REPLY_ERROR)
        return (struct meaning){"", OK, REMEDY_NONE};
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
        if (strncmp(reply->str, meanings[i].prefix, strlen(meanings[i].prefix)) == 0)
            return meanings[i];
    return (struct meaning){"", ERR_INTERNAL, REMEDY_NONE};
}

enum redis_remedy redis_reply_remedy(const redisReply *reply)
{
    return meaning_of(reply).remedy;
}

enum err redis_reply_err(const redisReply *reply)
{
    return meaning_of(reply).err;
}

void redis_call_forget_reply(struct redis_call *call)
{
    if (call->reply)
        freeReplyObject(call->reply);
    call->reply = NULL;
}

void redis_call_finish(struct redis_call *call, struct counters *counters, enum err err,
                       const redisReply *reply)
{
    list_remove(&call->link);
    redis_command_done(&call->command);
    if (err)
        count_add(&counters->store_errors, 1);
    call->done(call, err, err ? NULL : reply);
}
