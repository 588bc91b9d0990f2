/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/ballot_audit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hiredis/hiredis.h>

#include "base/limits.h"

static redisReply *ask(redisContext *redis, const char *verb, const struct crowd *crowd,
                       const char *room, const char *what)
{
    redisReply *reply = redisCommand(redis, "%s {%s}:%s:%s:%u", verb, room, what,
                                     crowd->question, crowd->round);

    if (!reply || reply->type == REDIS_REPLY_ERROR)
        abort();
    return reply;
}

static int by_name(const void *a, const void *b)
{
    const redisReply *const *left = a, *const *right = b;

    return memcmp((*left)->str, (*right)->str, PARTICIPANT_BYTES);
}

static int find_name(const void *key, const void *member)
{
    const struct participant *who = key;
    const redisReply *const *reply = member;

    return memcmp(who->bytes, (*reply)->str, PARTICIPANT_BYTES);
}

/* "<n> <cells> <ballot>" of one participant, against what it was told. */
static void judge(struct ballot_audit *audit, const struct crowd_client *client,
                  const char *value)
{
    char wanted[64];
    unsigned long n = value ? strtoul(value, NULL, 10) : 0;

    if (client->acked_n == 0 || n > client->acked_n)
        return; /* Newer than what was acknowledged: its answer got lost. */
    (void)snprintf(wanted, sizeof wanted, " {\"options\":[%u]}", client->acked_option);
    if (n < client->acked_n)
        audit->lost++;
    else if (!strstr(value, wanted))
        audit->other++;
}

/* Each participant once, since a hash has a name once; what each weighs, by its cells. */
static void recount(const redisReply *ballots, int64_t counts[CELLS_MAX])
{
    for (size_t i = 1; i < ballots->elements; i += 2) {
        const char *cells = strchr(ballots->element[i]->str, ' ');
        unsigned index;
        int weight;

        if (!cells || sscanf(cells, " %u:%d ", &index, &weight) != 2 || index >= CELLS_MAX)
            abort();
        counts[index] += weight;
    }
}

/* "<revision> <voters> <count> ..."; what is missing at the end is 0. */
static bool tally_equals(const char *tally, const int64_t counts[CELLS_MAX], size_t voters)
{
    int64_t told[CELLS_MAX] = {0};
    char *at;

    (void)strtoull(tally, &at, 10); /* The revision. */
    int64_t told_voters = strtoll(at, &at, 10);

    for (size_t i = 0; *at && i < CELLS_MAX; i++)
        told[i] = strtoll(at, &at, 10);
    return told_voters == (int64_t)voters && memcmp(told, counts, sizeof told) == 0;
}

/* Pairs of name and value, sorted by name to be found in. */
static redisReply **sort_names(const redisReply *ballots)
{
    size_t n = ballots->elements / 2;
    redisReply **sorted = calloc(n ? n : 1, 2 * sizeof(redisReply *));

    if (!sorted)
        abort();
    memcpy(sorted, ballots->element, ballots->elements * sizeof(redisReply *));
    qsort(sorted, n, 2 * sizeof(redisReply *), by_name);
    return sorted;
}

struct ballot_audit ballot_audit(const struct crowd *crowd, const char *socket,
                                 const char *room)
{
    struct ballot_audit audit = {0};
    int64_t counts[CELLS_MAX] = {0};
    redisContext *redis = redisConnectUnix(socket);

    if (!redis || redis->err)
        abort();
    redisReply *ballots = ask(redis, "HGETALL", crowd, room, "ballots"),
               *tally = ask(redis, "GET", crowd, room, "tally");
    const char *text = tally->str ? tally->str : "0 0";
    redisReply **sorted = sort_names(ballots);

    audit.ballots = ballots->elements / 2;
    for (size_t i = 0; i < crowd->n; i++) {
        redisReply **found = bsearch(&crowd->clients[i].who, sorted, audit.ballots,
                                     2 * sizeof(redisReply *), find_name);

        judge(&audit, &crowd->clients[i], found ? found[1]->str : NULL);
    }
    recount(ballots, counts);
    audit.is_exact = tally_equals(text, counts, audit.ballots);
    audit.revision = strtoull(text, NULL, 10);
    free(sorted);
    freeReplyObject(ballots);
    freeReplyObject(tally);
    redisFree(redis);
    return audit;
}
