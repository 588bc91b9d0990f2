/* SPDX-License-Identifier: Apache-2.0 */

#include "app/rooms_tour.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/errand.h"
#include "app/member_pages.h"
#include "app/plain_redis.h"
#include "base/limits.h"

#define KEY_BYTES_MAX 128

/* ---- Counting ---- */

struct counting {
    struct plain_store *store;
    struct rooms_count *count;
};

struct round_count {
    bool is_of_words, is_wrong;
    uint64_t voters;
    int64_t counts[CELLS_MAX];
};

/* Of a tally of words. */
enum { WORDS_SAID, WORDS_DIFFERENT, WORDS_OTHER };

/* "<n> <index>:<weight>,... <ballot>": what one ballot weighs. */
static void add_cells(const char *ballot, int64_t counts[CELLS_MAX])
{
    const char *at = strchr(ballot, ' ');

    while (at) {
        char *colon, *end;
        unsigned long index = strtoul(at + 1, &colon, 10);

        if (*colon != ':' || index >= CELLS_MAX)
            return;
        counts[index] += strtoll(colon + 1, &end, 10);
        at = *end == ',' ? end : NULL;
    }
}

/* "<n> <word>,... <ballot>": words said, and of those how many had no room. */
static void add_words(const char *ballot, int64_t counts[CELLS_MAX])
{
    const char *at = strchr(ballot, ' ');

    if (!at)
        return;
    do {
        size_t len = strcspn(++at, ", ");

        counts[WORDS_SAID]++;
        counts[WORDS_OTHER] += len == 1 && *at == '*';
        at += len;
    } while (*at == ',');
}

/* "<revision> <voters> <count> ..." */
static bool tally_is(const char *tally, uint64_t voters, const int64_t counts[CELLS_MAX])
{
    char *at;
    bool is_same;

    (void)strtoull(tally, &at, 10);
    is_same = strtoull(at, &at, 10) == voters;
    for (size_t i = 0; i < CELLS_MAX; i++)
        is_same &= strtoll(at, &at, 10) == counts[i];
    return is_same;
}

static bool recount(struct plain_store *store, redisContext *redis, const redisReply *key,
                    struct round_count *round, struct complaint *complaint)
{
    void (*add)(const char *, int64_t[]) = round->is_of_words ? add_words : add_cells;
    const redisReply *members;
    struct member_pages pages;
    bool is_good;

    member_pages_begin(&pages, redis, "HSCAN", key->str, key->len);
    while ((members = member_pages_next(&pages, &is_good, complaint)) && is_good) {
        for (size_t i = 1; i < members->elements; i += 2)
            add(members->element[i]->str, round->counts);
        round->voters += members->elements / 2;
        is_good = plain_store_turn(store, complaint);
        if (!is_good)
            break;
    }
    member_pages_end(&pages);
    return is_good;
}

/* Of "{room}:ballots:<question>:<round>", what is kept beside them. */
static bool beside(const char *ballots, const char *part, char out[KEY_BYTES_MAX])
{
    const char *kind = strstr(ballots, ":ballots:");

    if (kind)
        (void)snprintf(out, KEY_BYTES_MAX, "%.*s:%s:%s", (int)(kind - ballots), ballots,
                       part, kind + strlen(":ballots:"));
    return kind != NULL;
}

/* Ballots that are words have a cloud: as many are in it as were said and had room. */
static bool recount_cloud(redisContext *redis, const char *terms, struct round_count *round,
                          struct complaint *complaint)
{
    const redisReply *members;
    struct member_pages pages;
    int64_t said = 0;
    bool is_good;

    member_pages_begin(&pages, redis, "ZSCAN", terms, strlen(terms));
    while ((members = member_pages_next(&pages, &is_good, complaint)) && is_good) {
        for (size_t i = 1; i < members->elements; i += 2)
            said += strtoll(members->element[i]->str, NULL, 10);
        round->counts[WORDS_DIFFERENT] += (int64_t)members->elements / 2;
    }
    member_pages_end(&pages);
    round->is_wrong = said != round->counts[WORDS_SAID] - round->counts[WORDS_OTHER];
    return is_good;
}

/* All that the ballots of a round add up to. */
static bool recount_round(struct plain_store *store, redisContext *redis,
                          const redisReply *key, struct round_count *round,
                          struct complaint *complaint)
{
    char terms[KEY_BYTES_MAX];

    (void)beside(key->str, "terms", terms);
    redisReply *has_cloud = plain_redis_do(redis, complaint, "EXISTS %s", terms);

    if (!has_cloud)
        return false;
    round->is_of_words = has_cloud->integer == 1;
    freeReplyObject(has_cloud);
    return recount(store, redis, key, round, complaint) &&
           (!round->is_of_words || recount_cloud(redis, terms, round, complaint));
}

static bool count_round(void *context, redisContext *redis, const redisReply *name,
                        struct complaint *complaint)
{
    struct counting *counting = context;
    struct round_count round = {0};
    char tally_key[KEY_BYTES_MAX];

    if (!beside(name->str, "tally", tally_key))
        return true;
    if (!recount_round(counting->store, redis, name, &round, complaint))
        return false;
    redisReply *tally = plain_redis_do(redis, complaint, "GET %s", tally_key);

    if (!tally)
        return false;
    counting->count->rounds++;
    counting->count->ballots += round.voters;
    counting->count->wrong += round.is_wrong || !tally_is(tally->str ? tally->str : "0 0",
                                                          round.voters, round.counts);
    freeReplyObject(tally);
    return true;
}

static bool count_room(void *context, redisContext *redis, const redisReply *key,
                       struct complaint *complaint)
{
    struct counting *counting = context;

    (void)redis;
    (void)key;
    (void)complaint;
    counting->count->rooms++;
    return true;
}

bool rooms_count(struct plain_store *store, struct rooms_count *out,
                 struct complaint *complaint)
{
    struct rooms_count count = {0};
    struct counting counting = {store, &count};
    const struct plain_store_visit rooms = {count_room, &counting},
                                   rounds = {count_round, &counting};

    if (!plain_store_for_each(store, "{*}:room", &rooms, complaint) ||
        !plain_store_for_each(store, "{*}:ballots:*", &rounds, complaint))
        return false;
    *out = count;
    return true;
}

/* ---- Comparing ---- */

static bool is_same_answer(const redisReply *a, const redisReply *b)
{
    if (!a || !b || a->type != b->type)
        return false;
    return a->str ? strcmp(a->str, b->str) == 0 : a->integer == b->integer;
}

/* What both say of one key. */
static bool compare_answers(redisContext *here, redisContext *there, const char *verb,
                            const char *key, struct complaint *complaint)
{
    redisReply *a = plain_redis_do(here, complaint, "%s %s", verb, key);
    redisReply *b = a ? plain_redis_do(there, complaint, "%s %s", verb, key) : NULL;
    bool is_answered = a && b, is_same = is_same_answer(a, b);

    freeReplyObject(a);
    freeReplyObject(b);
    return is_same ||
           (is_answered && complain(complaint, "the copy is not whole: %s differs", key));
}

static bool compare_room(void *context, redisContext *redis, const redisReply *key,
                         struct complaint *complaint)
{
    redisContext *there = plain_store_of(context, key->str, key->len, complaint);

    return there && compare_answers(redis, there, "HLEN", key->str, complaint);
}

static bool compare_round(void *context, redisContext *redis, const redisReply *key,
                          struct complaint *complaint)
{
    redisContext *there = plain_store_of(context, key->str, key->len, complaint);
    char tally_key[KEY_BYTES_MAX];

    if (!beside(key->str, "tally", tally_key))
        return true;
    return there && compare_answers(redis, there, "HLEN", key->str, complaint) &&
           compare_answers(redis, there, "GET", tally_key, complaint);
}

bool rooms_are_in(struct plain_store *store, struct plain_store *copy,
                  struct complaint *complaint)
{
    const struct plain_store_visit rooms = {compare_room, copy},
                                   rounds = {compare_round, copy};

    return plain_store_for_each(store, "{*}:room", &rooms, complaint) &&
           plain_store_for_each(store, "{*}:ballots:*", &rounds, complaint);
}

/* ---- Epochs ---- */

struct raising {
    struct errand errand;
    uint64_t least;
};

static bool raise_one(void *context, redisContext *redis, const redisReply *name,
                      struct complaint *complaint)
{
    struct raising *raising = context;
    const char *key = name->str;
    struct errand_ask ask;
    struct id room;
    redisReply *was = plain_redis_do(redis, complaint, "HMGET %s epoch seq", key);
    uint64_t epoch, seq;

    if (!was || was->elements != 2 || !was->element[0]->str || !was->element[1]->str) {
        freeReplyObject(was);
        return complain(complaint, "%.60s is not a room that can be read", key);
    }
    epoch = strtoull(was->element[0]->str, NULL, 10);
    seq = strtoull(was->element[1]->str, NULL, 10);
    freeReplyObject(was);
    if (epoch >= raising->least)
        return true; /* A scan may show a key twice. */
    /* The store raises by one: from just below. */
    epoch = raising->least - 1;
    if (!plain_redis_order(redis, complaint, "HSET %s epoch %" PRIu64, key, epoch))
        return false;
    if (!id_read(key + 1, strcspn(key + 1, "}"), &room))
        return complain(complaint, "%.60s is not a room that can be read", key);
    store_room_raise_epoch(raising->errand.store, errand_ask(&ask, NULL, NULL), &room,
                           epoch, seq);
    enum err err = errand_wait(&raising->errand, &ask);

    return err == OK || complain(complaint, "%.60s: %s", key, err_text(err));
}

bool rooms_raise_epochs(const struct config *config, const char *address,
                        struct plain_store *store, struct complaint *complaint)
{
    /* A store may be restored again and again from the same copy: the clock alone has not
     * been told before. */
    struct raising raising = {.least = (uint64_t)time(NULL)};

    errand_begin(&raising.errand, config, address);
    const struct plain_store_visit rooms = {raise_one, &raising};
    bool is_good = plain_store_for_each(store, "{*}:room", &rooms, complaint);

    errand_close(&raising.errand);
    return is_good;
}
