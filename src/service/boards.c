/* SPDX-License-Identifier: Apache-2.0 */

/* Writing boards, leading them through their phases, and looking at them. */
#include "service/actor.h"
#include "service/gates.h"

#include "wire/record.h"

#include <inttypes.h>
#include <stddef.h>

static void fail_stale(struct request *request, const struct board_record *record)
{
    const struct board board = {
        .id = record->id,
        .phase = record->phase,
        .version = record->version,
        .closes_ms = record->closes_ms,
        .place = record->place,
        .rules_version = record->rules_version,
    };
    const struct board_view view = {&board, record->def, true}; /* Of a host. */
    struct strbuf json = {0};

    record_board(&json, &view);
    struct buf *text = strbuf_take(&json);
    const struct error_detail detail = {.record = text};
    request_fail_with(request, ERR_STALE, &detail);
    buf_unref(text);
}

/* True when the request ended in an error. */
static bool failed(struct request *request, enum err err, const struct board_record *record)
{
    const struct error_detail detail = {.limit =
                                            err == ERR_LIMIT_REACHED ? "boards" : NULL};

    if (!err)
        return false;
    if (err == ERR_STALE && record)
        fail_stale(request, record);
    else
        request_fail_with(request, err, &detail);
    return true;
}

static void written(struct store_request *io, enum err err, const void *result)
{
    const struct board_record *record = result;
    struct strbuf ok = {0};

    if (failed(io->owner, err, record))
        return;
    strbuf_printf(&ok, "{\"version\":%llu,\"phase\":\"%s\"}",
                  (unsigned long long)record->version, phase_rule(record->phase)->name);
    request_ok(io->owner, &ok);
}

static void removed(struct store_request *io, enum err err, const void *result)
{
    if (!failed(io->owner, err, result))
        request_ok_empty(io->owner);
}

static void add(struct request *request)
{
    const struct command *command = &request->command;
    const struct board board = {
        .id = command->board.board,
        .phase = PHASE_DRAFT,
        .rules = command->board.def.rules,
    };

    request->io.done = written;
    store_board_add(request->service->store, &request->io, &request->watch->id, &board,
                    command->board.def.json);
}

void use_board_add(struct request *request)
{
    if (request->command.board.def.rules.gates.n > 0)
        duty_first(request, add);
    else
        add(request);
}

void use_board_remove(struct request *request)
{
    request->io.done = removed;
    store_board_remove(request->service->store, &request->io, &request->watch->id,
                       &request->command.board.board, request->command.board.version);
}

/* ---- Changes: half of the record comes with the command, half is as it is --------------
 */

/* The mirror's board, if it is at least as new as what was decided upon; else the request
 * goes on later, or has ended. */
static const struct mirror_board *known_board(struct request *request)
{
    const struct mirror_board *board =
        mirror_board(&request->watch->mirror, &request->command.board.board);

    if (board && board->board.version >= request->command.board.version)
        return board;
    if (request_is_early(request))
        return NULL;
    if (!board)
        request_fail(request, ERR_NOT_FOUND);
    return board; /* The store says how it is. */
}

static void change(struct request *request, const struct board *board, struct buf *def,
                   const char *fact)
{
    const struct board_change what = {
        .board = board,
        .def = def,
        .keeps_closing = request->command.type == COMMAND_BOARD_UPDATE,
        .closes_in_ms = request->command.board.closes_in_ms,
        .fact = fact,
        .by = &request->actor->participant,
    };

    request->io.done = written;
    store_board_change(request->service->store, &request->io, &request->watch->id, &what);
}

void use_board_move(struct request *request)
{
    const struct command *command = &request->command;
    const struct mirror_board *known = known_board(request);

    if (!known)
        return;
    struct board board = known->board;

    board.version = command->board.version;
    board.phase = command->board.phase;
    change(request, &board, known->def, "board.moved");
}

static void update(struct request *request)
{
    const struct command *command = &request->command;
    const struct mirror_board *known = known_board(request);
    const struct error_detail detail = {.field = "def.kind"};

    if (!known)
        return;
    struct board board = known->board;

    if (command->board.def.rules.kind != board.rules.kind) {
        request_fail_with(request, ERR_BAD_FIELD, &detail);
        return;
    }
    board.version = command->board.version;
    board.rules = command->board.def.rules;
    change(request, &board, command->board.def.json, "board.changed");
}

void use_board_update(struct request *request)
{
    if (request->command.board.def.rules.gates.n > 0)
        duty_first(request, update);
    else
        update(request);
}

/* ---- Looking ---------------------------------------------------------------------------
 */

struct shelf_viewer viewer_of(const struct request *request)
{
    const struct actor *actor = request->actor;

    return (struct shelf_viewer){
        .participant = actor->participant,
        /* A host's phone shows what every phone shows. */
        .is_staff = policy_may(actor->role, RIGHT_CHECK) &&
                    (actor->view == VIEW_HOST || !actor->is_socket),
    };
}

static void look(struct request *request, struct mirror_board *board)
{
    struct listener *listener = &request->actor->listener;
    const struct command *command = &request->command;
    struct shelf_viewer viewer = viewer_of(request);

    viewer.sees_others = phase_rule(board->board.phase)->shows_ideas;
    look_at(&listener->look, board, &viewer, (const struct id *)command->ideas.ids->text,
            command->ideas.n);
    listener->slots_due = true;
    listener->wake(listener);
    request_ok_empty(request);
}

static void loaded(struct shelf_wait *wait, enum err err)
{
    struct request *request = wait->owner;
    struct mirror_board *board =
        mirror_board(&request->watch->mirror, &request->command.ideas.board);
    const struct actor *actor = request->actor;

    if (!err && (!board || !actor || !actor->is_listening ||
                 !mirror_board_is_told(board, actor->listener.audience)))
        err = ERR_NOT_FOUND; /* A draft is nothing a participant may learn about. */
    if (err)
        request_fail(request, err);
    else
        look(request, board);
}

void use_board_look(struct request *request)
{
    const struct command *command = &request->command;

    if (!request->actor->is_listening) {
        request_fail(request, ERR_HELLO_FIRST); /* Over HTTP nobody is told anything. */
        return;
    }
    request->with.shelf = (struct shelf_wait){.done = loaded, .owner = request};
    shelves_load(request->watch, &command->ideas.board, &request->with.shelf);
}

void use_board_rules(struct request *request)
{
    const struct mirror_board *board = told_board(request, &request->command.board.board);
    struct strbuf ok = {0};

    if (!board)
        return;
    strbuf_printf(&ok, "{\"version\":%" PRIu64 ",\"rules\":", board->board.rules_version);
    record_rules(&ok, board->def);
    strbuf_puts(&ok, "}");
    request_ok(request, &ok);
}
