/* SPDX-License-Identifier: Apache-2.0 */

/* Tallies and people: what is counted, and what workers tell each other of it. */

#include "store/record.h"

#include <inttypes.h>
#include <string.h>

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

bool tally_read(struct packet text, uint32_t round, struct tally *out)
{
    struct packet rest = text, revision, voters, count;

    *out = tally_empty(round, CELLS_MAX);
    if (text.len == 0)
        return true;
    if (!packet_next_part(&rest, &revision) || !packet_number(revision, &out->revision) ||
        !packet_next_part(&rest, &voters) || !packet_number(voters, &out->voters))
        return false;
    for (size_t i = 0; rest.len > 0; i++)
        if (i == CELLS_MAX || !packet_next_part(&rest, &count) ||
            !count_read(count, &out->counts[i]))
            return false;
    return text.at[text.len - 1] != ' ';
}

static void tally_write(const struct tally *tally, struct strbuf *out)
{
    strbuf_printf(out, "%" PRIu64 " %" PRIu64, tally->revision, tally->voters);
    for (size_t i = 0; i < CELLS_MAX; i++)
        strbuf_printf(out, " %" PRId64, tally->counts[i]);
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
    struct strbuf text = {0};

    tally_write(&news->tally, &text);
    packet_add_text(out, "tally");
    packet_add_number(out, news->worker);
    packet_add_number(out, news->epoch);
    packet_add_text(out, news->question.text);
    packet_add_number(out, news->tally.round);
    packet_add(out, text.text, text.len);
    strbuf_done(&text);
}

bool tally_news_read(struct packet packed, struct tally_news *out)
{
    struct packet rest = packed, tag, question, text;
    uint64_t round;

    *out = (struct tally_news){0};
    return packet_next(&rest, &tag) && packet_is(tag, "tally") &&
           packet_next_number(&rest, &out->worker) &&
           packet_next_number(&rest, &out->epoch) && packet_next(&rest, &question) &&
           id_read(question.at, question.len, &out->question) &&
           packet_next_number(&rest, &round) && round > 0 && round <= UINT32_MAX &&
           packet_next(&rest, &text) && text.len > 0 &&
           tally_read(text, (uint32_t)round, &out->tally) && rest.len == 0;
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
    if (!packet_next(&rest, &tag) || !packet_is(tag, "people") ||
        !packet_next_number(&rest, &out->worker) || !packet_next_number(&rest, &n) ||
        n > UINT32_MAX || rest.len > 0)
        return false;
    out->n = (uint32_t)n;
    return true;
}

bool reaction_news_read(struct packet packed, struct reaction_sums *out)
{
    struct packet rest = packed, tag;

    *out = (struct reaction_sums){0};
    if (!packet_next(&rest, &tag) || !packet_is(tag, "reactions") ||
        !packet_next_number(&rest, &out->epoch))
        return false;
    for (size_t i = 0; i < REACTIONS; i++)
        if (!packet_next_number(&rest, &out->of[i]))
            return false;
    return rest.len == 0;
}
