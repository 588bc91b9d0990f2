/* SPDX-License-Identifier: Apache-2.0 */

/* Ideas as they are read: single ones, and the pages of a board, in an order or by what is
 * looked for. */
#include "live/word_search.h"
#include "service/actor.h"
#include "service/gates.h"

#include "wire/record.h"

#include <string.h>

void write_ideas(const struct request *request, const struct mirror_board *board,
                 const struct idea_pages *pages, struct strbuf *out)
{
    const struct gates none = {0}, *gates = board ? &board->board.rules.gates : &none;
    const struct participant *me = &request->actor->participant;
    bool is_staff = viewer_of(request).is_staff;

    strbuf_puts(out, "\"ideas\":[");
    for (size_t i = 0; i < pages->n; i++) {
        const struct idea_read *read = &pages->ideas[i];
        const struct gate_view gate = gate_view_of(gates, read);
        const struct idea_view view = {
            .idea = &read->idea,
            .words = read->words,
            .n = read->n,
            .on = read->on,
            .listed = read->listed,
            .with = read->with,
            .n_with = read->n_with,
            .images = read->images,
            .n_images = read->n_images,
            .is_mine = memcmp(me->bytes, read->idea.author.bytes, PARTICIPANT_BYTES) == 0,
            .is_staff = is_staff,
            .gate = &gate,
        };

        if (i)
            strbuf_puts(out, ",");
        record_idea(out, &view);
    }
    strbuf_puts(out, "]");
}

struct idea_reader reader_of(const struct request *request,
                             const struct mirror_board *board, const struct id *ideas,
                             size_t n)
{
    return (struct idea_reader){
        .participant = &request->actor->participant,
        .is_staff = viewer_of(request).is_staff,
        .sees_others = phase_rule(board->board.phase)->shows_ideas,
        .ideas = ideas,
        .n = n,
    };
}

static void were_read(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct strbuf ok = {0};

    if (err || !request->actor) {
        request_fail(request, err);
        return;
    }
    strbuf_puts(&ok, "{");
    write_ideas(request,
                mirror_board(&request->watch->mirror, &request->command.ideas.board),
                result, &ok);
    strbuf_puts(&ok, "}");
    request_ok(request, &ok);
}

const struct mirror_board *told_board(struct request *request, const struct id *id)
{
    const struct mirror_board *board = mirror_board(&request->watch->mirror, id);
    bool is_staff = viewer_of(request).is_staff;

    if (board && mirror_board_is_told(board, is_staff ? AUDIENCE_STAFF : AUDIENCE_PUBLIC))
        return board;
    if (!request_is_early(request))
        request_fail(request, ERR_NOT_FOUND);
    return NULL;
}

void use_idea_read(struct request *request)
{
    const struct command *command = &request->command;
    const struct mirror_board *board = told_board(request, &command->ideas.board);

    if (!board)
        return;
    const struct idea_reader reader = reader_of(
        request, board, (const struct id *)command->ideas.ids->text, command->ideas.n);

    request->io.done = were_read;
    store_ideas_read(request->service->store, &request->io, &request->watch->id,
                     &command->ideas.board, &reader);
}

/* ---- Pages ------------------------------------------------------------------------------
 */

/* How many supports one has left to give, where that is a matter of number. */
static void add_left(struct strbuf *ok, uint32_t each, const struct idea_pages *pages)
{
    if (each > 0)
        strbuf_printf(ok, "\"left\":%u,", each > pages->spent ? each - pages->spent : 0);
}

static void page_read(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct mirror_board *board =
        mirror_board(&request->watch->mirror, &request->command.idea_list.board);
    struct strbuf ok = {0};

    if (!err && (!board || !request->actor))
        err = ERR_NOT_FOUND;
    if (err) {
        request_fail(request, err);
        return;
    }
    strbuf_printf(&ok, "{\"rev\":%llu,\"total\":%u,\"more\":%s,",
                  (unsigned long long)board->shelf.rev, board->shelf.shown,
                  request->with.page.page_has_more ? "true" : "false");
    if (viewer_of(request).is_staff)
        strbuf_printf(&ok, "\"pending\":%u,", board->shelf.pending);
    add_left(&ok, board->board.rules.supports_each, result);
    if (request->with.page.is_search)
        strbuf_printf(&ok, "\"found\":%u,\"partial\":%s,", request->with.page.found,
                      request->with.page.is_partial ? "true" : "false");
    write_ideas(request, board, result, &ok);
    strbuf_puts(&ok, "}");
    request_ok(request, &ok);
}

static struct shelf_query query_of(const struct request *request,
                                   const struct mirror_board *board)
{
    const struct command *command = &request->command;
    struct shelf_query query = {
        .viewer = viewer_of(request),
        .order = command->idea_list.has_order ? command->idea_list.order
                                              : board->board.rules.order,
        .has_group = command->idea_list.has_group,
        .group = command->idea_list.group,
        .has_tag = command->idea_list.has_tag,
        .tag = command->idea_list.tag,
        .has_status = command->idea_list.has_status,
        .status = command->idea_list.status,
        .has_state = command->idea_list.has_state,
        .state = command->idea_list.state,
        .has_after = command->idea_list.has_after,
        .after = command->idea_list.after,
        .mine = command->idea_list.mine,
        .n = command->idea_list.n,
    };

    query.viewer.sees_others = phase_rule(board->board.phase)->shows_ideas;
    return query;
}

/* Looks for the words, which are indexed by now. */
static size_t search(struct request *request, struct mirror_board *board,
                     struct shelf_query *query, struct id ids[], bool *more)
{
    const struct buf *words = request->command.idea_list.search;
    uint32_t found;

    query->is_search = true;
    query->best_first = !request->command.idea_list.has_order;
    query->scores =
        word_index_search(board->shelf.index, words->text, words->len, &query->n_scores);
    size_t n =
        shelf_search(&board->shelf, request->service->clock, query, ids, more, &found);

    request->with.page.is_search = true;
    request->with.page.found = found;
    request->with.page.is_partial = !shelf_is_searched(&board->shelf);
    return n;
}

static void list_page(struct request *request, struct mirror_board *board)
{
    struct shelf_query query = query_of(request, board);
    struct id ids[IDEAS_PER_PAGE_MAX];
    bool more;

    request->with.page.is_search = false;
    size_t n = request->command.idea_list.search
                   ? search(request, board, &query, ids, &more)
                   : shelf_page(&board->shelf, request->service->clock, &query, ids, &more);
    const struct idea_reader reader = reader_of(request, board, ids, n);

    request->with.page.page_has_more = more;
    request->io.done = page_read;
    store_ideas_read(request->service->store, &request->io, &request->watch->id,
                     &board->board.id, &reader);
}

static void words_loaded(struct shelf_wait *wait, enum err err)
{
    struct request *request = wait->owner;
    struct mirror_board *board =
        mirror_board(&request->watch->mirror, &request->command.idea_list.board);

    if (!err && (!board || !request->actor))
        err = ERR_NOT_FOUND;
    if (err)
        request_fail(request, err);
    else
        list_page(request, board);
}

static void shelf_loaded(struct shelf_wait *wait, enum err err)
{
    struct request *request = wait->owner;
    const struct id *id = &request->command.idea_list.board;

    if (err || !request->command.idea_list.search) {
        words_loaded(wait, err);
        return;
    }
    *wait = (struct shelf_wait){.done = words_loaded, .owner = request};
    indexes_load(request->watch, id, wait);
}

void use_idea_list(struct request *request)
{
    const struct id *id = &request->command.idea_list.board;

    if (!told_board(request, id))
        return;
    request->with.shelf = (struct shelf_wait){.done = shelf_loaded, .owner = request};
    shelves_load(request->watch, id, &request->with.shelf);
}
