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
    uint64_t version;
    struct split splits[SEGMENTS_MAX]; /* All that was read. */
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
    enum role role = request->actor->role;
    bool is_host = policy_may(role, RIGHT_RUN);

    if (!is_host && role != ROLE_STAGE)
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
                               const struct mirror_question *by)
{
    if (!split_suits(slot->question.rules.shape.kind))
        return "question";
    return is_segment(by) && by->question.state != QUESTION_DRAFT ? NULL : "by";
}

static struct mirror_question *slot_of(const struct request *request)
{
    return mirror_question(&request->watch->mirror, &request->command.split.question);
}

static bool is_same_round(const struct round_of *a, const struct round_of *b)
{
    return a->round == b->round && strcmp(a->question.text, b->question.text) == 0;
}

/* The table that was asked for; none when it is not among those that are told. */
static void answer(struct request *request, const struct split_kept *told)
{
    const struct split_count *count = request->with.split;
    struct split none = {0};
    const struct split *found = &none;
    struct strbuf ok = {0};

    for (size_t s = 0; s < told->tables.n; s++)
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

static void add_person(struct split_count *count, const int32_t groups[SEGMENTS_MAX],
                       const struct cells *cells)
{
    int32_t options[SEGMENTS_MAX] = {0};

    for (size_t s = 0; s < count->next.tables.n; s++) {
        options[s] = groups[s];
        split_add(&count->splits[s], groups[s], cells);
    }
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
            add_person(count, page->people[i].groups, &cells);
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
    const struct results_page page = {count->round, count->next.tables.n, count->next.by,
                                      count->cursor};

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
}

void use_question_split(struct request *request)
{
    const struct mirror_question *slot = slot_of(request);
    const struct mirror_question *by =
        mirror_question(&request->watch->mirror, &request->command.split.by);
    enum err err = judge(request, slot);
    const char *field = err ? NULL : wrong_field(slot, by);

    if ((field || (err && err != ERR_FORBIDDEN)) && request_is_early(request))
        return;
    if (err || field) {
        const struct error_detail detail = {.field = field};

        request_fail_with(request, err ? err : ERR_BAD_FIELD, &detail);
        return;
    }
    struct split_count *count = mem_zero(sizeof *count);

    count->round = (struct round_of){slot->question.id, slot->question.round};
    count->asked = (struct round_of){by->question.id, by->question.round};
    count->version = slot->question.version;
    take_segments(request, count, slot->question.rules.shape.n_cells);
    count->cursor[0] = '0';
    request->with.split = count;
    read_page(request);
}
