/* SPDX-License-Identifier: Apache-2.0 */

#include "service/ticket.h"

#include "service/actor.h"
#include "service/rehearsals.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* ---- The note: five digits, who, what about --------------------------------------------
 */

enum {
    AT_WAY,
    AT_DRY,
    AT_FULL,
    AT_WHAT,
    AT_FORMAT,
    AT_WHO,
    WHO_CHARS = 2 * PARTICIPANT_BYTES
};
#define AT_ABOUT ((size_t)AT_WHO + WHO_CHARS)

static void note_write(const struct ticket_note *note, char out[TICKET_NOTE_MAX + 1])
{
    char who[WHO_CHARS + 1];

    sodium_bin2hex(who, sizeof who, note->participant.bytes, PARTICIPANT_BYTES);
    (void)snprintf(out, TICKET_NOTE_MAX + 1, "%d%d%d%d%d%s%s", (int)note->way, note->is_dry,
                   note->is_full, (int)note->what, (int)note->format, who,
                   note->about.text);
}

static bool digit_read(char c, unsigned below, unsigned *out)
{
    *out = (unsigned)(c - '0');
    return c >= '0' && *out < below;
}

static bool note_read(const char *text, struct ticket_note *out)
{
    unsigned way, is_dry, is_full, what, format;

    if (strlen(text) <= AT_ABOUT || !digit_read(text[AT_WAY], TICKET_WAYS, &way) ||
        !digit_read(text[AT_DRY], 2, &is_dry) || !digit_read(text[AT_FULL], 2, &is_full) ||
        !digit_read(text[AT_WHAT], CARRIED, &what) ||
        !digit_read(text[AT_FORMAT], SHEET_FORMATS, &format) ||
        sodium_hex2bin(out->participant.bytes, PARTICIPANT_BYTES, text + AT_WHO, WHO_CHARS,
                       NULL, NULL, NULL) ||
        !id_read(text + AT_ABOUT, strlen(text + AT_ABOUT), &out->about))
        return false;
    out->way = (enum ticket_way)way;
    out->is_dry = is_dry;
    out->is_full = is_full;
    out->what = (enum carry_what)what;
    out->format = (enum sheet_format)format;
    return true;
}

/* ---- board.export, board.import, question.export, room.export, deck.ticket -------------
 */

static enum ticket_way way_of(enum command_type type)
{
    return type == COMMAND_BOARD_IMPORT  ? TICKET_IMPORT
           : type == COMMAND_DECK_TICKET ? TICKET_DECK
                                         : TICKET_EXPORT;
}

static void kept(struct store_request *io, enum err err, const void *result)
{
    static const char *const folders[TICKET_WAYS] = {"export", "import", "deck"};
    struct request *request = io->owner;
    struct strbuf ok = {0};

    (void)result;
    if (err) {
        request_fail(request, err);
        return;
    }
    strbuf_printf(&ok, "{\"path\":\"/%s/%s/%s\"}", folders[way_of(request->command.type)],
                  request->watch->mirror.room.code.text, request->with.ticket);
    request_ok(request, &ok);
}

static bool is_there(struct request *request)
{
    const struct id *about = &request->command.carry.about;

    if (request->command.type == COMMAND_ROOM_EXPORT ||
        request->command.type == COMMAND_DECK_TICKET)
        return true;
    if (request->command.type != COMMAND_QUESTION_EXPORT)
        return mirror_board(&request->watch->mirror, about) != NULL;
    const struct mirror_question *slot = mirror_question(&request->watch->mirror, about);

    /* A slide has no figures. */
    return slot && slot->question.rules.shape.kind != KIND_SLIDE;
}

/* What tells of single people is written down where its ticket is, so that none is without
 * the other. */
static void keep_ticket(struct request *request, const struct ticket_note *note,
                        const uint8_t hash[TICKET_HASH_BYTES])
{
    char text[TICKET_NOTE_MAX + 1];
    struct ticket_kept ticket = {
        .hash = hash,
        .note = text,
        .ms = note->way == TICKET_DECK ? DECK_BODY_MS : TICKET_MS,
        .by = note->is_full ? &note->participant : NULL,
        .what = carry_what_name(note->what),
    };

    if (request->command.type == COMMAND_BOARD_EXPORT)
        ticket.board = note->about;
    else if (request->command.type == COMMAND_QUESTION_EXPORT)
        ticket.question = note->about;
    note_write(note, text);
    request->io.done = kept;
    store_ticket_put(request->service->store, &request->io, &request->watch->id, &ticket);
}

void use_carry(struct request *request)
{
    const struct command *command = &request->command;
    struct service *service = request->service;
    const struct ticket_note note = {
        .way = way_of(command->type),
        .is_dry = command->carry.is_dry,
        .is_full = command_rule(command->type)->right == RIGHT_FETCH &&
                   actor_may(request->actor, RIGHT_AUDIT),
        .what = command->carry.what,
        .format = command->carry.format,
        .participant = request->actor->participant,
        .about = command->type == COMMAND_ROOM_EXPORT ? request->watch->id
                                                      : command->carry.about,
    };
    uint8_t hash[TICKET_HASH_BYTES];

    if (is_rehearsal(request->watch, NULL) && note.way == TICKET_EXPORT) {
        request_fail(request, ERR_REHEARSAL);
        return;
    }
    if (!is_there(request)) {
        if (!request_is_early(request))
            request_fail(request, ERR_NOT_FOUND);
        return;
    }
    ticket_mint(service->identity, service->clock, request->with.ticket);
    if (!ticket_read(service->identity, request->with.ticket, TOKEN_CHARS, hash)) {
        request_fail(request, ERR_INTERNAL);
        return;
    }
    keep_ticket(request, &note, hash);
}

/* ---- Taking one: the room, the note, the right ------------------------------------------
 */

bool ticket_way_read(const struct identity *identity, const char *way, struct code *code,
                     uint8_t hash[TICKET_HASH_BYTES])
{
    const char *slash = strchr(way, '/');

    return slash && code_read(way, (size_t)(slash - way), code) &&
           ticket_read(identity, slash + 1, strlen(slash + 1), hash);
}

static void fail_now(struct clock_timer *timer)
{
    struct ticket_use *use = timer->owner;

    use->done(use, use->err);
}

static void entered(struct entering *entering, enum err err, enum role role,
                    const struct you *you)
{
    static const enum right rights[TICKET_WAYS] = {
        [TICKET_EXPORT] = RIGHT_FETCH,
        [TICKET_IMPORT] = RIGHT_RUN,
        [TICKET_DECK] = RIGHT_RUN,
    };
    struct ticket_use *use = container_of(entering, struct ticket_use, entering);

    if (!err && !entered_may(role, you, rights[use->way]))
        err = ERR_FORBIDDEN;
    use->is_full = use->note.is_full && entered_may(role, you, RIGHT_AUDIT);
    use->watch = entering->watch;
    if (err) {
        watch_unref(use->watch);
        use->watch = NULL;
    }
    use->done(use, err);
}

static void taken(struct store_request *io, enum err err, const void *result)
{
    struct ticket_use *use = io->owner;

    watch_unref(use->watch);
    use->watch = NULL;
    if (!err && (!note_read(result, &use->note) || use->note.way != use->way))
        err = ERR_LINK_SPENT;
    if (err) {
        use->done(use, err);
        return;
    }
    use->entering.participant = use->note.participant;
    use->entering.view = VIEW_PHONE;
    use->entering.done = entered;
    enter_room(use->service, &use->entering, &use->code);
}

static void room_known(struct watch_wait *wait, enum err err, struct watch *watch)
{
    struct ticket_use *use = wait->owner;

    if (err) {
        /* A room that is gone and a ticket that never was look the same. */
        use->done(use, err == ERR_NOT_FOUND ? ERR_LINK_SPENT : err);
        return;
    }
    use->watch = watch;
    use->io = (struct store_request){.done = taken, .owner = use};
    store_ticket_take(use->service->store, &use->io, &watch->id, use->hash);
}

void ticket_use(struct service *service, struct ticket_use *use, const char *way,
                enum ticket_way by)
{
    use->service = service;
    use->way = by;
    if (!ticket_way_read(service->identity, way, &use->code, use->hash)) {
        use->err = ERR_LINK_SPENT;
        use->later = (struct clock_timer){.fire = fail_now, .owner = use};
        service->clock->after(service->clock, &use->later, 0);
        return;
    }
    use->wait = (struct watch_wait){.done = room_known, .owner = use};
    watch_open(service, &use->code, &use->wait);
}
