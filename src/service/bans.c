/* SPDX-License-Identifier: Apache-2.0 */

/* Moderation of people: who may post nothing more, and what staff did. */
#include "service/actor.h"

#include "store/store_bans.h"

#include <inttypes.h>

static void was_banned(struct store_request *io, enum err err, const void *result)
{
    const struct error_detail detail = {.limit = err == ERR_LIMIT_REACHED ? "bans" : NULL};
    const struct id *handle = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail_with(io->owner, err, &detail);
        return;
    }
    strbuf_printf(&ok, "{\"ban\":\"%s\"}", handle->text);
    request_ok(io->owner, &ok);
}

void use_room_ban(struct request *request)
{
    const struct command *command = &request->command;
    const struct mirror_board *board = told_board(request, &command->ban.board);
    const struct idea_place place = {request->watch->id, command->ban.board,
                                     command->ban.idea};

    if (!board)
        return;
    request->io.done = was_banned;
    store_ban(request->service->store, &request->io, &place, &command->ban.comment,
              &request->actor->participant);
}

void use_room_unban(struct request *request)
{
    request->io.done = request_finish;
    store_unban(request->service->store, &request->io, &request->watch->id,
                &request->command.ban.ban, &request->actor->participant);
}

static void bans_read(struct store_request *io, enum err err, const void *result)
{
    const struct ban_list *list = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_puts(&ok, "{\"bans\":[");
    for (size_t i = 0; i < list->n; i++) {
        const struct ban *ban = &list->bans[i];

        strbuf_printf(&ok,
                      "%s{\"ban\":\"%s\",\"at\":%" PRIu64
                      ",\"who\":\"%s\",\"board\":\"%s\","
                      "\"idea\":\"%s\"}",
                      i ? "," : "", ban->handle.text, ban->at_ms, ban->by.text,
                      ban->board.text, ban->idea.text);
    }
    strbuf_puts(&ok, "]}");
    request_ok(io->owner, &ok);
}

void use_ban_list(struct request *request)
{
    request->io.done = bans_read;
    store_ban_list(request->service->store, &request->io, &request->watch->id);
}

/* ---- The log ----------------------------------------------------------------------------
 */

static void write_act(struct strbuf *out, const struct act *act)
{
    strbuf_printf(
        out, "{\"number\":%" PRIu64 ",\"at\":%" PRIu64 ",\"who\":\"%s\",\"what\":\"%s\"",
        act->number, act->at_ms, act->by.text, act->what);
    if (!id_is_none(&act->board))
        strbuf_printf(out, ",\"board\":\"%s\"", act->board.text);
    if (!id_is_none(&act->idea))
        strbuf_printf(out, ",\"idea\":\"%s\"", act->idea.text);
    if (act->before[0])
        strbuf_printf(out, ",\"from\":\"%s\"", act->before);
    if (act->after[0])
        strbuf_printf(out, ",\"to\":\"%s\"", act->after);
    strbuf_puts(out, "}");
}

static void acts_read(struct store_request *io, enum err err, const void *result)
{
    const struct act_list *list = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_puts(&ok, "{\"log\":[");
    for (size_t i = 0; i < list->n; i++) {
        if (i)
            strbuf_puts(&ok, ",");
        write_act(&ok, &list->acts[i]);
    }
    strbuf_printf(&ok, "],\"more\":%s}", list->has_more ? "true" : "false");
    request_ok(io->owner, &ok);
}

void use_log_list(struct request *request)
{
    const struct command *command = &request->command;

    request->io.done = acts_read;
    store_act_list(request->service->store, &request->io, &request->watch->id,
                   command->log.before, command->log.n, command->log.what);
}
