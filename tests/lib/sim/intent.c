/* SPDX-License-Identifier: Apache-2.0 */

/* What people want, and what they may be told about it. */
#include "lib/sim/person.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t below(struct person *person, uint32_t n)
{
    return chance_below(&person->sim->loop, n);
}

__attribute__((format(printf, 2, 3))) static void set_fields(struct intent *intent,
                                                             const char *format, ...)
{
    va_list args;

    va_start(args, format);
    (void)vsnprintf(intent->fields, sizeof intent->fields, format, args);
    va_end(args);
}

/* One of those in order; false if there is none. */
static bool any_question(struct person *person, uint32_t *out)
{
    const struct known *known = &person->known;

    if (known->n_order == 0)
        return false;
    *out = known->order[below(person, known->n_order)];
    return known->questions[*out].is_used;
}

/* ---- Choosing: false when there is nothing of the kind to do ----------------------------
 */

/* One to three different ones, in any of their spellings. */
static void choose_words(struct person *person, struct intent *intent)
{
    uint32_t first = below(person, SIM_TERMS), n = 1 + below(person, 3);
    size_t len = (size_t)snprintf(intent->ballot, SIM_BALLOT, "{\"words\":[");

    for (uint32_t i = 0; i < n; i++)
        len += (size_t)snprintf(intent->ballot + len, SIM_BALLOT - len, "%s\"%s\"",
                                i ? "," : "",
                                known_words[(first + i) % SIM_TERMS][below(person, 2)]);
    (void)snprintf(intent->ballot + len, SIM_BALLOT - len, "]}");
}

static bool choose_ballot(struct person *person, const struct known_question *question,
                          struct intent *intent)
{
    uint32_t cell = below(person, question->n_cells);
    uint32_t other = below(person, question->n_cells);

    if (question->kind == SIM_WORDS)
        choose_words(person, intent);
    else if (question->kind == SIM_SCALE)
        (void)snprintf(intent->ballot, SIM_BALLOT, "{\"value\":%u}", question->from + cell);
    else if (question->kind == SIM_MULTIPLE && cell < other)
        (void)snprintf(intent->ballot, SIM_BALLOT, "{\"options\":[%u,%u]}", cell, other);
    else
        (void)snprintf(intent->ballot, SIM_BALLOT, "{\"options\":[%u]}", cell);
    return true;
}

static bool choose_cast(struct person *person, struct intent *intent)
{
    const struct known_question *question;
    bool insists = below(person, 8) == 0; /* Whatever the state. */

    if (person->view == SEES_STAGE || !any_question(person, &intent->question))
        return false;
    question = &person->known.questions[intent->question];
    if ((question->state != QUESTION_OPEN && !insists) || question->round >= SIM_ROUNDS)
        return false;
    intent->round = question->round;
    intent->may_change = question->may_change;
    intent->n = 1;
    if (person->own[intent->question].round == intent->round)
        intent->n = person->own[intent->question].n + 1;
    if (!choose_ballot(person, question, intent))
        return false;
    set_fields(intent,
               "\"cmd\":\"cast\",\"question\":\"q%u\",\"round\":%u,\"n\":%u,\"ballot\":%s",
               intent->question, intent->round, intent->n, intent->ballot);
    return true;
}

/* A definition; its kind and first step follow from the id, for a round that comes back
 * must be counted as before. */
static void write_definition(struct person *person, uint32_t index, char *out, size_t size)
{
    static const char *const shapes[SIM_KINDS] = {
        [SIM_SINGLE] = "\"kind\":\"single\",\"options\":[\"a\",\"b\",\"c\"",
        [SIM_MULTIPLE] =
            "\"kind\":\"multiple\",\"min\":1,\"max\":2,\"options\":[\"a\",\"b\",\"c\"",
        [SIM_SCALE] = "\"kind\":\"scale\",\"from\":1,\"to\":5",
        [SIM_QUIZ] = ("\"kind\":\"quiz\",\"right\":[1],\"duration\":5,"
                      "\"options\":[\"a\",\"b\",\"c\""),
        [SIM_WORDS] = "\"kind\":\"words\",\"max\":3",
        [SIM_SEGMENT] = "\"kind\":\"segment\",\"options\":[\"a\",\"b\",\"c\"",
    };
    enum sim_kind kind = (enum sim_kind)(index % SIM_KINDS);
    const char *rest = below(person, 2) ? "]" : ",\"d\"]";

    if (kind == SIM_SCALE || kind == SIM_WORDS)
        rest = "";
    (void)snprintf(out, size,
                   "{%s%s,\"title\":\"Why %u?\",\"results\":\"%s\",\"change\":%s,"
                   "\"hide_voters\":%s}",
                   shapes[kind], rest, below(person, 1000),
                   result_mode_name((enum result_mode)below(person, RESULT_MODES)),
                   below(person, 4) ? "true" : "false",
                   below(person, 6) ? "false" : "true");
}

static bool choose_add(struct person *person, struct intent *intent)
{
    char def[300];

    if (person->known.n_order >= 6 || person->sim->n_questions == SIM_QUESTIONS)
        return false;
    intent->question = person->sim->n_questions++;
    write_definition(person, intent->question, def, sizeof def);
    set_fields(intent, "\"cmd\":\"question.add\",\"id\":\"q%u\",\"def\":%s",
               intent->question, def);
    return true;
}

static bool choose_update(struct person *person, struct intent *intent)
{
    char def[300];

    if (!any_question(person, &intent->question))
        return false;
    intent->version = person->known.questions[intent->question].version;
    write_definition(person, intent->question, def, sizeof def);
    set_fields(intent,
               "\"cmd\":\"question.update\",\"question\":\"q%u\",\"version\":%llu,"
               "\"def\":%s",
               intent->question, (unsigned long long)intent->version, def);
    return true;
}

static bool choose_remove(struct person *person, struct intent *intent)
{
    if (below(person, 4) || !any_question(person, &intent->question))
        return false;
    intent->version = person->known.questions[intent->question].version;
    set_fields(intent, "\"cmd\":\"question.remove\",\"question\":\"q%u\",\"version\":%llu",
               intent->question, (unsigned long long)intent->version);
    return true;
}

static bool choose_place(struct person *person, struct intent *intent)
{
    if (!any_question(person, &intent->question))
        return false;
    set_fields(intent, "\"cmd\":\"question.place\",\"question\":\"q%u\",\"place\":%u",
               intent->question, below(person, 4));
    return true;
}

static bool choose_move(struct person *person, struct intent *intent)
{
    enum question_move move = (enum question_move)below(person, QUESTION_MOVES);
    const struct known_question *question;
    char closes[40] = "";

    if (!any_question(person, &intent->question))
        return false;
    question = &person->known.questions[intent->question];
    bool fits = question_move_rule(move)->from & 1u << question->state;
    if ((!fits && below(person, 10)) || (move == MOVE_RESET && question->round >= 10))
        return false;
    intent->version = question->version;
    if ((question_move_rule(move)->to == QUESTION_OPEN) && below(person, 4) == 0)
        (void)snprintf(closes, sizeof closes, ",\"closes_in\":%u", 1 + below(person, 3000));
    set_fields(intent,
               "\"cmd\":\"question.move\",\"question\":\"q%u\",\"version\":%llu,"
               "\"move\":\"%s\"%s",
               intent->question, (unsigned long long)intent->version,
               question_move_name(move), closes);
    return true;
}

static bool choose_room(struct person *person, struct intent *intent)
{
    uint32_t index;

    intent->version = person->known.rev;
    if (below(person, 2) && any_question(person, &index))
        set_fields(intent, "\"cmd\":\"room.update\",\"rev\":%llu,\"current\":\"q%u\"",
                   (unsigned long long)intent->version, index);
    else
        set_fields(intent,
                   "\"cmd\":\"room.update\",\"rev\":%llu,\"settings\":{\"title\":"
                   "\"Evening %u\",\"lang\":\"en\"}",
                   (unsigned long long)intent->version, below(person, 1000));
    return true;
}

/* `share`: of a host's wishes, in a hundred. */
static const struct {
    bool (*choose)(struct person *person, struct intent *intent);
    uint32_t share;
} wishes[INTENTS] = {
    [INTENT_CAST] = {choose_cast, 12},    [INTENT_ADD] = {choose_add, 18},
    [INTENT_UPDATE] = {choose_update, 8}, [INTENT_REMOVE] = {choose_remove, 6},
    [INTENT_PLACE] = {choose_place, 6},   [INTENT_MOVE] = {choose_move, 42},
    [INTENT_ROOM] = {choose_room, 8},
};

void intent_choose(struct person *person, struct intent *out)
{
    enum intent_type type = INTENT_CAST;

    *out = (struct intent){0};
    if (person->view == SEES_HOST) {
        uint32_t draw = below(person, 100);

        while (type < INTENT_ROOM && draw >= wishes[type].share)
            draw -= wishes[type++].share;
    }
    if (wishes[type].choose(person, out))
        out->type = type;
}

/* ---- Judging ---------------------------------------------------------------------- */

static struct acked *acked_of(struct person *person, const struct intent *intent)
{
    return &person->sim->acked[intent->question][intent->round][person->who_number];
}

bool intent_was_counted(const struct person *person, const struct intent *intent)
{
    const struct acked *acked =
        &person->sim->acked[intent->question][intent->round][person->who_number];

    return intent->type == INTENT_CAST && acked->falls == person->sim->n_falls &&
           acked->n == intent->n && strcmp(acked->ballot, intent->ballot) == 0;
}

static void remember_own(struct person *person, const struct intent *intent, uint32_t n,
                         const char *ballot)
{
    person->own[intent->question].round = intent->round;
    person->own[intent->question].n = n;
    (void)snprintf(person->own[intent->question].ballot, SIM_BALLOT, "%s", ballot);
    person->own[intent->question].is_told = true;
}

static void judge_counted(struct person *person, const struct intent *intent,
                          const json_t *ok)
{
    struct acked *acked = acked_of(person, intent);
    uint32_t n = (uint32_t)json_integer_value(json_object_get(ok, "n"));

    person->sim->counts.counted++;
    /* An answer may be late, and of what Redis forgot since. */
    bool differs = acked->n > 0 && acked->falls == person->sim->n_falls &&
                   intent->falls == acked->falls &&
                   strcmp(acked->ballot, intent->ballot) != 0 &&
                   !person->sim->was_removed[intent->question];

    if (n != intent->n || (differs && (acked->n == n || !intent->may_change)))
        sim_fail(person->sim, "person %u: %s is counted as n %u, as was %s (n %u)",
                 person->number, intent->ballot, n, acked->ballot, acked->n);
    if (intent->falls > acked->falls || (intent->falls == acked->falls && n >= acked->n)) {
        *acked = (struct acked){
            .n = n, .falls = intent->falls, .may_change = intent->may_change};
        (void)snprintf(acked->ballot, SIM_BALLOT, "%s", intent->ballot);
    }
    if (person->own[intent->question].round != intent->round ||
        person->own[intent->question].n <= n)
        remember_own(person, intent, n, intent->ballot);
}

static void judge_ok(struct person *person, const struct intent *intent, const json_t *ok)
{
    struct sim *sim = person->sim;
    uint64_t version = (uint64_t)json_integer_value(json_object_get(ok, "version"));
    uint64_t rev = (uint64_t)json_integer_value(json_object_get(ok, "rev"));
    bool steps = intent->type == INTENT_UPDATE || intent->type == INTENT_MOVE;

    if (intent->type == INTENT_CAST) {
        judge_counted(person, intent, ok);
        return;
    }
    if ((steps && version != intent->version + 1) ||
        (intent->type == INTENT_ROOM && rev != intent->version + 1))
        sim_fail(sim, "person %u: %s gave version %llu, rev %llu", person->number,
                 intent->fields, (unsigned long long)version, (unsigned long long)rev);
    if (intent->falls < sim->n_falls)
        return; /* It may be forgotten. */
    if (version > sim->version[intent->question])
        sim->version[intent->question] = version;
    if (intent->type == INTENT_ROOM && rev > sim->rev)
        sim->rev = rev;
}

static void judge_stale_ballot(struct person *person, const struct intent *intent,
                               const json_t *err)
{
    uint32_t n = (uint32_t)json_integer_value(json_object_get(err, "n"));
    char *ballot = json_dumps(json_object_get(err, "ballot"), JSON_COMPACT);

    if (n < intent->n || !ballot || (n == intent->n && strcmp(ballot, intent->ballot) == 0))
        sim_fail(person->sim, "person %u: %s (n %u) is stale, stored is %s (n %u)",
                 person->number, intent->ballot, intent->n, ballot ? ballot : "nothing", n);
    else
        remember_own(person, intent, n, ballot);
    free(ballot);
}

#define CAST (1u << INTENT_CAST)
#define HOST                                                                               \
    (1u << INTENT_ADD | 1u << INTENT_UPDATE | 1u << INTENT_REMOVE | 1u << INTENT_PLACE |   \
     1u << INTENT_MOVE | 1u << INTENT_ROOM)

/* Which errors may come, to what, and what becomes of the command. */
static const struct {
    const char *code;
    unsigned types;
    enum fate fate;
    bool may_be_counted; /* Even though the same ballot was counted before. */
} errors[] = {
    {"try_again", CAST | HOST, FATE_AGAIN, true},
    {"store_full", CAST | HOST, FATE_AGAIN, true},
    {"going_away", CAST | HOST, FATE_AGAIN, true},
    {"too_many", CAST | HOST, FATE_AGAIN, true},
    {"hello_first", CAST | HOST, FATE_AGAIN, true},
    {"stale", CAST | HOST, FATE_DROPPED, true},
    {"closed", CAST, FATE_DROPPED, false},
    {"final", CAST, FATE_DROPPED, false},
    {"bad_ballot", CAST, FATE_DROPPED, true}, /* Of a round that is over: other options. */
    {"round_over", CAST, FATE_DROPPED, true},
    {"not_found", CAST | HOST, FATE_DROPPED, true},
    {"wrong_move", HOST, FATE_DROPPED, false},
    {"exists", 1u << INTENT_ADD, FATE_DROPPED, false},
    {"limit_reached", 1u << INTENT_ADD, FATE_DROPPED, false},
};

static enum fate judge_error(struct person *person, const struct intent *intent,
                             const json_t *err)
{
    const char *code = json_string_value(json_object_get(err, "code"));

    for (size_t i = 0; code && i < sizeof errors / sizeof errors[0]; i++) {
        bool gone = person->sim->was_removed[intent->question];

        if (strcmp(code, errors[i].code) != 0 || !(errors[i].types & 1u << intent->type))
            continue;
        if (intent->was_counted && intent->falls == person->sim->n_falls &&
            !errors[i].may_be_counted && !gone)
            sim_fail(person->sim, "person %u: %s was counted, now it is %s", person->number,
                     intent->fields, code);
        else if (intent->type == INTENT_CAST && strcmp(code, "stale") == 0)
            judge_stale_ballot(person, intent, err);
        return errors[i].fate;
    }
    sim_fail(person->sim, "person %u: %s to %s", person->number, code ? code : "nothing",
             intent->fields);
    return FATE_DROPPED;
}

enum fate intent_judge(struct person *person, const struct intent *intent,
                       const json_t *answer)
{
    const json_t *ok = json_object_get(answer, "ok");

    if (!ok)
        return judge_error(person, intent, json_object_get(answer, "err"));
    judge_ok(person, intent, ok);
    return FATE_DONE;
}
