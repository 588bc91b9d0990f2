/* SPDX-License-Identifier: Apache-2.0 */

#include "store/sentinel_accord.h"

#include <stdlib.h>
#include <string.h>

/* ---- Reading ---------------------------------------------------------------------------
 */

static const redisReply *text_at(const redisReply *reply, size_t i)
{
    return reply->type == REDIS_REPLY_ARRAY && i < reply->elements &&
                   reply->element[i]->type == REDIS_REPLY_STRING
               ? reply->element[i]
               : NULL;
}

/* Of names and values in turn. */
static const redisReply *value_of(const redisReply *reply, const char *name)
{
    for (size_t i = 0; text_at(reply, i); i += 2)
        if (strcmp(text_at(reply, i)->str, name) == 0)
            return text_at(reply, i + 1);
    return NULL;
}

static bool read_number(const redisReply *text, uint64_t *out)
{
    char *end;

    if (!text || text->str[0] < '0' || text->str[0] > '9')
        return false;
    *out = strtoull(text->str, &end, 10);
    return *end == '\0';
}

static bool read_address(struct redis_address *out, const redisReply *host,
                         const redisReply *port)
{
    uint64_t number;

    return host && read_number(port, &number) &&
           redis_address_set(out, host->str, host->len, number);
}

bool sentinel_word_read_address(struct sentinel_word *out, const redisReply *reply)
{
    return read_address(&out->master, text_at(reply, 0), text_at(reply, 1));
}

bool sentinel_word_read_state(struct sentinel_word *out, const redisReply *reply)
{
    static const char *const unsteady[] = {"s_down", "o_down", "failover_in_progress"};
    const redisReply *flags = value_of(reply, "flags");
    struct redis_address known;

    if (!flags || !read_number(value_of(reply, "config-epoch"), &out->epoch) ||
        !read_address(&known, value_of(reply, "ip"), value_of(reply, "port")))
        return false;
    /* Whoever leads a failover names the new one as soon as it is a master, and keeps the
     * entry of the old until all replicas follow. */
    out->is_steady = true;
    for (size_t i = 0; i < sizeof unsteady / sizeof *unsteady; i++)
        if (strstr(flags->str, unsteady[i]) && redis_address_same(&known, &out->master))
            out->is_steady = false;
    return true;
}

/* ---- Taken together --------------------------------------------------------------------
 */

void sentinel_accord_begin(struct sentinel_accord *accord)
{
    *accord = (struct sentinel_accord){.newest = accord->newest};
}

bool sentinel_accord_holds(const struct sentinel_accord *accord,
                           const struct sentinel_word *word)
{
    return word->is_steady && word->epoch == accord->word.epoch &&
           redis_address_same(&word->master, &accord->word.master);
}

void sentinel_accord_hear(struct sentinel_accord *accord, const struct sentinel_word *word)
{
    if (accord->n++ == 0)
        accord->word = *word;
    if (!sentinel_accord_holds(accord, word))
        accord->differ = true;
    if (word->epoch > accord->newest)
        accord->newest = word->epoch;
}

bool sentinel_accord_is_reached(const struct sentinel_accord *accord, size_t n_asked)
{
    return accord->n > n_asked / 2 && !accord->differ &&
           accord->word.epoch == accord->newest;
}
