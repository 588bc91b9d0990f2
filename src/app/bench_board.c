/* SPDX-License-Identifier: Apache-2.0 */

#include "app/bench_host.h"

#include <stdio.h>
#include <string.h>

#include "app/errand_room.h"
#include "app/plain_redis.h"
#include "app/plain_store.h"
#include "base/limits.h"

static const char definition[] = "{\"kind\":\"ideas\",\"title\":\"Bench\",\"ideas\":0}";
static const char words[] = "\"title\":\"As good as any other\"";

bool bench_host_board(struct scenario_host *host, size_t ideas)
{
    struct bench_host *b = container_of(host, struct bench_host, host);

    if (errand_board_open(b->errand, &b->room, SCENARIO_BOARD, definition) != OK)
        return false;
    for (size_t i = 0; i < ideas; i++)
        if (errand_idea_post(b->errand, &b->room, SCENARIO_BOARD, (unsigned)i, words) != OK)
            return false;
    return true;
}

/* "<n> <1 on, 0 off> <seconds>" */
static bool is_on(const redisReply *value)
{
    const char *blank = value->type == REDIS_REPLY_STRING ? strchr(value->str, ' ') : NULL;

    return blank && blank[1] == '1';
}

/* From the supporters themselves, without the server. */
static bool recount(struct bench_host *b, struct plain_store *store, const struct id *idea,
                    uint64_t *out)
{
    struct complaint ignored;
    char key[3 * ID_BYTES_MAX + 16];

    (void)snprintf(key, sizeof key, "{%s}:sup:" SCENARIO_BOARD ":%s", b->room.text,
                   idea->text);
    redisContext *redis = plain_store_of_text(store, key, &ignored);
    redisReply *reply = redis ? plain_redis_do(redis, &ignored, "HVALS %s", key) : NULL;

    if (!reply)
        return false;
    *out = 0;
    for (size_t i = 0; i < reply->elements; i++)
        *out += is_on(reply->element[i]);
    freeReplyObject(reply);
    return true;
}

/* Ideas as they come from the store, a page at a time. */
struct page {
    uint64_t board_rev, last_rev;
    size_t n;
    struct idea ideas[BOARD_CARDS_MAX];
};

static void keep_page(void *into, const void *result)
{
    const struct idea_list *list = result;
    struct page *page = into;

    page->board_rev = list->rev;
    page->n = list->n;
    memcpy(page->ideas, list->ideas, list->n * sizeof *list->ideas);
    page->last_rev = list->n ? list->ideas[list->n - 1].rev : list->rev;
}

bool bench_host_supports(struct scenario_host *host, uint64_t *out)
{
    static struct page page; /* Large. */
    struct bench_host *b = container_of(host, struct bench_host, host);
    struct complaint ignored;
    struct plain_store *store = plain_store_open(b->errand->redis, &ignored);
    const struct id board = {SCENARIO_BOARD};
    struct errand_ask ask;
    bool is_exact = store != NULL;

    *out = 0;
    page.last_rev = 0;
    do {
        store_ideas_changed(b->errand->store, errand_ask(&ask, keep_page, &page), &b->room,
                            &board, page.last_rev);
        is_exact = is_exact && errand_wait(b->errand, &ask) == OK;
        for (size_t i = 0; is_exact && i < page.n; i++) {
            uint64_t supports = 0;

            is_exact = recount(b, store, &page.ideas[i].id, &supports) &&
                       supports == page.ideas[i].supports;
            *out += supports;
        }
    } while (is_exact && page.last_rev < page.board_rev);
    if (store)
        plain_store_close(store);
    return is_exact;
}
