/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/square.h"

#include "base/mem.h"
#include "lib/sim/guest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_KEY     "{" SIM_ROOM "}"
#define BOARD        "wishes"
#define BUILD_US     UINT64_C(40000000)
#define CARD_FIELDS  8 /* Of a card, from its id on. */
/* "<rev> <supports> <trend> <on> <comments> <talk>" */
#define HEAT_NUMBERS 6

/* ---- Building it ------------------------------------------------------------------- */

/* The first host makes a board and opens it, one command after the other. */
struct builder {
    struct sim *sim;
    struct line *line;
    unsigned n_done;
};

static const char *const builds[] = {
    "\"cmd\":\"board.add\",\"id\":\"" BOARD
    "\",\"def\":{\"kind\":\"ideas\",\"title\":\"?\"}",
    "\"cmd\":\"board.move\",\"board\":\"" BOARD "\",\"version\":1,\"phase\":\"open\"",
};
#define BUILDS (sizeof builds / sizeof builds[0])

static void on_built(void *context, const char *text, size_t len)
{
    struct builder *builder = context;
    json_t *message = json_loadb(text, len, 0, NULL);
    bool is_in = json_object_get(message, "ev") &&
                 strcmp(json_string_value(json_object_get(message, "ev")), "you") == 0;
    json_int_t re = json_integer_value(json_object_get(message, "re"));

    if (json_object_get(message, "err"))
        sim_fail(builder->sim, "no board was made: %.*s", (int)len, text);
    if (is_in || (re > 1 && ++builder->n_done < BUILDS))
        line_say(builder->line, "{\"mid\":%u,%s}", 2 + builder->n_done,
                 builds[builder->n_done]);
    json_decref(message);
}

static void on_not_built(void *context)
{
    struct builder *builder = context;

    sim_fail(builder->sim, "no board was made");
}

static void build(struct sim *sim)
{
    struct builder builder = {.sim = sim};
    const struct line_listener listener = {&builder, on_built, on_not_built};
    const struct line_options options = {.who = {.bytes = {1}}};
    uint64_t until = sim->loop.now_us + BUILD_US;

    builder.line = line_open(worker_any(sim), &options, &listener);
    line_say(builder.line,
             "{\"mid\":1,\"cmd\":\"hello\",\"room\":\"%s\",\"view\":\"host\"}",
             sim->code.text);
    while (!sim->has_failed && builder.n_done < BUILDS) {
        if (sim->loop.now_us > until)
            sim_fail(sim, "no board was made in time");
        (void)loop_step(&sim->loop);
    }
    line_leave(builder.line);
}

struct square *square_new(struct sim *sim)
{
    struct square *square = mem_zero(sizeof *square);

    square->sim = sim;
    build(sim);
    square->n_guests =
        SQUARE_HOSTS + 1 + chance_below(&sim->loop, SQUARE_GUESTS - SQUARE_HOSTS);
    for (unsigned i = 0; i < square->n_guests; i++)
        square->guests[i] = guest_new(square, i);
    return square;
}

void square_free(struct square *square)
{
    for (unsigned i = 0; i < square->n_guests; i++)
        guest_free(square->guests[i]);
    free(square);
}

/* ---- Reading what is so ------------------------------------------------------------ */

bool square_index(const char *id, char letter, uint32_t most, uint32_t *out)
{
    char *end = NULL;
    unsigned long number = id[0] == letter ? strtoul(id + 1, &end, 10) : most;

    *out = (uint32_t)number;
    return number < most && end && *end == '\0';
}

/* The next of a row of netstrings. */
static struct span next_field(const char **at)
{
    char *colon;
    size_t len = strtoul(*at, &colon, 10);
    const struct span field = {colon + 1, len};

    *at = colon + 1 + len + 1;
    return field;
}

static void copy_text(char *out, size_t size, struct span field)
{
    (void)snprintf(out, size, "%.*s", (int)field.len, field.at);
}

/* Numbers with blanks between them, of which what is behind a point is passed over. Returns
 * how many there were, `most` if there are more. */
static size_t read_numbers(const char *text, uint64_t *out, size_t most)
{
    size_t n = 0;

    while (n < most && *text >= '0' && *text <= '9') {
        char *end;

        out[n++] = strtoull(text, &end, 10);
        end += strcspn(end, " ");
        text = end + (*end == ' ');
    }
    return n;
}

static bool read_idea(struct sim *sim, const redisReply *card, struct sight *out)
{
    struct span fields[CARD_FIELDS];
    const char *at = card->str;
    char id[20];
    uint32_t index;
    struct sight_idea idea = {.is_used = true};

    for (size_t i = 0; i < CARD_FIELDS; i++)
        fields[i] = next_field(&at);
    copy_text(id, sizeof id, fields[0]);
    if (!square_index(id, 'i', SQUARE_IDEAS, &index))
        return false;
    idea.version = strtoull(fields[2].at, NULL, 10);
    memcpy(idea.author, fields[4].at, sizeof idea.author);
    copy_text(idea.state, sizeof idea.state, fields[5]);
    copy_text(idea.status, sizeof idea.status, fields[6]);

    redisReply *heat =
        fake_redis_ask(sim->net.redis, "HGET " ROOM_KEY ":heat:" BOARD " %s", id);
    uint64_t numbers[HEAT_NUMBERS] = {0};
    bool good = heat->type == REDIS_REPLY_STRING &&
                read_numbers(heat->str, numbers, HEAT_NUMBERS) == HEAT_NUMBERS;

    idea.rev = numbers[0];
    idea.supports = numbers[1];
    idea.comments = numbers[4];
    idea.talk = numbers[5];
    freeReplyObject(heat);
    out->ideas[index] = idea;
    out->total += strcmp(idea.state, "shown") == 0 && strcmp(idea.status, "merged") != 0;
    return good;
}

static void read_truth(struct sim *sim, struct sight *out)
{
    redisReply *cards = fake_redis_ask(sim->net.redis, "HVALS " ROOM_KEY ":cards:" BOARD);

    *out = (struct sight){
        .is_told = true,
        .epoch = fake_redis_number(sim->net.redis, "HGET " ROOM_KEY ":room epoch"),
        .rev = fake_redis_number(sim->net.redis, "HGET " ROOM_KEY ":b:" BOARD " rev"),
    };
    for (size_t i = 0; i < cards->elements; i++)
        if (!read_idea(sim, cards->element[i], out))
            sim_fail(sim, "an idea cannot be read");
    freeReplyObject(cards);
}

/* ---- Who sees what ------------------------------------------------------------------ */

static bool may_see(const struct guest *guest, const struct sight_idea *idea)
{
    bool is_mine = memcmp(idea->author, guest->who.bytes, sizeof idea->author) == 0;

    return guest->is_staff || strcmp(idea->state, "shown") == 0 ||
           (is_mine && strcmp(idea->state, "withdrawn") != 0);
}

static const char *idea_differs(const struct guest *guest, const struct sight_idea *seen,
                                const struct sight_idea *is)
{
    if (!may_see(guest, is))
        return strcmp(seen->state, "hidden") == 0 && seen->version == 0
                   ? NULL
                   : "silence of an idea";
    if (seen->version != is->version || strcmp(seen->state, is->state) != 0 ||
        strcmp(seen->status, is->status) != 0)
        return "idea";
    return seen->supports != is->supports || seen->comments != is->comments ||
                   seen->talk != is->talk
               ? "counts of an idea"
               : NULL;
}

static const char *sight_differs(const struct guest *guest, const struct sight *truth)
{
    const struct sight *seen = &guest->sight;

    if (seen->epoch != truth->epoch)
        return "epoch";
    if (seen->rev != truth->rev)
        return "rev";
    if (seen->total != truth->total)
        return "total";
    for (uint32_t i = 0; i < SQUARE_IDEAS; i++) {
        /* What came after the last look is on the next one. */
        const char *differs = seen->ideas[i].is_used
                                  ? idea_differs(guest, &seen->ideas[i], &truth->ideas[i])
                                  : NULL;

        if (differs)
            return differs;
    }
    return NULL;
}

const char *square_unrest(struct square *square, unsigned *who)
{
    struct sight truth;

    for (*who = 0; *who < square->n_guests; ++*who)
        if (!guest_is_settled(square->guests[*who]))
            return "settled state";
    read_truth(square->sim, &truth);
    for (*who = 0; *who < square->n_guests; ++*who) {
        const char *differs = sight_differs(square->guests[*who], &truth);

        if (differs)
            return differs;
    }
    return NULL;
}

/* ---- Recounting ---------------------------------------------------------------------- */

static void audit_by(struct sim *sim, const char *path)
{
    struct buf *said = fake_redis_audit(sim->net.redis, path, SIM_ROOM, BOARD);

    if (strcmp(said->text, "ok") != 0)
        sim_fail(sim, "recount: %s", said->text);
    buf_unref(said);
}

/* What was called counted is there, or a later word is; `value` is how it is stored: "<n>
 * <on> ...", of a support with the own one behind where ideas were merged. */
static void audit_word(struct square *square, const struct word *word, const char *value,
                       const char *what, uint32_t index)
{
    uint64_t stored[4] = {0}; /* n, on, seconds, own on */

    if (word->n == 0 || word->falls < square->sim->n_falls)
        return;
    bool has_own = read_numbers(value, stored, 4) == 4;
    bool is_on = stored[has_own ? 3 : 1] == 1;
    uint64_t n = stored[0];

    if (n < word->n || (n == word->n && is_on != word->on && square->n_merges == 0))
        sim_fail(square->sim, "%s%u: n %u, on %d was counted, stored is \"%s\"", what,
                 index, word->n, word->on, value);
}

static void audit_words_of(struct square *square, unsigned who)
{
    const struct participant *participant = &square->guests[who]->who;

    for (uint32_t i = 0; i < square->n_ideas; i++) {
        redisReply *value =
            fake_redis_ask(square->sim->net.redis, "HGET " ROOM_KEY ":sup:" BOARD ":i%u %b",
                           i, participant->bytes, sizeof participant->bytes);

        audit_word(square, &square->supports[i][who], value->str ? value->str : "", "i", i);
        freeReplyObject(value);
    }
    for (uint32_t i = 0; i < square->n_comments; i++) {
        char field[64];
        int len = snprintf(field, sizeof field, "l c%u ", i);

        memcpy(field + len, participant->bytes, sizeof participant->bytes);
        redisReply *value = fake_redis_ask(
            square->sim->net.redis, "HGET " ROOM_KEY ":marks:" BOARD ":i%u %b",
            square->idea_of[i], field, (size_t)len + sizeof participant->bytes);

        audit_word(square, &square->likes[i][who], value->str ? value->str : "", "c", i);
        freeReplyObject(value);
    }
}

void square_audit(struct square *square)
{
    audit_by(square->sim, "tests/lib/points_audit.lua");
    audit_by(square->sim, "tests/lib/sim/board_audit.lua");
    for (unsigned i = 0; i < square->n_guests; i++)
        if (square->guests[i]->who_number == i)
            audit_words_of(square, i);
}

/* ---- All of them --------------------------------------------------------------------- */

void square_repeat(struct square *square)
{
    for (unsigned i = 0; i < square->n_guests; i++)
        guest_repeat(square->guests[i]);
}

void square_come_anew(struct square *square)
{
    for (unsigned i = 0; i < square->n_guests; i++)
        guest_reconnect(square->guests[i]);
}

void square_ask_me(struct square *square)
{
    for (unsigned i = 0; i < square->n_guests; i++)
        guest_ask_me(square->guests[i]);
}
