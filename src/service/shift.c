/* SPDX-License-Identifier: Apache-2.0 */

/* How opinion shifted between two rounds, counted from the ballots of both, in slices. */
#include "domain/shift.h"

#include "base/mem.h"
#include "service/actor.h"
#include "store/store_shift.h"
#include "wire/command_count.h"

#include <stdlib.h>
#include <string.h>

struct shift_count {
    struct round_of now;
    uint32_t before;
    enum kind kind;
    bool hides_voters;
    struct shift shift;
    char cursor[24];
};

static struct mirror_question *slot_of(const struct request *request)
{
    return mirror_question(&request->watch->mirror, &request->command.shift);
}

static enum viewer viewer_in(const struct request *request)
{
    const struct actor *actor = request->actor;

    if (!actor)
        return VIEWER_PARTICIPANT;
    return actor_may(actor, RIGHT_FETCH) ? VIEWER_HOST
           : actor->role == ROLE_STAGE   ? VIEWER_STAGE
                                         : VIEWER_PARTICIPANT;
}

/* May this one be told of it, and is it over? A host may, others where all of their like
 * see the counts. */
static enum err judge(const struct request *request, const struct mirror_question *slot)
{
    const struct question *q = slot ? &slot->question : NULL;
    enum viewer viewer = viewer_in(request);

    if (!q || (viewer != VIEWER_HOST && q->state == QUESTION_DRAFT) ||
        !question_shows_counts(q->rules.results, q->state, viewer))
        return ERR_NOT_FOUND;
    return q->before && (q->state == QUESTION_CLOSED || q->state == QUESTION_REVEALED)
               ? OK
               : ERR_WRONG_MOVE;
}

static void end(struct request *request, enum err err, struct strbuf *ok)
{
    free(request->with.shift);
    if (err)
        request_fail(request, err);
    else
        request_ok(request, ok);
}

static void answer(struct request *request, const struct shift_page *page)
{
    struct shift_count *count = request->with.shift;
    struct strbuf ok = {0};

    if (!shift_end(&count->shift, &page->before, &page->now)) {
        end(request, ERR_STORE_DOWN, NULL); /* Something moved meanwhile: once more. */
        return;
    }
    const struct shift_told told = {
        .before = count->before,
        .round = count->now.round,
        .is_moves = shift_is_moves(count->kind),
        .hides_voters = count->hides_voters,
        .shift = &count->shift,
        .tallies = {&page->before, &page->now},
    };

    shift_write(&ok, &told);
    end(request, OK, &ok);
}

static void read_page(struct request *request);

static void page_came(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct shift_count *count = request->with.shift;
    const struct shift_page *page = result;
    const struct mirror_question *slot = slot_of(request);

    for (size_t i = 0; !err && i < page->n; i++)
        if (!shift_add(&count->shift, page->pairs[i].before, page->pairs[i].now,
                       page->pairs[i].n))
            err = ERR_INTERNAL;
    if (!err)
        err = request->actor ? judge(request, slot) : ERR_GOING_AWAY;
    if (!err && slot->question.round != count->now.round)
        err = ERR_WRONG_MOVE;
    if (err) {
        end(request, err, NULL);
    } else if (strcmp(page->next, "0") == 0) {
        answer(request, page);
    } else {
        memcpy(count->cursor, page->next, sizeof count->cursor);
        read_page(request);
    }
}

static void read_page(struct request *request)
{
    const struct shift_count *count = request->with.shift;

    request->io.done = page_came;
    store_shift(request->service->store, &request->io, &request->watch->id, &count->now,
                count->before, count->cursor);
}

void use_question_shift(struct request *request)
{
    const struct mirror_question *slot = slot_of(request);
    enum err err = judge(request, slot);
    const struct error_detail detail = {.field = "question"};

    if (err && request_is_early(request))
        return;
    if (err) {
        request_fail(request, err);
        return;
    }
    const struct question *question = &slot->question;
    if (!shift_suits(question->rules.shape.kind)) {
        request_fail_with(request, ERR_BAD_FIELD, &detail);
        return;
    }
    struct shift_count *count = mem_zero(sizeof *count);

    count->now = (struct round_of){question->id, question->round};
    count->before = question->before;
    count->kind = question->rules.shape.kind;
    count->hides_voters = question->rules.hide_voters && viewer_in(request) != VIEWER_HOST;
    count->shift.n_cells = question->rules.shape.n_cells;
    count->cursor[0] = '0';
    request->with.shift = count;
    read_page(request);
}
