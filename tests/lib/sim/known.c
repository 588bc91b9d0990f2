/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/known.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

static uint64_t number_of(const json_t *object, const char *key)
{
    return (uint64_t)json_integer_value(json_object_get(object, key));
}

bool known_index(const char *id, uint32_t *out)
{
    char *end = NULL;
    unsigned long number = id[0] == 'q' ? strtoul(id + 1, &end, 10) : SIM_QUESTIONS;

    *out = (uint32_t)number;
    return number < SIM_QUESTIONS && end && *end == '\0';
}

const char *const known_words[SIM_TERMS][2] = {
    {"sea", "Sea"}, {"sun", "SUN"}, {"tent", "tents"}, {"lake", "Lake"}, {"wind", "wind"},
};

static const char *const kinds[SIM_KINDS] = {
    [SIM_SINGLE] = "single", [SIM_MULTIPLE] = "multiple", [SIM_SCALE] = "scale",
    [SIM_QUIZ] = "quiz",     [SIM_WORDS] = "words",       [SIM_SEGMENT] = "segment",
};

static uint32_t count_cells(const struct known_question *question, const json_t *def)
{
    uint32_t n_options = (uint32_t)json_array_size(json_object_get(def, "options"));

    if (question->kind == SIM_SCALE)
        return (uint32_t)number_of(def, "to") - question->from + 1;
    if (question->kind == SIM_WORDS)
        return 3; /* Said, different, without room. */
    return question->kind == SIM_SEGMENT ? n_options + 1 : n_options;
}

bool known_read_definition(const json_t *def, struct known_question *out)
{
    const char *kind = text_of(def, "kind");
    const json_t *change = json_object_get(def, "change");

    while (out->kind < SIM_KINDS - 1 && strcmp(kind, kinds[out->kind]) != 0)
        out->kind++;
    out->from = (uint32_t)number_of(def, "from");
    out->n_cells = count_cells(out, def);
    out->has_right = json_object_get(def, "right");
    out->may_change = !change || json_is_true(change);
    out->hide_voters = json_is_true(json_object_get(def, "hide_voters"));
    if (!result_mode_read(text_of(def, "results"), &out->results))
        out->results = RESULTS_AFTER_VOTE;
    return strcmp(kind, kinds[out->kind]) == 0 && out->n_cells <= SIM_CELLS;
}

static bool take_question(struct known *known, const json_t *record)
{
    struct known_question question = {.is_used = true};
    uint32_t index;

    if (!known_index(text_of(record, "id"), &index) ||
        !question_state_read(text_of(record, "state"), &question.state) ||
        !known_read_definition(json_object_get(record, "def"), &question))
        return false;
    question.round = (uint32_t)number_of(record, "round");
    question.version = number_of(record, "version");
    question.closes = number_of(record, "closes");
    if (known->questions[index].tally.round == question.round)
        question.tally = known->questions[index].tally;
    known->questions[index] = question;
    return true;
}

static bool take_room(struct known *known, const json_t *record)
{
    const char *current = text_of(record, "current");
    const json_t *order = json_object_get(record, "order"), *id;
    size_t i;

    known->rev = number_of(record, "rev");
    known->current = SIM_QUESTIONS;
    if (*current && !known_index(current, &known->current))
        return false;
    known->n_order = 0;
    if (!json_is_array(order) || json_array_size(order) > SIM_QUESTIONS)
        return false;
    json_array_foreach(order, i, id)
    {
        if (!json_is_string(id) ||
            !known_index(json_string_value(id), &known->order[known->n_order++]))
            return false;
    }
    (void)snprintf(known->title, sizeof known->title, "%s",
                   text_of(json_object_get(record, "settings"), "title"));
    return true;
}

bool known_take_snapshot(struct known *known, const json_t *event)
{
    const json_t *record;
    size_t i;

    *known = (struct known){
        .epoch = number_of(event, "epoch"),
        .seq = number_of(event, "seq"),
        .people = (uint32_t)number_of(event, "people"),
    };
    json_array_foreach(json_object_get(event, "questions"), i, record)
    {
        if (!take_question(known, record))
            return false;
    }
    return take_room(known, json_object_get(event, "room"));
}

bool known_take_fact(struct known *known, const char *name, const json_t *event)
{
    uint32_t index;

    known->seq = number_of(event, "seq");
    if (strcmp(name, "room.changed") == 0)
        return take_room(known, json_object_get(event, "room"));
    if (strcmp(name, "question.removed") != 0)
        return take_question(known, json_object_get(event, "question"));
    if (!known_index(text_of(event, "id"), &index))
        return false;
    known->questions[index] = (struct known_question){0};
    return true;
}

static bool same_numbers(const struct known_tally *a, const struct known_tally *b)
{
    return !(a->has_voters && b->has_voters && a->voters != b->voters) &&
           !(a->has_counts && b->has_counts &&
             memcmp(a->counts, b->counts, sizeof a->counts) != 0);
}

bool known_take_tally(struct known *known, const json_t *event, bool is_torn,
                      uint32_t *index)
{
    const json_t *voters = json_object_get(event, "voters"), *number;
    const json_t *counts = json_object_get(event, "counts");
    struct known_tally tally = {.has_voters = voters, .has_counts = counts};
    size_t i;

    if (!known_index(text_of(event, "question"), index) ||
        json_array_size(counts) > SIM_CELLS)
        return false;
    struct known_question *question = &known->questions[*index];

    tally.round = (uint32_t)number_of(event, "round");
    tally.rev = number_of(event, "rev");
    tally.voters = json_integer_value(voters);
    json_array_foreach(counts, i, number) tally.counts[i] = json_integer_value(number);
    if (tally.round != question->tally.round || tally.rev > question->tally.rev ||
        (tally.rev == question->tally.rev && !question->tally.has_counts)) {
        if (tally.round == question->tally.round && tally.rev == question->tally.rev &&
            !is_torn && !same_numbers(&tally, &question->tally))
            return false;
        question->tally = tally;
        return true;
    }
    /* An older one is passed over, the same one is the same. */
    return tally.rev < question->tally.rev || is_torn ||
           same_numbers(&tally, &question->tally);
}
