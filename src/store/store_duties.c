/* SPDX-License-Identifier: Apache-2.0 */

#include "base/mem.h"
#include "store/ask.h"
#include "store/store_gates.h"

#include <stdlib.h>

static struct redis_command *begin(struct store *store, struct store_request *request,
                                   struct ask_call call)
{
    struct redis_command *command = ask_call(store, request, call);

    if (command)
        redis_command_key(command, "{space:%s}:duties", store->space.text);
    return command;
}

void store_duty_tell(struct store *store, struct store_request *request,
                     const struct id *room)
{
    struct redis_command *command =
        begin(store, request, (struct ask_call){"duty_tell", 1, ask_read_plain, ASK_GROWS});

    if (!command)
        return;
    redis_command_text(command, room->text);
    ask_call_send(command);
}

static void read_duties(struct ask *ask, enum err err, const redisReply *reply)
{
    struct duty *duties = mem_zero(DUTIES_READ_MAX * sizeof *duties);
    struct duty_list list = {0, duties};

    for (size_t i = 1; !err && i + 1 < reply->elements && list.n < DUTIES_READ_MAX;
         i += 2) {
        struct packet id = reply_part_bytes(reply, i);

        if (id_read(id.at, id.len, &duties[list.n].room) &&
            packet_number(reply_part_bytes(reply, i + 1), &duties[list.n].at_ms))
            list.n++;
        else
            err = ERR_INTERNAL;
    }
    ask_answer(ask, err, err ? NULL : &list);
    free(duties);
}

void store_duties(struct store *store, struct store_request *request, uint64_t from_ms)
{
    struct redis_command *command =
        begin(store, request, (struct ask_call){"duties", 1, read_duties, ASK_READS});

    if (!command)
        return;
    redis_command_number(command, from_ms);
    redis_command_number(command, DUTIES_READ_MAX);
    ask_call_send(command);
}

void store_duty_drop(struct store *store, struct store_request *request,
                     const struct duty *duty)
{
    struct redis_command *command = begin(
        store, request, (struct ask_call){"duty_drop", 1, ask_read_plain, ASK_WRITES});

    if (!command)
        return;
    redis_command_text(command, duty->room.text);
    redis_command_number(command, duty->at_ms);
    ask_call_send(command);
}
