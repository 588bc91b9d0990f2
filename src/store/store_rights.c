/* SPDX-License-Identifier: Apache-2.0 */

/* Rights: who entered, links, and what is written about one participant. */

#include "store/ask.h"

#include "base/mem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void add_participant(struct redis_command *command,
                            const struct participant *participant)
{
    redis_command_add(command, participant->bytes, sizeof participant->bytes);
}

/* ---- Roles ------------------------------------------------------------------------------
 */

/* {.., grants, entered} at `at`: the greatest of them. */
static bool role_of(const redisReply *reply, size_t at, enum role *out)
{
    const redisReply *entered = reply_part(reply, at + 1);
    uint64_t is_entered;

    if (!entered || !reply_number(entered, &is_entered))
        return false;
    *out = grants_read(reply_part_bytes(reply, at));
    if (is_entered && *out < ROLE_PARTICIPANT)
        *out = ROLE_PARTICIPANT;
    return true;
}

void store_room_enter(struct store *store, struct store_request *request,
                      const struct id *room, const struct participant *participant)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"room_enter", 2, ask_read_plain, ASK_GROWS});

    if (!command)
        return;
    redis_command_room_keys(command, room, KEYS_OF("room", "entered"));
    add_participant(command, participant);
    ask_call_send(command);
}

/* The answer to HGET of a role in the space, which may be nil. */
static enum role space_role_read(const redisReply *reply)
{
    struct packet text;

    return reply && reply_bytes(reply, &text) ? grants_read(text) : ROLE_NONE;
}

static void read_space_role(struct ask *ask, enum err err, const redisReply *reply)
{
    enum role role = err ? ROLE_NONE : space_role_read(reply);

    ask_answer(ask, err, err ? NULL : &role);
}

static void add_space_role(struct redis_command *command, const struct store *store,
                           const struct participant *participant)
{
    redis_command_text(command, "HGET");
    redis_command_key(command, "{space:%s}:roles", store->space.text);
    add_participant(command, participant);
}

void store_space_role(struct store *store, struct store_request *request,
                      const struct participant *participant)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, false);

    if (!ask)
        return;
    ask->read = read_space_role;
    ask->is_plain = true;
    add_space_role(&ask->call.command, store, participant);
    ask_send(ask);
}

/* ---- You: the space's slot first, then the room's
 * ------------------------------------------ */

struct you_ask {
    struct ask ask;
    enum role space_role;
    struct redis_command room_command; /* Made beforehand: the arguments are borrowed. */
    size_t n;
    struct round_of rounds[QUESTIONS_PER_ROOM_MAX];
};

/* {ok, grants, entered, value or nil, ...} */
#define AT_GRANTS  1
#define AT_BALLOTS 3

static bool you_read(const struct you_ask *asked, const redisReply *reply, struct you *you,
                     struct own_ballot ballots[])
{
    if (!role_of(reply, AT_GRANTS, &you->role) || reply->elements != AT_BALLOTS + asked->n)
        return false;
    if (you->role < asked->space_role)
        you->role = asked->space_role;
    you->only_by_passcode = you->role == ROLE_PARTICIPANT &&
                            grants_read(reply_part_bytes(reply, AT_GRANTS)) == ROLE_NONE;
    you->is_auditor = grants_audit(reply_part_bytes(reply, AT_GRANTS));
    (void)grants_device_read(reply_part_bytes(reply, AT_GRANTS), &you->device);
    you->ballots = ballots;
    for (size_t i = 0; i < asked->n; i++) {
        const redisReply *stored = reply->element[AT_BALLOTS + i];
        struct own_ballot *own = &ballots[you->n_ballots];
        struct packet value, text;

        if (stored->type == REDIS_REPLY_NIL)
            continue;
        if (!reply_bytes(stored, &value) || !stored_ballot_read(value, &own->n, &text))
            return false;
        own->question = asked->rounds[i].question;
        own->round = asked->rounds[i].round;
        own->ballot = buf_new(text.at, text.len);
        you->n_ballots++;
    }
    return true;
}

static void read_you(struct ask *ask, enum err err, const redisReply *reply)
{
    struct own_ballot ballots[QUESTIONS_PER_ROOM_MAX] = {0};
    struct you you = {0};

    if (!err && !you_read(container_of(ask, struct you_ask, ask), reply, &you, ballots))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &you);
    for (size_t i = 0; i < you.n_ballots; i++)
        buf_unref(ballots[i].ballot);
}

static void read_you_in_space(struct ask *ask, enum err err, const redisReply *reply)
{
    struct you_ask *asked = container_of(ask, struct you_ask, ask);

    if (err) {
        redis_command_done(&asked->room_command);
        ask_answer(ask, err, NULL);
        return;
    }
    asked->space_role = space_role_read(reply);
    ask->read = read_you;
    ask->is_plain = false;
    ask->call.command = asked->room_command;
    ask_send(ask);
}

void store_you(struct store *store, struct store_request *request, const struct id *room,
               const struct participant *participant, const struct round_of *rounds,
               size_t n)
{
    struct you_ask *asked = ask_new(store, request, sizeof *asked, false);

    if (!asked)
        return;
    struct redis_command *command = &asked->room_command;

    asked->n = n < QUESTIONS_PER_ROOM_MAX ? n : QUESTIONS_PER_ROOM_MAX;
    redis_command_fcall_read(command, "you", 2 + asked->n);
    redis_command_room_keys(command, room, KEYS_OF("roles", "entered"));
    for (size_t i = 0; i < asked->n; i++) {
        asked->rounds[i] = rounds[i];
        redis_command_key(command, "{%s}:ballots:%s:%" PRIu32, room->text,
                          rounds[i].question.text, rounds[i].round);
    }
    add_participant(command, participant);
    asked->ask.read = read_you_in_space;
    asked->ask.is_plain = true;
    add_space_role(&asked->ask.call.command, store, participant);
    ask_send(&asked->ask);
}

/* ---- Links
 * -------------------------------------------------------------------------------- */

void store_link_create(struct store *store, struct store_request *request,
                       const struct id *room, const struct link *link,
                       const uint8_t secret_hash[SECRET_HASH_BYTES], uint64_t ttl_ms)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"link_create", 3, ask_read_plain, ASK_GROWS});

    if (!command)
        return;
    redis_command_room_keys(command, room, KEYS_OF("room", "links", "secrets"));
    redis_command_text(command, link->id.text);
    redis_command_text(command, role_name(link->role));
    redis_command_text(command, link->label);
    redis_command_number(command, link->once);
    redis_command_add(command, secret_hash, SECRET_HASH_BYTES);
    redis_command_number(command, ttl_ms);
    redis_command_number(command, LINKS_PER_ROOM_MAX);
    redis_command_text(command, link->place);
    ask_call_send(command);
}

static int by_age(const void *a, const void *b)
{
    const struct link *left = a, *right = b;

    if (left->created_ms != right->created_ms)
        return left->created_ms < right->created_ms ? -1 : 1;
    return strcmp(left->id.text, right->id.text);
}

static void read_links(struct ask *ask, enum err err, const redisReply *reply)
{
    struct link *links = mem_zero(LINKS_PER_ROOM_MAX * sizeof *links);
    struct link_list list = {0, links};

    if (!err && reply->elements > 1 + LINKS_PER_ROOM_MAX)
        err = ERR_INTERNAL;
    for (size_t i = 1; !err && i < reply->elements; i++) {
        if (link_read(reply_part_bytes(reply, i), &links[list.n]))
            list.n++;
        else
            err = ERR_INTERNAL;
    }
    qsort(links, list.n, sizeof *links, by_age);
    ask_answer(ask, err, err ? NULL : &list);
    free(links);
}

void store_link_list(struct store *store, struct store_request *request,
                     const struct id *room)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"link_list", 2, read_links, ASK_READS});

    if (!command)
        return;
    redis_command_room_keys(command, room, KEYS_OF("room", "links"));
    ask_call_send(command);
}

void store_link_revoke(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *link)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"link_revoke", 5, ask_read_plain, ASK_WRITES});

    if (!command)
        return;
    redis_command_room_keys(command, room,
                            KEYS_OF("room", "journal", "links", "secrets", "roles"));
    redis_command_text(command, link->text);
    ask_call_send(command);
}

static void read_exchange(struct ask *ask, enum err err, const redisReply *reply)
{
    enum role role = ROLE_NONE;

    if (!err && !role_of(reply, 1, &role))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &role);
}

void store_link_exchange(struct store *store, struct store_request *request,
                         const struct id *room,
                         const uint8_t secret_hash[SECRET_HASH_BYTES],
                         const struct participant *participant)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"link_exchange", 5, read_exchange, ASK_GROWS});

    if (!command)
        return;
    redis_command_room_keys(command, room,
                            KEYS_OF("room", "links", "secrets", "roles", "entered"));
    redis_command_add(command, secret_hash, SECRET_HASH_BYTES);
    add_participant(command, participant);
    ask_call_send(command);
}

/* ---- The space's own links
 * ------------------------------------------------------------------ */

static void add_owner_link(struct redis_command *command, const struct store *store,
                           const uint8_t secret_hash[SECRET_HASH_BYTES])
{
    struct strbuf hex = {0};

    for (size_t i = 0; i < SECRET_HASH_BYTES; i++)
        strbuf_printf(&hex, "%02x", secret_hash[i]);
    redis_command_key(command, "{space:%s}:link:%s", store->space.text, hex.text);
    strbuf_done(&hex);
}

void store_owner_link_create(struct store *store, struct store_request *request,
                             const uint8_t secret_hash[SECRET_HASH_BYTES], uint32_t ttl_s)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, true);

    if (!ask)
        return;
    struct redis_command *command = &ask->call.command;

    ask->read = ask_read_plain;
    ask->is_plain = true;
    command->writes = true;
    redis_command_text(command, "SET");
    add_owner_link(command, store, secret_hash);
    redis_command_text(command, "");
    redis_command_text(command, "NX"); /* Made before, and perhaps spent. */
    redis_command_text(command, "EX");
    redis_command_number(command, ttl_s);
    ask_send(ask);
}

/* {ok, role} */
static void read_owner_exchange(struct ask *ask, enum err err, const redisReply *reply)
{
    enum role role = err ? ROLE_NONE : grants_read(reply_part_bytes(reply, 1));

    ask_answer(ask, err, err ? NULL : &role);
}

void store_owner_link_exchange(struct store *store, struct store_request *request,
                               const uint8_t secret_hash[SECRET_HASH_BYTES],
                               const struct participant *participant)
{
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"owner_exchange", 2, read_owner_exchange, ASK_GROWS});

    if (!command)
        return;
    add_owner_link(command, store, secret_hash);
    redis_command_key(command, "{space:%s}:roles", store->space.text);
    add_participant(command, participant);
    redis_command_text(command, role_name(ROLE_OWNER));
    ask_call_send(command);
}
