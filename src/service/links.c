/* SPDX-License-Identifier: Apache-2.0 */

/* Links that give a role: made by hosts, told once, kept as hashes. */
#include "service/actor.h"
#include "store/store_devices.h"
#include "store/store_invites.h"

#include <string.h>

#define MS_PER_S 1000u

/* ---- link.create --------------------------------------------------------------------- */

static void made(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct strbuf ok = {0};

    (void)result;
    if (err) {
        const struct error_detail detail = {.limit =
                                                err == ERR_LIMIT_REACHED ? "links" : NULL};

        request_fail_with(request, err, &detail);
        return;
    }
    strbuf_printf(&ok, "{\"link\":\"%s\",\"secret\":\"%s\"}",
                  request->with.link_create.link.id.text, request->with.link_create.secret);
    request_ok(request, &ok);
}

void use_link_create(struct request *request)
{
    const struct command *command = &request->command;

    /* A host who could make one would have it. */
    if (command->link_create.role == ROLE_AUDITOR &&
        !actor_may(request->actor, RIGHT_OWN)) {
        request_fail(request, ERR_FORBIDDEN);
        return;
    }
    struct service *service = request->service;
    struct link *link = &request->with.link_create.link;
    bool once = command->link_create.role != ROLE_STAGE; /* Screens are started again. */
    uint8_t random[ID_RANDOM_BYTES];
    struct link_secret secret;

    service->clock->random(service->clock, random, sizeof random);
    *link = (struct link){
        .id = id_from_random(random),
        .role = command->link_create.role,
        .once = once,
    };
    memcpy(link->label, command->link_create.label, sizeof link->label);
    if (link->role == ROLE_KIOSK)
        memcpy(link->place, command->link_create.place, sizeof link->place);
    link_secret_mint(service->clock, link->role, &request->watch->mirror.room.code,
                     request->with.link_create.secret);
    if (!link_secret_read(service->identity, request->with.link_create.secret,
                          strlen(request->with.link_create.secret), &secret)) {
        request_fail(request, ERR_INTERNAL);
        return;
    }
    request->io.done = made;
    store_link_create(service->store, &request->io, &request->watch->id, link, secret.hash,
                      once ? (uint64_t)LINK_HOST_TTL_S * MS_PER_S : 0);
}

/* ---- link.list and link.revoke
 * ------------------------------------------------------------ */

static void listed(struct store_request *io, enum err err, const void *result)
{
    const struct link_list *list = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_puts(&ok, "{\"links\":[");
    for (size_t i = 0; i < list->n; i++) {
        const struct link *link = &list->links[i];

        strbuf_printf(&ok, "%s{\"link\":\"%s\",\"role\":\"%s\",\"label\":", i ? "," : "",
                      link->id.text, role_name(link->role));
        json_text(&ok, link->label, strlen(link->label));
        strbuf_printf(&ok, ",\"created\":%llu,\"used\":%s}",
                      (unsigned long long)link->created_ms, link->used ? "true" : "false");
    }
    strbuf_puts(&ok, "]}");
    request_ok(io->owner, &ok);
}

void use_link_list(struct request *request)
{
    request->io.done = listed;
    store_link_list(request->service->store, &request->io, &request->watch->id);
}

void use_link_revoke(struct request *request)
{
    request->io.done = request_finish;
    store_link_revoke(request->service->store, &request->io, &request->watch->id,
                      &request->command.link_revoke.link);
}

/* ---- link.exchange ---------------------------------------------------------------------
 */

static void exchanged(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct link_secret *secret = &request->with.exchange.read;
    const enum role *role = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(request, err);
        return;
    }
    strbuf_printf(&ok, "{\"role\":\"%s\",\"room\":", role_name(*role));
    if (secret->role == ROLE_OWNER)
        strbuf_puts(&ok, "null}");
    else
        strbuf_printf(&ok, "\"%s\"}", secret->code.text);
    request_ok(request, &ok);
}

static void room_found(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;

    if (err || !request->actor) {
        /* A room that is gone and a secret that never was look the same. */
        request_fail(request, err == ERR_NOT_FOUND ? ERR_LINK_SPENT : err);
        return;
    }
    const struct link_secret *secret = &request->with.exchange.read;

    request->io.done = exchanged;
    if (secret->role == ROLE_PARTICIPANT)
        store_invite_exchange(request->service->store, &request->io, result, secret->number,
                              secret->hash, &request->actor->participant);
    else if (secret->role == ROLE_KIOSK)
        store_device_enrol(request->service->store, &request->io, result, secret->hash,
                           &request->actor->participant);
    else
        store_link_exchange(request->service->store, &request->io, result, secret->hash,
                            &request->actor->participant);
}

void use_link_exchange(struct request *request)
{
    const char *text = request->command.link_exchange.secret;
    struct link_secret *secret = &request->with.exchange.read;

    if (!link_secret_read(request->service->identity, text, strlen(text), secret)) {
        request_fail(request, ERR_LINK_SPENT);
        return;
    }
    if (secret->role == ROLE_OWNER) {
        request->io.done = exchanged;
        store_owner_link_exchange(request->service->store, &request->io, secret->hash,
                                  &request->actor->participant);
        return;
    }
    request->io.done = room_found;
    store_code_find(request->service->store, &request->io, &secret->code);
}
