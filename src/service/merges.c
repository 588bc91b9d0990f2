/* SPDX-License-Identifier: Apache-2.0 */

/* Ideas that are merged: by staff, or by the author of the one that goes into another; and
 * parted again. Whose supporters count where is for the store to say. */
#include "service/actor.h"

#define SUPPORT_TRIES 4 /* While ideas are merged and parted under it. */
#define BUSY_AGAIN_MS 200

static struct idea_place place_of(const struct request *request)
{
    const struct command *command = &request->command;

    if (command->type == COMMAND_IDEA_SUPPORT)
        return (struct idea_place){request->watch->id, command->idea_support.board,
                                   command->idea_support.idea};
    return (struct idea_place){request->watch->id, command->idea_merge.board,
                               command->idea_merge.idea};
}

static void was_merged(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct idea *idea = result;
    struct strbuf ok = {0};

    if (err) {
        const struct error_detail detail = {
            .into = err == ERR_MERGED && idea ? idea->into.text : NULL,
            .limit = err == ERR_LIMIT_REACHED ? "merged_into" : NULL,
        };

        request_fail_with(request, err, &detail);
        return;
    }
    shelves_hear(request->watch, &request->command.idea_merge.board, idea->rev);
    strbuf_printf(&ok, "{\"version\":%llu,\"state\":\"%s\",\"status\":\"%s\"}",
                  (unsigned long long)idea->version, idea_state_name(idea->state),
                  idea_status_name(idea->status));
    request_ok(request, &ok);
}

typedef void store_merge(struct store *store, struct store_request *request,
                         const struct idea_place *place,
                         const struct idea_merging *merging);

static void use_merge(struct request *request, store_merge *merge)
{
    const struct command *command = &request->command;
    const struct actor *actor = request->actor;
    const struct mirror_board *board = told_board(request, &command->idea_merge.board);
    const struct idea_place place = place_of(request);

    if (!board)
        return;
    const struct idea_merging merging = {
        .version = command->idea_merge.version,
        .into = command->idea_merge.into,
        .author = policy_may(actor->role, RIGHT_CHECK) ? NULL : &actor->participant,
        .by = &actor->participant,
        .half_life_s = board_half_life_s(board->board.rules.kind),
    };

    request->io.done = was_merged;
    merge(request->service->store, &request->io, &place, &merging);
}

void use_idea_merge(struct request *request)
{
    use_merge(request, store_idea_merge);
}

void use_idea_unmerge(struct request *request)
{
    use_merge(request, store_idea_unmerge);
}

/* ---- Supports that meet a merge -------------------------------------------------------
 */

static void finished(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct id *end = result;

    if (err || !request->actor) {
        request_fail(request, err);
        return;
    }
    if (id_same(end, &request->command.idea_support.idea)) {
        use_idea_support(request); /* It is one of its own, and takes supports again. */
        return;
    }
    const struct error_detail detail = {.into = end->text};

    request_fail_with(request, ERR_MERGED, &detail);
}

void support_merged(struct request *request, enum err err)
{
    const struct mirror_board *board =
        mirror_board(&request->watch->mirror, &request->command.idea_support.board);
    const struct idea_place place = place_of(request);
    const struct error_detail detail = {.again_ms = BUSY_AGAIN_MS};

    if (!board || !request->actor) {
        request_fail(request, ERR_NOT_FOUND);
        return;
    }
    if (++request->tries > SUPPORT_TRIES) {
        request_fail_with(request, err == ERR_MERGED ? ERR_TOO_MANY : err, &detail);
        return;
    }
    request->io.done = finished;
    store_merge_finish(request->service->store, &request->io, &place,
                       board_half_life_s(board->board.rules.kind));
}
