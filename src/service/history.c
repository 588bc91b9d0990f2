/* SPDX-License-Identifier: Apache-2.0 */

/* What happened to an idea, told to those who may know. */
#include "service/actor.h"

#include <string.h>

static enum history_reader reads_as(const struct request *request, const struct idea *idea)
{
    if (viewer_of(request).is_staff)
        return HISTORY_STAFF;
    return memcmp(request->actor->participant.bytes, idea->author.bytes,
                  PARTICIPANT_BYTES) == 0
               ? HISTORY_AUTHOR
               : HISTORY_EVERYONE;
}

static void past_read(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct idea_past *past = result;
    struct strbuf ok = {0};

    if (err || !request->actor) {
        request_fail(request, err);
        return;
    }
    const struct history_entry posted = {.at_ms = past->idea.at_ms, .what = HISTORY_POSTED};
    enum history_reader reader = reads_as(request, &past->idea);

    strbuf_puts(&ok, "{\"history\":[");
    record_history_entry(&ok, &posted);
    for (size_t i = 0; i < past->n; i++) {
        if (!history_is_told(past->entries[i].what, reader))
            continue;
        strbuf_puts(&ok, ",");
        record_history_entry(&ok, &past->entries[i]);
    }
    strbuf_puts(&ok, "]}");
    request_ok(request, &ok);
}

void use_idea_history(struct request *request)
{
    const struct command *command = &request->command;
    const struct mirror_board *board = told_board(request, &command->idea.board);
    const struct idea_place place = {request->watch->id, command->idea.board,
                                     command->idea.idea};

    if (!board)
        return;
    const struct idea_reader reader = reader_of(request, board, NULL, 0);

    request->io.done = past_read;
    store_idea_history(request->service->store, &request->io, &place, &reader);
}
