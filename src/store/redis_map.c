/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_map.h"

#include "store/sentinel_accord.h"

#include <stdlib.h>
#include <string.h>

void redis_map_none(struct redis_map *out)
{
    out->n = 0;
    memset(out->owner, 0, sizeof out->owner);
}

void redis_map_single(struct redis_map *out, const struct redis_address *master)
{
    out->n = 1;
    out->masters[0] = *master;
    memset(out->owner, 1, sizeof out->owner);
}

bool redis_map_same(const struct redis_map *a, const struct redis_map *b)
{
    if (a->n != b->n || memcmp(a->owner, b->owner, sizeof a->owner) != 0)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!redis_address_same(&a->masters[i], &b->masters[i]))
            return false;
    return true;
}

/* Its place + 1; 0 if there are too many. */
static uint8_t place_of(struct redis_map *map, const struct redis_address *master)
{
    size_t i = 0;

    while (i < map->n && !redis_address_same(&map->masters[i], master))
        i++;
    if (i == REDIS_MASTERS_MAX)
        return 0;
    if (i == map->n)
        map->masters[map->n++] = *master;
    return (uint8_t)(i + 1);
}

static const redisReply *part(const redisReply *reply, size_t n, int type)
{
    if (reply->type != REDIS_REPLY_ARRAY || n >= reply->elements ||
        reply->element[n]->type != type)
        return NULL;
    return reply->element[n];
}

/* [first slot, last slot, [host, port, ...] of the master, replicas ...]. A node that does
 * not know its own name gives none: it is the one that was asked. */
static bool read_range(struct redis_map *map, const redisReply *range,
                       const struct redis_address *asked)
{
    const redisReply *first = part(range, 0, REDIS_REPLY_INTEGER);
    const redisReply *last = part(range, 1, REDIS_REPLY_INTEGER);
    const redisReply *master = part(range, 2, REDIS_REPLY_ARRAY);
    const redisReply *host = master ? part(master, 0, REDIS_REPLY_STRING) : NULL;
    const redisReply *port = master ? part(master, 1, REDIS_REPLY_INTEGER) : NULL;
    struct redis_address address;

    if (!first || !last || !port || first->integer < 0 || port->integer < 0 ||
        last->integer >= REDIS_SLOTS)
        return false;
    bool is_named = host && host->len > 0 && strcmp(host->str, "?") != 0;

    if (!redis_address_set(&address, is_named ? host->str : asked->host,
                           is_named ? host->len : strlen(asked->host),
                           (uint64_t)port->integer))
        return false;
    uint8_t place = place_of(map, &address);

    for (long long slot = first->integer; slot <= last->integer; slot++)
        map->owner[slot] = place;
    return true;
}

bool redis_map_read_slots(struct redis_map *out, const redisReply *reply,
                          const struct redis_address *asked)
{
    redis_map_none(out);
    if (reply->type != REDIS_REPLY_ARRAY)
        return false;
    for (size_t i = 0; i < reply->elements; i++)
        if (!read_range(out, reply->element[i], asked))
            return false;
    return out->n > 0;
}

bool redis_map_read_sentinel(struct redis_map *out, const redisReply *reply,
                             const struct redis_address *asked)
{
    struct sentinel_word word;

    (void)asked;
    if (!sentinel_word_read_address(&word, reply))
        return false;
    redis_map_single(out, &word.master);
    return true;
}
