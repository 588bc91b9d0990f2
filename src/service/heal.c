/* SPDX-License-Identifier: Apache-2.0 */

#include "service/heal.h"

#include "base/log.h"
#include "service/internal.h"
#include "service/notices.h"
#include "service/people.h"
#include "service/shelves.h"

#define CLOSING_RETRY_MS 100
#define CLOSING_WAIT_MAX 3600000 /* Timers are set again at least so often. */

static struct clock *clock_of(const struct watch *watch)
{
    return watch->service->clock;
}

/* ---- The journal -------------------------------------------------------------------- */

static void journal_read(struct store_request *io, enum err err, const void *result)
{
    struct watch *watch = io->owner;
    const struct fact_list *facts = result;

    watch->io_busy = false;
    if (err == ERR_NOT_FOUND) {
        watch_refresh(watch, NULL);
        return;
    }
    if (err) {
        watch_settled(watch, err); /* The store is away: the pulse comes again. */
        return;
    }
    uint64_t before = watch->mirror.room.seq;
    for (size_t i = 0; i < facts->n && !watch->io_busy; i++)
        watch_apply_fact(watch, &facts->facts[i]);
    if (watch->io_busy)
        return; /* A fact of another epoch: all is loaded, and those who wait are told. */
    if (watch->again || (facts->n > 0 && watch->mirror.room.seq == before)) {
        watch->again = false;
        watch_refresh(watch, NULL); /* Wanted, or the journal has a hole. */
    } else if (watch->seen_seq > watch->mirror.room.seq && facts->n > 0) {
        heal_read_journal(watch); /* More came meanwhile. */
    } else {
        watch_settled(watch, OK);
    }
}

void heal_read_journal(struct watch *watch)
{
    if (watch->io_busy)
        return;
    watch->io_busy = true;
    watch->io.done = journal_read;
    store_facts_after(watch->service->store, &watch->io, &watch->id,
                      watch->mirror.room.seq);
}

/* ---- The pulse ---------------------------------------------------------------------- */

static void epoch_raised(struct store_request *io, enum err err, const void *result)
{
    struct watch *watch = io->owner;

    (void)result;
    watch->io_busy = false;
    if (err)
        watch_settled(watch, err);
    else
        watch_refresh(watch, NULL);
}

/* The store no longer knows what it once told, or may not: everyone loads afresh. */
static void store_went_back(struct watch *watch, uint64_t epoch, uint64_t heard)
{
    if (watch->io_busy)
        return; /* The next pulse sees it again. */
    log_warn("store.went_back", "room=%s epoch=%llu heard=%llu", watch->id.text,
             (unsigned long long)epoch, (unsigned long long)heard);
    watch->io_busy = true;
    watch->io.done = epoch_raised;
    store_room_raise_epoch(watch->service->store, &watch->io, &watch->id, epoch, heard);
}

void heal_went_back(struct watch *watch)
{
    store_went_back(watch, watch->mirror.room.epoch, watch->seen_seq);
}

static void tally_came(struct store_request *io, enum err err, const void *result)
{
    struct watch *watch = io->owner;

    watch->tally_busy = false;
    if (!err)
        clouds_hear(watch, &watch->tally_question, result);
}

static void read_tally(struct watch *watch, const struct round_of *round)
{
    if (watch->tally_busy)
        return;
    watch->tally_busy = true;
    watch->tally_question = round->question;
    watch->tally_read.done = tally_came;
    store_tally_read(watch->service->store, &watch->tally_read, &watch->id, round);
}

/* Returns false when the store went back. With facts we have not heard of yet, a revision
 * may be lower because the question was removed. */
static bool compare_tallies(struct watch *watch, const struct pulse *pulse)
{
    for (size_t i = 0; i < pulse->n_revisions && i < watch->n_pulse; i++) {
        const struct round_of *round = &watch->pulse_rounds[i];
        const struct mirror_question *slot =
            mirror_question(&watch->mirror, &round->question);

        if (!slot || slot->question.round != round->round)
            continue;
        if (pulse->seq == watch->pulse_seq &&
            pulse->revisions[i] < watch->pulse_revisions[i])
            return false;
        if (pulse->revisions[i] > slot->tally.revision || slot->awaits_tally) {
            count_add(&watch->service->counters->heals, 1);
            read_tally(watch, round);
        }
    }
    return true;
}

static void pulse_came(struct store_request *io, enum err err, const void *result)
{
    struct watch *watch = io->owner;
    const struct pulse *pulse = result;

    watch->pulse_busy = false;
    clock_of(watch)->after(clock_of(watch), &watch->pulse_timer, PULSE_MS);
    if (err == ERR_NOT_FOUND && !watch->is_gone) {
        watch_refresh(watch, NULL);
        return;
    }
    if (err)
        return;

    watch->store_ahead_ms =
        (int64_t)pulse->now_ms - (int64_t)clock_of(watch)->wall_ms(clock_of(watch));
    bool is_same_epoch = pulse->epoch == watch->mirror.room.epoch;

    if (pulse->is_other_redis || (is_same_epoch && (pulse->seq < watch->pulse_seen_seq ||
                                                    !compare_tallies(watch, pulse)))) {
        store_went_back(watch, pulse->epoch, watch->pulse_seen_seq);
    } else if (!is_same_epoch) {
        watch_refresh(watch, NULL);
    } else if (pulse->seq > watch->mirror.room.seq) {
        count_add(&watch->service->counters->heals, 1);
        if (pulse->seq > watch->seen_seq)
            watch->seen_seq = pulse->seq;
        heal_read_journal(watch);
    }
    heal_reconsider_closing(watch);
}

static void send_pulse(struct watch *watch)
{
    struct mirror *mirror = &watch->mirror;

    /* A store that closes answers nothing that a timer asks of it by then. */
    if (watch->pulse_busy || watch->is_gone || watch->service->is_leaving)
        return;
    watch->pulse_busy = true;
    watch->pulse_seq = mirror->room.seq;
    watch->pulse_seen_seq = watch->seen_seq;
    watch->n_pulse = 0;
    for (size_t i = 0; i < mirror->n_slots; i++) {
        const struct mirror_question *slot = &mirror->slots[i];

        if (!slot->is_used)
            continue;
        watch->pulse_revisions[watch->n_pulse] = slot->tally.revision;
        watch->pulse_rounds[watch->n_pulse++] = (struct round_of){
            .question = slot->question.id,
            .round = slot->question.round,
        };
    }
    watch->pulse.done = pulse_came;
    store_pulse(watch->service->store, &watch->pulse, &watch->id, watch->pulse_rounds,
                watch->n_pulse);
}

static void pulse_due(struct clock_timer *timer)
{
    struct watch *watch = timer->owner;

    people_pulse(watch);
    send_pulse(watch);
    shelves_heal(watch);
    notices_heal(watch);
}

void heal_now(struct watch *watch)
{
    clock_of(watch)->after(clock_of(watch), &watch->pulse_timer, 0);
}

/* ---- Closing times ------------------------------------------------------------------ */

static void closing_done(struct store_request *io, enum err err, const void *result)
{
    struct watch *watch = io->owner;

    (void)err; /* Not due yet, or another worker was first: both are settled by looking
                  again. */
    (void)result;
    watch->closing_busy = false;
    clock_of(watch)->after(clock_of(watch), &watch->closing_timer, CLOSING_RETRY_MS);
}

static const struct mirror_question *next_to_close(const struct mirror *mirror)
{
    const struct mirror_question *next = NULL;

    for (size_t i = 0; i < mirror->n_slots; i++) {
        const struct mirror_question *slot = &mirror->slots[i];

        if (slot->is_used && slot->question.state == QUESTION_OPEN &&
            slot->question.closes_ms &&
            (!next || slot->question.closes_ms < next->question.closes_ms))
            next = slot;
    }
    return next;
}

static uint64_t until(const struct watch *watch, uint64_t closes_ms)
{
    int64_t now =
        (int64_t)clock_of(watch)->wall_ms(clock_of(watch)) + watch->store_ahead_ms;
    int64_t left = (int64_t)closes_ms - now;

    if (left <= 0)
        return 0;
    return left < CLOSING_WAIT_MAX ? (uint64_t)left : CLOSING_WAIT_MAX;
}

static void closing_due(struct clock_timer *timer)
{
    struct watch *watch = timer->owner;
    const struct mirror_question *next = next_to_close(&watch->mirror);
    const struct question_moving moving = {.move = MOVE_CLOSE, .only_if_due = true};

    if (!next || watch->closing_busy || watch->service->is_leaving)
        return;
    if (until(watch, next->question.closes_ms) > 0) {
        heal_reconsider_closing(watch);
        return;
    }
    watch->closing_busy = true;
    watch->closing_question = next->question.id;
    watch->closing.done = closing_done;
    store_question_move(watch->service->store, &watch->closing, &watch->id,
                        &watch->closing_question, &moving);
}

void heal_reconsider_closing(struct watch *watch)
{
    const struct mirror_question *next = next_to_close(&watch->mirror);

    if (watch->closing_busy)
        return;
    if (!next)
        clock_of(watch)->cancel(clock_of(watch), &watch->closing_timer);
    else
        clock_of(watch)->after(clock_of(watch), &watch->closing_timer,
                               until(watch, next->question.closes_ms));
}

/* ---- Life --------------------------------------------------------------------------- */

void heal_init(struct watch *watch)
{
    watch->pulse_timer = (struct clock_timer){.fire = pulse_due, .owner = watch};
    watch->closing_timer = (struct clock_timer){.fire = closing_due, .owner = watch};
}

void heal_start(struct watch *watch)
{
    heal_now(watch);
}

void heal_done(struct watch *watch)
{
    clock_of(watch)->cancel(clock_of(watch), &watch->pulse_timer);
    clock_of(watch)->cancel(clock_of(watch), &watch->closing_timer);
}
