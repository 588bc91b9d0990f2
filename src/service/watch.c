/* SPDX-License-Identifier: Apache-2.0 */

#include "service/watch.h"

#include "base/log.h"
#include "base/mem.h"
#include "service/apply.h"
#include "service/heal.h"
#include "service/internal.h"
#include "service/people.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void tell_waiters(struct watch *watch, enum err err);
static void linger_over(struct clock_timer *timer);

/* ---- Life ----------------------------------------------------------------------- */

static struct watch *find(struct service *service, const struct id *id)
{
    struct watch *watch;

    HASH_FIND_STR(service->watches, id->text, watch);
    return watch;
}

static struct watch *watch_new(struct service *service, const struct id *id)
{
    struct watch *watch = mem_zero(sizeof *watch);

    watch->service = service;
    watch->id = *id;
    mirror_init(&watch->mirror, service->clock);
    list_init(&watch->waiters);
    list_init(&watch->late);
    list_init(&watch->actors);
    watch->linger_timer = (struct clock_timer){.fire = linger_over, .owner = watch};
    watch->io.owner = watch->pulse.owner = watch;
    watch->tally_read.owner = watch->closing.owner = watch;
    heal_init(watch);
    people_init(watch);
    reactions_init(watch);
    series_init(watch);
    shelves_init(watch);
    indexes_init(watch);
    notices_init(watch);
    quiz_init(watch);
    clouds_init(watch);
    HASH_ADD_KEYPTR(hh, service->watches, watch->id.text, strlen(watch->id.text), watch);
    count_set(&service->counters->rooms_watched, HASH_COUNT(service->watches));
    return watch;
}

static bool is_idle(const struct watch *watch)
{
    return watch->refs == 0 && !watch->io_busy && !watch->pulse_busy &&
           !watch->tally_busy && !watch->closing_busy && list_is_empty(&watch->waiters) &&
           shelves_are_idle(watch) && indexes_are_idle(watch) && notices_are_idle(watch) &&
           quiz_is_idle(watch) && clouds_are_idle(watch) && reactions_are_idle(watch) &&
           series_is_idle(watch);
}

static void watch_free(struct watch *watch)
{
    struct service *service = watch->service;

    assert(is_idle(watch));
    if (service->store)
        store_unwatch(service->store, &watch->id);
    service->clock->cancel(service->clock, &watch->linger_timer);
    heal_done(watch);
    people_done(watch);
    reactions_done(watch);
    series_done(watch);
    shelves_done(watch);
    notices_done(watch);
    quiz_done(watch);
    clouds_done(watch);
    indexes_done(watch);
    mirror_done(&watch->mirror);
    room_theme_done(&watch->theme);
    HASH_DEL(service->watches, watch);
    count_set(&service->counters->rooms_watched, HASH_COUNT(service->watches));
    free(watch);
}

void watches_free(struct service *service)
{
    struct watch *watch, *next;

    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): uthash has read the next one by then */
    HASH_ITER(hh, service->watches, watch, next)
    watch_free(watch);
}

static void linger_over(struct clock_timer *timer)
{
    struct watch *watch = timer->owner;

    if (is_idle(watch))
        watch_free(watch);
    else if (watch->refs == 0)
        watch->service->clock->after(watch->service->clock, timer, WATCH_LINGER_MS);
}

/* Who answers within the same millisecond has read both. */
static bool began_since(const struct mirror_question *slot, uint64_t ms)
{
    return slot->question.opened_ms >= ms;
}

bool watch_tells_all(const struct watch *watch, const struct round_of *round)
{
    const struct mirror *mirror = &watch->mirror;
    uint64_t since = mirror->room.small_groups_ms;
    bool is_told = false;

    if (!since)
        return false;
    for (size_t i = 0; i < mirror->n_slots; i++) {
        const struct mirror_question *slot = &mirror->slots[i];
        const struct question *question = &slot->question;

        if (!slot->is_used || question->state == QUESTION_DRAFT)
            continue;
        if (question->rules.shape.kind == KIND_SEGMENT && !began_since(slot, since))
            return false;
        if (id_same(&question->id, &round->question) && question->round == round->round)
            is_told = began_since(slot, since);
    }
    return is_told;
}

struct watch *watch_ref(struct watch *watch)
{
    watch->refs++;
    return watch;
}

void watch_unref(struct watch *watch)
{
    if (!watch)
        return;
    assert(watch->refs > 0);
    if (--watch->refs == 0)
        watch->service->clock->after(watch->service->clock, &watch->linger_timer,
                                     WATCH_LINGER_MS);
}

/* ---- Loading ---------------------------------------------------------------------- */

static void load(struct watch *watch);
static void read_for_late(struct watch *watch);

static void loaded(struct store_request *io, enum err err, const void *result)
{
    struct watch *watch = io->owner;

    watch->io_busy = false;
    if (err == ERR_NOT_FOUND)
        watch->is_gone = true;
    if (!err) {
        apply_image(watch, result);
        if (!watch->is_live)
            heal_start(watch);
        watch->is_live = true;
        heal_reconsider_closing(watch);
    }
    tell_waiters(watch, err);

    bool late = watch->is_live && watch->seen_seq > watch->mirror.room.seq;
    if (!err && watch->again)
        load(watch);
    else if (!err && late)
        heal_now(watch); /* Newer by now, or the store no longer knows. */
    watch->again = false;
    read_for_late(watch);
}

static void load(struct watch *watch)
{
    if (watch->io_busy) {
        watch->again = true;
        return;
    }
    watch->io_busy = true;
    watch->io.done = loaded;
    store_room_load(watch->service->store, &watch->io, &watch->id);
}

static void subscribed(struct store_request *io, enum err err, const void *result)
{
    struct watch *watch = io->owner;

    (void)result;
    watch->io_busy = false;
    if (err)
        tell_waiters(watch, err);
    else
        load(watch);
}

static void subscribe(struct watch *watch)
{
    watch->io_busy = true;
    watch->io.done = subscribed;
    store_watch(watch->service->store, &watch->io, &watch->id);
}

/* ---- Waiting ---------------------------------------------------------------------- */

static void tell_waiters(struct watch *watch, enum err err)
{
    struct list waiters;

    list_init(&waiters);
    list_splice(&waiters, &watch->waiters);
    while (!list_is_empty(&waiters)) {
        struct watch_wait *wait = container_of(waiters.next, struct watch_wait, link);

        list_remove(&wait->link);
        wait->done(wait, err, err ? NULL : watch_ref(watch));
    }
    if (watch->refs == 0)
        watch->service->clock->after(watch->service->clock, &watch->linger_timer,
                                     watch->is_live ? WATCH_LINGER_MS : 0);
}

struct watch *watch_known(struct service *service, const struct code *code)
{
    for (struct watch *watch = service->watches; watch; watch = watch->hh.next)
        if (watch->is_live && !watch->is_gone &&
            strcmp(watch->mirror.room.code.text, code->text) == 0)
            return watch_ref(watch);
    return NULL;
}

static void found(struct store_request *io, enum err err, const void *result)
{
    struct watch_wait *wait = io->owner;
    struct watch *watch;

    wait->finding = false;
    if (err) {
        wait->done(wait, err, NULL);
        return;
    }
    watch = find(wait->service, result);
    if (watch && watch->is_live && !watch->is_gone) {
        wait->done(wait, OK, watch_ref(watch));
        return;
    }
    if (!watch)
        watch = watch_new(wait->service, result);
    list_append(&watch->waiters, &wait->link);
    if (!watch->io_busy)
        subscribe(watch);
}

void watch_open(struct service *service, const struct code *code, struct watch_wait *wait)
{
    wait->service = service;
    wait->code = *code;
    wait->finding = true;
    wait->find = (struct store_request){.done = found, .owner = wait};
    store_code_find(service->store, &wait->find, code);
}

/* What is being read may have begun too soon for them. */
static void read_for_late(struct watch *watch)
{
    if (watch->io_busy || list_is_empty(&watch->late))
        return;
    list_splice(&watch->waiters, &watch->late);
    if (watch->is_live)
        heal_read_journal(watch);
    else
        load(watch);
}

void watch_settled(struct watch *watch, enum err err)
{
    watch->again = false;
    tell_waiters(watch, err);
    read_for_late(watch);
}

void watch_refresh(struct watch *watch, struct watch_wait *wait)
{
    if (wait) {
        wait->service = watch->service;
        list_append(&watch->waiters, &wait->link);
    }
    load(watch);
}

void watch_catch_up(struct watch *watch, struct watch_wait *wait)
{
    wait->service = watch->service;
    list_append(&watch->late, &wait->link);
    read_for_late(watch);
}

/* ---- What the store tells --------------------------------------------------------- */

void watch_apply_fact(struct watch *watch, const struct fact *fact)
{
    struct mirror *mirror = &watch->mirror;

    if (watch->is_live && fact->epoch != mirror->room.epoch) {
        load(watch); /* Its seq says nothing about ours. */
        return;
    }
    if (fact->seq > watch->seen_seq)
        watch->seen_seq = fact->seq;
    if (!watch->is_live || watch->io_busy)
        return; /* What is being loaded may have it; seen_seq makes sure. */
    if (fact->seq <= mirror->room.seq)
        return;
    if (fact->seq > mirror->room.seq + 1) {
        count_add(&watch->service->counters->heals, 1);
        heal_read_journal(watch);
        return;
    }
    apply_fact(watch, fact);
}

void watch_on_fact(void *context, const struct id *room, const struct fact *fact)
{
    struct service *service = context;
    struct watch *watch = find(service, room);

    if (watch)
        watch_apply_fact(watch, fact);
}

void watch_on_tally(void *context, const struct id *room, uint64_t epoch,
                    const struct id *question, const struct tally *tally)
{
    struct watch *watch = find(context, room);

    if (watch && watch->is_live && epoch == watch->mirror.room.epoch)
        clouds_hear(watch, question, tally);
}

void watch_on_reactions(void *context, const struct id *room,
                        const struct reaction_sums *sums)
{
    struct watch *watch = find(context, room);

    if (watch && watch->is_live)
        mirror_set_reactions(&watch->mirror, sums);
}

void watch_on_people(void *context, const struct id *room, uint64_t worker, uint32_t n)
{
    struct watch *watch = find(context, room);

    if (watch)
        people_elsewhere(watch, worker, n);
}

void watch_on_board(void *context, const struct id *room, uint64_t epoch,
                    const struct id *board, uint64_t rev)
{
    struct watch *watch = find(context, room);

    if (watch && watch->is_live && epoch == watch->mirror.room.epoch)
        shelves_hear(watch, board, rev);
}

void watch_on_news(void *context, const struct id *room, uint64_t epoch,
                   const struct entry_id *entry)
{
    struct watch *watch = find(context, room);

    if (watch && watch->is_live && epoch == watch->mirror.room.epoch)
        notices_hear(watch, entry);
}

void watch_on_doubt(void *context)
{
    struct service *service = context;

    for (struct watch *watch = service->watches; watch; watch = watch->hh.next)
        if (watch->is_live)
            heal_now(watch);
}
