/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_terms.h"

#include "base/mem.h"
#include "store/ask.h"
#include "store/vote_batch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const states[TERM_STATES] = {"shown", "hidden", "waiting"};

const char *term_state_name(enum term_state state)
{
    return states[state];
}

struct terms_ask {
    struct ask ask;
    struct id room;
    struct round_of round;
};

static void add_round_key(struct redis_command *command, const struct terms_ask *terms,
                          const char *part)
{
    redis_command_key(command, "{%s}:%s:%s:%" PRIu32, terms->room.text, part,
                      terms->round.question.text, terms->round.round);
}

static struct terms_ask *new_ask(struct store *store, struct store_request *request,
                                 const struct id *room, const struct round_of *round)
{
    struct terms_ask *terms = ask_new(store, request, sizeof *terms, false);

    if (terms) {
        terms->room = *room;
        terms->round = *round;
    }
    return terms;
}

/* ---- Reading ----------------------------------------------------------------------------
 */

enum { BEFORE_TERMS = 2, TERM_PARTS = 3 };

static bool state_read(struct packet text, enum term_state *out)
{
    for (unsigned state = 0; state < TERM_STATES; state++) {
        if (strlen(states[state]) == text.len &&
            memcmp(states[state], text.at, text.len) == 0) {
            *out = (enum term_state)state;
            return true;
        }
    }
    return false;
}

static bool term_read(const redisReply *reply, size_t at, struct cloud_term *out)
{
    struct packet text = reply_part_bytes(reply, at);

    if (!reply_part(reply, at + 2) || !reply_number(reply->element[at + 1], &out->n) ||
        !state_read(reply_part_bytes(reply, at + 2), &out->state))
        return false;
    out->text = text.at;
    out->len = text.len;
    return true;
}

static void read_cloud(struct ask *ask, enum err err, const redisReply *reply)
{
    const struct terms_ask *terms = container_of(ask, struct terms_ask, ask);
    struct cloud_term *list = mem_zero(TERMS_LISTED_MAX * sizeof *list);
    struct cloud cloud = {.terms = list};

    if (!err && (reply->elements < BEFORE_TERMS ||
                 reply->elements > BEFORE_TERMS + TERM_PARTS * TERMS_LISTED_MAX ||
                 !tally_read(reply_part_bytes(reply, 1), terms->round.round, &cloud.tally)))
        err = ERR_INTERNAL;
    for (size_t at = BEFORE_TERMS; !err && at < reply->elements; at += TERM_PARTS)
        if (!term_read(reply, at, &list[cloud.n++]))
            err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &cloud);
    free(list);
}

void store_cloud_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct cloud_look *look)
{
    struct terms_ask *terms = new_ask(store, request, room, &look->round);

    if (!terms)
        return;
    struct redis_command *command = &terms->ask.call.command;

    terms->ask.read = read_cloud;
    redis_command_fcall_read(command, "words_top", 4);
    add_round_key(command, terms, "tally");
    add_round_key(command, terms, "terms");
    add_round_key(command, terms, "said");
    redis_command_key(command, "{%s}:words", room->text);
    redis_command_number(command,
                         look->most < TERMS_LISTED_MAX ? look->most : TERMS_LISTED_MAX);
    redis_command_number(command, look->all);
    redis_command_number(command, look->skip);
    ask_send(&terms->ask);
}

/* ---- Hiding -----------------------------------------------------------------------------
 */

static void read_hiding(struct ask *ask, enum err err, const redisReply *reply)
{
    const struct terms_ask *terms = container_of(ask, struct terms_ask, ask);
    struct tally_news news = {.worker = ask->store->worker,
                              .question = terms->round.question};

    if (!err && (!reply_part(reply, 2) || !reply_number(reply->element[1], &news.epoch) ||
                 !tally_read(reply_part_bytes(reply, 2), terms->round.round, &news.tally)))
        err = ERR_INTERNAL;
    if (!err)
        votes_tell(ask->store->votes, &terms->room, &news);
    ask_answer(ask, err, NULL);
}

void store_term_hide(struct store *store, struct store_request *request,
                     const struct id *room, const struct term_hiding *hiding)
{
    struct terms_ask *terms = new_ask(store, request, room, &hiding->round);

    if (!terms)
        return;
    struct redis_command *command = &terms->ask.call.command;

    terms->ask.read = read_hiding;
    redis_command_fcall(command, "word_hide", 5);
    redis_command_key(command, "{%s}:room", room->text);
    add_round_key(command, terms, "tally");
    add_round_key(command, terms, "terms");
    add_round_key(command, terms, "said");
    redis_command_key(command, "{%s}:acts", room->text);
    redis_command_text(command, hiding->key);
    redis_command_number(command, hiding->hide);
    redis_command_add(command, hiding->by->bytes, PARTICIPANT_BYTES);
    ask_send(&terms->ask);
}
