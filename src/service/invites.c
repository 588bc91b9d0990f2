/* SPDX-License-Identifier: Apache-2.0 */

/* Single-use invitations: made by hosts, told once, bound to who comes by them first. */
#include "service/actor.h"

#include "store/store_invites.h"

#include <inttypes.h>
#include <string.h>

/* ---- invite.add ------------------------------------------------------------------------
 */

/* Secrets follow from the command's id, so that an answer that was lost is given again. */
static void added(struct store_request *io, enum err err, const void *result)
{
    const struct error_detail detail = {.limit =
                                            err == ERR_LIMIT_REACHED ? "invites" : NULL};
    struct request *request = io->owner;
    const struct command *command = &request->command;
    const uint32_t *first = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail_with(request, err, &detail);
        return;
    }
    strbuf_puts(&ok, "{\"invites\":[");
    for (uint32_t i = 0; i < command->invite.n; i++) {
        char made[INVITE_CHARS + 1], secret[SECRET_CHARS_MAX + 1];
        uint8_t hash[HASH_BYTES];

        invite_make(request->service->identity, &request->watch->id, &command->invite.id, i,
                    made, hash);
        invite_secret(&request->watch->mirror.room.code, *first + i, made, secret);
        strbuf_printf(&ok, "%s{\"number\":%" PRIu32 ",\"secret\":\"%s\"}", i ? "," : "",
                      *first + i, secret);
    }
    strbuf_puts(&ok, "]}");
    request_ok(request, &ok);
}

void use_invite_add(struct request *request)
{
    const struct command *command = &request->command;
    struct invite_made made[INVITES_AT_ONCE_MAX] = {0};
    const char *label = command->invite.labels->text;

    for (uint32_t i = 0; i < command->invite.n; i++) {
        char secret[INVITE_CHARS + 1];

        made[i].label = label;
        invite_make(request->service->identity, &request->watch->id, &command->invite.id, i,
                    secret, made[i].secret_hash);
        label += strlen(label) + 1;
    }
    request->io.done = added;
    store_invite_add(request->service->store, &request->io, &request->watch->id,
                     &command->invite.id, made, command->invite.n);
}

/* ---- invite.list and invite.revoke
 * -------------------------------------------------------
 */

static void write_invite(struct strbuf *out, const struct invite *invite)
{
    strbuf_printf(out, "{\"number\":%" PRIu32 ",\"label\":", invite->number);
    json_text(out, invite->label, strlen(invite->label));
    strbuf_printf(out,
                  ",\"created\":%" PRIu64 ",\"used\":%" PRIu64 ",\"revoked\":%" PRIu64 "}",
                  invite->created_ms, invite->used_ms, invite->revoked_ms);
}

static void listed(struct store_request *io, enum err err, const void *result)
{
    const struct invite_page *page = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_printf(&ok,
                  "{\"total\":%" PRIu32 ",\"used\":%" PRIu32 ",\"revoked\":%" PRIu32
                  ",\"more\":%s,\"invites\":[",
                  page->total, page->used, page->revoked,
                  page->has_more ? "true" : "false");
    for (size_t i = 0; i < page->n; i++) {
        strbuf_puts(&ok, i ? "," : "");
        write_invite(&ok, &page->invites[i]);
    }
    strbuf_puts(&ok, "]}");
    request_ok(io->owner, &ok);
}

void use_invite_list(struct request *request)
{
    request->io.done = listed;
    store_invite_list(request->service->store, &request->io, &request->watch->id,
                      request->command.invite.number, request->command.invite.n);
}

static void revoked(struct store_request *io, enum err err, const void *result)
{
    const uint32_t *n = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_printf(&ok, "{\"revoked\":%" PRIu32 "}", *n);
    request_ok(io->owner, &ok);
}

void use_invite_revoke(struct request *request)
{
    request->io.done = revoked;
    store_invite_revoke(request->service->store, &request->io, &request->watch->id,
                        request->command.invite.number);
}
