/* SPDX-License-Identifier: Apache-2.0 */

/* Ideas that are like one that somebody is about to post. */
#include "service/actor.h"
#include "service/gates.h"

#include "domain/alike.h"
#include "live/word_alike.h"
#include "wire/record.h"

#include <string.h>

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

/* One that became part of another is found there; one's own that staff hid is not an idea
 * to support. */
static bool may_show(void *context, uint32_t place)
{
    const struct showing *showing = context;

    if (place >= showing->shelf->n)
        return false;
    const struct idea *idea = &showing->shelf->ideas[place]->idea;

    return idea->state == IDEA_SHOWN && idea->status != STATUS_MERGED &&
           shelf_may_see(&showing->viewer, idea);
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
    struct alike_found found[SIMILAR_MAX];
    struct id ids[SIMILAR_MAX];
    const struct alike_query query = {
        .typed = {texts.title, texts.text, strlen(texts.title), strlen(texts.text)},
        .may_show = may_show,
        .context = &showing,
        .least = ALIKE_LEAST,
    };

    showing.viewer.sees_others = phase_rule(board->board.phase)->shows_ideas;
    size_t n = word_index_alike(board->shelf.index, &query, found, SIMILAR_MAX);

    for (size_t i = 0; i < n; i++)
        ids[i] = board->shelf.ideas[found[i].place]->idea.id;
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
