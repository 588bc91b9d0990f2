/* SPDX-License-Identifier: Apache-2.0 */

/* The rooms of the space: the list is in one place, what is in it in the rooms' own
 * slots, so each is asked for by itself, all at once. */

#include "store/ask.h"

#include "base/mem.h"

#include <stdlib.h>

struct listing {
    struct ask ask;
    size_t n, n_left; /* Rooms asked for; not answered. */
    enum err err;     /* The first. */
    struct room_listed *rooms;
};

/* One room of a listing. */
struct listed {
    struct redis_call call;
    struct listing *listing;
    size_t at;
};

static void listing_end(struct listing *listing)
{
    struct room_listed *rooms = listing->rooms;
    struct room_list list = {0, rooms};
    size_t n = listing->n;

    /* A room that is listed and does not exist was never finished, or is being deleted. */
    for (size_t i = 0; i < n; i++)
        if (rooms[i].settings)
            rooms[list.n++] = rooms[i];
    ask_answer(&listing->ask, listing->err, listing->err ? NULL : &list);
    for (size_t i = 0; i < list.n; i++)
        buf_unref(rooms[i].settings);
    free(rooms);
}

static void read_listed(const redisReply *reply, struct room_listed *out)
{
    struct packet code = reply_part_bytes(reply, 0);
    struct packet created = reply_part_bytes(reply, 1);
    struct packet settings = reply_part_bytes(reply, 2);

    if (code_read(code.at, code.len, &out->code) &&
        packet_number(created, &out->created_ms))
        out->settings = buf_new(settings.at, settings.len);
}

static void on_listed(struct redis_call *call, enum err err, const redisReply *reply)
{
    struct listed *listed = call->owner;
    struct listing *listing = listed->listing;

    if (err && !listing->err)
        listing->err = err;
    if (!err)
        read_listed(reply, &listing->rooms[listed->at]);
    free(listed);
    if (--listing->n_left == 0)
        listing_end(listing);
}

static void ask_for(struct listing *listing, size_t at)
{
    struct listed *listed = mem_zero(sizeof *listed);
    struct redis_command *command = &listed->call.command;

    listed->listing = listing;
    listed->at = at;
    listed->call.done = on_listed;
    listed->call.owner = listed;
    redis_command_text(command, "HMGET");
    redis_command_key(command, "{%s}:room", listing->rooms[at].id.text);
    redis_command_text(command, "code");
    redis_command_text(command, "created");
    redis_command_text(command, "settings");
    redis_nodes_call(listing->ask.store->nodes, &listed->call);
}

/* The answer to ZREVRANGE: ids. */
static void read_ids(struct ask *ask, enum err err, const redisReply *reply)
{
    struct listing *listing = container_of(ask, struct listing, ask);
    size_t n = 0;

    if (!err && reply->type != REDIS_REPLY_ARRAY)
        err = ERR_INTERNAL;
    if (err) {
        ask_answer(ask, err, NULL);
        return;
    }
    listing->rooms = mem_zero(ROOMS_LISTED_MAX * sizeof *listing->rooms);
    for (size_t i = 0; i < reply->elements && n < ROOMS_LISTED_MAX; i++) {
        struct packet id = reply_part_bytes(reply, i);

        if (id_read(id.at, id.len, &listing->rooms[n].id))
            n++;
    }
    listing->n = listing->n_left = n;
    if (n == 0)
        listing_end(listing);
    for (size_t i = 0; i < n; i++)
        ask_for(listing, i);
}

void store_room_list(struct store *store, struct store_request *request)
{
    struct listing *listing = ask_new(store, request, sizeof *listing, false);

    if (!listing)
        return;
    struct redis_command *command = &listing->ask.call.command;

    listing->ask.read = read_ids;
    listing->ask.is_plain = true;
    redis_command_text(command, "ZREVRANGE");
    redis_command_key(command, "{space:%s}:rooms", store->space.text);
    redis_command_number(command, 0);
    redis_command_number(command, ROOMS_LISTED_MAX - 1);
    ask_send(&listing->ask);
}
