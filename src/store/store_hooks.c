/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_hooks.h"

#include "base/mem.h"
#include "store/ask.h"

#include <stdlib.h>

/* With "{room}:<part>" for each as its keys. */
static struct redis_command *begin(struct store *store, struct store_request *request,
                                   struct ask_call call, const struct id *room,
                                   const char *const parts[])
{
    while (parts[call.n_keys])
        call.n_keys++;
    struct redis_command *command = ask_call(store, request, call);

    if (command)
        redis_command_room_keys(command, room, parts, call.n_keys);
    return command;
}

/* ---- Written by hosts -----------------------------------------------------------------
 */

void store_hook_add(struct store *store, struct store_request *request,
                    const struct id *room, const struct hook *hook)
{
    static const char *const parts[] = {"room", "hooks", "hookstate", "outbox", NULL};
    struct redis_command *command =
        begin(store, request,
              (struct ask_call){
                  .function = "hook_add", .read = ask_read_plain, .mode = ASK_GROWS},
              room, parts);
    char events[HOOK_EVENTS_BYTES];

    if (!command)
        return;
    hook_events_write(hook->events, events);
    redis_command_text(command, hook->id.text);
    redis_command_text(command, hook->url);
    redis_command_text(command, events);
    redis_command_number(command, HOOKS_PER_ROOM_MAX);
    ask_call_send(command);
}

void store_hook_remove(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *hook)
{
    static const char *const parts[] = {"hooks", "hookstate", "outbox", "hooklog", NULL};
    struct redis_command *command = begin(
        store, request,
        (struct ask_call){.function = "hook_remove", .read = ask_read_plain}, room, parts);

    if (!command)
        return;
    redis_command_text(command, hook->text);
    ask_call_send(command);
}

void store_hook_test(struct store *store, struct store_request *request,
                     const struct id *room, const struct id *hook)
{
    static const char *const parts[] = {"hooks", "hookstate", "outbox", NULL};
    struct redis_command *command =
        begin(store, request,
              (struct ask_call){
                  .function = "hook_test", .read = ask_read_plain, .mode = ASK_GROWS},
              room, parts);

    if (!command)
        return;
    redis_command_text(command, hook->text);
    ask_call_send(command);
}

/* ---- Lists ----------------------------------------------------------------------------
 */

enum { PARTS_OF_A_HOOK = 3 }; /* hook, tries, next_ms */

static bool hook_read(struct packet packed, struct hook *out)
{
    struct packet url, events;
    char text[HOOK_EVENTS_BYTES];

    *out = (struct hook){0};
    return packet_next_id(&packed, &out->id) && packet_next(&packed, &url) &&
           packet_text(url, out->url, sizeof out->url) && packet_next(&packed, &events) &&
           packet_text(events, text, sizeof text) && hook_events_read(text, &out->events) &&
           packet_next_number(&packed, &out->created_ms) && packed.len == 0;
}

static bool listed_read(const redisReply *reply, size_t at, struct hook_listed *out)
{
    const redisReply *tries = reply_part(reply, at + 1), *next = reply_part(reply, at + 2);
    uint64_t n;

    if (!hook_read(reply_part_bytes(reply, at), &out->hook) || !tries || !next ||
        !reply_number(tries, &n) || !reply_number(next, &out->next_ms))
        return false;
    out->tries = (uint32_t)n;
    return true;
}

static void read_list(struct ask *ask, enum err err, const redisReply *reply)
{
    struct hook_listed *hooks = mem_zero(HOOKS_PER_ROOM_MAX * sizeof *hooks);
    struct hook_list list = {0, hooks};

    for (size_t at = 1; !err && at < reply->elements && list.n < HOOKS_PER_ROOM_MAX;
         at += PARTS_OF_A_HOOK)
        if (!listed_read(reply, at, &hooks[list.n++]))
            err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &list);
    free(hooks);
}

void store_hooks_list(struct store *store, struct store_request *request,
                      const struct id *room)
{
    static const char *const parts[] = {"hooks", "hookstate", NULL};
    struct redis_command *command = begin(
        store, request,
        (struct ask_call){.function = "hooks_list", .read = read_list, .mode = ASK_READS},
        room, parts);

    if (!command)
        return;
    ask_call_send(command);
}

static bool next_text(struct packet *rest, char *out, size_t size)
{
    struct packet text;

    return packet_next(rest, &text) && packet_text(text, out, size);
}

static bool delivery_read(struct packet packed, struct hook_delivery *out)
{
    struct id hook;

    *out = (struct hook_delivery){0};
    return packet_next_id(&packed, &hook) &&
           next_text(&packed, out->event, sizeof out->event) &&
           next_text(&packed, out->name, sizeof out->name) &&
           packet_next_number(&packed, &out->at_ms) &&
           packet_next_u32(&packed, &out->code) &&
           next_text(&packed, out->why, sizeof out->why) &&
           packet_next_u32(&packed, &out->tries) &&
           packet_next_bool(&packed, &out->is_settled) && packed.len == 0;
}

static void read_log(struct ask *ask, enum err err, const redisReply *reply)
{
    struct hook_delivery *deliveries = mem_zero(HOOK_LOG_MAX * sizeof *deliveries);
    struct hook_log log = {0, deliveries};

    for (size_t i = 1; !err && i < reply->elements && log.n < HOOK_LOG_MAX; i++)
        if (!delivery_read(reply_part_bytes(reply, i), &deliveries[log.n++]))
            err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &log);
    free(deliveries);
}

void store_hook_log(struct store *store, struct store_request *request,
                    const struct id *room, const struct id *hook)
{
    static const char *const parts[] = {"hooks", "hooklog", NULL};
    struct redis_command *command = begin(
        store, request,
        (struct ask_call){.function = "hook_log", .read = read_log, .mode = ASK_READS},
        room, parts);

    if (!command)
        return;
    redis_command_text(command, hook->text);
    redis_command_number(command, HOOK_LOG_MAX);
    ask_call_send(command);
}

/* ---- Delivering ------------------------------------------------------------------------
 */

/* {ok}, {ok, ms} or {ok, event, tries, name, board, idea, before, after} */
static bool claim_read(const redisReply *reply, struct hook_claim *out)
{
    const redisReply *tries = reply_part(reply, 2);
    struct packet board = reply_part_bytes(reply, 4), idea = reply_part_bytes(reply, 5);
    uint64_t n;

    if (reply->elements == 1)
        return true;
    if (reply->elements == 2) {
        out->is_later = true;
        return reply_number(reply_part(reply, 1), &out->wait_ms);
    }
    out->has_event = true;
    if (!tries || !reply_number(tries, &n) ||
        !packet_text(reply_part_bytes(reply, 1), out->event, sizeof out->event) ||
        !packet_text(reply_part_bytes(reply, 3), out->name, sizeof out->name) ||
        (board.len > 0 && !id_read(board.at, board.len, &out->board)) ||
        (idea.len > 0 && !id_read(idea.at, idea.len, &out->idea)) ||
        !packet_text(reply_part_bytes(reply, 6), out->before, sizeof out->before) ||
        !packet_text(reply_part_bytes(reply, 7), out->after, sizeof out->after))
        return false;
    out->tries = (uint32_t)n;
    return true;
}

static void read_claim(struct ask *ask, enum err err, const redisReply *reply)
{
    struct hook_claim claim = {0};

    if (!err && !claim_read(reply, &claim))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &claim);
}

static const char *const delivery_parts[] = {"hooks", "hookstate", "outbox", "hooklog",
                                             NULL};

void store_hook_claim(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *hook)
{
    struct redis_command *command = begin(
        store, request, (struct ask_call){.function = "hook_claim", .read = read_claim},
        room, delivery_parts);

    if (!command)
        return;
    redis_command_text(command, hook->text);
    redis_command_number(command, HOOK_LEASE_MS);
    redis_command_number(command, HOOK_AGE_MS);
    ask_call_send(command);
}

void store_hook_settle(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *hook,
                       const struct hook_settling *settling)
{
    struct redis_command *command =
        begin(store, request,
              (struct ask_call){.function = "hook_settle", .read = ask_read_plain}, room,
              delivery_parts);

    if (!command)
        return;
    redis_command_text(command, hook->text);
    redis_command_text(command, settling->event);
    redis_command_text(command, settling->name);
    redis_command_number(command, settling->code);
    redis_command_text(command, settling->why);
    redis_command_number(command, settling->is_settled);
    redis_command_number(command, settling->wait_ms);
    ask_call_send(command);
}
