/* SPDX-License-Identifier: Apache-2.0 */

/* Making, changing and listing rooms. */
#include "service/actor.h"
#include "service/gates.h"
#include "service/rehearsals.h"
#include "store/store_gates.h"
#include "store/store_theme.h"
#include "wire/record.h"

#include <string.h>

#define CODE_TRIES        8
#define CODE_RANDOM_BYTES 32

/* ---- room.create ------------------------------------------------------------------- */

/* Does the room give points, which the clerk carries to its space? */
static bool gives_points(const struct buf *settings)
{
    struct room_settings read = {0};

    if (!settings || settings_read(settings, &read))
        return false;
    return points_are_given(&read.points) && !read.rehearsal.until_ms;
}

static void answer_created(struct request *request)
{
    struct strbuf ok = {0};

    strbuf_printf(&ok, "{\"id\":\"%s\",\"code\":\"%s\"}",
                  request->command.room_create.id.text, request->with.room.code.text);
    request_ok(request, &ok);
}

static void told_of_created(struct store_request *io, enum err err, const void *result)
{
    (void)result;
    if (err)
        request_fail(io->owner, err); /* Whoever makes it again, tells again. */
    else
        answer_created(io->owner);
}

static void created(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct room_record *record = result;

    if (err == ERR_EXISTS && ++request->tries < CODE_TRIES) {
        if (request->command.type == COMMAND_REHEARSAL_BEGIN)
            room_make(request, request->command.room_create.settings, NULL);
        else
            use_room_create(request);
        return;
    }
    if (err) {
        const struct error_detail detail = {.limit =
                                                err == ERR_LIMIT_REACHED ? "rooms" : NULL};

        request_fail_with(request, err, &detail);
        return;
    }
    request->with.room.code = record->room.code;
    if (request->command.type == COMMAND_REHEARSAL_BEGIN) {
        rehearsal_made(request, record);
        return;
    }
    if (!gives_points(record->settings)) {
        answer_created(request);
        return;
    }
    request->io.done = told_of_created;
    store_duty_tell(request->service->store, &request->io, &record->room.id);
}

void room_make(struct request *request, struct buf *settings, const struct logo_files *logo)
{
    struct service *service = request->service;
    uint8_t random[CODE_RANDOM_BYTES];

    do
        service->clock->random(service->clock, random, sizeof random);
    while (!code_from_random(random, sizeof random, &request->with.room.code));

    request->io.done = created;
    store_room_create(service->store, &request->io, &request->command.room_create.id,
                      &request->with.room.code, settings, logo);
}

/* A new room looks as its space does, unless it says otherwise. */
static void space_theme_known(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct buf *settings = request->command.room_create.settings;
    const struct space_theme *space = result;

    if (err) {
        request_fail(request, err);
    } else if (!space->json) {
        room_make(request, settings, NULL);
    } else {
        struct buf *themed = settings_with_theme(settings, space->json);

        room_make(request, themed, &space->files);
        buf_unref(themed);
    }
}

void use_room_create(struct request *request)
{
    struct buf *written = request->command.room_create.settings;
    struct room_settings settings;

    if (settings_read(written, &settings) || settings.theme.is_set) {
        room_make(request, written, NULL);
        return;
    }
    request->io.done = space_theme_known;
    store_space_theme(request->service->store, &request->io, true);
}

/* ---- room.list --------------------------------------------------------------------- */

static void listed(struct store_request *io, enum err err, const void *result)
{
    const struct room_list *list = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_puts(&ok, "{\"rooms\":[");
    for (size_t i = 0; i < list->n; i++) {
        const struct room_listed *room = &list->rooms[i];
        struct room_settings settings = {0};

        if (settings_read(room->settings, &settings))
            settings.title[0] = '\0'; /* Not readable is not a reason to hide the others. */
        strbuf_printf(&ok, "%s{\"id\":\"%s\",\"code\":\"%s\",\"created\":%llu,\"title\":",
                      i ? "," : "", room->id.text, room->code.text,
                      (unsigned long long)room->created_ms);
        json_text(&ok, settings.title, strlen(settings.title));
        strbuf_puts(&ok, settings.rehearsal.until_ms ? ",\"rehearsal\":true}" : "}");
    }
    strbuf_puts(&ok, "]}");
    request_ok(io->owner, &ok);
}

void use_room_list(struct request *request)
{
    request->io.done = listed;
    store_room_list(request->service->store, &request->io);
}

/* ---- room.update and room.delete -------------------------------------------------------
 */

/* The room as it is, for whoever decided upon another. */
static void fail_stale(struct request *request, const struct room_record *record)
{
    const struct room_view view = {
        .room = &record->room,
        .settings = record->settings,
        .order = record->room.order,
        .n_order = record->room.n_order,
        .current = &record->room.current,
        .board = &record->room.board,
    };
    struct strbuf json = {0};

    record_room(&json, &view);
    struct buf *text = strbuf_take(&json);
    const struct error_detail detail = {.record = text};
    request_fail_with(request, ERR_STALE, &detail);
    buf_unref(text);
}

static void updated(struct store_request *io, enum err err, const void *result)
{
    const struct room_record *record = result;
    struct strbuf ok = {0};

    if (err == ERR_STALE && record) {
        fail_stale(io->owner, record);
    } else if (err == ERR_BAD_FIELD) {
        const struct error_detail detail = {.field = "small_groups"};

        request_fail_with(io->owner, err, &detail);
    } else if (err) {
        request_fail(io->owner, err);
    } else {
        strbuf_printf(&ok, "{\"rev\":%llu}", (unsigned long long)record->room.rev);
        request_ok(io->owner, &ok);
    }
}

static void update(struct request *request)
{
    const struct command *command = &request->command;
    uint8_t *hash = request->with.room.passcode_hash;
    bool needs_passcode = command->room_update.set_access &&
                          command->room_update.access == ACCESS_PASSCODE &&
                          !request->watch->has_passcode;
    struct room_change change = {
        .rev = command->room_update.rev,
        .settings = command->room_update.settings,
        .current = command->room_update.set_current ? &command->room_update.current : NULL,
        .board = command->room_update.set_board ? &command->room_update.board : NULL,
        .set_access = command->room_update.set_access,
        .access = command->room_update.access,
        .set_small = command->room_update.set_small,
        .small = command->room_update.small,
        .by = &request->actor->participant,
    };

    if (command->room_update.passcode[0]) {
        passcode_hash(request->service->identity, &request->watch->id,
                      command->room_update.passcode, hash);
        change.passcode_hash = hash;
    } else if (needs_passcode) {
        const struct error_detail detail = {.field = "passcode"};

        request_fail_with(request, ERR_BAD_FIELD, &detail);
        return;
    }
    request->io.done = updated;
    store_room_update(request->service->store, &request->io, &request->watch->id, &change);
}

void use_room_update(struct request *request)
{
    rehearsal_stays(request);
    if (gives_points(request->command.room_update.settings))
        duty_first(request, update);
    else
        update(request);
}

void use_room_delete(struct request *request)
{
    request->io.done = request_finish;
    store_room_delete(request->service->store, &request->io,
                      &request->command.room_delete.id);
}
