/* SPDX-License-Identifier: Apache-2.0 */

#include "service/series.h"

#include "base/mem.h"
#include "service/internal.h"

#include <stdlib.h>
#include <string.h>

static struct clock *clock_of(const struct watch *watch)
{
    return watch->service->clock;
}

static uint64_t now_of(const struct watch *watch)
{
    return clock_of(watch)->mono_ms(clock_of(watch));
}

static void later(struct watch *watch)
{
    struct series_keeper *keeper = &watch->series;

    if (!keeper->timer.armed)
        clock_of(watch)->after(clock_of(watch), &keeper->timer, SERIES_MS);
}

static bool has_counts(const struct series_batch *batch)
{
    for (size_t i = 0; i < SERIES_COUNTS; i++)
        if (batch->counts[i])
            return true;
    return batch->n_waits > 0;
}

static bool has_moved(const struct watch *watch, size_t slot)
{
    const struct mirror_question *question = &watch->mirror.slots[slot];

    return question->is_used && question->tally.revision > 0 &&
           (watch->series.told[slot].round != question->question.round ||
            watch->series.told[slot].revision != question->tally.revision);
}

/* Which tallies moved since they were looked at last: as many as one call takes. */
static void name_rounds(struct watch *watch)
{
    struct series_keeper *keeper = &watch->series;
    struct series_batch *sent = &keeper->sent;

    sent->n_rounds = 0;
    for (size_t i = 0; i < watch->mirror.n_slots && sent->n_rounds < SERIES_CURVES_MAX;
         i++) {
        const struct mirror_question *slot = &watch->mirror.slots[i];

        if (!has_moved(watch, i))
            continue;
        keeper->sent_slots[sent->n_rounds] = (uint8_t)i;
        keeper->sent_revisions[sent->n_rounds] = slot->tally.revision;
        sent->rounds[sent->n_rounds++] =
            (struct round_of){slot->question.id, slot->question.round};
    }
}

static void note_rounds(struct series_keeper *keeper)
{
    for (size_t i = 0; i < keeper->sent.n_rounds; i++) {
        size_t slot = keeper->sent_slots[i];

        keeper->told[slot].round = keeper->sent.rounds[i].round;
        keeper->told[slot].revision = keeper->sent_revisions[i];
    }
}

static bool is_due(const struct watch *watch)
{
    const struct series_keeper *keeper = &watch->series;

    for (size_t i = 0; i < watch->mirror.n_slots; i++)
        if (has_moved(watch, i))
            return true;
    return keeper->sent.number || has_counts(&keeper->waiting) || watch->people_here > 0 ||
           keeper->told_people > 0;
}

static void written(struct store_request *io, enum err err, const void *result)
{
    struct watch *watch = io->owner;
    struct series_keeper *keeper = &watch->series;

    (void)result;
    keeper->is_busy = false;
    if (err == ERR_NOT_FOUND) { /* The room is gone. */
        keeper->sent = keeper->waiting = (struct series_batch){0};
        return;
    }
    if (!err) {
        keeper->told_people = keeper->sent.people;
        keeper->sent.number = 0;
        note_rounds(keeper);
    }
    /* What may or may not be counted is sent again as it was: then it is, once. */
    if (is_due(watch))
        later(watch);
}

static void write(struct watch *watch)
{
    struct series_keeper *keeper = &watch->series;

    if (!keeper->sent.number) {
        keeper->sent = keeper->waiting;
        keeper->began_ms = has_counts(&keeper->sent) ? keeper->since_ms : now_of(watch);
        keeper->waiting = (struct series_batch){0};
        if (has_counts(&keeper->sent))
            keeper->sent.number = ++watch->service->series_batches;
    }
    keeper->sent.ago_ms = now_of(watch) - keeper->began_ms;
    keeper->sent.people = watch->people_here;
    name_rounds(watch);
    keeper->is_busy = true;
    keeper->io = (struct store_request){.done = written, .owner = watch};
    store_series_add(watch->service->store, &keeper->io, &watch->id, &keeper->sent);
}

static void write_due(struct clock_timer *timer)
{
    struct watch *watch = timer->owner;

    if (!watch->series.is_busy && watch->is_live && !watch->is_gone &&
        !watch->service->is_leaving && is_due(watch))
        write(watch);
}

void series_init(struct watch *watch)
{
    watch->series.timer = (struct clock_timer){.fire = write_due, .owner = watch};
}

void series_done(struct watch *watch)
{
    clock_of(watch)->cancel(clock_of(watch), &watch->series.timer);
}

bool series_is_idle(const struct watch *watch)
{
    return !watch->series.is_busy;
}

static struct series_batch *begun(struct watch *watch)
{
    struct series_keeper *keeper = &watch->series;

    if (!has_counts(&keeper->waiting))
        keeper->since_ms = now_of(watch);
    later(watch);
    return &keeper->waiting;
}

void series_note(struct watch *watch, enum series_count count)
{
    begun(watch)->counts[count]++;
}

void series_note_wait(struct watch *watch, uint64_t waited_ms)
{
    struct series_batch *batch = begun(watch);

    if (batch->n_waits < SERIES_WAITS_MAX)
        batch->waits[batch->n_waits++] = (uint8_t)series_wait_slot(waited_ms);
}

/* Nobody waits for it: whoever comes again by the same link is told of again. */
static void shared_noted(struct store_request *io, enum err err, const void *result)
{
    (void)err;
    (void)result;
    free(io);
}

void series_note_shared(struct watch *watch, const struct participant *participant)
{
    struct store_request *io = mem_zero(sizeof *io);

    io->done = shared_noted;
    store_series_shared(watch->service->store, io, &watch->id, participant);
}

void series_hear_people(struct watch *watch)
{
    later(watch);
}

void series_flush(struct service *service)
{
    for (struct watch *watch = service->watches; watch; watch = watch->hh.next)
        if (watch->is_live && !watch->is_gone && !watch->series.is_busy &&
            has_counts(&watch->series.waiting))
            write(watch);
}
