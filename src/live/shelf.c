/* SPDX-License-Identifier: Apache-2.0 */

#include "live/shelf.h"

#include "base/limits.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define PLACE_BYTES sizeof(void *)
#define SORT_SHARE  20 /* Of the time, a sort may take one in so many. */

void shelf_empty(struct shelf *shelf)
{
    HASH_CLEAR(hh, shelf->by_id);
    for (size_t i = 0; i < shelf->n; i++)
        free(shelf->ideas[i]);
    free(shelf->ideas);
    free(shelf->unread);
    word_index_free(shelf->index);
    for (size_t i = 0; i < SHELF_ORDERS; i++)
        free(shelf->orders[i].sorted);
    *shelf = (struct shelf){0};
}

struct shelf_idea *shelf_find(const struct shelf *shelf, const struct id *id)
{
    struct shelf_idea *found;

    HASH_FIND_STR(shelf->by_id, id->text, found);
    return found;
}

static struct shelf_idea *add(struct shelf *shelf, const struct id *id)
{
    struct shelf_idea *idea = mem_zero(sizeof *idea);

    idea->idea.id = *id;
    idea->place = (uint32_t)shelf->n;
    if (shelf->n == shelf->cap) {
        shelf->cap = shelf->cap ? 2 * shelf->cap : 64;
        shelf->ideas = mem_resize(shelf->ideas, shelf->cap * PLACE_BYTES);
        if (shelf->index)
            shelf->unread = mem_resize(shelf->unread, shelf->cap * sizeof *shelf->unread);
    }
    shelf->ideas[shelf->n++] = idea;
    HASH_ADD_KEYPTR(hh, shelf->by_id, idea->idea.id.text, strlen(idea->idea.id.text), idea);
    return idea;
}

/* ---- Words ------------------------------------------------------------------------- */

static void will_read(struct shelf *shelf, struct shelf_idea *idea)
{
    if (!idea->is_unread)
        shelf->unread[shelf->n_unread++] = idea->place;
    idea->is_unread = true;
}

void shelf_index(struct shelf *shelf, struct lexicon *lexicon, struct index_share *share)
{
    if (shelf->index)
        return;
    shelf->index = word_index_new(lexicon, share);
    shelf->unread = mem_alloc((shelf->cap + 1) * sizeof *shelf->unread);
    for (size_t i = 0; i < shelf->n; i++) /* What changed last is read first. */
        will_read(shelf, shelf->ideas[i]);
}

size_t shelf_take_unread(struct shelf *shelf, struct id ids[], size_t max)
{
    size_t n = 0;

    while (n < max && shelf->n_unread > 0) {
        struct shelf_idea *idea = shelf->ideas[shelf->unread[--shelf->n_unread]];

        idea->is_unread = false;
        ids[n++] = idea->idea.id;
    }
    return n;
}

bool shelf_is_searched(const struct shelf *shelf)
{
    return shelf->n_unread == 0 && shelf->index && !shelf->index->is_partial;
}

void shelf_read_again(struct shelf *shelf, const struct id *id)
{
    struct shelf_idea *idea = shelf_find(shelf, id);

    if (idea && shelf->index)
        will_read(shelf, idea);
}

static void count(struct shelf *shelf, const struct idea *idea, int by)
{
    if (idea->state == IDEA_SHOWN && idea->status != STATUS_MERGED)
        shelf->shown += (uint32_t)by;
    if (idea->state == IDEA_PENDING && idea->status != STATUS_MERGED)
        shelf->pending += (uint32_t)by;
    if (idea->is_busy)
        shelf->busy += (uint32_t)by;
}

void shelf_put(struct shelf *shelf, const struct idea *idea)
{
    struct shelf_idea *at = shelf_find(shelf, &idea->id);
    bool has_words = at && at->idea.version == idea->version;

    if (at && at->idea.rev >= idea->rev)
        return;
    if (at)
        count(shelf, &at->idea, -1);
    else
        at = add(shelf, &idea->id);
    at->idea = *idea;
    if (shelf->index && !has_words)
        will_read(shelf, at);
    count(shelf, &at->idea, 1);
}

const struct idea *shelf_busy(const struct shelf *shelf)
{
    for (size_t i = 0; shelf->busy > 0 && i < shelf->n; i++)
        if (shelf->ideas[i]->idea.is_busy)
            return &shelf->ideas[i]->idea;
    return NULL;
}

/* ---- Orders ------------------------------------------------------------------------- */

struct sorting {
    enum idea_order order;
    uint64_t seed;
};

static int compare(const struct sorting *by, const struct shelf_idea *a,
                   const struct shelf_idea *b)
{
    const struct idea_ranked left = {&a->idea, a->seen}, right = {&b->idea, b->seen};

    return idea_compare(by->order, by->seed, &left, &right);
}

static int compare_places(const void *a, const void *b, void *by)
{
    return compare(by, *(struct shelf_idea *const *)a, *(struct shelf_idea *const *)b);
}

/* Everyone keeps the shuffle that their name gives them. */
static unsigned shuffle_of(const struct shelf_query *query)
{
    return query->order == ORDER_NEEDS ? query->viewer.participant.bytes[0] % SHELF_SHUFFLES
                                       : 0;
}

static const struct shelf_order *order_of(struct shelf *shelf, struct clock *clock,
                                          const struct shelf_query *query)
{
    unsigned shuffle = shuffle_of(query);
    struct shelf_order *order = &shelf->orders[(unsigned)query->order + shuffle];
    struct sorting by = {query->order, shuffle};
    uint64_t now_ms = clock->mono_ms(clock);
    bool is_stale = query->order == ORDER_NEEDS
                        ? !query->has_after && now_ms >= order->sorted_ms + SHELF_NEEDS_MS
                        : order->rev != shelf->rev;

    if (order->sorted &&
        (!is_stale || now_ms < order->sorted_ms + SORT_SHARE * order->took_ms))
        return order;
    order->sorted = mem_resize(order->sorted, (shelf->n + 1) * PLACE_BYTES);
    order->n = shelf->n;
    if (shelf->n > 0) {
        memcpy(order->sorted, shelf->ideas, shelf->n * PLACE_BYTES);
        qsort_r(order->sorted, order->n, PLACE_BYTES, compare_places, &by);
    }
    order->rev = shelf->rev;
    order->sorted_ms = clock->mono_ms(clock);
    order->took_ms = order->sorted_ms - now_ms;
    return order;
}

/* ---- Pages -------------------------------------------------------------------------- */

bool shelf_may_see(const struct shelf_viewer *viewer, const struct idea *idea)
{
    bool is_own =
        memcmp(viewer->participant.bytes, idea->author.bytes, PARTICIPANT_BYTES) == 0;

    if (viewer->is_staff || (is_own && idea->state != IDEA_WITHDRAWN))
        return true;
    return viewer->sees_others && idea->state == IDEA_SHOWN;
}

static bool is_found(const struct shelf_query *query, const struct shelf_idea *at)
{
    return !query->is_search ||
           (at->place < query->n_scores && query->scores[at->place] > 0.0f);
}

static bool matches(const struct shelf_query *query, const struct shelf_idea *at)
{
    const struct idea *idea = &at->idea;
    const struct shelf_viewer *viewer = &query->viewer;

    if (!is_found(query, at) || !shelf_may_see(viewer, idea) ||
        (query->has_state && idea->state != query->state) ||
        (query->has_status && idea->status != query->status) ||
        (query->has_group && idea->group != query->group + 1) ||
        (query->has_tag && !(idea->tags & 1u << query->tag)))
        return false;
    /* It is in another, but for those who look for such. */
    if (idea->status == STATUS_MERGED && !query->has_status && !query->mine)
        return false;
    return !query->mine ||
           memcmp(viewer->participant.bytes, idea->author.bytes, PARTICIPANT_BYTES) == 0;
}

/* Where to go on behind an idea; by its place where it still is, for what it weighs may
 * have moved since the order was made. */
static size_t behind(const struct shelf *shelf, const struct shelf_order *order,
                     const struct id *after)
{
    const struct shelf_idea *idea = shelf_find(shelf, after);

    for (size_t i = 0; idea && i < order->n; i++)
        if (order->sorted[i] == idea)
            return i + 1;
    return 0;
}

/* Of two that a search found, whether the first is to be shown first. */
static bool fits_better(const struct shelf_query *query, const struct shelf_idea *a,
                        const struct shelf_idea *b)
{
    float left = query->scores[a->place], right = query->scores[b->place];

    return left > right || (!(left < right) && a->idea.number > b->idea.number);
}

/* Puts an idea where it belongs among the `n` best, of which `max` are kept. */
static size_t insert(const struct shelf_query *query, struct shelf_idea *best[], size_t n,
                     size_t max, struct shelf_idea *idea)
{
    size_t at = n < max ? n : max;

    while (at > 0 && fits_better(query, idea, best[at - 1])) {
        if (at < max)
            best[at] = best[at - 1];
        at--;
    }
    if (at == max)
        return n;
    best[at] = idea;
    return n < max ? n + 1 : max;
}

/* What fits best may be half of the board: it is not sorted, the page is picked from it. */
static size_t best_page(const struct shelf *shelf, const struct shelf_query *query,
                        struct id ids[], bool *more, uint32_t *found)
{
    struct shelf_idea *best[IDEAS_PER_PAGE_MAX + 1];
    const struct shelf_idea *after =
        query->has_after ? shelf_find(shelf, &query->after) : NULL;
    size_t n = 0;

    if (after && !is_found(query, after))
        after = NULL; /* It changed meanwhile. */
    for (size_t i = 0; i < shelf->n && i < query->n_scores; i++) {
        struct shelf_idea *idea = shelf->ideas[i];

        if (!(query->scores[i] > 0.0f) || !matches(query, idea))
            continue;
        ++*found;
        if (!after || fits_better(query, after, idea))
            n = insert(query, best, n, query->n + 1, idea);
    }
    *more = n > query->n;
    if (*more)
        n = query->n;
    for (size_t i = 0; i < n; i++) {
        best[i]->seen++;
        ids[i] = best[i]->idea.id;
    }
    return n;
}

size_t shelf_search(struct shelf *shelf, struct clock *clock,
                    const struct shelf_query *query, struct id ids[], bool *more,
                    uint32_t *found)
{
    *found = 0;
    if (query->best_first)
        return best_page(shelf, query, ids, more, found);
    for (size_t i = 0; i < shelf->n && i < query->n_scores; i++)
        *found += query->scores[i] > 0.0f && matches(query, shelf->ideas[i]);
    return shelf_page(shelf, clock, query, ids, more);
}

size_t shelf_page(struct shelf *shelf, struct clock *clock, const struct shelf_query *query,
                  struct id ids[], bool *more)
{
    const struct shelf_order *order = order_of(shelf, clock, query);
    size_t n = 0;

    *more = false;
    for (size_t i = query->has_after ? behind(shelf, order, &query->after) : 0;
         i < order->n; i++) {
        if (!matches(query, order->sorted[i]))
            continue;
        if (n == query->n) {
            *more = true;
            break;
        }
        order->sorted[i]->seen++;
        ids[n++] = order->sorted[i]->idea.id;
    }
    return n;
}
