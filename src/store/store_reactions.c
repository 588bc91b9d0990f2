/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_reactions.h"

#include "store/ask.h"

static void read_sums(struct ask *ask, enum err err, const redisReply *reply)
{
    struct reaction_sums sums = {0};

    if (!err && !packet_number(reply_part_bytes(reply, 1), &sums.epoch))
        err = ERR_INTERNAL;
    for (size_t i = 0; !err && i < REACTIONS; i++)
        if (!packet_number(reply_part_bytes(reply, i + 2), &sums.of[i]))
            err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &sums);
}

void store_react(struct store *store, struct store_request *request, const struct id *room,
                 uint64_t batch, const uint32_t taps[REACTIONS])
{
    static const char *const parts[] = {"room", "reactions", "reacted"};
    struct redis_command *command = ask_call(
        store, request,
        (struct ask_call){"react", sizeof parts / sizeof *parts, read_sums, ASK_WRITES});

    if (!command)
        return;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        redis_command_key(command, "{%s}:%s", room->text, parts[i]);
    redis_command_number(command, store->worker);
    redis_command_number(command, batch);
    for (size_t i = 0; i < REACTIONS; i++)
        redis_command_number(command, taps[i]);
    ask_call_send(command);
}
