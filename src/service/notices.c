/* SPDX-License-Identifier: Apache-2.0 */

#include "service/notices.h"

#include "base/mem.h"
#include "service/actor.h"

#include <stdlib.h>
#include <string.h>

static void ask(struct notice_teller *teller);
static void next(struct notice_teller *teller);

static struct store *store_of(const struct notice_teller *teller)
{
    return teller->watch->service->store;
}

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, PARTICIPANT_BYTES);
}

static void tell(struct actor *actor, const struct news *news, bool is_mine)
{
    const struct notice notice = {
        .id = news->id,
        .board = &news->board,
        .idea = &news->idea,
        .what = news->what,
        .status = news->status,
        .state = news->state,
        .is_mine = is_mine,
    };
    struct strbuf json = {0};

    event_notice(&json, &notice);
    actor->told(actor, &json);
}

/* Those of a sorted set. */
static void tell_those(const struct notice_teller *teller, const struct participant *set,
                       size_t n, bool is_mine)
{
    struct list *actors = &teller->watch->actors;

    for (struct list *l = actors->next; l != actors; l = l->next) {
        struct actor *actor = container_of(l, struct actor, link);

        if (actor->told && bsearch(&actor->participant, set, n, sizeof *set, compare))
            tell(actor, &teller->news[teller->at], is_mine);
    }
}

/* ---- Who supports it --------------------------------------------------------------------
 */

static void supporters_came(struct store_request *io, enum err err, const void *result)
{
    struct notice_teller *teller = io->owner;
    const struct news *news = &teller->news[teller->at];
    const struct participant *people = &teller->people[teller->n_asked];
    size_t n = teller->n_people - teller->n_asked, n_set = 0;
    struct participant set[SUPPORTERS_ASKED_MAX];
    const bool *marks = result;

    if (n > SUPPORTERS_ASKED_MAX)
        n = SUPPORTERS_ASKED_MAX;
    for (size_t i = 0; !err && i < n; i++)
        if (marks[i] && compare(&people[i], &news->author) != 0)
            set[n_set++] = people[i]; /* In their order, which is sorted. */
    if (n_set > 0)
        tell_those(teller, set, n_set, false);
    teller->n_asked += n; /* After an error they read it on their page. */
    next(teller);
}

static void ask_supporters(struct notice_teller *teller)
{
    const struct news *news = &teller->news[teller->at];
    const struct idea_place place = {teller->watch->id, news->board, news->idea};

    teller->io.done = supporters_came;
    store_supporters(store_of(teller), &teller->io, &place,
                     &teller->people[teller->n_asked], teller->n_people - teller->n_asked);
}

/* ---- One after the other ----------------------------------------------------------------
 */

static void round_over(struct notice_teller *teller)
{
    free(teller->news);
    free(teller->people);
    teller->news = NULL;
    teller->people = NULL;
    teller->n_news = teller->n_people = 0;
    teller->busy = false;
    if (entry_id_is_after(&teller->heard, &teller->upto))
        ask(teller);
}

/* Goes on with the news at hand: its author, then its supporters, then the next one. */
static void next(struct notice_teller *teller)
{
    while (teller->at < teller->n_news) {
        const struct news *news = &teller->news[teller->at];
        bool is_for_supporters =
            news_are_for_supporters(news->what) && news->state == IDEA_SHOWN;

        if (teller->n_asked == 0)
            tell_those(teller, &news->author, 1, true);
        if (is_for_supporters && teller->n_asked < teller->n_people) {
            ask_supporters(teller);
            return;
        }
        teller->at++;
        teller->n_asked = 0;
    }
    round_over(teller);
}

static void remember_people(struct notice_teller *teller)
{
    struct list *actors = &teller->watch->actors;
    size_t n = 0;

    for (struct list *l = actors->next; l != actors; l = l->next)
        n++;
    teller->people = mem_zero((n + 1) * sizeof *teller->people);
    for (struct list *l = actors->next; l != actors; l = l->next)
        teller->people[teller->n_people++] =
            container_of(l, struct actor, link)->participant;
    if (n > 1)
        qsort(teller->people, n, sizeof *teller->people, compare);
}

static void news_came(struct store_request *io, enum err err, const void *result)
{
    struct notice_teller *teller = io->owner;
    const struct news_list *list = result;

    if (err) {
        teller->busy = false; /* The pulse comes again. */
        return;
    }
    teller->upto = list->n > 0 ? list->news[list->n - 1].id : list->last;
    if (list->n < NEWS_READ_MAX)
        teller->heard = teller->upto; /* Or the store went back. */
    teller->n_news = list->n;
    teller->at = teller->n_asked = 0;
    if (list->n > 0) {
        teller->news = mem_zero(list->n * sizeof *teller->news);
        memcpy(teller->news, list->news, list->n * sizeof *teller->news);
        remember_people(teller);
    }
    next(teller);
}

static void end_came(struct store_request *io, enum err err, const void *result)
{
    struct notice_teller *teller = io->owner;
    const struct news_list *list = result;

    if (!err && !teller->knows) {
        teller->knows = true;
        teller->upto = teller->heard = list->last;
    }
    round_over(teller);
}

static void ask(struct notice_teller *teller)
{
    struct watch *watch = teller->watch;

    if (teller->busy || watch->service->is_leaving || watch->is_gone)
        return;
    teller->busy = true;
    teller->io.owner = teller;
    teller->io.done = teller->knows ? news_came : end_came;
    store_news_after(store_of(teller), &teller->io, &watch->id,
                     teller->knows ? &teller->upto : NULL);
}

/* ---- From outside ----------------------------------------------------------------------
 */

void notices_init(struct watch *watch)
{
    watch->notices = (struct notice_teller){.watch = watch};
}

void notices_done(struct watch *watch)
{
    free(watch->notices.news);
    free(watch->notices.people);
}

bool notices_are_idle(const struct watch *watch)
{
    return !watch->notices.busy;
}

void notices_hear(struct watch *watch, const struct entry_id *entry)
{
    struct notice_teller *teller = &watch->notices;

    if (entry_id_is_after(entry, &teller->heard))
        teller->heard = *entry;
    if (!teller->knows) {
        /* The first since this room is watched: what came before is nobody's news. */
        teller->knows = true;
        teller->upto = entry->n > 0 ? (struct entry_id){entry->ms, entry->n - 1}
                                    : (struct entry_id){entry->ms - 1, INT64_MAX};
    }
    ask(teller);
}

static bool has_boards(const struct watch *watch)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        if (watch->mirror.boards[i].is_used)
            return true;
    return false;
}

void notices_heal(struct watch *watch)
{
    if (has_boards(watch))
        ask(&watch->notices);
}
