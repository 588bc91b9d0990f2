/* SPDX-License-Identifier: Apache-2.0 */

/* A picture on its way in: the ticket is taken, the file made into a plain picture by
 * another process, and that one kept. The file itself is kept nowhere. */
#include "service/images.h"

#include "base/mem.h"
#include "service/actor.h"
#include "service/ticket.h"
#include "store/store_images.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- The note of a ticket: who, on which board, and what they call the picture
 * ------------
 */

#define NOTE_MARK 'p' /* Tickets for other files begin with a digit. */
enum { WHO_CHARS = 2 * PARTICIPANT_BYTES };

static bool note_read(const char *text, struct participant *who, struct id *board,
                      struct id *made)
{
    const char *at = text + 1 + WHO_CHARS, *blank;

    if (text[0] != NOTE_MARK || strlen(text) <= 1 + WHO_CHARS ||
        sodium_hex2bin(who->bytes, PARTICIPANT_BYTES, text + 1, WHO_CHARS, NULL, NULL,
                       NULL))
        return false;
    blank = strchr(at, ' ');
    *board = (struct id){0}; /* None: for the options of a question. */
    return blank && (blank == at || id_read(at, (size_t)(blank - at), board)) &&
           id_read(blank + 1, strlen(blank + 1), made);
}

static struct error_detail detail_of(const struct image_refusal *refusal)
{
    return refusal ? (struct error_detail){.limit = refusal->limit,
                                           .again_ms = refusal->again_ms}
                   : (struct error_detail){.limit = NULL};
}

static void ticket_kept(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct strbuf ok = {0};

    if (err) {
        const struct error_detail detail = detail_of(result);

        request_fail_with(request, err, &detail);
        return;
    }
    strbuf_printf(&ok, "{\"path\":\"/image/%s/%s\"}", request->watch->mirror.room.code.text,
                  request->with.ticket);
    request_ok(request, &ok);
}

/* May this one send a picture there? False when the request goes on later, or has ended. */
static bool may_send(struct request *request)
{
    const struct id *at = &request->command.image.board;
    const struct mirror_board *board;

    if (id_is_none(at)) {
        bool may = policy_may(request->actor->role, RIGHT_RUN);

        if (!may)
            request_fail(request, ERR_FORBIDDEN);
        return may;
    }
    board = told_board(request, at);
    if (!board)
        return false;
    bool takes = board->board.rules.images != IMAGES_OFF;

    if (!takes)
        request_fail(request, ERR_CLOSED);
    return takes;
}

void use_image_ticket(struct request *request)
{
    const struct command *command = &request->command;
    struct service *service = request->service;
    uint8_t hash[TICKET_HASH_BYTES];
    char who[WHO_CHARS + 1], note[TICKET_NOTE_MAX + 1];

    if (!may_send(request))
        return;
    ticket_mint(service->identity, service->clock, request->with.ticket);
    if (!ticket_read(service->identity, request->with.ticket, TOKEN_CHARS, hash)) {
        request_fail(request, ERR_INTERNAL);
        return;
    }
    sodium_bin2hex(who, sizeof who, request->actor->participant.bytes, PARTICIPANT_BYTES);
    (void)snprintf(note, sizeof note, "%c%s%s %s", NOTE_MARK, who,
                   command->image.board.text, command->image.image.text);
    const struct image_asking asking = {&request->actor->participant,
                                        policy_may(request->actor->role, RIGHT_CHECK), hash,
                                        note};

    request->io.done = ticket_kept;
    if (id_is_none(&command->image.board))
        store_option_ticket(service->store, &request->io, &request->watch->id, &asking);
    else
        store_image_ticket(service->store, &request->io, &request->watch->id,
                           &command->image.board, &asking);
}

/* ---- Sending ----------------------------------------------------------------------------
 */

struct upload_run {
    struct image_upload *upload; /* NULL: abandoned. */
    struct service *service;
    struct press_job press;
    bool is_pressing;
    struct code code;
    uint8_t hash[TICKET_HASH_BYTES];
    struct participant who;
    struct id board, made;
    uint32_t width, height;
    struct id image;
    struct watch_wait wait;
    struct watch *watch;
    struct store_request io;
    struct clock_timer later;
    enum err err;
};

static void run_free(struct upload_run *run)
{
    run->service->n_uploads--;
    watch_unref(run->watch);
    free(run);
}

static void answer(struct upload_run *run, enum err err,
                   const struct image_refusal *refusal)
{
    struct image_upload *upload = run->upload;
    const struct error_detail detail = detail_of(refusal);
    struct strbuf json = {0};
    struct buf *made;

    if (err) {
        answer_error(&json, false, NULL, err, &detail);
    } else {
        answer_begin(&json, NULL);
        strbuf_printf(&json, "{\"image\":\"%s\",\"width\":%u,\"height\":%u}",
                      run->image.text, run->width, run->height);
        answer_end(&json);
    }
    made = strbuf_take(&json);
    run_free(run);
    if (upload) {
        upload->run = NULL;
        upload->done(upload, err, made);
    }
    buf_unref(made);
}

static void was_put(struct store_request *io, enum err err, const void *result)
{
    answer(io->owner, err, result);
}

static void was_pressed(struct press_job *job, enum err err, const struct pressed *pressed)
{
    struct upload_run *run = job->owner;

    run->is_pressing = false;
    if (err) {
        answer(run, err, NULL);
        return;
    }
    run->image = identity_of_image(run->service->identity, &run->watch->id, &run->who,
                                   &run->board, &run->made);
    run->width = pressed->width;
    run->height = pressed->height;
    run->io = (struct store_request){.done = was_put, .owner = run};
    const struct image_new image = {
        .id = run->image,
        .who = &run->who,
        .is_png = pressed->is_png,
        .width = pressed->width,
        .height = pressed->height,
        .full = pressed->full,
        .full_len = pressed->full_len,
        .small = pressed->small,
        .small_len = pressed->small_len,
    };

    if (id_is_none(&run->board))
        store_option_put(run->service->store, &run->io, &run->watch->id, &image);
    else
        store_image_put(run->service->store, &run->io, &run->watch->id, &run->board,
                        &image);
}

static void ticket_taken(struct store_request *io, enum err err, const void *result)
{
    struct upload_run *run = io->owner;

    if (!err && !note_read(result, &run->who, &run->board, &run->made))
        err = ERR_LINK_SPENT;
    if (err || !run->upload) {
        answer(run, err, NULL);
        return;
    }
    run->press.done = was_pressed;
    run->press.owner = run;
    run->is_pressing = true;
    run->service->presses->submit(run->service->presses, &run->press);
}

static void room_known(struct watch_wait *wait, enum err err, struct watch *watch)
{
    struct upload_run *run = wait->owner;

    run->watch = err ? NULL : watch;
    if (err) {
        /* A room that is gone and a ticket that never was look the same. */
        answer(run, err == ERR_NOT_FOUND ? ERR_LINK_SPENT : err, NULL);
        return;
    }
    run->io = (struct store_request){.done = ticket_taken, .owner = run};
    store_ticket_take(run->service->store, &run->io, &watch->id, run->hash);
}

static void refuse(struct clock_timer *timer)
{
    struct upload_run *run = timer->owner;

    answer(run, run->err, NULL);
}

void image_upload(struct service *service, struct image_upload *upload, const char *way,
                  const char *bytes, size_t len)
{
    struct upload_run *run = mem_zero(sizeof *run);

    run->upload = upload;
    run->service = service;
    run->press.bytes = bytes;
    run->press.len = len;
    upload->run = run;
    if (++service->n_uploads > TRANSFERS_MAX || !service->presses)
        run->err = ERR_TOO_MANY;
    else if (!ticket_way_read(service->identity, way, &run->code, run->hash))
        run->err = ERR_LINK_SPENT;
    if (run->err) {
        run->later = (struct clock_timer){.fire = refuse, .owner = run};
        service->clock->after(service->clock, &run->later, 0);
        return;
    }
    run->wait = (struct watch_wait){.done = room_known, .owner = run};
    watch_open(service, &run->code, &run->wait);
}

void image_upload_abandon(struct image_upload *upload)
{
    struct upload_run *run = upload->run;

    if (!run)
        return;
    upload->run = NULL;
    run->upload = NULL;
    if (!run->is_pressing)
        return;
    /* Its bytes are gone with whoever sent them. */
    run->service->presses->abandon(run->service->presses, &run->press);
    run_free(run);
}
