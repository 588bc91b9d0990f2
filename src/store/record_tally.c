/* SPDX-License-Identifier: Apache-2.0 */

/* Tallies and people: what is counted, and what workers tell each other of it. */

#include "store/record.h"

#include <inttypes.h>
#include <string.h>

/* "c:" and an index. */
static bool cell_index(struct packet field, uint64_t *out)
{
    return field.len > 2 && memcmp(field.at, "c:", 2) == 0 &&
           packet_number((struct packet){field.at + 2, field.len - 2}, out) &&
           *out < CELLS_MAX;
}

static bool is(struct packet text, const char *word)
{
    return text.len == strlen(word) && memcmp(text.at, word, text.len) == 0;
}

/* Weights may be negative one day, so counts may. */
static bool count_read(struct packet text, int64_t *out)
{
    bool negative = text.len > 0 && text.at[0] == '-';
    uint64_t number;

    if (negative)
        text = (struct packet){text.at + 1, text.len - 1};
    if (!packet_number(text, &number) || number > INT64_MAX)
        return false;
    *out = negative ? -(int64_t)number : (int64_t)number;
    return true;
}

bool tally_read(const redisReply *reply, uint32_t round, struct tally *out)
{
    *out = tally_empty(round, CELLS_MAX);
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements % 2 != 0)
        return false;
    for (size_t i = 0; i < reply->elements; i += 2) {
        struct packet field, value;
        uint64_t index;
        bool ok = true;

        if (!reply_bytes(reply->element[i], &field) ||
            !reply_bytes(reply->element[i + 1], &value))
            return false;
        if (is(field, "revision"))
            ok = packet_number(value, &out->revision);
        else if (is(field, "voters"))
            ok = packet_number(value, &out->voters);
        else if (cell_index(field, &index))
            ok = count_read(value, &out->counts[index]);
        if (!ok)
            return false;
    }
    return true;
}

bool reply_bytes(const redisReply *reply, struct packet *out)
{
    if (reply->type != REDIS_REPLY_STRING && reply->type != REDIS_REPLY_STATUS)
        return false;
    *out = (struct packet){reply->str, reply->len};
    return true;
}

bool reply_number(const redisReply *reply, uint64_t *out)
{
    if (reply->type != REDIS_REPLY_INTEGER || reply->integer < 0)
        return false;
    *out = (uint64_t)reply->integer;
    return true;
}

/* ---- Between workers ---------------------------------------------------------------- */

void tally_news_write(const struct tally_news *news, struct strbuf *out)
{
    const struct tally *tally = &news->tally;

    packet_add_text(out, "tally");
    packet_add_number(out, news->worker);
    packet_add_number(out, news->epoch);
    packet_add_text(out, news->question.text);
    packet_add_number(out, tally->round);
    packet_add_number(out, tally->revision);
    packet_add_number(out, tally->voters);
    for (size_t i = 0; i < CELLS_MAX; i++) {
        struct strbuf count = {0};

        strbuf_printf(&count, "%" PRId64, tally->counts[i]);
        packet_add(out, count.text, count.len);
        strbuf_done(&count);
    }
}

bool tally_news_read(struct packet packed, struct tally_news *out)
{
    struct packet rest = packed, tag, question;
    uint64_t round;

    *out = (struct tally_news){0};
    if (!packet_next(&rest, &tag) || !is(tag, "tally") ||
        !packet_next_number(&rest, &out->worker) ||
        !packet_next_number(&rest, &out->epoch) || !packet_next(&rest, &question) ||
        !id_read(question.at, question.len, &out->question) ||
        !packet_next_number(&rest, &round) || round == 0 || round > UINT32_MAX)
        return false;
    out->tally = tally_empty((uint32_t)round, CELLS_MAX);
    if (!packet_next_number(&rest, &out->tally.revision) ||
        !packet_next_number(&rest, &out->tally.voters))
        return false;
    for (size_t i = 0; i < CELLS_MAX; i++) {
        struct packet count;

        if (!packet_next(&rest, &count) || !count_read(count, &out->tally.counts[i]))
            return false;
    }
    return rest.len == 0;
}

void people_news_write(const struct people_news *news, struct strbuf *out)
{
    packet_add_text(out, "people");
    packet_add_number(out, news->worker);
    packet_add_number(out, news->n);
}

bool people_news_read(struct packet packed, struct people_news *out)
{
    struct packet rest = packed, tag;
    uint64_t n;

    *out = (struct people_news){0};
    if (!packet_next(&rest, &tag) || !is(tag, "people") ||
        !packet_next_number(&rest, &out->worker) || !packet_next_number(&rest, &n) ||
        n > UINT32_MAX || rest.len > 0)
        return false;
    out->n = (uint32_t)n;
    return true;
}
