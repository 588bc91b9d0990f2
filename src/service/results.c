/* SPDX-License-Identifier: Apache-2.0 */

#include "service/results.h"

#include "base/mem.h"
#include "service/internal.h"
#include "service/results_ballots.h"
#include "store/store_reactions.h"
#include "store/store_terms.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct results {
    const struct results_writer *writer;
    struct watch_wait wait;
    struct id about; /* Empty: all. */
    struct room_settings settings;
    uint64_t at_ms;
    struct reaction_sums reactions;
    size_t n_segments;
    struct result_segment segments[SEGMENTS_MAX];
    struct round_of segment_rounds[SEGMENTS_MAX];
    size_t n, at; /* Of the questions: the next one. */
    struct id questions[QUESTIONS_PER_ROOM_MAX];
    bool is_in_question, is_in_round, has_begun, has_told;
    struct result result;
    struct results_rounds rounds;
    size_t at_round; /* The next one. */
    struct telling telling;
    struct split_kept told;
    struct results_ballots ballots; /* Of the round at hand. */
};

/* ---- For writers -----------------------------------------------------------------------
 */

size_t results_segments(const struct export_rows *rows, const struct result_segment **out)
{
    *out = rows->results->segments;
    return rows->results->n_segments;
}

const char *results_lang(const struct export_rows *rows)
{
    return rows->results->settings.lang;
}

const char *results_title(const struct export_rows *rows)
{
    return rows->results->settings.title;
}

uint64_t results_at_ms(const struct export_rows *rows)
{
    return rows->results->at_ms;
}

const struct reaction_sums *results_reactions(const struct export_rows *rows)
{
    const struct reaction_sums *sums = &rows->results->reactions;

    for (size_t i = 0; i < REACTIONS; i++)
        if (sums->of[i])
            return sums;
    return NULL;
}

struct result_words result_words_of(const struct export_rows *rows,
                                    const struct result *result)
{
    return (struct result_words){&result->question.rules.shape, &result->texts,
                                 rows->results->settings.lang};
}

/* A segment that was asked anew since has other words. */
static const struct result_segment *segment_of(const struct results *results,
                                               const struct round_of *round)
{
    for (size_t s = 0; s < results->n_segments; s++)
        if (round_same(&results->segments[s].round, round))
            return &results->segments[s];
    return NULL;
}

size_t result_tables(const struct export_rows *rows, const struct result *result,
                     struct result_table out[TABLES_MAX])
{
    const struct split_kept *told = result->told;
    size_t n = 0, n_segments = split_segments(told);

    for (size_t s = 0; s < told->tables.n; s++) {
        struct result_table *table = &out[n];

        *table = (struct result_table){.split = &told->tables.of[s],
                                       .voters = table_voters(&told->tables.of[s])};
        if (s < n_segments) {
            table->segment = segment_of(rows->results, &told->by[s]);
        } else {
            table->source = (enum split_source)(s - n_segments);
            table->names = &told->names[table->source];
        }
        n += table->voters > 0 && (table->segment || table->names);
    }
    return n;
}

size_t result_group_names(const struct export_rows *rows, const struct result_table *table,
                          uint32_t members, const char *names[])
{
    const struct result_segment *segment = table->segment;
    size_t n = 0;

    for (uint32_t group = 0; members >> group; group++) {
        if (!(members >> group & 1))
            continue;
        if (segment)
            names[n++] = result_group(&segment->texts, group, results_lang(rows));
        else if (table->names && group < table->names->n)
            names[n++] = table->names->name[group];
        else if (group == SEGMENT_OPTIONS_MAX) /* Those without, and any more. */
            names[n++] = result_no_source(results_lang(rows));
    }
    return n;
}

uint32_t result_person_group(const struct export_rows *rows, size_t segment,
                             const struct results_person *person)
{
    uint32_t n = rows->results->segments[segment].n_options;
    int32_t option = person->groups[segment];

    return option >= 0 && (uint32_t)option < n ? (uint32_t)option : n;
}

static struct round_of round_at_hand(const struct results *results)
{
    return (struct round_of){results->result.question.id, results->result.tally->round};
}

void result_voter(const struct export_rows *rows, const struct results_person *person,
                  char out[PSEUDONYM_CHARS + 1])
{
    const struct round_of round = round_at_hand(rows->results);
    uint8_t name[PSEUDONYM_BYTES];

    if (rows->is_full) {
        export_pseudonym(rows, &person->participant, out);
        return;
    }
    export_round_pseudonym(rows, &person->participant, &round, name);
    sodium_bin2hex(out, PSEUDONYM_CHARS + 1, name, sizeof name);
}

/* ---- Beginning: what there is, and which groups people are in --------------------------
 */

/* One that is kept and has been asked; NULL otherwise, and of what asks nothing. */
static struct mirror_question *asked(struct export_rows *rows, const struct id *id)
{
    struct mirror_question *slot = mirror_question(&rows->watch->mirror, id);
    bool is_new =
        slot && slot->question.state == QUESTION_DRAFT && slot->question.round == 1;
    bool is_slide = slot && slot->question.rules.shape.kind == KIND_SLIDE;

    return is_new || is_slide ? NULL : slot;
}

static enum err take_segment(struct results *results, const struct mirror_question *slot)
{
    struct result_segment *segment = &results->segments[results->n_segments];
    enum err err = definition_texts_read(slot->def, &segment->texts);

    if (err)
        return err;
    segment->round = (struct round_of){slot->question.id, slot->question.round};
    segment->n_options = slot->question.rules.shape.n_options;
    results->segment_rounds[results->n_segments++] = segment->round;
    return OK;
}

static enum err list_questions(struct export_rows *rows)
{
    struct results *results = rows->results;
    const struct room *room = &rows->watch->mirror.room;
    enum err err = OK;

    for (size_t i = 0; !err && i < room->n_order; i++) {
        const struct mirror_question *slot = asked(rows, &room->order[i]);
        bool is_segment = slot && slot->question.rules.shape.kind == KIND_SEGMENT;

        if (is_segment && slot->question.state != QUESTION_DRAFT &&
            results->n_segments < SEGMENTS_MAX)
            err = take_segment(results, slot);
        if (results->about.text[0] ? id_same(&room->order[i], &results->about) : !!slot)
            results->questions[results->n++] = room->order[i];
    }
    if (!err && results->about.text[0] && results->n == 0)
        err = ERR_NOT_FOUND;
    return err;
}

static void reactions_came(struct store_request *io, enum err err, const void *result)
{
    struct export_rows *rows = io->owner;

    if (err) {
        rows->ready(rows, err);
        return;
    }
    rows->results->reactions = *(const struct reaction_sums *)result;
    rows->ready(rows, OK);
}

static void read_reactions(struct export_rows *rows)
{
    static const uint32_t none[REACTIONS];

    rows->io = (struct store_request){.done = reactions_came, .owner = rows};
    store_react(rows->service->store, &rows->io, &rows->watch->id, 0, none);
}

static void caught_up(struct watch_wait *wait, enum err err, struct watch *watch)
{
    struct export_rows *rows = wait->owner;
    struct results *results = rows->results;

    if (!err)
        watch_unref(watch);
    if (!err)
        err = settings_read(rows->watch->mirror.settings, &results->settings);
    if (!err && results->settings.rehearsal.until_ms)
        err = ERR_REHEARSAL;
    if (!err)
        err = list_questions(rows);
    if (err) {
        rows->ready(rows, err);
        return;
    }
    if (results->about.text[0])
        rows->ready(rows, OK);
    else
        read_reactions(rows);
}

void results_begin(struct export_rows *rows, const struct results_writer *writer,
                   const struct id *about)
{
    struct results *results = mem_zero(sizeof *results);
    struct clock *clock = rows->service->clock;

    rows->results = results;
    results->writer = writer;
    results->at_ms =
        (uint64_t)((int64_t)clock->wall_ms(clock) + rows->watch->store_ahead_ms);
    if (about)
        results->about = *about;
    results->wait = (struct watch_wait){.done = caught_up, .owner = rows};
    watch_catch_up(rows->watch, &results->wait);
}

static void leave_question(struct results *results)
{
    buf_unref(results->result.def);
    results->result.def = NULL;
    results_ballots_done(&results->ballots);
    results->is_in_question = results->is_in_round = false;
}

void results_done(struct export_rows *rows)
{
    if (!rows->results)
        return;
    leave_question(rows->results);
    free(rows->results);
    rows->results = NULL;
}

/* ---- Going on --------------------------------------------------------------------------
 */

static void go_on(struct export_rows *rows);

/* ---- One ballot after the other ---- */

static void put_person(struct export_rows *rows, const struct results_person *person)
{
    const struct results *results = rows->results;

    results->writer->person(rows, &results->result, person);
}

static void people_came(struct export_rows *rows, enum err err, bool is_last)
{
    struct results *results = rows->results;

    if (is_last) {
        results_ballots_done(&results->ballots);
        results->is_in_round = false;
        if (results->writer->round_end)
            results->writer->round_end(rows);
    }
    rows->ready(rows, err);
}

static void begin_people(struct export_rows *rows)
{
    struct results *results = rows->results;

    results->ballots = (struct results_ballots){
        .rows = rows,
        .round = round_at_hand(results),
        .voters = results->result.tally->voters,
        .n_segments = results->n_segments,
        .segments = results->segment_rounds,
        .person = put_person,
        .paged = people_came,
    };
    results->is_in_round = true;
    results_ballots_begin(&results->ballots);
}

/* ---- Groups ---- */

static void tell_round(struct export_rows *rows)
{
    struct results *results = rows->results;
    const struct results_writer *writer = results->writer;

    if (writer->round)
        writer->round(rows, &results->result);
    results->result.n_rounds++;
    if (writer->wants_people)
        begin_people(rows);
    else if (writer->round_end)
        writer->round_end(rows);
    rows->ready(rows, OK);
}

static void groups_came(struct telling *telling, enum err err,
                        const struct split_kept *told)
{
    struct export_rows *rows = telling->owner;
    struct results *results = rows->results;

    if (err && err != ERR_NOT_FOUND) { /* Removed meanwhile: it has none. */
        rows->ready(rows, err);
        return;
    }
    if (!err)
        results->told = *told;
    tell_round(rows);
}

/* Of a round that is not over what was told on some screen. */
static void read_groups(struct export_rows *rows)
{
    struct results *results = rows->results;
    const struct result *now = &results->result;

    results->telling = (struct telling){
        .watch = rows->watch,
        .round = round_at_hand(results),
        .n_cells = now->question.rules.shape.n_cells,
        .voters = now->tally->voters,
        .how = rows->is_full  ? TELL_EVERY
               : now->is_open ? TELL_AGAIN
                              : TELL_NOW,
        .done = groups_came,
        .owner = rows,
    };
    telling_begin(&results->telling);
}

/* ---- Words ---- */

static void words_came(struct store_request *io, enum err err, const void *result)
{
    struct export_rows *rows = io->owner;

    if (err && err != ERR_NOT_FOUND) {
        rows->ready(rows, err);
        return;
    }
    rows->results->result.cloud = err ? NULL : result; /* Removed meanwhile. */
    tell_round(rows);
}

static void read_words(struct export_rows *rows)
{
    const struct result *now = &rows->results->result;
    const struct cloud_look look = {.round = {now->question.id, now->tally->round},
                                    .most = TERMS_SHOWN_MAX};

    rows->io = (struct store_request){.done = words_came, .owner = rows};
    store_cloud_read(rows->service->store, &rows->io, &rows->watch->id, &look);
}

/* ---- Rounds ---- */

static void begin_round(struct export_rows *rows)
{
    struct results *results = rows->results;
    struct result *now = &results->result;
    bool is_present = now->tally->round == now->question.round;

    now->is_open = is_present && now->question.state == QUESTION_OPEN;
    now->cloud = NULL;
    results->told = (struct split_kept){0};
    now->told = &results->told;
    if (results->writer->wants_words && now->tally->voters &&
        now->question.rules.shape.kind == KIND_WORDS)
        read_words(rows);
    else if (results->writer->wants_splits && now->tally->voters &&
             split_suits(now->question.rules.shape.kind))
        read_groups(rows);
    else
        tell_round(rows);
}

/* Is there anything to say of it? */
static bool is_round_told(const struct results *results, const struct tally *tally)
{
    const struct question *question = &results->result.question;
    bool is_present = tally->round == question->round;

    if (results->writer->is_present_alone)
        return is_present;
    return is_present ? question->state != QUESTION_DRAFT
                      : tally->round >= results->rounds.since && tally->voters > 0;
}

static void next_round(struct export_rows *rows)
{
    struct results *results = rows->results;

    while (results->at_round < results->rounds.n) {
        const struct tally *tally = &results->rounds.tallies[results->at_round++];

        if (!is_round_told(results, tally))
            continue;
        results->result.tally = tally;
        begin_round(rows);
        return;
    }
    if (results->writer->question_end)
        results->writer->question_end(rows);
    leave_question(results);
    rows->ready(rows, OK);
}

/* ---- Questions ---- */

static void rounds_came(struct store_request *io, enum err err, const void *result)
{
    struct export_rows *rows = io->owner;
    struct results *results = rows->results;

    if (err == ERR_NOT_FOUND) { /* Removed meanwhile. */
        results->result.place--;
        leave_question(results);
        go_on(rows);
        return;
    }
    if (err) {
        rows->ready(rows, err);
        return;
    }
    results->rounds = *(const struct results_rounds *)result;
    results->result.at_ms = results->rounds.at_ms;
    results->result.n_rounds = 0;
    results->at_round = 0;
    results->result.is_first = !results->has_told;
    results->has_told = true;
    if (results->writer->question)
        results->writer->question(rows, &results->result);
    next_round(rows);
}

/* False when it is gone, or not for this file. */
static bool take_question(struct export_rows *rows, const struct id *id, enum err *err)
{
    struct results *results = rows->results;
    struct result *now = &results->result;
    const struct mirror_question *slot = results->about.text[0]
                                             ? mirror_question(&rows->watch->mirror, id)
                                             : asked(rows, id);

    if (!slot)
        return false;
    now->place++; /* The same in each file, whatever that leaves out. */
    if (results->writer->leaves_out_segments &&
        slot->question.rules.shape.kind == KIND_SEGMENT)
        return false;
    now->question = slot->question;
    *err = definition_texts_read(slot->def, &now->texts);
    if (*err)
        return false;
    now->def = buf_ref(slot->def);
    results->is_in_question = true;
    return true;
}

static void read_rounds(struct export_rows *rows)
{
    struct results *results = rows->results;
    uint32_t last = results->result.question.round;
    uint32_t first = last > RESULT_ROUNDS_MAX ? last - RESULT_ROUNDS_MAX + 1 : 1;
    const struct round_of from = {results->result.question.id, first};

    rows->io = (struct store_request){.done = rounds_came, .owner = rows};
    store_results_rounds(rows->service->store, &rows->io, &rows->watch->id, &from,
                         last - first + 1);
}

static void go_on(struct export_rows *rows)
{
    struct results *results = rows->results;
    enum err err = OK;

    while (results->at < results->n)
        if (take_question(rows, &results->questions[results->at++], &err)) {
            read_rounds(rows);
            return;
        } else if (err) {
            break;
        }
    if (!err && results->writer->end)
        results->writer->end(rows);
    rows->is_over = true;
    rows->ready(rows, err);
}

void results_more(struct export_rows *rows)
{
    struct results *results = rows->results;

    if (!results->has_begun && results->writer->begin)
        results->writer->begin(rows);
    results->has_begun = true;
    if (results->is_in_round)
        results_ballots_more(&results->ballots);
    else if (results->is_in_question)
        next_round(rows);
    else
        go_on(rows);
}

/* ---- Where a ballot came from
 * -------------------------------------------------------- */

static struct result_part part_of(const char **at)
{
    struct result_part part = {*at, strcspn(*at, "\t")};

    *at += part.len + ((*at)[part.len] == '\t');
    return part;
}

struct result_source result_source_of(const struct results_person *person)
{
    const char *at = person->source[0] ? person->source : "phone\t\t\t";
    struct result_source source;

    source.channel = part_of(&at);
    source.place = part_of(&at);
    source.device = part_of(&at);
    source.name = part_of(&at);
    return source;
}
