/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/person.h"

#include "base/mem.h"
#include "lib/sim/heard.h"
#include "lib/sim/truth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COME_US_MIN  1000
#define COME_US_MAX  600000
#define ACT_US_MIN   20000
#define ACT_US_MAX   400000
#define AGAIN_US_MAX 500000
#define PATIENCE_US  20000000 /* No answer takes longer, whatever happens. */
#define SLOW_US      1500000

/* ---- Coming and going ------------------------------------------------------------- */

static void come_soon(struct person *person)
{
    struct loop *loop = &person->sim->loop;

    person->state = AWAY;
    loop_cancel(loop, &person->act);
    loop_cancel(loop, &person->patience);
    loop_after(loop, &person->come, chance_between(loop, COME_US_MIN, COME_US_MAX));
}

static void leave(struct person *person)
{
    if (person->line)
        line_leave(person->line);
    person->line = NULL;
    come_soon(person);
}

static void on_closed(void *context)
{
    struct person *person = context;

    person->line = NULL;
    come_soon(person);
}

static void act_within(struct person *person, uint64_t least, uint64_t most)
{
    struct loop *loop = &person->sim->loop;

    loop_after(loop, &person->act, chance_between(loop, least, most));
}

static void on_come(void *context)
{
    static const char *const views[] = {"phone", "stage", "host"};
    struct person *person = context;
    struct sim *sim = person->sim;
    struct sim_worker *worker = worker_any(sim);
    char position[64] = "";

    if (!worker) {
        come_soon(person);
        return;
    }
    const struct line_options options = {person->who, person->slow_us};
    person->line = line_open(worker, &options, &person->listener);
    person->state = GREETING;
    person->has_you = false;
    memset(person->sent, 0, sizeof person->sent);
    for (size_t i = 0; i < SIM_QUESTIONS; i++)
        person->own[i].is_told = false;
    if (person->has_position)
        (void)snprintf(position, sizeof position, ",\"epoch\":%llu,\"after\":%llu",
                       (unsigned long long)person->known.epoch,
                       (unsigned long long)person->known.seq);
    person->hello_mid = ++person->next_mid;
    sim_trace(sim, "person %u comes to worker %u%s", person->number, worker->number,
              position);
    line_say(person->line,
             "{\"mid\":%u,\"cmd\":\"hello\",\"room\":\"%s\",\"view\":\"%s\"%s}",
             person->hello_mid, sim->code.text, views[person->view], position);
    loop_after(&sim->loop, &person->patience, PATIENCE_US);
}

void person_reconnect(struct person *person, bool keeps_position)
{
    person->has_position = person->has_position && keeps_position;
    if (person->state != AWAY)
        leave(person);
}

static void on_patience(void *context)
{
    struct person *person = context;

    sim_fail(person->sim, "person %u was not answered: %s", person->number,
             person->state == GREETING ? "hello" : person->intent.fields);
}

/* ---- Saying ----------------------------------------------------------------------------
 */

static void say(struct person *person, const struct intent *intent, bool is_current)
{
    struct sent *sent = &person->sent[++person->next_mid % SENT_MAX];

    *sent = (struct sent){person->next_mid, is_current, *intent};
    sent->intent.falls = person->sim->n_falls;
    sent->intent.was_counted = intent_was_counted(person, intent);
    person->sim->counts.commands++;
    sim_trace(person->sim, "person %u says %u: %s", person->number, sent->mid,
              intent->fields);
    line_say(person->line, "{\"mid\":%u,%s}", sent->mid, intent->fields);
}

static void on_act(void *context)
{
    struct person *person = context;
    struct sim *sim = person->sim;

    if (person->state != IN)
        return;
    if (person->intent.type == INTENT_NONE && !sim->is_calm) {
        if (chance_permille(&sim->loop, 25)) {
            sim->counts.leaves++;
            leave(person);
            return;
        }
        intent_choose(person, &person->intent);
    }
    if (person->intent.type == INTENT_NONE) {
        act_within(person, ACT_US_MIN, ACT_US_MAX);
        return;
    }
    say(person, &person->intent, true);
    if (chance_permille(&sim->loop, 60))
        say(person, &person->intent, true); /* A nervous finger. */
    loop_after(&sim->loop, &person->patience, PATIENCE_US);
}

void person_repeat(struct person *person)
{
    enum intent_type type = person->done.type;
    bool is_gone = person->sim->was_removed[person->done.question] ||
                   person->done.falls < person->sim->n_falls;

    /* To add what was removed or forgotten since adds it again; a place is where it was
     * last put. */
    if (type == INTENT_NONE || type == INTENT_PLACE || is_gone || person->state != IN)
        return;
    person->sim->counts.resent++;
    say(person, &person->done, false);
}

bool person_is_settled(const struct person *person)
{
    return person->state == IN && person->intent.type == INTENT_NONE;
}

/* ---- Hearing ----------------------------------------------------------------------------
 */

static void settle(struct person *person, const struct intent *intent, enum fate fate)
{
    struct loop *loop = &person->sim->loop;

    loop_cancel(loop, &person->patience);
    for (size_t i = 0; i < SENT_MAX; i++)
        person->sent[i].is_current = false;
    if (fate == FATE_AGAIN) {
        act_within(person, ACT_US_MIN, AGAIN_US_MAX);
        return;
    }
    if (fate == FATE_DONE)
        person->done = *intent;
    person->intent.type = INTENT_NONE;
    act_within(person, ACT_US_MIN, ACT_US_MAX);
}

static void hear_hello(struct person *person, const json_t *answer)
{
    static const char *const passing[] = {"try_again", "going_away", "store_full",
                                          "too_many"};
    const char *code =
        json_string_value(json_object_get(json_object_get(answer, "err"), "code"));

    if (!code)
        return; /* `you` follows. */
    sim_trace(person->sim, "person %u is refused: %s", person->number, code);
    for (size_t i = 0; i < sizeof passing / sizeof passing[0]; i++) {
        if (strcmp(code, passing[i]) == 0) {
            leave(person);
            return;
        }
    }
    sim_fail(person->sim, "hello of person %u: %s", person->number, code);
}

static void hear_answer(struct person *person, const json_t *answer)
{
    uint32_t mid = (uint32_t)json_integer_value(json_object_get(answer, "re"));
    const struct sent *sent = &person->sent[mid % SENT_MAX];
    struct intent intent;
    bool is_current;

    if (mid == person->hello_mid) {
        hear_hello(person, answer);
        return;
    }
    if (sent->mid != mid)
        return; /* So long ago. */
    intent = sent->intent;
    is_current = sent->is_current;
    enum fate fate = intent_judge(person, &intent, answer);
    if (is_current)
        settle(person, &intent, fate);
}

static void hear_you(struct person *person, const json_t *event)
{
    const json_t *own;
    uint32_t index;
    size_t i;

    json_array_foreach(json_object_get(event, "ballots"), i, own)
    {
        char *text = json_dumps(json_object_get(own, "ballot"), JSON_COMPACT);

        if (known_index(json_string_value(json_object_get(own, "question")), &index)) {
            person->own[index].round =
                (uint32_t)json_integer_value(json_object_get(own, "round"));
            person->own[index].n = (uint32_t)json_integer_value(json_object_get(own, "n"));
            (void)snprintf(person->own[index].ballot, SIM_BALLOT, "%s", text);
            person->own[index].is_told = true;
        }
        free(text);
    }
    person->has_you = true;
    if (person->state != GREETING)
        return;
    person->state = IN;
    loop_cancel(&person->sim->loop, &person->patience);
    act_within(person, 0, ACT_US_MIN);
}

/* What we know may be of another history than what is so. */
static bool is_torn(const struct person *person)
{
    return person->known.epoch <= person->sim->torn_epoch;
}

static bool has_own(const struct person *person, uint32_t index)
{
    return person->own[index].is_told &&
           person->own[index].round == person->known.questions[index].round;
}

static bool may_see_counts(const struct person *person, uint32_t index,
                           const struct known_question *question)
{
    return sight_shows_counts(
        person, question,
        person->sim->was_removed[index] || (is_torn(person) && has_own(person, index)) ||
            truth_has_voted(person->sim, index, question->round, &person->who));
}

static bool is_known(const struct person *person, const json_t *event)
{
    uint32_t index;

    return known_index(json_string_value(json_object_get(event, "question")), &index) &&
           person->known.questions[index].is_used &&
           (uint32_t)json_integer_value(json_object_get(event, "round")) ==
               person->known.questions[index].round;
}

static void hear_tally(struct person *person, const char *name, const json_t *event)
{
    uint64_t epoch = (uint64_t)json_integer_value(json_object_get(event, "epoch"));
    uint32_t index = 0;

    if (epoch != person->known.epoch)
        return; /* A snapshot follows. */
    if (is_torn(person) && !is_known(person, event))
        return; /* Of the other history: as above. */
    bool good = known_take_tally(&person->known, event, is_torn(person), &index);
    const struct known_question *question = &person->known.questions[index];
    uint32_t round = (uint32_t)json_integer_value(json_object_get(event, "round"));
    bool has_counts = json_object_get(event, "counts");

    if (!good || !question->is_used || round != question->round ||
        has_counts != (strcmp(name, "tally") == 0))
        sim_fail(person->sim, "person %u is told an odd tally of q%u", person->number,
                 index);
    else if (has_counts && !may_see_counts(person, index, question))
        sim_fail(person->sim, "person %u is told the counts of q%u", person->number, index);
    else if (json_object_get(event, "voters") && question->hide_voters &&
             !person_is_staff(person))
        sim_fail(person->sim, "person %u is told the voters of q%u", person->number, index);
}

static void check_drafts(struct person *person)
{
    if (person_is_staff(person))
        return;
    for (uint32_t i = 0; i < SIM_QUESTIONS; i++) {
        const struct known_question *question = &person->known.questions[i];

        if (!question->is_used)
            continue;
        if (question->state == QUESTION_DRAFT)
            sim_fail(person->sim, "person %u is told of the draft q%u", person->number, i);
        if (question->has_right && question->state != QUESTION_REVEALED)
            sim_fail(person->sim, "person %u is told what is right in q%u", person->number,
                     i);
    }
}

static void hear_fact(struct person *person, const char *name, const json_t *event)
{
    uint64_t was = person->known.seq;

    if (!person->has_position || !known_take_fact(&person->known, name, event))
        sim_fail(person->sim, "person %u cannot read %s", person->number, name);
    else if (person->known.seq < was ||
             (person_is_staff(person) && person->known.seq > was + 1))
        sim_fail(person->sim, "person %u is told fact %llu after %llu", person->number,
                 (unsigned long long)person->known.seq, (unsigned long long)was);
    check_drafts(person);
}

static void forget_own(struct person *person)
{
    for (size_t i = 0; i < SIM_QUESTIONS; i++)
        person->own[i].is_told = false;
}

static void hear_event(struct person *person, const char *name, const json_t *event)
{
    if (json_object_get(event, "seq") && strcmp(name, "snapshot") != 0) {
        hear_fact(person, name, event);
    } else if (strcmp(name, "snapshot") == 0) {
        if ((uint64_t)json_integer_value(json_object_get(event, "epoch")) !=
            person->known.epoch)
            forget_own(person); /* `you` follows. */
        person->has_position = known_take_snapshot(&person->known, event);
        if (!person->has_position)
            sim_fail(person->sim, "person %u cannot read the snapshot", person->number);
        check_drafts(person);
    } else if (strcmp(name, "tally") == 0 || strcmp(name, "voters") == 0) {
        hear_tally(person, name, event);
    } else if (strcmp(name, "you") == 0) {
        hear_you(person, event);
    } else if (strcmp(name, "people") == 0) {
        person->known.people = (uint32_t)json_integer_value(json_object_get(event, "n"));
    }
}

static void on_message(void *context, const char *text, size_t len)
{
    struct person *person = context;
    const json_t *message = heard_read(text, len);
    const char *event = json_string_value(json_object_get(message, "ev"));

    person->sim->counts.events++;
    sim_trace(person->sim, "person %u hears %.*s", person->number, (int)len, text);
    if (!message)
        sim_fail(person->sim, "person %u hears what is not JSON", person->number);
    else if (event)
        hear_event(person, event, message);
    else
        hear_answer(person, message);
}

/* ---- Life ------------------------------------------------------------------------- */

struct person *person_new(struct sim *sim, unsigned number, enum person_view view)
{
    struct person *person = mem_zero(sizeof *person);

    person->sim = sim;
    person->number = number;
    person->view = view;
    person->who_number = number;
    if (view == SEES_PHONE && number > FIRST_PHONE && chance_permille(&sim->loop, 200))
        person->who_number = number - 1; /* A second tab. */
    person->who.bytes[0] = (uint8_t)(person->who_number + 1);
    person->slow_us = chance_permille(&sim->loop, 150) ? SLOW_US : 0;
    person->listener = (struct line_listener){person, on_message, on_closed};
    person->come = (struct loop_event){.run = on_come, .context = person};
    person->act = (struct loop_event){.run = on_act, .context = person};
    person->patience = (struct loop_event){.run = on_patience, .context = person};
    come_soon(person);
    return person;
}

void person_free(struct person *person)
{
    struct loop *loop = &person->sim->loop;

    if (person->line)
        line_leave(person->line);
    loop_cancel(loop, &person->come);
    loop_cancel(loop, &person->act);
    loop_cancel(loop, &person->patience);
    free(person);
}
