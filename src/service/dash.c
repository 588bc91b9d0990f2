/* SPDX-License-Identifier: Apache-2.0 */

/* What went on in a room, for its dashboard. People and tallies as they move are told to
 * every screen anyway; the rest is asked for, as it moves only every few seconds: a look at
 * the last slots costs the store less than telling everyone would. */
#include "base/mem.h"
#include "service/actor.h"
#include "store/store_series.h"
#include "wire/command_dash.h"

#include <stdlib.h>
#include <string.h>

/* A host's own screen on a wall is told what the hall may see. */
static enum viewer viewer_in(const struct actor *actor)
{
    bool is_wall = actor->is_socket && actor->view == VIEW_STAGE;

    if (is_wall || actor->role == ROLE_STAGE)
        return VIEWER_STAGE;
    return actor_may(actor, RIGHT_FETCH) ? VIEWER_HOST : VIEWER_PARTICIPANT;
}

static bool may_look(const struct actor *actor)
{
    return actor_may(actor, RIGHT_TRACE) || actor->role == ROLE_STAGE;
}

/* ---- dash.read --------------------------------------------------------------------------
 */

static bool hides_votes(const struct mirror *mirror)
{
    for (size_t i = 0; i < mirror->n_slots; i++)
        if (mirror->slots[i].is_used && mirror->slots[i].question.rules.hide_voters)
            return true;
    return false;
}

static void series_came(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct series_page *page = result;
    struct strbuf ok = {0};

    if (!err && !request->actor)
        err = ERR_GOING_AWAY;
    if (err) {
        request_fail(request, err);
        return;
    }
    bool is_host = viewer_in(request->actor) == VIEWER_HOST;
    const struct mirror *mirror = &request->watch->mirror;
    struct series_row *rows = mem_zero((page->n + 1) * sizeof *rows);
    struct dash_told told = {
        .now_ms = page->now_ms,
        .began_ms = page->since_ms,
        .hides_people = mirror->room.hide_people && !is_host,
        .hides_votes = !is_host && hides_votes(mirror),
        .rows = rows,
        .wait_ms = series_wait_median_ms(page->waits),
    };
    uint64_t slot_ms = series_ring_rule(request->with.dash.ring)->slot_ms;
    uint64_t until = request->command.dash.until_ms;

    told.until_ms = until < page->now_ms ? until : page->now_ms;
    told.from_ms = request->with.dash.since_ms;
    told.step_ms = series_step_ms(slot_ms, told.from_ms, told.until_ms);
    told.from_ms -= told.from_ms % told.step_ms;
    if (page->n > 0)
        memcpy(rows, page->rows, page->n * sizeof *rows);
    told.n = series_fold(rows, page->n, told.step_ms);
    for (size_t i = 0; i < SERIES_WAIT_SLOTS; i++)
        told.n_waits += page->waits[i];
    dash_write(&ok, &told);
    free(rows);
    request_ok(request, &ok);
}

void use_dash_read(struct request *request)
{
    struct clock *clock = request->service->clock;
    const struct command *command = &request->command;
    uint64_t now =
        (uint64_t)((int64_t)clock->wall_ms(clock) + request->watch->store_ahead_ms);
    uint64_t since = command->dash.since_ms;

    if (!may_look(request->actor)) {
        request_fail(request, ERR_FORBIDDEN);
        return;
    }
    request->with.dash.ring = series_ring_for(now, since);
    const struct series_ring_rule *rule = series_ring_rule(request->with.dash.ring);
    uint64_t first = now - rule->slot_ms * (rule->slots - 1);

    request->with.dash.since_ms = since > first ? since : first;
    request->io.done = series_came;
    store_series_read(request->service->store, &request->io, &request->watch->id,
                      request->with.dash.ring, request->with.dash.since_ms,
                      command->dash.until_ms);
}

/* ---- dash.curve -------------------------------------------------------------------------
 */

static enum err judge(const struct request *request, const struct mirror_question *slot)
{
    enum viewer viewer = viewer_in(request->actor);

    if (!may_look(request->actor))
        return ERR_FORBIDDEN;
    if (!slot || (viewer != VIEWER_HOST && !mirror_is_told(slot, AUDIENCE_PUBLIC)))
        return ERR_NOT_FOUND;
    return question_shows_counts(slot->question.rules.results, slot->question.state, viewer)
               ? OK
               : ERR_FORBIDDEN;
}

static const struct mirror_question *slot_of(const struct request *request)
{
    return mirror_question(&request->watch->mirror, &request->command.dash.question);
}

static void curve_came(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct curve_page *page = result;
    const struct mirror_question *slot = slot_of(request);
    struct strbuf ok = {0};

    if (!err)
        err = request->actor ? judge(request, slot) : ERR_GOING_AWAY;
    if (err) {
        request_fail(request, err);
        return;
    }
    const struct question_rules *rules = &slot->question.rules;
    uint32_t n_cells = rules->shape.kind == KIND_WORDS ? 0 : rules->shape.n_cells;
    bool hides = rules->hide_voters && viewer_in(request->actor) != VIEWER_HOST;

    strbuf_printf(&ok, "{\"now\":%llu,\"round\":%u,\"step\":%llu,\"rows\":[",
                  (unsigned long long)page->now_ms, request->with.dash.round,
                  (unsigned long long)page->step_ms);
    for (size_t i = 0; i < page->n; i++) {
        dash_point_write(
            &ok, &(struct dash_point){page->points[i].at_ms, &page->points[i].tally},
            n_cells, hides);
        strbuf_puts(&ok, ",");
    }
    dash_point_write(&ok, &(struct dash_point){page->now_ms, &page->tally}, n_cells, hides);
    strbuf_puts(&ok, "]}");
    request_ok(request, &ok);
}

void use_dash_curve(struct request *request)
{
    const struct mirror_question *slot = slot_of(request);
    enum err err = judge(request, slot);

    if (err) {
        if (err == ERR_FORBIDDEN || !request_is_early(request))
            request_fail(request, err);
        return;
    }
    const struct round_of round = {slot->question.id, slot->question.round};

    request->with.dash.round = round.round;
    request->io.done = curve_came;
    store_curve_read(request->service->store, &request->io, &request->watch->id, &round);
}
