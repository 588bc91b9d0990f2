/* SPDX-License-Identifier: Apache-2.0 */

#include "store/tally_news.h"

#include "base/mem.h"
#include "store/ask.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

/* Compared as bytes; ids are zero beyond their end. */
struct desk_key {
    struct id room, question;
};

/* One question whose tally moved lately. */
struct entry {
    struct tally_desk *desk;
    struct desk_key key;
    struct tally_news newest;
    bool unpublished;
    struct clock_timer pause; /* Armed for TALLY_PUBLISH_MS after each message. */
    UT_hash_handle hh;
};

struct tally_desk {
    struct store *store;
    struct entry *entries; /* By key. */
    bool draining;
};

static void forget(struct entry *entry)
{
    struct clock *clock = entry->desk->store->options.clock;

    clock->cancel(clock, &entry->pause);
    HASH_DEL(entry->desk->entries, entry);
    free(entry);
}

static void publish(struct entry *entry)
{
    struct store *store = entry->desk->store;
    struct strbuf packed = {0};

    entry->unpublished = false;
    tally_news_write(&entry->newest, &packed);
    store_publish(store, &entry->key.room, &packed);
}

static void on_pause_over(struct clock_timer *timer)
{
    struct entry *entry = timer->owner;
    struct clock *clock = entry->desk->store->options.clock;

    if (!entry->unpublished) {
        forget(entry);
        return;
    }
    publish(entry);
    clock->after(clock, &entry->pause, TALLY_PUBLISH_MS);
}

static struct entry *entry_of(struct tally_desk *desk, const struct id *room,
                              const struct id *question)
{
    struct desk_key key = {*room, *question};
    struct entry *entry;

    HASH_FIND(hh, desk->entries, &key, sizeof key, entry);
    if (entry)
        return entry;
    entry = mem_zero(sizeof *entry);
    entry->desk = desk;
    entry->key = key;
    entry->pause = (struct clock_timer){.fire = on_pause_over, .owner = entry};
    HASH_ADD(hh, desk->entries, key, sizeof entry->key, entry);
    return entry;
}

static bool is_newer(const struct tally_news *a, const struct tally_news *b)
{
    if (a->epoch != b->epoch)
        return a->epoch > b->epoch;
    if (a->tally.round != b->tally.round)
        return a->tally.round > b->tally.round;
    return a->tally.revision > b->tally.revision;
}

void tally_desk_tell(struct tally_desk *desk, const struct id *room,
                     const struct tally_news *news)
{
    const struct store_events *events = desk->store->options.events;
    struct clock *clock = desk->store->options.clock;

    if (desk->draining || news->tally.revision == 0)
        return;
    struct entry *entry = entry_of(desk, room, &news->question);

    if (!is_newer(news, &entry->newest))
        return; /* A batch of ballots that were all counted before. */
    entry->newest = *news;
    entry->unpublished = true;
    if (!entry->pause.armed) {
        publish(entry);
        clock->after(clock, &entry->pause, TALLY_PUBLISH_MS);
    }
    events->tally(events->context, room, news->epoch, &news->question, &news->tally);
}

void tally_desk_drain(struct tally_desk *desk)
{
    struct entry *entry, *next;

    HASH_ITER(hh, desk->entries, entry, next)
    {
        if (entry->unpublished)
            publish(entry);
        forget(entry);
    }
    desk->draining = true;
}

void tally_desk_free(struct tally_desk *desk)
{
    struct entry *entry, *next;

    HASH_ITER(hh, desk->entries, entry, next)
    {
        forget(entry);
    }
    free(desk);
}

struct tally_desk *tally_desk_new(struct store *store)
{
    struct tally_desk *desk = mem_zero(sizeof *desk);

    desk->store = store;
    return desk;
}
