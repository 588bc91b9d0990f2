/* SPDX-License-Identifier: Apache-2.0 */

/* Rehearsals, begun and ended by hosts. Who begins one need not own the space: so the
 * server says which room it becomes, and hands over a host's link to it. */
#include "service/rehearsals.h"

#include "store/store_rehearsals.h"

#include <string.h>

#define MS_PER_S 1000u

bool is_rehearsal(const struct watch *watch, struct rehearsal *out)
{
    struct room_settings settings;

    if (!watch || !watch->mirror.settings ||
        settings_read(watch->mirror.settings, &settings) || !settings.rehearsal.until_ms)
        return false;
    if (out)
        *out = settings.rehearsal;
    return true;
}

void rehearsal_stays(struct request *request)
{
    struct buf **settings = &request->command.room_update.settings;
    struct rehearsal rehearsal;

    if (!*settings || !is_rehearsal(request->watch, &rehearsal))
        return;
    struct buf *with = settings_with_rehearsal(*settings, &rehearsal);

    buf_unref(*settings);
    *settings = with;
}

/* ---- rehearsal.begin ------------------------------------------------------------------
 */

static void linked(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct strbuf ok = {0};

    (void)result;
    if (err) {
        request_fail(request, err);
        return;
    }
    strbuf_printf(&ok, "{\"code\":\"%s\",\"secret\":\"%s\"}",
                  request->with.rehearsal.code.text, request->with.rehearsal.secret);
    request_ok(request, &ok);
}

/* Sent again it is the same room, and one more link. */
void rehearsal_made(struct request *request, const struct room_record *record)
{
    struct service *service = request->service;
    struct link *link = &request->with.rehearsal.link;
    uint8_t random[ID_RANDOM_BYTES];
    struct room_settings settings;
    struct link_secret secret;

    service->clock->random(service->clock, random, sizeof random);
    *link = (struct link){.id = id_from_random(random), .role = ROLE_HOST, .once = true};
    link_secret_mint(service->clock, ROLE_HOST, &request->with.rehearsal.code,
                     request->with.rehearsal.secret);
    if (settings_read(record->settings, &settings) || !settings.rehearsal.until_ms ||
        !link_secret_read(service->identity, request->with.rehearsal.secret,
                          strlen(request->with.rehearsal.secret), &secret)) {
        request_fail(request, ERR_INTERNAL);
        return;
    }
    request->io.done = linked;
    store_link_create(service->store, &request->io, &record->room.id, link, secret.hash,
                      (uint64_t)LINK_HOST_TTL_S * MS_PER_S);
}

/* Listed first, so that it ends by itself whatever comes now. */
static void listed(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const uint64_t *until_ms = result;
    const struct error_detail detail = {.limit =
                                            err == ERR_LIMIT_REACHED ? "rehearsals" : NULL};

    if (err || !request->actor) {
        request_fail_with(request, err ? err : ERR_INTERNAL, &detail);
        return;
    }
    const struct mirror *mirror = &request->watch->mirror;
    const struct rehearsal rehearsal = {mirror->room.code, *until_ms};
    struct buf *settings = settings_for_copy(mirror->settings);

    if (!settings) {
        request_fail(request, ERR_INTERNAL);
        return;
    }
    request->command.room_create.settings = settings_with_rehearsal(settings, &rehearsal);
    buf_unref(settings);
    room_make(request, request->command.room_create.settings, NULL);
}

/* Of this room and the client's id alone: nobody names another room with it. */
static void name_room(struct request *request)
{
    struct id *id = &request->command.room_create.id;
    char unused[INVITE_CHARS + 1];
    uint8_t hash[HASH_BYTES];

    invite_make(request->service->identity, &request->watch->id, id, UINT32_MAX, unused,
                hash);
    *id = id_from_random(hash);
}

void use_rehearsal_begin(struct request *request)
{
    if (is_rehearsal(request->watch, NULL)) {
        request_fail(request, ERR_REHEARSAL);
        return;
    }
    name_room(request);
    request->io.done = listed;
    store_rehearsal_list(request->service->store, &request->io,
                         &request->command.room_create.id);
}

/* ---- rehearsal.end --------------------------------------------------------------------
 */

static void deleted(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;

    (void)result;
    if (err) {
        request_fail(request, err);
        return;
    }
    request->io.done = request_finish;
    store_rehearsal_drop(request->service->store, &request->io, &request->watch->id);
}

void use_rehearsal_end(struct request *request)
{
    if (!is_rehearsal(request->watch, NULL)) {
        request_fail(request, ERR_WRONG_MOVE);
        return;
    }
    request->io.done = deleted;
    store_room_delete(request->service->store, &request->io, &request->watch->id);
}
