/* SPDX-License-Identifier: Apache-2.0 */

#include "app/store_copy.h"

#include <stdlib.h>
#include <string.h>

#include "app/incoming.h"
#include "app/member_pages.h"
#include "app/plain_redis.h"
#include "base/mem.h"

/* A key's way: from where it is to where it shall be. */
struct way {
    struct plain_store *from_store;
    redisContext *from, *to;
    const redisReply *key;
};

/* Those whose size nobody bounds but the crowd itself. */
static const struct large {
    const char *type, *count, *scan, *put;
} larges[] = {
    {"hash", "HLEN", "HSCAN", "HSET"},
    {"set", "SCARD", "SSCAN", "SADD"},
};

static redisReply *ask(const struct way *way, const char *what, struct complaint *complaint)
{
    const char *words[] = {what, way->key->str};
    const size_t lengths[] = {strlen(what), way->key->len};

    return plain_redis_words(way->from, complaint, 2, words, lengths);
}

/* ---- In one piece ---- */

static bool restore(const struct way *way, long long ttl_ms, const redisReply *value,
                    struct complaint *complaint)
{
    char ttl[24];
    int ttl_len = snprintf(ttl, sizeof ttl, "%lld", ttl_ms > 0 ? ttl_ms : 0);
    const char *words[] = {"RESTORE", way->key->str, ttl, value->str, "REPLACE"};
    const size_t lengths[] = {7, way->key->len, (size_t)ttl_len, value->len, 7};
    redisReply *reply = plain_redis_words(way->to, complaint, 5, words, lengths);

    freeReplyObject(reply);
    return reply != NULL;
}

/* Value and what is left of its life, as they are. */
static bool copy_whole(const struct way *way, struct complaint *complaint)
{
    redisReply *ttl = ask(way, "PTTL", complaint);
    redisReply *value = ttl ? ask(way, "DUMP", complaint) : NULL;
    bool is_good = value != NULL;

    if (is_good && value->str) /* Else it has just expired. */
        is_good = restore(way, ttl->integer, value, complaint);
    freeReplyObject(ttl);
    freeReplyObject(value);
    return is_good;
}

/* ---- In pieces ---- */

static bool put_piece(const struct way *way, const char *verb, const redisReply *members,
                      struct complaint *complaint)
{
    size_t n = members->elements + 2;

    if (members->elements == 0)
        return true;
    const char **words = mem_zero(n * sizeof *words);
    size_t *lengths = mem_zero(n * sizeof *lengths);

    words[0] = verb;
    lengths[0] = strlen(verb);
    words[1] = way->key->str;
    lengths[1] = way->key->len;
    for (size_t i = 0; i < members->elements; i++) {
        words[i + 2] = members->element[i]->str;
        lengths[i + 2] = members->element[i]->len;
    }
    redisReply *reply = plain_redis_words(way->to, complaint, (int)n, words, lengths);

    free(words);
    free(lengths);
    freeReplyObject(reply);
    return reply != NULL;
}

static bool copy_pieces(const struct way *way, const struct large *large,
                        struct complaint *complaint)
{
    const redisReply *members;
    struct member_pages pages;
    bool is_good;

    member_pages_begin(&pages, way->from, large->scan, way->key->str, way->key->len);
    while ((members = member_pages_next(&pages, &is_good, complaint)) && is_good)
        if (!plain_store_turn(way->from_store, complaint) ||
            !put_piece(way, large->put, members, complaint)) {
            is_good = false;
            break;
        }
    member_pages_end(&pages);
    return is_good;
}

/* Larger than one page; NULL when it is not. */
static const struct large *find_large(const struct way *way, bool *is_known,
                                      struct complaint *complaint)
{
    const struct large *large = NULL;
    redisReply *type = ask(way, "TYPE", complaint);

    *is_known = type != NULL;
    for (size_t i = 0; type && i < sizeof larges / sizeof larges[0]; i++)
        if (strcmp(type->str, larges[i].type) == 0)
            large = &larges[i];
    freeReplyObject(type);
    if (!large)
        return NULL;
    redisReply *count = ask(way, large->count, complaint);
    bool is_large = count && count->integer > MEMBER_PAGE;

    *is_known = count != NULL;
    freeReplyObject(count);
    return is_large ? large : NULL;
}

/* ---- All of them ---- */

struct copying {
    struct plain_store *from, *to;
};

static bool copy_key(void *context, redisContext *redis, const redisReply *key,
                     struct complaint *complaint)
{
    const struct copying *copying = context;
    struct way way = {copying->from, redis, NULL, key};
    bool is_known = true;

    if (strcmp(key->str, INCOMING_KEY) == 0)
        return true;
    way.to = plain_store_of(copying->to, key->str, key->len, complaint);
    const struct large *large = way.to ? find_large(&way, &is_known, complaint) : NULL;

    if (!way.to || !is_known)
        return false;
    /* None of the large ones expires. */
    return large ? copy_pieces(&way, large, complaint) : copy_whole(&way, complaint);
}

bool store_copy(struct plain_store *from, struct plain_store *to,
                struct complaint *complaint)
{
    struct copying copying = {from, to};
    const struct plain_store_visit all = {copy_key, &copying};

    return plain_store_for_each(from, "*", &all, complaint);
}
