/* SPDX-License-Identifier: Apache-2.0 */

/* A question's ballots by what people said they are: read in pages, as files of them are.
 */
#include "domain/split.h"

#include "base/mem.h"
#include "service/actor.h"
#include "store/store_results.h"
#include "store/store_splits.h"
#include "wire/ballot_kept.h"
#include "wire/command_count.h"

#include <stdlib.h>
#include <string.h>

struct split_count {
    struct split_key key;
    uint64_t version;
    struct split split; /* All that was read; then what may be told of it. */
    struct split told;  /* Before. */
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

static void answer(struct request *request, const struct split *told)
{
    struct strbuf ok = {0};

    split_write(&ok, told);
    end(request, OK, &ok);
}

static void keep(struct request *request,
                 void (*done)(struct store_request *io, enum err err, const void *result),
                 const struct split *next)
{
    const struct split_count *count = request->with.split;

    request->io.done = done;
    store_split_keep(request->service->store, &request->io, &request->watch->id,
                     &count->key, &count->told, next);
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
    count->told = *(const struct split *)result;
    if (count->told.n_groups > 0 && !split_may_follow(&count->told, &count->split))
        answer(request, &count->told);
    else if (count->split.n_groups == 0)
        answer(request, &count->split);
    else
        keep(request, kept, &count->split);
}

static void counted(struct request *request)
{
    struct split_count *count = request->with.split;
    const struct split all = count->split;

    split_told(&all, &count->split);
    keep(request, was_told, NULL);
}

static void read_page(struct request *request);

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
            split_add(&count->split, page->people[i].groups[0], &cells);
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
    const struct results_page page = {count->key.round, 1, &count->key.by, count->cursor};

    request->io.done = page_came;
    store_results_people(request->service->store, &request->io, &request->watch->id, &page);
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

    count->key.round = (struct round_of){slot->question.id, slot->question.round};
    count->key.by = (struct round_of){by->question.id, by->question.round};
    count->version = slot->question.version;
    count->split =
        split_empty(slot->question.rules.shape.n_cells, by->question.rules.shape.n_options);
    count->cursor[0] = '0';
    request->with.split = count;
    read_page(request);
}
