/* SPDX-License-Identifier: Apache-2.0 */

#include "store/gather.h"

#include "base/limits.h"
#include "base/mem.h"
#include "store/turn.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

struct gather_line {
    struct gather *gather;
    char key[GATHER_KEY_MAX];
    struct list waiting;
    size_t n_waiting;
    unsigned in_flight;
    struct list ready; /* In gather->ready while a call may be made. */
    UT_hash_handle hh;
};

struct gather {
    struct gather_options options;
    struct gather_line *lines; /* By key. */
    struct gather_line *last;  /* That was asked for: most are for the same. May be NULL. */
    struct list ready;
    size_t n_waiting;
};

struct gather *gather_new(const struct gather_options *options)
{
    struct gather *gather = mem_zero(sizeof *gather);

    assert(options->key_bytes <= GATHER_KEY_MAX);
    gather->options = *options;
    list_init(&gather->ready);
    return gather;
}

void gather_free(struct gather *gather)
{
    assert(!gather->lines);
    free(gather);
}

bool gather_is_full(const struct gather *gather)
{
    return gather->n_waiting >= BATCH_QUEUE_MAX;
}

static struct gather_line *line_of(struct gather *gather, const void *key)
{
    size_t len = gather->options.key_bytes;
    struct gather_line *line;

    if (gather->last && memcmp(gather->last->key, key, len) == 0)
        return gather->last;
    HASH_FIND(hh, gather->lines, key, len, line);
    if (line)
        return gather->last = line;

    line = mem_zero(sizeof *line);
    line->gather = gather;
    memcpy(line->key, key, len);
    list_init(&line->waiting);
    list_init(&line->ready);
    HASH_ADD(hh, gather->lines, key, len, line);
    return gather->last = line;
}

/* After any change: it goes, or its turn comes, or it waits for a call to end. */
static void settle(struct gather_line *line)
{
    struct gather *gather = line->gather;

    if (line->n_waiting == 0 && line->in_flight == 0) {
        list_remove(&line->ready);
        HASH_DEL(gather->lines, line);
        if (gather->last == line)
            gather->last = NULL;
        free(line);
    } else if (line->n_waiting > 0 && line->in_flight < BATCHES_IN_FLIGHT &&
               list_is_empty(&line->ready)) {
        list_append(&gather->ready, &line->ready);
        turn_soon(gather->options.turn);
    }
}

void gather_add(struct gather *gather, const void *key, struct list *item)
{
    struct gather_line *line = line_of(gather, key);

    list_init(item);
    list_append(&line->waiting, item);
    line->n_waiting++;
    gather->n_waiting++;
    settle(line);
}

static void send_some(struct gather_line *line)
{
    struct gather *gather = line->gather;
    struct list items;
    size_t n = 0;

    list_init(&items);
    while (n < gather->options.most && line->n_waiting > 0) {
        struct list *item = line->waiting.next;

        list_remove(item);
        list_append(&items, item);
        line->n_waiting--;
        gather->n_waiting--;
        n++;
    }
    line->in_flight++;
    size_t left = n - gather->options.send(gather->options.context, line, &items, n);

    line->n_waiting += left;
    gather->n_waiting += left;
    list_splice(&items, &line->waiting);
    list_splice(&line->waiting, &items);
}

void gather_dispatch(struct gather *gather)
{
    while (!list_is_empty(&gather->ready)) {
        struct gather_line *line =
            container_of(gather->ready.next, struct gather_line, ready);

        list_remove(&line->ready);
        while (line->in_flight < BATCHES_IN_FLIGHT && line->n_waiting > 0)
            send_some(line);
    }
}

const void *gather_key(const struct gather_line *line)
{
    return line->key;
}

void gather_fail_waiting(struct gather_line *line)
{
    struct gather *gather = line->gather;
    struct list waiting;

    /* Who comes meanwhile stands in a line that is empty. */
    list_init(&waiting);
    list_splice(&waiting, &line->waiting);
    gather->n_waiting -= line->n_waiting;
    line->n_waiting = 0;
    while (!list_is_empty(&waiting)) {
        struct list *item = waiting.next;

        list_remove(item);
        gather->options.fail(gather->options.context, item);
    }
}

void gather_came_back(struct gather_line *line)
{
    line->in_flight--;
    settle(line);
}
