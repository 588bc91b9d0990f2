/* SPDX-License-Identifier: Apache-2.0 */

#include "base/mem.h"
#include "store/ask.h"
#include "store/store_gates.h"

#include <stdlib.h>

static struct redis_command *begin(struct ask *ask, const char *function, bool writes)
{
    struct redis_command *command = &ask->call.command;

    if (writes)
        redis_command_fcall(command, function, 1);
    else
        redis_command_fcall_read(command, function, 1);
    redis_command_key(command, "{space:%s}:duties", ask->store->space.text);
    return command;
}

void store_duty_tell(struct store *store, struct store_request *request,
                     const struct id *room)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, true);

    if (!ask)
        return;
    ask->read = ask_read_plain;
    redis_command_text(begin(ask, "duty_tell", true), room->text);
    ask_send(ask);
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
    struct ask *ask = ask_new(store, request, sizeof *ask, false);

    if (!ask)
        return;
    struct redis_command *command = begin(ask, "duties", false);

    ask->read = read_duties;
    redis_command_number(command, from_ms);
    redis_command_number(command, DUTIES_READ_MAX);
    ask_send(ask);
}

void store_duty_drop(struct store *store, struct store_request *request,
                     const struct duty *duty)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, false);

    if (!ask)
        return;
    struct redis_command *command = begin(ask, "duty_drop", true);

    ask->read = ask_read_plain;
    redis_command_text(command, duty->room.text);
    redis_command_number(command, duty->at_ms);
    ask_send(ask);
}
