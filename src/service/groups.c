/* SPDX-License-Identifier: Apache-2.0 */

/* Ideas that the host puts together. */
#include "service/actor.h"

static void was_grouped(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct idea *idea = result;
    const struct error_detail detail = {.field = "group"};
    struct strbuf ok = {0};

    if (err == ERR_BAD_FIELD) {
        request_fail_with(request, err, &detail);
        return;
    }
    if (err) {
        request_fail(request, err);
        return;
    }
    shelves_hear(request->watch, &request->command.idea_group.board, idea->rev);
    strbuf_printf(&ok, "{\"version\":%llu,\"state\":\"%s\",\"status\":\"%s\"}",
                  (unsigned long long)idea->version, idea_state_name(idea->state),
                  idea_status_name(idea->status));
    request_ok(request, &ok);
}

void use_idea_group(struct request *request)
{
    const struct command *command = &request->command;
    const struct idea_place place = {request->watch->id, command->idea_group.board,
                                     command->idea_group.idea};

    if (!told_board(request, &command->idea_group.board))
        return;
    request->io.done = was_grouped;
    store_idea_group(request->service->store, &request->io, &place,
                     command->idea_group.version, command->idea_group.group);
}
