/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/shards.h"

#include "lib/sim/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP_US_MAX   30000  /* Between two keys of a slot that moves ... */
#define GOSSIP_US_MAX 800000 /* ... and until the last master knows who has it now. */

void shards_init(struct shards *shards, struct net *net, unsigned n)
{
    *shards = (struct shards){.net = net, .n = n};
    for (unsigned i = 0; i < n; i++) {
        shards->at[i].port = (uint16_t)(n > 1 ? SHARD_PORT + i : 0);
        for (size_t slot = 0; slot < REDIS_SLOTS; slot++)
            shards->at[i].owner[slot] = (uint8_t)(slot * n / REDIS_SLOTS);
    }
}

unsigned shards_find(const struct shards *shards, uint16_t port)
{
    return port ? port % 100 % shards->n : 0;
}

static uint16_t slot_of(struct span key)
{
    return redis_slot(key.at, key.len);
}

/* Whoever says so of itself: of two, the one that took it. */
unsigned shards_home(const struct shards *shards, struct span key)
{
    const struct moving *moving = &shards->moving;
    uint16_t slot = slot_of(key);
    unsigned home = 0;

    while (home < shards->n - 1 && shards->at[home].owner[slot] != home)
        home++;
    if (moving->is_on && moving->slot == slot &&
        shards->at[moving->to].owner[slot] == moving->to)
        home = moving->to;
    return home;
}

void shards_promote(struct shards *shards, unsigned master)
{
    uint16_t *port = &shards->at[master].port;

    if (*port)
        *port = (uint16_t)(SHARD_PORT + REPLICA_PORT - *port + 2 * master);
}

/* ---- A slot that moves ------------------------------------------------------------------
 */

static bool has_moved(const struct moving *moving, struct span key)
{
    for (size_t i = 0; i < moving->n_moved; i++)
        if (strlen(moving->moved[i]) == key.len &&
            memcmp(moving->moved[i], key.at, key.len) == 0)
            return true;
    return false;
}

static void note_moved(struct moving *moving, struct span key)
{
    if (moving->n_moved == MOVING_KEYS || key.len >= KEY_BYTES)
        abort();
    (void)snprintf(moving->moved[moving->n_moved++], KEY_BYTES, "%.*s", (int)key.len,
                   key.at);
}

/* One that is still where it was; false when none is. */
static bool move_a_key(struct shards *shards)
{
    struct moving *moving = &shards->moving;
    redisReply *keys = fake_redis_ask(shards->net->redis, "KEYS *");
    bool found = false;

    for (size_t i = 0; i < keys->elements && !found; i++) {
        struct span key = {keys->element[i]->str, (size_t)keys->element[i]->len};

        found = slot_of(key) == moving->slot && !has_moved(moving, key);
        if (found)
            note_moved(moving, key);
    }
    freeReplyObject(keys);
    return found;
}

/* All keys first, then who took them, who gave them, and at last the others know. */
static void on_step(void *context)
{
    struct shards *shards = context;
    struct moving *moving = &shards->moving;
    struct loop *loop = shards->net->loop;
    struct shard *from = &shards->at[moving->from], *to = &shards->at[moving->to];
    uint64_t wait = chance_between(loop, 100, STEP_US_MAX);

    if (to->owner[moving->slot] != moving->to) {
        if (!move_a_key(shards))
            to->owner[moving->slot] = (uint8_t)moving->to;
    } else if (from->owner[moving->slot] == moving->from) {
        from->owner[moving->slot] = (uint8_t)moving->to;
        server_leave_slot(shards->net, moving->from, moving->slot);
        wait = chance_between(loop, 0, GOSSIP_US_MAX);
    } else {
        for (unsigned i = 0; i < shards->n; i++)
            shards->at[i].owner[moving->slot] = (uint8_t)moving->to;
        moving->is_on = false;
        return;
    }
    loop_after(loop, &moving->step, wait);
}

void shards_move(struct shards *shards, const char *key)
{
    struct moving *moving = &shards->moving;
    struct loop *loop = shards->net->loop;
    struct span span = {key, strlen(key)};

    if (moving->is_on || shards->n == 1)
        return;
    moving->is_on = true;
    moving->slot = slot_of(span);
    moving->from = shards_home(shards, span);
    moving->to = (moving->from + 1 + chance_below(loop, shards->n - 1)) % shards->n;
    moving->n_moved = 0;
    moving->step = (struct loop_event){.run = on_step, .context = shards};
    shards->n_moved++;
    loop_after(loop, &moving->step, chance_below(loop, STEP_US_MAX));
}

/* ---- What is asked of the wrong one
 * ------------------------------------------------------
 */

/* What has no keys. */
static const char *const keyless[] = {"ROLE", "CONFIG", "FUNCTION", "INFO",   "CLUSTER",
                                      "WAIT", "ASKING", "PING",     "SELECT", "AUTH"};

/* Where the keys of a command are, and how many. */
static size_t keys_of(const redisReply *command, size_t *first)
{
    const char *verb = command->element[0]->str;

    for (size_t i = 0; i < sizeof keyless / sizeof keyless[0]; i++)
        if (strcmp(verb, keyless[i]) == 0)
            return 0;
    *first = 1;
    if (strncmp(verb, "FCALL", 5) != 0)
        return command->elements > 1;
    *first = 3;
    return strtoul(command->element[2]->str, NULL, 10);
}

static struct span key_at(const redisReply *command, size_t i)
{
    return (struct span){command->element[i]->str, (size_t)command->element[i]->len};
}

/* How many of the keys are with the one who gives (or who takes) the slot. */
static size_t n_present(struct shards *shards, const redisReply *command, size_t first,
                        size_t n, bool taken)
{
    size_t present = 0;

    for (size_t i = first; i < first + n; i++) {
        struct span key = key_at(command, i);

        present += has_moved(&shards->moving, key) == taken &&
                   fake_redis_number(shards->net->redis, "EXISTS %b", key.at, key.len) == 1;
    }
    return present;
}

static void refuse(struct shards *shards, struct strbuf *answer, const char *why,
                   uint16_t slot, unsigned to)
{
    shards->n_redirected++;
    strbuf_printf(answer, "-%s %u 10.0.0.1:%u\r\n", why, slot, shards->at[to].port);
}

static bool try_again(struct shards *shards, struct strbuf *answer)
{
    shards->n_redirected++;
    strbuf_puts(answer, "-TRYAGAIN Multiple keys request during rehashing of slot\r\n");
    return false;
}

/* Where the slot leaves, or (upon ASKING) comes to. */
static bool admit_moving(struct redis_stream *stream, const redisReply *command,
                         size_t first, size_t n, struct strbuf *answer)
{
    struct shards *shards = &stream->net->shards;
    const struct moving *moving = &shards->moving;
    bool takes = stream->node == moving->to;
    bool is_channel = strstr(command->element[0]->str, "PUBLISH") ||
                      strstr(command->element[0]->str, "SUBSCRIBE");
    size_t present = is_channel ? n : n_present(shards, command, first, n, takes);

    if (present == n || (takes && n == 1))
        return true;
    if (takes || present > 0)
        return try_again(shards, answer);
    refuse(shards, answer, "ASK", moving->slot, moving->to);
    return false;
}

bool shards_admit(struct redis_stream *stream, const redisReply *command,
                  struct strbuf *answer)
{
    struct shards *shards = &stream->net->shards;
    const struct moving *moving = &shards->moving;
    const struct shard *here = &shards->at[stream->node];
    bool is_replica = stream->port != here->port;
    size_t first, n = keys_of(command, &first);

    if (is_replica && strcmp(command->element[0]->str, "ROLE") == 0) {
        strbuf_puts(answer, "*1\r\n$5\r\nslave\r\n");
        return false;
    }
    if (n == 0 || shards->n == 1)
        return true;

    uint16_t slot = slot_of(key_at(command, first));
    bool has = here->owner[slot] == stream->node && !is_replica;

    if (has && moving->is_on && moving->slot == slot && stream->node == moving->from)
        return admit_moving(stream, command, first, n, answer);
    if (has)
        return true;
    if (moving->is_on && moving->slot == slot && stream->node == moving->to &&
        stream->asking && !is_replica)
        return admit_moving(stream, command, first, n, answer);
    refuse(shards, answer, "MOVED", slot, here->owner[slot]);
    return false;
}

void shards_ran(struct redis_stream *stream, const redisReply *command)
{
    struct shards *shards = &stream->net->shards;
    struct moving *moving = &shards->moving;
    size_t first, n = stream->asking ? keys_of(command, &first) : 0;

    /* What was made upon ASKING is there. */
    for (size_t i = 0; i < n; i++)
        if (moving->is_on && stream->node == moving->to &&
            !has_moved(moving, key_at(command, first + i)))
            note_moved(moving, key_at(command, first + i));
}
