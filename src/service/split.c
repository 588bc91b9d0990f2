/* SPDX-License-Identifier: Apache-2.0 */

/* A question's ballots by what people said they are: read in pages, as files of them are,
 * and by all segments at once, as what is told of one is judged beside the others. */
#include "domain/tables.h"

#include "base/mem.h"
#include "service/actor.h"
#include "store/store_results.h"
#include "store/store_splits.h"
#include "wire/ballot_kept.h"
#include "wire/command_count.h"

#include <stdlib.h>
#include <string.h>

struct split_count {
    struct round_of round, asked;
    bool is_by_source;
    enum split_source source;
    uint64_t version;
    struct split splits[TABLES_MAX]; /* All that was read. */
    struct table_types types;
    struct split_kept next, told; /* What may be told of it; what was, before. */
    char cursor[24];
};

static void end(struct request *request, enum err err, struct strbuf *ok)
{
    free(request->with.split);
    if (err)
        request_fail(request, err);
    else
        request_ok(request, ok);
}

/* May this one see it, and does it take no more ballots? What is still moving would tell of
 * each that comes which group it is from. */
static enum err judge(const struct request *request, const struct mirror_question *slot)
{
    bool is_host = actor_may(request->actor, RIGHT_FETCH);

    if (!is_host && request->actor->role != ROLE_STAGE)
        return ERR_FORBIDDEN;
    if (!slot || (!is_host && !mirror_is_told(slot, AUDIENCE_PUBLIC)))
        return ERR_NOT_FOUND;
    if (slot->question.state != QUESTION_CLOSED &&
        slot->question.state != QUESTION_REVEALED)
        return ERR_WRONG_MOVE;
    if (!question_shows_counts(slot->question.rules.results, slot->question.state,
                               is_host ? VIEWER_HOST : VIEWER_STAGE) ||
        (slot->question.rules.hide_voters && !is_host))
        return ERR_FORBIDDEN;
    return OK;
}

static bool is_segment(const struct mirror_question *slot)
{
    return slot && slot->question.rules.shape.kind == KIND_SEGMENT;
}

/* NULL: both are as they should be. */
static const char *wrong_field(const struct mirror_question *slot,
                               const struct mirror_question *by, bool is_by_source)
{
    if (!split_suits(slot->question.rules.shape.kind))
        return "question";
    return is_by_source || (is_segment(by) && by->question.state != QUESTION_DRAFT) ? NULL
                                                                                    : "by";
}

static struct mirror_question *slot_of(const struct request *request)
{
    return mirror_question(&request->watch->mirror, &request->command.split.question);
}

static bool is_same_round(const struct round_of *a, const struct round_of *b)
{
    return a->round == b->round && strcmp(a->question.text, b->question.text) == 0;
}

static void answer_by_source(struct request *request, const struct split_kept *told)
{
    enum split_source source = request->with.split->source;
    const struct split_names *names = &told->names[source];
    const char *list[SEGMENT_OPTIONS_MAX];
    struct strbuf ok = {0};

    for (size_t i = 0; i < names->n; i++)
        list[i] = names->name[i];
    split_write(&ok, &told->tables.of[split_segments(told) + source]);
    ok.len--; /* Its last brace. */
    split_names_write(&ok, list, names->n);
    strbuf_puts(&ok, "}");
    end(request, OK, &ok);
}

/* The table that was asked for; none when it is not among those that are told. */
static void answer(struct request *request, const struct split_kept *told)
{
    const struct split_count *count = request->with.split;
    struct split none = {0};
    const struct split *found = &none;
    struct strbuf ok = {0};

    if (count->is_by_source) {
        answer_by_source(request, told);
        return;
    }
    for (size_t s = 0; s < split_segments(told); s++)
        if (is_same_round(&told->by[s], &count->asked))
            found = &told->tables.of[s];
    split_write(&ok, found);
    end(request, OK, &ok);
}

static void keep(struct request *request,
                 void (*done)(struct store_request *io, enum err err, const void *result),
                 const struct split_kept *next)
{
    const struct split_count *count = request->with.split;

    request->io.done = done;
    store_split_keep(request->service->store, &request->io, &request->watch->id,
                     &count->round, &count->told, next);
}

/* Somebody may have been quicker; then that is what everyone is told. */
static void kept(struct store_request *io, enum err err, const void *result)
{
    if (err)
        end(io->owner, err, NULL);
    else
        answer(io->owner, result);
}

/* What was told of it before stays, while what came since would tell of few. */
static void was_told(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct split_count *count = request->with.split;

    if (err) {
        end(request, err, NULL);
        return;
    }
    count->told = *(const struct split_kept *)result;
    bool is_first = count->told.tables.n == 0;

    if (is_first
            ? count->next.tables.told > 0
            : tables_may_follow(&count->told.tables, &count->types, &count->next.tables))
        keep(request, kept, &count->next);
    else
        answer(request, &count->told);
}

static void counted(struct request *request)
{
    struct split_count *count = request->with.split;

    tables_make(count->splits, count->next.tables.n, &count->types, &count->next.tables);
    keep(request, was_told, NULL);
}

static void read_page(struct request *request);

/* Which of the names it is, a new one behind them; SPLIT_NOT_SAID for none, or for one too
 * many: those are told together. */
static int32_t name_place(struct split_names *names, const char *name, size_t len)
{
    size_t i = 0;

    if (len == 0 || len > PLACE_BYTES_MAX)
        return SPLIT_NOT_SAID;
    while (i < names->n && (strncmp(names->name[i], name, len) != 0 || names->name[i][len]))
        i++;
    if (i == SEGMENT_OPTIONS_MAX)
        return SPLIT_NOT_SAID;
    if (i == names->n)
        memcpy(names->name[names->n++], name, len);
    return (int32_t)i;
}

/* "<channel>\t<place>\t<device>\t<its name>"; "" is a phone. A device is told by its name.
 */
static void add_sources(struct split_count *count, const char *source,
                        int32_t places[SPLIT_SOURCES])
{
    static const enum split_source columns[] = {SOURCE_CHANNEL, SOURCE_PLACE, SPLIT_SOURCES,
                                                SOURCE_DEVICE};

    places[SOURCE_PLACE] = places[SOURCE_DEVICE] = SPLIT_NOT_SAID;
    if (!*source)
        source = "phone";
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        size_t len = strcspn(source, "\t");

        if (columns[i] < SPLIT_SOURCES)
            places[columns[i]] = name_place(&count->next.names[columns[i]], source, len);
        source += len + (source[len] != '\0');
    }
}

static void add_person(struct split_count *count, const struct results_person *person,
                       const struct cells *cells)
{
    size_t n_segments = split_segments(&count->next);
    int32_t options[TABLES_MAX] = {0};

    memcpy(options, person->groups, n_segments * sizeof *options);
    add_sources(count, person->source, options + n_segments);
    for (size_t s = 0; s < count->next.tables.n; s++)
        split_add(&count->splits[s], options[s], cells);
    table_types_add(&count->types, options);
}

static void page_came(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct split_count *count = request->with.split;
    const struct results_people *page = result;
    const struct mirror_question *slot = slot_of(request);

    for (size_t i = 0; !err && i < page->n; i++) {
        struct cells cells;

        err = ballot_kept_cells(page->people[i].value, &cells);
        if (!err)
            add_person(count, &page->people[i], &cells);
    }
    if (!err && !request->actor)
        err = ERR_GOING_AWAY;
    if (!err && (!slot || slot->question.version != count->version))
        err = ERR_WRONG_MOVE;
    if (err) {
        end(request, err, NULL);
        return;
    }
    memcpy(count->cursor, page->next, sizeof count->cursor);
    if (page->is_last)
        counted(request);
    else
        read_page(request);
}

static void read_page(struct request *request)
{
    const struct split_count *count = request->with.split;
    const struct results_page page = {count->round, split_segments(&count->next),
                                      count->next.by, count->cursor};

    request->io.done = page_came;
    store_results_people(request->service->store, &request->io, &request->watch->id, &page);
}

/* All there are, in the host's order: the same on every worker. */
static void take_segments(struct request *request, struct split_count *count,
                          uint32_t n_cells)
{
    struct mirror *mirror = &request->watch->mirror;
    struct tables *tables = &count->next.tables;

    for (size_t i = 0; i < mirror->room.n_order && tables->n < SEGMENTS_MAX; i++) {
        const struct mirror_question *slot =
            mirror_question(mirror, &mirror->room.order[i]);

        if (!is_segment(slot) || slot->question.state == QUESTION_DRAFT)
            continue;
        count->splits[tables->n] =
            split_empty(n_cells, slot->question.rules.shape.n_options);
        count->next.by[tables->n++] =
            (struct round_of){slot->question.id, slot->question.round};
    }
    for (size_t source = 0; source < SPLIT_SOURCES; source++)
        count->splits[tables->n++] = split_empty(n_cells, SEGMENT_OPTIONS_MAX);
}

void use_question_split(struct request *request)
{
    const struct mirror_question *slot = slot_of(request);
    const struct command *command = &request->command;
    const struct mirror_question *by =
        mirror_question(&request->watch->mirror, &command->split.by);
    enum err err = judge(request, slot);
    const char *field = err ? NULL : wrong_field(slot, by, command->split.is_by_source);

    if ((field || (err && err != ERR_FORBIDDEN)) && request_is_early(request))
        return;
    if (err || field) {
        const struct error_detail detail = {.field = field};

        request_fail_with(request, err ? err : ERR_BAD_FIELD, &detail);
        return;
    }
    struct split_count *count = mem_zero(sizeof *count);

    count->round = (struct round_of){slot->question.id, slot->question.round};
    count->is_by_source = command->split.is_by_source;
    count->source = command->split.source;
    if (!count->is_by_source)
        count->asked = (struct round_of){by->question.id, by->question.round};
    count->version = slot->question.version;
    take_segments(request, count, slot->question.rules.shape.n_cells);
    count->cursor[0] = '0';
    request->with.split = count;
    read_page(request);
}
