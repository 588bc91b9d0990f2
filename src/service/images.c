/* SPDX-License-Identifier: Apache-2.0 */

/* Pictures of ideas, as staff looks at them: what waits, and what becomes of it. */
#include "service/actor.h"

#include "store/store_images.h"

static void was_checked(struct store_request *io, enum err err, const void *result)
{
    const struct request *request = io->owner;
    const struct idea *idea = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    shelves_hear(request->watch, &request->command.image.board, idea->rev);
    strbuf_printf(&ok, "{\"version\":%llu}", (unsigned long long)idea->version);
    request_ok(io->owner, &ok);
}

void use_image_check(struct request *request)
{
    const struct command *command = &request->command;
    const struct idea_place place = {request->watch->id, command->image.board,
                                     command->image.idea};

    request->io.done = was_checked;
    store_image_check(request->service->store, &request->io, &place, &command->image.image,
                      command->image.state, &request->actor->participant);
}

static void were_listed(struct store_request *io, enum err err, const void *result)
{
    const struct image_list *list = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_printf(&ok, "{\"total\":%llu,\"images\":[", (unsigned long long)list->total);
    for (size_t i = 0; i < list->n; i++) {
        strbuf_printf(&ok, "%s{\"idea\":\"%s\",", i ? "," : "", list->images[i].idea.text);
        image_fields(&ok, &list->images[i].image);
        strbuf_puts(&ok, "}");
    }
    strbuf_puts(&ok, "]}");
    request_ok(io->owner, &ok);
}

void use_image_list(struct request *request)
{
    if (!told_board(request, &request->command.image.board))
        return;
    request->io.done = were_listed;
    store_image_list(request->service->store, &request->io, &request->watch->id,
                     &request->command.image.board);
}
