/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_shift.h"

#include "base/mem.h"
#include "store/ask.h"
#include "store/record.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PEOPLE_AT_ONCE 1000
#define CELL_MOST      32

/* Where in an answer. */
enum { AT_CURSOR = 1, AT_BEFORE, AT_NOW, AT_PAIRS };

/* "3:1,5:1" to the set of 3 and 5; "-" is nobody's. False if it is neither. */
static bool cells_read(struct packet text, uint32_t *out)
{
    *out = 0;
    if (packet_is(text, "-"))
        return true;
    while (text.len > 0) {
        const char *comma = memchr(text.at, ',', text.len);
        size_t len = comma ? (size_t)(comma - text.at) : text.len;
        const char *colon = memchr(text.at, ':', len);
        uint64_t cell;

        if (!colon ||
            !packet_number((struct packet){text.at, (size_t)(colon - text.at)}, &cell) ||
            cell >= CELL_MOST)
            return false;
        *out |= 1u << cell;
        len += comma != NULL;
        text = (struct packet){text.at + len, text.len - len};
    }
    return true;
}

static bool pair_read(const redisReply *reply, size_t at, struct shift_pair *out)
{
    struct packet both = reply_part_bytes(reply, at);
    const redisReply *n = reply_part(reply, at + 1);
    const char *gap = both.len > 0 ? memchr(both.at, ' ', both.len) : NULL;

    if (!gap || !n || n->type != REDIS_REPLY_INTEGER || n->integer < 1)
        return false;
    size_t len = (size_t)(gap - both.at);
    out->n = (uint64_t)n->integer;
    return cells_read((struct packet){both.at, len}, &out->before) &&
           cells_read((struct packet){gap + 1, both.len - len - 1}, &out->now);
}

/* A round that nobody answered has no tally. */
static bool page_tally(const redisReply *reply, size_t at, struct tally *out)
{
    struct packet text = reply_part_bytes(reply, at);

    if (text.len > 0)
        return tally_read(text, 1, out);
    *out = tally_empty(1, CELLS_MAX);
    return true;
}

static void read_page(struct ask *ask, enum err err, const redisReply *reply)
{
    struct shift_page page = {0};
    struct shift_pair *pairs = NULL;

    if (!err &&
        (!packet_text(reply_part_bytes(reply, AT_CURSOR), page.next, sizeof page.next) ||
         !page_tally(reply, AT_BEFORE, &page.before) ||
         !page_tally(reply, AT_NOW, &page.now)))
        err = ERR_INTERNAL;
    if (!err && reply->elements > AT_PAIRS) {
        size_t most = (reply->elements - AT_PAIRS) / 2;

        pairs = mem_zero(most * sizeof *pairs);
        for (; !err && page.n < most; page.n++)
            if (!pair_read(reply, AT_PAIRS + 2 * page.n, &pairs[page.n]))
                err = ERR_INTERNAL;
    }
    page.pairs = pairs;
    ask_answer(ask, err, err ? NULL : &page);
    free(pairs);
}

void store_shift(struct store *store, struct store_request *request, const struct id *room,
                 const struct round_of *now, uint32_t before, const char *cursor)
{
    static const char *const parts[] = {"ballots", "tally"};
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"shift_page", 4, read_page, ASK_READS});

    if (!command)
        return;
    for (size_t i = 0; i < 2; i++) {
        redis_command_key(command, "{%s}:%s:%s:%" PRIu32, room->text, parts[i],
                          now->question.text, before);
        redis_command_key(command, "{%s}:%s:%s:%" PRIu32, room->text, parts[i],
                          now->question.text, now->round);
    }
    redis_command_text(command, cursor);
    redis_command_number(command, PEOPLE_AT_ONCE);
    ask_call_send(command);
}
