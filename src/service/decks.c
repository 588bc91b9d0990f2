/* SPDX-License-Identifier: Apache-2.0 */

/* A PDF becomes slides: each page is drawn by a process of its own, kept as a picture, and
 * put into the agenda, before the next one is begun. So whoever looks at the agenda sees
 * how far it is, and what was done stays done: sent again, a page that is there is left
 * alone.
 */
#include "service/decks.h"

#include "base/mem.h"
#include "base/text.h"
#include "service/actor.h"
#include "service/internal.h"
#include "service/ticket.h"
#include "store/store_images.h"
#include "wire/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct deck_run {
    struct deck_upload *upload; /* NULL: abandoned. */
    struct service *service;
    struct ticket_use use;
    struct watch *watch;
    struct press_job press; /* Of the page under way. */
    bool is_pressing;
    uint32_t n_pages;
    struct id image, slide; /* What it is called as a picture, and in the agenda. */
    struct definition def;
    struct store_request io;
};

/* ---- The end ----------------------------------------------------------------------------
 */

static void run_free(struct deck_run *run)
{
    buf_unref(run->def.json);
    watch_unref(run->watch);
    free(run);
}

static void answer(struct deck_run *run, enum err err, const char *limit)
{
    struct deck_upload *upload = run->upload;
    const struct error_detail detail = {.limit = limit, .page = run->press.page};
    struct strbuf json = {0};

    if (err) {
        answer_error(&json, false, NULL, err, &detail);
    } else {
        answer_begin(&json, NULL);
        strbuf_printf(&json, "{\"pages\":%u}", run->n_pages);
        answer_end(&json);
    }
    struct buf *made = strbuf_take(&json);

    run_free(run);
    if (upload) {
        upload->run = NULL;
        upload->done(upload, err, made);
    }
    buf_unref(made);
}

/* ---- One page ---------------------------------------------------------------------------
 */

static void begin_page(struct deck_run *run, uint32_t page);

static void was_added(struct store_request *io, enum err err, const void *result)
{
    struct deck_run *run = io->owner;

    (void)result;
    buf_unref(run->def.json);
    run->def.json = NULL;
    /* It is there: from before, and may have been changed since. */
    if (err == ERR_EXISTS)
        err = OK;
    if (err || !run->upload)
        answer(run, err, err == ERR_LIMIT_REACHED ? "questions" : NULL);
    else if (run->press.page == run->n_pages)
        answer(run, OK, NULL);
    else
        begin_page(run, run->press.page + 1);
}

static void was_put(struct store_request *io, enum err err, const void *result)
{
    struct deck_run *run = io->owner;
    const struct image_refusal *refusal = result;

    if (err || !run->upload) {
        answer(run, err, err == ERR_LIMIT_REACHED ? refusal->limit : NULL);
        return;
    }
    run->io = (struct store_request){.done = was_added, .owner = run};
    store_question_add(run->service->store, &run->io, &run->watch->id, &run->slide,
                       run->def.json, run->def.rules.may_change);
}

/* What it says, in the words of the page; a page without any is called by its number. */
static enum err define(struct deck_run *run, const struct pressed *pressed)
{
    static const struct text_limits title_limits = {1, TITLE_CHARS_MAX, TITLE_BYTES_MAX, 0};
    static const struct text_limits alt_limits = {1, SLIDE_ALT_CHARS_MAX,
                                                  SLIDE_ALT_BYTES_MAX, 0};
    char title[TITLE_BYTES_MAX + 1], alt[SLIDE_ALT_BYTES_MAX + 1];
    struct strbuf json = {0};

    text_cut(pressed->title, pressed->title_len, title_limits, title);
    text_cut(pressed->text, pressed->text_len, alt_limits, alt);
    if (!*title)
        (void)snprintf(title, sizeof title, "%u", run->press.page);
    strbuf_puts(&json, "{\"kind\":\"slide\",\"title\":");
    json_text(&json, title, strlen(title));
    strbuf_printf(&json, ",\"slide\":{\"id\":\"%s\",\"alt\":", run->image.text);
    json_text(&json, alt, strlen(alt));
    strbuf_printf(&json, "},\"page\":%u,\"pages\":%u}", run->press.page, run->n_pages);
    struct buf *text = strbuf_take(&json);
    enum err err = definition_make(text, &run->def);

    buf_unref(text);
    return err;
}

static void keep(struct deck_run *run, const struct pressed *pressed)
{
    const struct id *deck = &run->use.note.about, *room = &run->watch->id;
    const struct image_new image = {
        .id = run->image,
        .is_png = pressed->is_png,
        .full = pressed->full,
        .full_len = pressed->full_len,
        .small = pressed->small,
        .small_len = pressed->small_len,
    };

    run->io = (struct store_request){.done = was_put, .owner = run};
    store_slide_put(run->service->store, &run->io, room, deck, &image);
}

static void name_page(struct deck_run *run)
{
    const struct id *deck = &run->use.note.about;
    const struct id none = {0};

    run->slide = (struct id){0};
    (void)snprintf(run->slide.text, sizeof run->slide.text, "%.*s-%u", DECK_ID_CHARS_MAX,
                   deck->text, run->press.page);
    run->image = identity_of_image(run->service->identity, &run->watch->id,
                                   &run->use.note.participant, &none, &run->slide);
}

/* A PDF of so many pages, in this room. */
static const char *limit_over(const struct deck_run *run)
{
    const struct mirror *mirror = &run->watch->mirror;

    if (run->n_pages > DECK_PAGES_MAX)
        return "slides";
    /* Sent again, some are there already: then each is judged when it comes. */
    bool is_there = mirror_question(&run->watch->mirror, &run->slide) != NULL;

    return !is_there && mirror->room.n_order + run->n_pages > QUESTIONS_PER_ROOM_MAX
               ? "questions"
               : NULL;
}

static void was_pressed(struct press_job *job, enum err err, const struct pressed *pressed)
{
    struct deck_run *run = job->owner;
    const char *limit = NULL;

    run->is_pressing = false;
    if (!err) {
        run->n_pages = pressed->n_pages;
        name_page(run);
        if (job->page == 1)
            limit = limit_over(run);
        err = limit                      ? ERR_LIMIT_REACHED
              : job->page > run->n_pages ? ERR_BAD_PDF
                                         : define(run, pressed);
    }
    if (err)
        answer(run, err, limit);
    else
        keep(run, pressed);
}

static void begin_page(struct deck_run *run, uint32_t page)
{
    run->press.page = page;
    run->press.done = was_pressed;
    run->press.owner = run;
    run->is_pressing = true;
    run->service->presses->submit(run->service->presses, &run->press);
}

/* ---- The beginning ----------------------------------------------------------------------
 */

static void ticket_taken(struct ticket_use *use, enum err err)
{
    struct deck_run *run = container_of(use, struct deck_run, use);

    run->watch = use->watch;
    if (!err && !run->service->presses)
        err = ERR_TOO_MANY;
    if (err || !run->upload)
        answer(run, err, NULL);
    else
        begin_page(run, 1);
}

void deck_upload(struct service *service, struct deck_upload *upload, const char *way,
                 const char *bytes, size_t len)
{
    struct deck_run *run = mem_zero(sizeof *run);

    run->upload = upload;
    run->service = service;
    run->press.bytes = bytes;
    run->press.len = len;
    run->use.done = ticket_taken;
    upload->run = run;
    ticket_use(service, &run->use, way, TICKET_DECK);
}

void deck_upload_abandon(struct deck_upload *upload)
{
    struct deck_run *run = upload->run;

    if (!run)
        return;
    upload->run = NULL;
    run->upload = NULL;
    if (!run->is_pressing)
        return; /* What is under way ends by itself. */
    /* The PDF is gone with whoever sent it. */
    run->service->presses->abandon(run->service->presses, &run->press);
    run_free(run);
}

/* ---- deck.stop -------------------------------------------------------------------------
 */

void use_deck_stop(struct request *request)
{
    request->io.done = request_finish;
    store_deck_stop(request->service->store, &request->io, &request->watch->id,
                    &request->command.carry.about);
}
