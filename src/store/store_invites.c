/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_invites.h"

#include "base/mem.h"
#include "store/ask.h"

#include <stdlib.h>

static bool part_u32(const redisReply *reply, size_t at, uint32_t *out)
{
    const redisReply *part = reply_part(reply, at);
    uint64_t number;

    if (!part || !reply_number(part, &number) || number > UINT32_MAX)
        return false;
    *out = (uint32_t)number;
    return true;
}

/* {ok, number} */
static void read_number(struct ask *ask, enum err err, const redisReply *reply)
{
    uint32_t number = 0;

    if (!err && !part_u32(reply, 1, &number))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &number);
}

void store_invite_add(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *batch,
                      const struct invite_made *made, size_t n)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"invite_add", 2, read_number, ASK_GROWS});

    if (!command)
        return;
    redis_command_room_keys(command, room, KEYS_OF("room", "invites"));
    redis_command_text(command, batch->text);
    redis_command_number(command, INVITES_PER_ROOM_MAX);
    redis_command_number(command, INVITE_NUMBER_MAX);
    for (size_t i = 0; i < n; i++) {
        redis_command_add(command, made[i].secret_hash, SECRET_HASH_BYTES);
        redis_command_text(command, made[i].label);
    }
    ask_call_send(command);
}

/* ---- The list -------------------------------------------------------------------------
 */

/* {ok, kept, used, revoked, more, invitation...} */
#define AT_INVITES 5

static bool invite_read(struct packet packed, struct invite *out)
{
    struct packet label;

    return packet_next_u32(&packed, &out->number) && packet_next(&packed, &label) &&
           packet_text(label, out->label, sizeof out->label) &&
           packet_next_number(&packed, &out->created_ms) &&
           packet_next_number(&packed, &out->used_ms) &&
           packet_next_number(&packed, &out->revoked_ms) && packed.len == 0;
}

static bool page_read(const redisReply *reply, struct invite_page *page,
                      struct invite *invites)
{
    uint32_t more;

    if (!part_u32(reply, 1, &page->total) || !part_u32(reply, 2, &page->used) ||
        !part_u32(reply, 3, &page->revoked) || !part_u32(reply, 4, &more) ||
        reply->elements > AT_INVITES + INVITES_PER_PAGE_MAX)
        return false;
    page->has_more = more != 0;
    for (size_t at = AT_INVITES; at < reply->elements; at++)
        if (!invite_read(reply_part_bytes(reply, at), &invites[page->n++]))
            return false;
    return true;
}

static void read_page(struct ask *ask, enum err err, const redisReply *reply)
{
    struct invite *invites = mem_zero(INVITES_PER_PAGE_MAX * sizeof *invites);
    struct invite_page page = {.invites = invites};

    if (!err && !page_read(reply, &page, invites))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &page);
    free(invites);
}

void store_invite_list(struct store *store, struct store_request *request,
                       const struct id *room, uint32_t after, uint32_t n)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"invite_list", 2, read_page, ASK_READS});

    if (!command)
        return;
    redis_command_room_keys(command, room, KEYS_OF("room", "invites"));
    redis_command_number(command, after);
    redis_command_number(command, n < INVITES_PER_PAGE_MAX ? n : INVITES_PER_PAGE_MAX);
    ask_call_send(command);
}

/* ---- Revoking, and coming by one
 * ---------------------------------------------------------
 */

void store_invite_revoke(struct store *store, struct store_request *request,
                         const struct id *room, uint32_t number)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"invite_revoke", 4, read_number, ASK_WRITES});

    if (!command)
        return;
    redis_command_room_keys(command, room, KEYS_OF("room", "journal", "invites", "roles"));
    redis_command_number(command, number);
    ask_call_send(command);
}

/* {ok, grants, entered} */
static void read_role(struct ask *ask, enum err err, const redisReply *reply)
{
    enum role role = err ? ROLE_NONE : grants_read(reply_part_bytes(reply, 1));

    if (!err && role == ROLE_NONE)
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &role);
}

void store_invite_exchange(struct store *store, struct store_request *request,
                           const struct id *room, uint32_t number,
                           const uint8_t secret_hash[SECRET_HASH_BYTES],
                           const struct participant *participant)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"invite_exchange", 4, read_role, ASK_GROWS});

    if (!command)
        return;
    redis_command_room_keys(command, room, KEYS_OF("room", "invites", "roles", "entered"));
    redis_command_number(command, number);
    redis_command_add(command, secret_hash, SECRET_HASH_BYTES);
    redis_command_add(command, participant->bytes, sizeof participant->bytes);
    ask_call_send(command);
}
