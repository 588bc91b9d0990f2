/* SPDX-License-Identifier: Apache-2.0 */

#include "service/quiz.h"

#include "service/internal.h"
#include "store/carry.h"
#include "wire/record.h"

#include <stdlib.h>
#include <string.h>

static void go_on(struct watch *watch);

void quiz_init(struct watch *watch)
{
    watch->quiz.io.owner = watch;
    list_init(&watch->quiz.waiters);
}

void quiz_done(struct watch *watch)
{
    leaders_free(watch->quiz.leaders);
}

bool quiz_is_idle(const struct watch *watch)
{
    return !watch->quiz.busy && list_is_empty(&watch->quiz.waiters);
}

/* ---- What there is to read --------------------------------------------------------------
 */

static struct leaders_key key_of(const struct mirror_question *slot)
{
    return (struct leaders_key){slot->question.id, slot->question.round,
                                slot->question.version};
}

static bool is_shown(const struct mirror_question *slot)
{
    return slot->is_used && slot->question.state == QUESTION_REVEALED &&
           slot->question.rules.quiz.is_scored;
}

static bool is_still_so(const struct leaders_key *key, void *context)
{
    struct watch *watch = context;
    const struct mirror_question *slot = mirror_question(&watch->mirror, &key->question);

    return slot && is_shown(slot) && slot->question.round == key->round &&
           slot->question.version == key->version &&
           watch->quiz.epoch == watch->mirror.room.epoch;
}

static const struct mirror_question *next_missing(const struct watch *watch)
{
    for (size_t i = 0; i < watch->mirror.n_slots; i++) {
        const struct mirror_question *slot = &watch->mirror.slots[i];
        const struct leaders_key key = key_of(slot);

        if (is_shown(slot) && !leaders_has(watch->quiz.leaders, &key))
            return slot;
    }
    return NULL;
}

static void settle(struct quiz_keeper *keeper, const struct id *latest)
{
    leaders_settle(keeper->leaders, latest);
    keeper->latest = *latest;
    keeper->settled++;
}

/* What the room looks at, or else the last of those that are shown. */
static struct id latest_of(struct watch *watch)
{
    const struct room *room = &watch->mirror.room;
    const struct mirror_question *slot = mirror_question(&watch->mirror, &room->current);

    for (size_t i = room->n_order; !(slot && is_shown(slot)) && i-- > 0;)
        slot = mirror_question(&watch->mirror, &room->order[i]);
    return slot && is_shown(slot) ? slot->question.id : (struct id){0};
}

/* ---- Reading it -------------------------------------------------------------------------
 */

static void tell(struct watch *watch, enum err err)
{
    struct list waiters;

    list_init(&waiters);
    list_splice(&waiters, &watch->quiz.waiters);
    while (!list_is_empty(&waiters)) {
        struct quiz_wait *wait = container_of(waiters.next, struct quiz_wait, link);

        list_remove(&wait->link);
        wait->done(wait, err);
    }
}

/* A time, or "<n> <cells> <ballot>". */
static enum err take(struct quiz_keeper *keeper, const struct carry_entry *entry)
{
    bool is_time = keeper->from + entry->of == 0;
    int32_t numbers[BALLOT_NUMBERS_MAX];
    const char *text = strchr(entry->value, '{');
    size_t n = !is_time && text ? ballot_numbers(text, numbers) : 0;

    if (is_time) {
        uint64_t taken_ms = strtoull(entry->value, NULL, 10);

        return leaders_time(keeper->leaders, &entry->participant,
                            taken_ms < UINT32_MAX ? (uint32_t)taken_ms : UINT32_MAX);
    }
    if (n == 0)
        return ERR_INTERNAL;
    if (strncmp(text, "{\"value\"", 8) == 0)
        return leaders_number(keeper->leaders, &entry->participant, numbers[0]);
    return leaders_options(keeper->leaders, &entry->participant, numbers, n);
}

static void read_page(struct watch *watch);

static void page_came(struct store_request *io, enum err err, const void *result)
{
    struct watch *watch = io->owner;
    struct quiz_keeper *keeper = &watch->quiz;
    const struct carry_entries *page = result;

    keeper->busy = false;
    if (!err && !is_still_so(&keeper->reading, watch)) {
        leaders_abandon(keeper->leaders);
        go_on(watch);
        return;
    }
    for (size_t i = 0; !err && i < page->n; i++)
        err = take(keeper, &page->entries[i]);
    if (err) {
        leaders_abandon(keeper->leaders);
        tell(watch, err);
        return;
    }
    keeper->from += page->done;
    memcpy(keeper->cursor, page->next, sizeof keeper->cursor);
    if (keeper->from < 2) {
        read_page(watch);
        return;
    }
    settle(keeper, &keeper->reading.question);
    go_on(watch);
}

static void read_page(struct watch *watch)
{
    struct quiz_keeper *keeper = &watch->quiz;
    const struct round_of round = {keeper->reading.question, keeper->reading.round};

    keeper->busy = true;
    keeper->io.done = page_came;
    store_carry_answers(watch->service->store, &keeper->io, &watch->id, &round,
                        keeper->from, keeper->cursor);
}

static void go_on(struct watch *watch)
{
    struct quiz_keeper *keeper = &watch->quiz;
    struct id latest = latest_of(watch);

    if (!keeper->leaders)
        keeper->leaders = leaders_new();
    bool fewer = leaders_drop(keeper->leaders, is_still_so, watch);

    keeper->settled += fewer;
    keeper->epoch = watch->mirror.room.epoch;
    const struct mirror_question *slot = next_missing(watch);

    if (slot) {
        keeper->reading = key_of(slot);
        keeper->from = 0;
        memcpy(keeper->cursor, "0", 2);
        leaders_begin(keeper->leaders, &keeper->reading, &slot->question.rules.quiz);
        read_page(watch);
        return;
    }
    if (fewer || !id_same(&latest, &keeper->latest))
        settle(keeper, &latest);
    tell(watch, OK);
}

void quiz_ask(struct watch *watch, struct quiz_wait *wait)
{
    list_append(&watch->quiz.waiters, &wait->link);
    if (!watch->quiz.busy)
        go_on(watch);
}
