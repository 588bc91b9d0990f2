/* SPDX-License-Identifier: Apache-2.0 */

/* Points of a whole space. */
#include "store/store_earnings.h"

#include "base/mem.h"
#include "store/ask.h"
#include "store/record_points.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS_OF_AN_EARNING = 3, BEFORE_EARNINGS = 2 };

struct taking {
    struct ask ask;
    struct entry_id after;
};

static void read_mark(struct ask *ask, enum err err, const redisReply *reply)
{
    struct entry_id entry;

    if (!err && !packet_entry_id(reply_part_bytes(reply, 1), &entry))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &entry);
}

void store_earnings_mark(struct store *store, struct store_request *request,
                         const struct id *room)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"earnings_mark", 1, read_mark, ASK_READS});

    if (!command)
        return;
    redis_command_key(command, "{space:%s}:earned", store->space.text);
    redis_command_text(command, room->text);
    ask_call_send(command);
}

static bool earning_read(const redisReply *reply, size_t at, struct earning *out)
{
    struct packet who = reply_part_bytes(reply, at), by = reply_part_bytes(reply, at + 2);
    uint64_t month;
    char text[24] = "";

    if (who.len != PARTICIPANT_BYTES || by.len == 0 || by.len >= sizeof text ||
        !packet_number(reply_part_bytes(reply, at + 1), &month) || month > UINT32_MAX)
        return false;
    memcpy(out->who.bytes, who.at, PARTICIPANT_BYTES);
    memcpy(text, by.at, by.len);
    out->month = (uint32_t)month;
    out->by = strtoll(text, NULL, 10);
    return true;
}

/* {ok, last, (who, month, by)...} */
static bool earnings_read(const redisReply *reply, struct earnings *out)
{
    if (!packet_entry_id(reply_part_bytes(reply, 1), &out->last) ||
        reply->elements > BEFORE_EARNINGS + PARTS_OF_AN_EARNING * EARNINGS_TAKEN_MAX)
        return false;
    for (size_t at = BEFORE_EARNINGS; at < reply->elements; at += PARTS_OF_AN_EARNING)
        if (!earning_read(reply, at, &out->sums[out->n++]))
            return false;
    return true;
}

static void read_taken(struct ask *ask, enum err err, const redisReply *reply)
{
    struct earnings *earnings = mem_zero(sizeof *earnings);

    earnings->after = container_of(ask, struct taking, ask)->after;
    if (!err && !earnings_read(reply, earnings))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : earnings);
    free(earnings);
}

void store_earnings_take(struct store *store, struct store_request *request,
                         const struct id *room, const struct entry_id *after)
{
    struct taking *taking = ask_new(store, request, sizeof *taking, false);
    char text[ENTRY_ID_BYTES];

    if (!taking)
        return;
    struct redis_command *command = &taking->ask.call.command;

    taking->after = *after;
    taking->ask.read = read_taken;
    entry_id_write(after, text);
    redis_command_fcall(command, "earnings_take", 3);
    redis_command_key(command, "{%s}:points:log", room->text);
    redis_command_key(command, "{%s}:points:sent", room->text);
    redis_command_key(command, "{%s}:room", room->text);
    redis_command_text(command, text);
    redis_command_number(command, EARNINGS_TAKEN_MAX);
    ask_send(&taking->ask);
}

static void add_entry(struct redis_command *command, const struct entry_id *entry)
{
    char text[ENTRY_ID_BYTES];

    entry_id_write(entry, text);
    redis_command_text(command, text);
}

void store_earnings_add(struct store *store, struct store_request *request,
                        const struct id *room, const struct earnings *earnings)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"earnings_add", 2, read_mark, ASK_GROWS});
    char by[24];

    if (!command)
        return;
    redis_command_key(command, "{space:%s}:points", store->space.text);
    redis_command_key(command, "{space:%s}:earned", store->space.text);
    redis_command_text(command, room->text);
    add_entry(command, &earnings->after);
    add_entry(command, &earnings->last);
    for (size_t i = 0; i < earnings->n; i++) {
        redis_command_add(command, earnings->sums[i].who.bytes, PARTICIPANT_BYTES);
        redis_command_number(command, earnings->sums[i].month);
        (void)snprintf(by, sizeof by, "%lld", (long long)earnings->sums[i].by);
        redis_command_text(command, by);
    }
    ask_call_send(command);
}
