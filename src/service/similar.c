/* SPDX-License-Identifier: Apache-2.0 */

/* Ideas that are like one that somebody is about to post. */
#include "service/actor.h"
#include "service/gates.h"

#include "domain/alike.h"
#include "live/word_alike.h"
#include "wire/record.h"

#include <string.h>

/* More than are told: several may be part of one. */
#define ALIKE_ASKED 20

static struct mirror_board *board_of(const struct request *request)
{
    return mirror_board(&request->watch->mirror, &request->command.idea_similar.board);
}

static void were_read(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct strbuf ok = {0};

    if (err || !request->actor) {
        request_fail(request, err);
        return;
    }
    strbuf_printf(&ok, "{\"partial\":%s,",
                  request->with.similar.is_partial ? "true" : "false");
    write_ideas(request, board_of(request), result, &ok);
    strbuf_puts(&ok, "}");
    request_ok(request, &ok);
}

struct showing {
    const struct shelf *shelf;
    struct shelf_viewer viewer;
};

/* Merged into one that was merged into another, and so on: no further. */
#define MERGES_FOLLOWED 8

/* The idea that the one at this place leads to: itself, or what it became part of. NULL
 * when that may not be shown; one's own that staff hid is not an idea to support. */
static const struct shelf_idea *shown_at(const struct showing *showing, uint32_t place)
{
    const struct shelf_idea *at =
        place < showing->shelf->n ? showing->shelf->ideas[place] : NULL;

    for (unsigned i = 0; i < MERGES_FOLLOWED && at && at->idea.state == IDEA_SHOWN; i++) {
        if (at->idea.status != STATUS_MERGED)
            return shelf_may_see(&showing->viewer, &at->idea) ? at : NULL;
        at = shelf_find(showing->shelf, &at->idea.into);
    }
    return NULL;
}

static bool may_show(void *context, uint32_t place)
{
    return shown_at(context, place) != NULL;
}

/* Each once, though several that were merged into it may be alike. */
static size_t ids_of(const struct showing *showing, const struct alike_found found[],
                     size_t n_found, struct id ids[])
{
    size_t n = 0;

    for (size_t i = 0; i < n_found && n < SIMILAR_MAX; i++) {
        const struct id *id = &shown_at(showing, found[i].place)->idea.id;
        size_t known = 0;

        while (known < n && !id_same(&ids[known], id))
            known++;
        if (known == n)
            ids[n++] = *id;
    }
    return n;
}

static void words_loaded(struct shelf_wait *wait, enum err err)
{
    struct request *request = wait->owner;
    const struct mirror_board *board = board_of(request);
    struct idea_texts texts;

    if (!err && (!board || !request->actor))
        err = ERR_NOT_FOUND;
    if (!err)
        err = idea_texts_read(request->command.idea_similar.typed.json, &texts);
    if (err) {
        request_fail(request, err);
        return;
    }
    struct showing showing = {&board->shelf, viewer_of(request)};
    struct alike_found found[ALIKE_ASKED];
    struct id ids[SIMILAR_MAX];
    const struct alike_query query = {
        .typed = {texts.title, texts.text, strlen(texts.title), strlen(texts.text)},
        .may_show = may_show,
        .context = &showing,
        .least = ALIKE_LEAST,
    };

    showing.viewer.sees_others = phase_rule(board->board.phase)->shows_ideas;
    size_t n = word_index_alike(board->shelf.index, &query, found, ALIKE_ASKED);

    n = ids_of(&showing, found, n, ids);
    const struct idea_reader reader = reader_of(request, board, ids, n);

    request->with.similar.is_partial = !shelf_is_searched(&board->shelf);
    request->io.done = were_read;
    store_ideas_read(request->service->store, &request->io, &request->watch->id,
                     &board->board.id, &reader);
}

static void shelf_loaded(struct shelf_wait *wait, enum err err)
{
    struct request *request = wait->owner;

    if (err) {
        words_loaded(wait, err);
        return;
    }
    *wait = (struct shelf_wait){.done = words_loaded, .owner = request};
    indexes_load(request->watch, &request->command.idea_similar.board, wait);
}

void use_idea_similar(struct request *request)
{
    const struct id *id = &request->command.idea_similar.board;

    if (!told_board(request, id))
        return;
    request->with.shelf = (struct shelf_wait){.done = shelf_loaded, .owner = request};
    shelves_load(request->watch, id, &request->with.shelf);
}
