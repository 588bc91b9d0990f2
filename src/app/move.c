/* SPDX-License-Identifier: Apache-2.0 */

#include "app/move.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/control.h"
#include "app/data_folder.h"
#include "app/plain_redis.h"
#include "app/rooms_tour.h"

/* Renewed as often as a page of keys is copied: should we die, votes go on. */
#define PAUSE_MS 30000

struct move {
    struct data_folder folder;
    redisContext *from, *to;
    bool has_begun; /* To write into `to`. */
    struct rooms_count count;
    uint64_t stopped_ms;
};

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static bool is_empty(redisContext *redis, struct complaint *complaint)
{
    redisReply *size = plain_redis_do(redis, complaint, "DBSIZE");
    bool is_answered = size != NULL, is_empty = size && size->integer == 0;

    freeReplyObject(size);
    if (is_answered && !is_empty)
        (void)complain(complaint, "the Redis of --redis is not empty. Nothing was changed");
    return is_empty;
}

static bool prepare(struct move *m, const struct config *config,
                    struct complaint *complaint)
{
    char address[DATA_ADDRESS_BYTES], url[DATA_URL_BYTES];

    if (!config->redis)
        return complain(complaint, "clameur move --redis ADDRESS: say where to");
    if (!data_folder_open(&m->folder, config->data, false, complaint) ||
        !data_folder_get_url(&m->folder, url, complaint))
        return false;
    if (data_folder_moved(&m->folder, address))
        return complain(complaint, "the rooms have been moved already");
    (void)snprintf(address, sizeof address, "unix://%s", m->folder.socket);
    m->from = plain_redis_open(address, complaint);
    m->to = m->from ? plain_redis_open(config->redis, complaint) : NULL;
    return m->to && is_empty(m->to, complaint);
}

static bool pause_writes(struct move *m, struct complaint *complaint)
{
    return plain_redis_order(m->from, complaint, "CLIENT PAUSE %d WRITE", PAUSE_MS);
}

static redisReply *ask_of_key(struct move *m, const char *what, const redisReply *key,
                              struct complaint *complaint)
{
    const char *words[] = {what, key->str};
    const size_t lengths[] = {strlen(what), key->len};

    return plain_redis_words(m->from, complaint, 2, words, lengths);
}

static bool put_key(struct move *m, const redisReply *key, long long ttl_ms,
                    const redisReply *value, struct complaint *complaint)
{
    char ttl[24];
    int ttl_len = snprintf(ttl, sizeof ttl, "%lld", ttl_ms > 0 ? ttl_ms : 0);
    const char *words[] = {"RESTORE", key->str, ttl, value->str, "REPLACE"};
    const size_t lengths[] = {7, key->len, (size_t)ttl_len, value->len, 7};
    redisReply *reply = plain_redis_words(m->to, complaint, 5, words, lengths);

    freeReplyObject(reply);
    return reply != NULL;
}

/* Key, value and what is left of its life, as they are. */
static bool copy_key(struct move *m, const redisReply *key, struct complaint *complaint)
{
    redisReply *ttl = ask_of_key(m, "PTTL", key, complaint);
    redisReply *value = ttl ? ask_of_key(m, "DUMP", key, complaint) : NULL;
    bool is_good = value != NULL;

    if (is_good && value->str) /* Else it has just expired. */
        is_good = put_key(m, key, ttl->integer, value, complaint);
    freeReplyObject(ttl);
    freeReplyObject(value);
    return is_good;
}

static bool copy_all(struct move *m, struct complaint *complaint)
{
    char cursor[32] = "0";
    bool is_good = true;

    m->has_begun = true;
    do {
        redisReply *page =
            pause_writes(m, complaint)
                ? plain_redis_do(m->from, complaint, "SCAN %s COUNT 100", cursor)
                : NULL;

        if (!page)
            return false;
        (void)snprintf(cursor, sizeof cursor, "%s", page->element[0]->str);
        for (size_t i = 0; is_good && i < page->element[1]->elements; i++)
            is_good = copy_key(m, page->element[1]->element[i], complaint);
        freeReplyObject(page);
    } while (is_good && strcmp(cursor, "0") != 0);
    return is_good;
}

static bool compare(struct move *m, struct complaint *complaint)
{
    struct rooms_count here, there;

    if (!rooms_count(m->from, &here, complaint) || !pause_writes(m, complaint) ||
        !rooms_count(m->to, &there, complaint) || !pause_writes(m, complaint))
        return false;
    m->count = there;
    if (there.wrong || here.wrong)
        return complain(complaint,
                        "%" PRIu64 " tallies are not what their ballots add up to",
                        there.wrong + here.wrong);
    return (here.rooms == there.rooms && here.rounds == there.rounds &&
            here.ballots == there.ballots) ||
           complain(complaint, "the copy is not whole: %" PRIu64 " of %" PRIu64 " ballots",
                    there.ballots, here.ballots);
}

static bool move_rooms(struct move *m, const struct config *config,
                       struct complaint *complaint)
{
    char request[CONTROL_LINE_BYTES], answer[COMPLAINT_BYTES];
    uint64_t begin = now_ms();

    (void)snprintf(request, sizeof request, "redirect %s", config->redis);
    bool is_good = copy_all(m, complaint) && compare(m, complaint) &&
                   control_ask(&m->folder, request, answer, complaint);

    m->stopped_ms = now_ms() - begin;
    return is_good;
}

/* Before the redirection only: after it, the rooms live there. */
static void undo(struct move *m)
{
    char address[DATA_ADDRESS_BYTES];
    struct complaint ignored;

    if (!m->has_begun || data_folder_moved(&m->folder, address))
        return;
    (void)plain_redis_order(m->to, &ignored, "FLUSHDB");
    (void)plain_redis_order(m->from, &ignored, "CLIENT UNPAUSE");
}

int move_run(const struct config *config)
{
    struct move m = {0};
    struct complaint complaint;
    bool is_good = prepare(&m, config, &complaint) && move_rooms(&m, config, &complaint);

    if (!is_good) {
        undo(&m);
        (void)fprintf(stderr, "clameur: %s\n", complaint.text);
    } else {
        (void)printf("%" PRIu64 " rooms, %" PRIu64 " ballots, every tally recounted; votes "
                     "stood still for %" PRIu64 " ms.\n",
                     m.count.rooms, m.count.ballots, m.stopped_ms);
    }
    if (m.from)
        redisFree(m.from);
    if (m.to)
        redisFree(m.to);
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
